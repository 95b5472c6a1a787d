"""Hyphenated nouns are one word each after the parse."""

import pytest

from pipeline.annotate.words import words
from pipeline.predicates.lexicon import lexicon
from pipeline.relations import load_rules


@pytest.mark.parametrize(
    ("text", "noun", "lemma"),
    [
        ("The rebels broke the cease-fire on Monday.", "cease-fire", "ceasefire"),
        ("Two link-ups with Danish banks are planned.", "link-ups", "tie-up"),
        ("A take-over of the mill was agreed.", "take-over", "takeover"),
    ],
)
def test_a_listed_noun_is_one_token(nlp, text, noun, lemma):
    doc = nlp(text)
    token = next(token for token in doc if token.text == noun)
    assert (token.lemma_, token.pos_) == (lemma, "NOUN")
    assert doc.text == text


def test_other_hyphens_stay(nlp):
    doc = nlp("The buy - out clause and the two-year truce lapsed.")
    assert [token.text for token in doc[1:4]] == ["buy", "-", "out"]
    assert "two-year" not in [token.text for token in doc]


def test_what_the_lexicons_know_is_joined(nlp):
    nouns = {trigger for rule in load_rules() if "noun" in rule.pos for trigger in rule.triggers}
    nouns |= {lemma for lemma, names in lexicon().items() if names & {"agreement", "undertaking"}}
    hyphened = {noun for noun in nouns if "-" in noun and " " not in noun}
    split = {noun for noun in hyphened if len(nlp.make_doc(f"the {noun}")) > 2}
    assert split
    assert split <= set(words().hyphened)
