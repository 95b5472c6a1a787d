"""Quotation spans: straight, curly and angled marks, apostrophes, open paragraphs."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English

from pipeline.qualify import quotations

NLP = English()


def quoted(text):
    doc = NLP(text)
    return [(doc[q.start : q.end].text, q.closed) for q in quotations(doc)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We sold it," he said.', [("We sold it,", True)]),
        ("“We sold it,” he said.", [("We sold it,", True)]),
        ("«We sold it», he said.", [("We sold it", True)]),
        ("„We sold it”, he said.", [("We sold it", True)]),
        ("'We sold it,' he said.", [("We sold it,", True)]),
        ("‘We sold it,’ he said.", [("We sold it,", True)]),
        ('"One," he said. "Two."', [("One,", True), ("Two.", True)]),
        ("The firm's boss didn't say what the workers' union wants.", []),
        ("‘It isn’t ours,’ he said.", [("It isn’t ours,", True)]),
        ("'The workers' union agreed,' he said.", [("The workers' union agreed,", True)]),
        ("The '90s were good.", []),
        ("Nothing here.", []),
        ('He said: "One.\n\n"Two."', [("One.", False), ("Two.", True)]),
        ('He said: "One.\n\nHe left.', [("One.", False)]),
        ('He said "one\ntwo" again.', [("one\ntwo", True)]),
        ('""', []),
        ('A 19" screen was sold.', []),
    ],
)
def test_spans(text, expected):
    assert quoted(text) == expected


@given(st.text(alphabet="ab .,\n\"'“”‘’«»", max_size=60))
def test_spans_lie_in_the_text_and_apart(text):
    doc = NLP(text)
    spans = quotations(doc)
    assert all(0 <= q.start < q.end <= len(doc) for q in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


def test_a_word_in_quotation_marks_is_no_speech():
    doc = NLP('They called it a "deal" and left.')
    assert [q.is_speech(doc) for q in quotations(doc)] == [False]
