"""Each passage of a text is read by itself."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.passages import NAME, FactwirePassages, alone, keep, passages, piped, split

SALE = "Norway shipped 40 howitzers to Estonia on Monday."
OTHERS = ("The museum opened late. ", " Children sang, and it rained for weeks.", "It was cold.\n\n")


def cut(text):
    return [text[start:end].strip() for start, end in passages(text)]


def test_passages_are_whole_sentences():
    text = (
        "One is here. Two of Sachs Corp. Three? \u201cYes.\u201d Four!\n\nFive ends. Six by Mr. The. "
        "It was in 2014. The rest came."
    )
    assert cut(text) == [
        "One is here.",
        "Two of Sachs Corp. Three?",
        "\u201cYes.\u201d Four!",
        "Five ends.",
        "Six by Mr. The.",
        "It was in 2014.",
        "The rest came.",
    ]


@given(st.text(alphabet='aB .!?\n"\u201d)1', max_size=80))
def test_passages_leave_out_nothing_but_the_gaps_between_paragraphs(text):
    end = 0
    for start, stop in passages(text):
        assert text[end:start].strip() == ""
        assert stop >= start >= end
        end = stop
    assert end == len(text)


@given(st.text(alphabet='aB .!?\n"\u201d)1', max_size=80))
def test_documents_are_split_without_loss(text):
    doc = spacy.blank("en")(text)
    parts = split(doc)
    assert [token.i for part in parts for token in part] == [token.i for token in doc]
    assert all(alone(part)[0].is_sent_start for part in parts)


def test_no_passage_begins_within_a_run_of_words():
    doc = spacy.blank("en")("It rained. The rest came.")
    assert [part.text for part in split(doc)] == ["It rained.", "The rest came."]
    doc[3].is_sent_start = False
    assert [part.text for part in split(doc)] == [doc.text]


def tree(span):
    return [
        (t.text, t.tag_, t.dep_, t.head.i - span.start, t.lemma_, t.ent_type_, t.ent_iob_, str(t.morph))
        for t in span
    ]


@pytest.mark.parametrize("before", ["", *OTHERS])
@pytest.mark.parametrize("behind", ["", " The rest followed.", "\n\nMore to come"])
def test_a_sentence_is_read_alike_wherever_it_stands(nlp, before, behind):
    doc = nlp(before + SALE + behind)
    found = next(sent for sent in doc.sents if "Norway" in sent.text)
    assert tree(found[:9]) == tree(nlp(SALE)[:9])
    assert found[:9].text == SALE


def test_documents_read_together_are_read_alike(nlp):
    texts = [before + SALE for before in OTHERS]
    apart = [tree(nlp(text)[:]) for text in texts]
    assert [tree(doc[:]) for doc in nlp.pipe(texts)] == apart


def test_a_document_without_words_stays_as_it_is():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    reader = FactwirePassages(nlp, components=["sentencizer"])
    assert [doc.text for doc in reader.pipe([nlp.make_doc(""), nlp.make_doc("  ")])] == ["", "  "]


def test_a_passage_that_was_read_before_is_not_read_again(nlp):
    reader = nlp.get_pipe(NAME)
    text = "Norway shipped 40 howitzers to Estonia. The museum opened in May."
    first, whole = nlp.make_doc(text), nlp(text)
    passage = split(first)[1]
    [part] = piped(nlp, [alone(passage)], reader.components)
    part[1].tag_ = "FW"
    keep(first, passage.start, part, reader.components)
    read = reader(first)
    assert [token.tag_ for token in read if token.tag_ != whole[token.i].tag_] == ["FW"]
    assert [token.dep_ for token in read] == [token.dep_ for token in whole]


def test_what_has_not_read_a_kept_passage_reads_it_then(nlp):
    reader = nlp.get_pipe(NAME)
    text = "The museum opened its doors. Norway shipped 40 howitzers to Estonia."
    doc, whole = nlp.make_doc(text), nlp(text)
    grammar = [name for name in reader.components if name != "ner"]
    [part] = piped(nlp, [alone(split(doc)[1])], grammar)
    keep(doc, split(doc)[1].start, part, grammar)
    read = reader(doc)
    assert [(token.dep_, token.ent_type_) for token in read] == [
        (token.dep_, token.ent_type_) for token in reader(nlp.make_doc(text))
    ]
    assert read[-2].ent_type_ == whole[-2].ent_type_ == "GPE"
