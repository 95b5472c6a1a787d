"""Heads of mentions and equality of names and values."""

import pytest

from pipeline.evaluate.records import Argument
from pipeline.evaluate.spans import (
    head_of,
    head_within,
    matches,
    overlap,
    same_canonical,
    same_value,
    shared,
)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Norland", "Norland"),
        ("the Norlandic foreign ministry", "ministry"),
        ("40 missiles of Norlandic make", "missiles"),
        ("75,000 tonnes of wheat", "tonnes"),
        ("a 10-year, 400-million contract", "contract"),
        ("up to 400 missiles", "missiles"),
        ("Acme Trading Co.", "Co."),
        ("the carrier that sank", "carrier"),
        ("in Oslo", "Oslo"),
        ("the jets (used)", "jets"),
        ("steel,", "steel"),
    ],
)
def test_head_of_a_noun_phrase(text, head):
    start, end = head_within(text)
    assert text[start:end] == head


@pytest.mark.parametrize(
    ("text", "head"),
    [("to supply jets", "supply"), ("selling arms to Sudmark", "selling"), ("Boeing jets", "jets")],
)
def test_head_of_a_clause_is_its_verb(text, head):
    start, end = head_within(text, clausal=True)
    assert text[start:end] == head


def test_odd_texts_have_a_head_within():
    for text in ("", " ", "()", ",", "of", "of the", '"'):
        start, end = head_within(text)
        assert 0 <= start <= end <= len(text)
        assert start < end or not text


def test_head_counts_from_the_article_and_needs_the_quoted_text():
    argument = Argument("item", "old jets of steel", (10, 27))
    assert head_of(argument) == (14, 18)
    assert head_of(Argument("item", None, (10, 27))) == (10, 27)
    assert head_of(Argument("item", None, None)) is None
    assert head_of(Argument("date", "early in May", (10, 22))) == (10, 22)


def test_matching_in_each_mode():
    gold = Argument("item", "old jets of steel", (10, 27), "jet")
    near, beside = Argument("item", "jets", (14, 18)), Argument("item", "steel", (22, 27))
    assert [matches(gold, near, mode) for mode in ("head", "relaxed", "strict")] == [True, True, False]
    assert [matches(gold, beside, mode) for mode in ("head", "relaxed")] == [False, True]
    assert matches(gold, Argument("item", "old jets of steel", (10, 27)), "strict")
    assert not matches(gold, Argument("item", None, None, "jet"))


def test_implicit_gold_needs_the_name():
    gold = Argument("item", None, None, "jet")
    assert matches(gold, Argument("item", None, None, "JET"))
    assert matches(gold, Argument("item", "jets", (14, 18), "jet"))
    assert not matches(gold, Argument("item", "jets", (14, 18), "jet"), "strict")
    assert not matches(gold, Argument("item", None, None, None))


def test_sharing_is_the_same_from_both_sides():
    here, there = Argument("item", "a", (0, 5), "x"), Argument("item", None, None, "x")
    assert shared(here, there)
    assert shared(there, here)
    assert not shared(here, Argument("item", "b", (5, 9), "x"))


def test_names_ignore_case_and_space_only():
    assert same_canonical("United  Arab Emirates", " united arab emirates")
    assert not same_canonical("NOR", "Norland")
    assert not same_canonical(None, None)


def test_values_are_right_in_all_that_gold_says():
    assert same_value("2023-11", "2023-11")
    assert not same_value("2023-11", "2023")
    money = {"amount": 5.0, "currency": "USD"}
    assert same_value(money, {"amount": 5, "currency": "USD", "approximate": False})
    assert not same_value(money, {"amount": 5, "currency": "EUR"})
    assert not same_value(money, None)


def test_spans_that_touch_do_not_overlap():
    assert overlap((0, 3), (2, 5))
    assert not overlap((0, 3), (3, 5))
    assert not overlap(None, (0, 1))
