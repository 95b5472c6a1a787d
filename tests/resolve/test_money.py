"""Amounts of money to number, currency and approximation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts import Money
from pipeline.resolve.money import parse_money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$1.2bn", 1_200_000_000, "USD"),
        ("536 million dlrs", 536_000_000, "USD"),
        ("51.5 billion dlr", 51_500_000_000, "USD"),
        ("300 mln dlrs", 300_000_000, "USD"),
        ("6,538,000 dlrs", 6_538_000, "USD"),
        ("219 million euros", 219_000_000, "EUR"),
        ("38.8 million euro", 38_800_000, "EUR"),
        ("£568m", 568_000_000, "GBP"),
        ("2.3 mln stg", 2_300_000, "GBP"),
        ("US$5m", 5_000_000, "USD"),
        ("$20-million", 20_000_000, "USD"),
        ("Rs 300 crore", 3_000_000_000, "INR"),
        ("HK$3bn", 3_000_000_000, "HKD"),
        ("USD15", 15, "USD"),
        ("EUR 20m", 20_000_000, "EUR"),
        ("two billion Canadian dollars", 2_000_000_000, "CAD"),
        ("1.5 billion Hong Kong dlrs", 1_500_000_000, "HKD"),
        ("50 mln Swiss francs", 50_000_000, "CHF"),
        ("100,000 Georgian lari", 100_000, "GEL"),
        ("half a million dollars", 500_000, "USD"),
        ("a billion yen", 1_000_000_000, "JPY"),
        ("80 cents a share", 0.8, "USD"),
        ("80.49 dlrs per tonne", 80.49, "USD"),
        ("₿7300", 7300, "XBT"),
        ("$5 million dollars", 5_000_000, "USD"),
    ],
)
def test_exact_amounts(text, amount, currency):
    assert parse_money(text) == Money(amount=amount, currency=currency, approximate=False)


@pytest.mark.parametrize(
    "text", ["about $6 billion", "up to 6bn dollars", "$6 billion or so", "at least about $6bn"]
)
def test_approximate_amounts(text):
    assert parse_money(text) == Money(amount=6_000_000_000, currency="USD", approximate=True)


@pytest.mark.parametrize(
    "text",
    [
        "five to six million dollars",
        "hundreds of millions of dollars",
        "a discount",
        "",
        "300",
        "dollars",
        "$",
    ],
)
def test_no_amount(text):
    assert parse_money(text) is None


def test_shared_name_has_no_currency_without_its_country():
    assert parse_money("5 mln crowns") == Money(amount=5_000_000, currency=None, approximate=False)
    assert parse_money("5 mln Norwegian crowns").currency == "NOK"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_borne(text):
    money = parse_money(text)
    assert money is None or money.amount >= 0


@given(st.integers(0, 10**9), st.sampled_from(["bn", " million", " mln", ""]))
def test_figures_are_exact(number, magnitude):
    factor = {"bn": 10**9, " million": 10**6, " mln": 10**6, "": 1}[magnitude]
    assert parse_money(f"${number:,}{magnitude}").amount == number * factor
