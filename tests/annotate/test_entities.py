"""Entity rules: every example of the pattern file, the merge with statistics, and offsets."""

import re

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from pipeline.annotate.entities import FactwireEntities, as_country, merge, without_common
from pipeline.annotate.patterns import load_patterns

MARKED = re.compile(r"\[\[(.*?)\]\]")
ENTRIES = load_patterns().pattern
NLP = spacy.blank("en")
COMPONENT = FactwireEntities(NLP.vocab)


def tagged_doc(text: str) -> Doc:
    """Return a document whose capitalised words are tagged as names, as a tagger would."""
    doc = NLP.make_doc(text)
    for token in doc:
        token.pos_ = "PROPN" if token.is_title and token.i else "X"
    return doc


@pytest.mark.parametrize(
    ("label", "example"),
    [pytest.param(e.label, x, id=f"{e.id}-{i}") for e in ENTRIES for i, x in enumerate(e.examples)],
)
def test_example_gives_its_entities(label, example):
    doc = COMPONENT(tagged_doc(example.replace("[[", "").replace("]]", "")))
    assert [ent.text for ent in doc.ents if ent.label_ == label] == MARKED.findall(example)


@pytest.mark.parametrize(
    ("label", "text"),
    [pytest.param(e.label, x, id=f"{e.id}-{i}") for e in ENTRIES for i, x in enumerate(e.counterexamples)],
)
def test_counterexample_gives_none(label, text):
    assert [ent.text for ent in COMPONENT(tagged_doc(text)).ents if ent.label_ == label] == []


def with_entities(text: str, **labels: str) -> list[Span]:
    """Return rule and statistics merged, the statistics given as text → label."""
    doc = tagged_doc(text)
    spans = [
        doc.char_span(match.start(), match.end(), label)
        for words, label in labels.items()
        for match in re.finditer(words.replace("_", " "), text)
    ]
    doc.ents = spans
    return [(ent.text, ent.label_) for ent in COMPONENT(doc).ents]


def test_statistics_win_for_names():
    assert ("Seven Seas", "ORG") in with_entities("He joined Seven Seas in 2004.", Seven_Seas="ORG")


def test_rules_win_for_amounts():
    found = with_entities("They paid 300 mln dlrs for it.", **{"300_mln": "CARDINAL"})
    assert found == [("300 mln dlrs", "MONEY")]


def test_statistical_number_without_number_is_dropped():
    assert with_entities("They sat around Oslo.", around_Oslo="CARDINAL") == []


def test_statistical_date_is_kept_where_no_rule_speaks():
    assert with_entities("They met on Election Day.", Election_Day="DATE") == [("Election Day", "DATE")]


def test_designation_wins_over_a_person():
    assert with_entities("The Su-57 flew.", **{"Su-57": "PERSON"}) == [("Su-57", "WEAPON")]


def test_a_date_at_the_end_of_a_name_is_cut_off():
    found = with_entities("They met in Port Said today.", Port_Said_today="EVENT")
    assert found == [("Port Said", "EVENT"), ("today", "DATE")]


def test_merge_keeps_order_and_leaves_no_overlap():
    doc = NLP.make_doc("one two three four five")
    merged = merge(
        [Span(doc, 0, 2, "ORG"), Span(doc, 3, 5, "CARDINAL")],
        [Span(doc, 1, 3, "CARDINAL"), Span(doc, 4, 5, "CARDINAL")],
    )
    assert [(s.start, s.end, s.label_) for s in merged] == [(0, 2, "ORG"), (4, 5, "CARDINAL")]


def test_component_can_be_added_by_name():
    nlp = spacy.blank("en")
    nlp.add_pipe("factwire_entities")
    assert [ent.label_ for ent in nlp("It cost $3bn.").ents] == ["MONEY"]


texts = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            ["$", "1.2bn", "about", "up to", "three", "May", "2004", "-", "/", "Su-35", "\n\n", "é", "🚀"]
        ),
        max_size=14,
    ).map(" ".join),
)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_any_text_keeps_its_text_and_gives_valid_spans(text):
    doc = COMPONENT(NLP.make_doc(text))
    assert doc.text == text
    ends = 0
    for ent in doc.ents:
        assert text[ent.start_char : ent.end_char] == ent.text != ""
        assert ent.start >= ends
        ends = ent.end


@pytest.mark.parametrize(
    ("words", "label", "wanted"),
    [
        (["Chad", "slept"], "PERSON", "GPE"),
        (["Togo", "slept"], "ORG", "GPE"),
        (["Norway", "slept"], "GPE", "GPE"),
        (["Nestle", "slept"], "ORG", "ORG"),
    ],
)
def test_a_countrys_name_is_a_place_whatever_the_recogniser_says(words, label, wanted):
    doc = Doc(spacy.blank("en").vocab, words=words, pos=["PROPN", "VERB"])
    assert as_country(Span(doc, 0, 1, label)).label_ == wanted


def test_a_name_before_it_makes_it_a_persons():
    doc = Doc(spacy.blank("en").vocab, words=["Michael", "Jordan"], pos=["PROPN", "PROPN"])
    assert as_country(Span(doc, 1, 2, "PERSON")).label_ == "PERSON"


def test_words_without_a_capital_are_no_name():
    doc = Doc(Vocab(), words=["Norway", "sold", "tanks", "to", "eBay"])
    doc.ents = [Span(doc, 0, 1, "GPE"), Span(doc, 2, 3, "ORG"), Span(doc, 4, 5, "ORG")]
    assert [entity.text for entity in merge(list(doc.ents), [])] == ["Norway", "eBay"]


def test_in_small_letters_throughout_a_name_has_none():
    doc = Doc(Vocab(), words=["norway", "sold", "tanks"])
    doc.ents = [Span(doc, 0, 1, "GPE")]
    assert [entity.text for entity in merge(list(doc.ents), [])] == ["norway"]


def test_a_name_does_not_end_in_a_common_noun():
    doc = Doc(Vocab(), words=["Rafale", "jets", "for", "Rafale"], tags=["NNP", "NNS", "IN", "NNP"])
    doc.ents = [Span(doc, 0, 2, "ORG"), Span(doc, 3, 4, "ORG")]
    assert [without_common(entity).text for entity in doc.ents] == ["Rafale", "Rafale"]
