"""Boundaries from the layout: what they are, and that a parser keeps them."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotate.sentences import FactwireSentences

NLP = spacy.blank("en")
COMPONENT = FactwireSentences()


def starts(text: str) -> list[str]:
    """Return the words that certainly begin a sentence, after the first."""
    doc = COMPONENT(NLP.make_doc(text))
    return [token.text for token in doc[1:] if token.is_sent_start is True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway sells gas\n\nOslo agreed to it.", ["Oslo"]),
        ("The goods:\n- wheat\n- rice", ["-", "-"]),
        ("They met.\nThen they left.", ["Then"]),
        ("The text of a paper that was wrapped at this\nwidth goes on here.", []),
        ("LAGOS, Nigeria (XNA) - The two agreed.", ["The"]),
        ("Lagos, May 2 (XNA) The two agreed.", ["The"]),
        ("XNA - A firm bought another.", ["A"]),
        ("The ship - a tanker - left.", []),
        ("UPDATE 3-Brasco to buy Tolley", ["Brasco"]),
        ("BRASCO 747-TANKER SOLD", []),
        ("Phase 3-Type trials ended", []),
        ("They met, he said. &\n A deal came.", ["A"]),
        ("Short title\nA body line that is much longer than its title was, for it goes on.", ["A"]),
        ("Windows\r\n\r\nlines too", ["lines"]),
        ("They work at Brasco Corp. Under the plan they will leave.", ["Under"]),
        ("They work at Brasco Foods Inc. Brasco makes bread.", ["Brasco"]),
        ("They work at Brasco Foods Inc. Financial terms were not given.", ["Financial"]),
        ("They met Brasco Inc. Chairman and Chief Executive Ann Lee.", []),
        ("They work at Brasco Co. Tolley Ltd makes bread.", []),
        ("Brasco Corp. To Buy Tolley Inc. With Cash", []),
    ],
)
def test_boundaries(text, expected):
    assert starts(text) == expected


def test_no_boundary_inside_a_run_of_words():
    doc = COMPONENT(NLP.make_doc("Two states sign pact on grain"))
    assert [token.is_sent_start for token in doc[1:]] == [False] * (len(doc) - 1)


def test_after_a_full_stop_the_parser_decides():
    doc = COMPONENT(NLP.make_doc("They met. Nobody came."))
    assert doc[3].is_sent_start is None


def test_no_boundary_after_an_opening_quote():
    doc = COMPONENT(NLP.make_doc('He left. "We won," he said.'))
    assert doc[4].text == "We" and doc[4].is_sent_start is False


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It left, Oslo said.", "Oslo"),
        ('"We won," Lee said.', "Lee"),
        ("OGDEN (OG) SETS PLAN", "SETS"),
    ],
)
def test_no_boundary_here(text, word):
    doc = COMPONENT(NLP.make_doc(text))
    assert [token.is_sent_start for token in doc if token.text == word] == [False]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list('aB .-\n\r\t"()&•é🚀\u2029\u0000')), max_size=60))
def test_any_text_is_kept(text):
    doc = COMPONENT(NLP.make_doc(text))
    assert doc.text == text
    assert not len(doc) or doc[0].is_sent_start
