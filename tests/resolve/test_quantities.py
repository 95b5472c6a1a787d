"""Numbers in words and figures, and the quantities of noun phrases."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts import Quantity
from pipeline.resolve.numbers import parse_number, parse_range
from pipeline.resolve.quantities import parse_quantity

NLP = spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500", 1500),
        ("1,500 mln", 1_500_000_000),
        ("11.5 mln", 11_500_000),
        ("1.1bn", 1_100_000_000),
        ("three", 3),
        ("fifty-two", 52),
        ("two hundred and fifty", 250),
        ("two and a half million", 2_500_000),
        ("2 1/2", 2.5),
        ("2½", 2.5),
        ("half a million", 500_000),
        ("a quarter of a million", 250_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("3-million", 3_000_000),
        ("hundreds", None),
        ("hundreds of millions", None),
        ("several hundred", None),
        ("five to six", None),
        ("wheat", None),
        ("", None),
    ],
)
def test_numbers(text, value):
    assert parse_number(text) == value


def test_a_range_shares_its_magnitude():
    assert parse_range("between five and six million") == (5_000_000, 6_000_000)
    assert parse_range("15–25") == (15, 25)
    assert parse_range("six to five") is None


@pytest.mark.parametrize(
    ("text", "value", "approximate", "unit", "span"),
    [
        ("40 jets", 40, False, None, "40"),
        ("about 400 missiles", 400, True, None, "about 400"),
        ("almost 90,000 tonnes of rice", 90_000, True, "tonnes", "almost 90,000 tonnes"),
        ("up to three cargoes of gas", 3, True, "cargoes", "up to three cargoes"),
        ("1,000 or more kilograms of tea", 1000, True, "kilograms", "1,000 or more kilograms"),
        ("a record 11.5 mln bags", 11_500_000, False, "bags", "11.5 mln bags"),
        ("at least about two dozen lorries", 24, True, None, "at least about two dozen"),
        ("2 million cubic metres of gas", 2_000_000, False, "cubic metres", "2 million cubic metres"),
        ("hundreds of tanks", None, True, None, "hundreds"),
        ("some 30 guns", 30, True, None, "some 30"),
    ],
)
def test_quantities(text, value, approximate, unit, span):
    quantity, found = parse_quantity(NLP(text)[:])
    assert quantity == Quantity(value=value, approximate=approximate, unit=unit)
    assert found.text == span


@pytest.mark.parametrize(
    "text", ["a ship", "the 155mm shells", "a third of the oil", "wheat", "a 500-bed hospital ship"]
)
def test_no_quantity(text):
    assert parse_quantity(NLP(text)[:]) == (None, None)


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_phrase_gives_a_span_inside_it(text):
    doc = NLP.make_doc(text)
    quantity, span = parse_quantity(doc[:])
    assert (quantity is None) == (span is None)
    assert span is None or text[span.start_char : span.end_char] == span.text != ""


@given(st.integers(0, 10**12))
def test_grouped_figures(number):
    assert parse_number(f"{number:,}") == number
