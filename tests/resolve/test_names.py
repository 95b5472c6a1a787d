import pytest

from pipeline.resolve.names import EXACT, PART, SUFFIX, clips, initials, variant


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Grimwald", "Grimwald Industries plc"),
        ("GRIMWALD INDUSTRIES", "Grimwald Industries plc"),
        ("NWT", "Northern Widget Trust"),
        ("BPCC", "Brindle Printing and Communication Corp"),
        ("Lund", "Maria Lund"),
        ("Zorblax Intl", "Zorblax International"),
        ("Z.B.A.", "Zorblax Bolt Alliance"),
        ("Air OG", "Air Osgiliath Gondor"),
        ("BSK", "BoltSprocketKline"),
        ("Bolts", "Boltsprocket"),
        ("Teledynamo", "Teledynama"),
    ],
)
def test_a_short_form_stands_for_its_full_name(short, full):
    assert variant(short, full) > 0


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("British", "British Widget Corp"),
        ("Air", "Air Osgiliath"),
        ("Bank", "Bank of Gondor"),
        ("China", "China Daily"),
        ("Dol County", "Dol County Development Authority"),
        ("Osgiliath", "Gondor"),
        ("Africa", "Africans"),
        ("Zorblax Corporation", "Zorblax News Channel"),
    ],
)
def test_a_word_of_a_name_is_not_always_short_for_it(short, full):
    assert variant(short, full) == 0


def test_closer_forms_rank_higher():
    exact = variant("Acme Bolt", "ACME BOLT")
    suffix = variant("Acme Bolt", "Acme Bolt Inc")
    part = variant("Acme", "Acme Bolt Inc")
    assert (exact, suffix, part) == (EXACT, SUFFIX, PART)


def test_initials_with_and_without_small_words():
    assert {"brc", "barc"} <= initials("Bolt and Rivet Commission")


def test_clipping_needs_the_same_first_letter():
    assert clips("natl", "national")
    assert not clips("ltn", "national")
