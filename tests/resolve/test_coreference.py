import actor_texts as texts
import pytest
from spacy.tokens import Doc

from pipeline.resolve.coreference import Coreference


def names(coreference, token):
    return [antecedent.entity.name for antecedent in coreference.antecedents(token)]


def word(doc, text, nth=0):
    return [token for token in doc if token.text == text][nth]


def test_plural_nominal_takes_the_last_two_of_its_kind(parsed):
    for labels in ("", "Osgiliath=GPE Gondor=GPE"):
        doc = parsed(texts.COUNTRIES, labels)
        assert names(Coreference(doc), word(doc, "countries")) == ["Osgiliath", "Gondor"]


def test_a_pronoun_takes_who_says_the_clause(parsed):
    doc = parsed(texts.COUNTRIES)
    coreference = Coreference(doc)
    assert names(coreference, word(doc, "it")) == ["Osgiliath"]
    assert names(coreference, word(doc, "its")) == ["Osgiliath"]
    antecedent = coreference.antecedents(word(doc, "it"))[0]
    assert antecedent.span.text == "Osgiliath"
    assert antecedent.distance == 0
    assert 0 < antecedent.confidence <= 1


def test_a_nominal_is_not_the_one_beside_it(parsed):
    doc = parsed(texts.SALE, "Zorblax=ORG")
    coreference = Coreference(doc)
    assert names(coreference, word(doc, "its")) == ["Acme Holdings Inc"]
    assert names(coreference, word(doc, "buyer"))


def test_we_is_whom_the_speaker_speaks_for(parsed):
    doc = parsed(texts.SPEAKER)
    coreference = Coreference(doc)
    assert names(coreference, word(doc, "she")) == ["Maria Lund"]
    assert names(coreference, word(doc, "We")) == ["Zorblax"]


def test_they_the_latter_and_their_alliance(parsed):
    doc = parsed(texts.FORMER, "Chrysler=ORG Fiat=ORG")
    coreference = Coreference(doc)
    assert names(coreference, word(doc, "they")) == ["Chrysler", "Fiat"]
    assert names(coreference, word(doc, "latter")) == ["Fiat"]
    assert names(coreference, word(doc, "Their")) == ["Chrysler", "Fiat"]


def test_cataphor_relative_and_carrier(parsed):
    doc = parsed(texts.CATAPHOR, "Embraer=ORG")
    coreference = Coreference(doc)
    assert names(coreference, word(doc, "it")) == ["Nordwind Airlines"]
    assert names(coreference, word(doc, "which")) == ["Embraer"]
    assert names(coreference, word(doc, "carrier")) == ["Nordwind Airlines"]


def test_clusters_hold_every_mention_of_one_actor(parsed):
    doc = parsed(texts.SALE)
    clusters = [[span.text for span in spans] for spans in Coreference(doc).clusters()]
    assert any({"Acme Holdings Inc", "its", "Acme"} <= set(spans) for spans in clusters)


@pytest.mark.parametrize("table", [texts.SALE, texts.SPEAKER, texts.FORMER, texts.CATAPHOR])
def test_the_same_text_gives_the_same_answer(parsed, table):
    first, second = (Coreference(parsed(table)) for _ in range(2))
    assert [names(first, t) for t in first.doc] == [names(second, t) for t in second.doc]


def test_an_empty_document(vocab):
    assert Coreference(Doc(vocab, words=[])).clusters() == []


def test_a_long_text_is_read_in_linear_time(parsed):
    once = [row.split() for row in texts.COUNTRIES.strip().splitlines()]
    times = 400
    rows = []
    for repeat in range(times):
        shift = repeat * len(once)
        for row in once:
            head = int(row[4])
            rows.append([*row[:4], str(head + shift if head else 0), row[5]])
    doc = parsed("\n".join(" ".join(row) for row in rows))
    coreference = Coreference(doc)
    looked_at = []
    original = coreference.discourse.recent

    def counted(token):
        for event in original(token):
            looked_at.append(event)
            yield event

    coreference.discourse.recent = counted
    coreference.discourse.salience(doc[len(doc) - 3])
    assert len(looked_at) <= 90
    assert names(coreference, doc[len(doc) - 6]) == ["Osgiliath"]
