import pytest

from pipeline.errors import FactwireError
from pipeline.resolve import countries as module
from pipeline.resolve.countries import countries, fold


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Iran", "IRN"),
        ("Islamic Republic of Iran", "IRN"),
        ("the Islamic Republic", "IRN"),
        ("U.S.", "USA"),
        ("United States", "USA"),
        ("UK", "GBR"),
        ("Britain", "GBR"),
        ("Soviet Union", "SUN"),
        ("Yugoslavia", "YUG"),
        ("Czechoslovakia", "CSK"),
        ("East Germany", "DDR"),
        ("Côte d'Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Hongkong", "HKG"),
    ],
)
def test_country_names(name, code):
    assert countries().named(name) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [("Venezuelan", "VEN"), ("Soviets", "SUN"), ("Dutch", "NLD"), ("Palestinians", "PSE"), ("Swiss", "CHE")],
)
def test_nationalities(word, code):
    assert countries().adjective(word) == code


def test_capitals_and_seats():
    known = countries()
    assert known.capital("Tehran") == "IRN"
    assert known.capital("Peking") == "CHN"
    assert known.seat("the Kremlin") == "RUS"
    assert known.seat("Downing Street") == "GBR"
    assert known.body("EU") == "European Union"


def test_a_pronoun_is_no_country():
    assert countries().named("us") is None
    assert countries().named("US") == "USA"


def test_dissolved_states_end():
    moscow = countries().dissolved[fold("Moscow")]
    assert (moscow.code, moscow.successor) == ("SUN", "RUS")


def test_fold_drops_accents_dots_and_article():
    assert fold("the Élysée") == "elysee"
    assert fold("U.S.") == "us"


@pytest.mark.parametrize(
    "table",
    [
        {"nicknames": {"USA": ["Yankeeland"]}},
        {"aliases": {"QQQ": ["Nowhere"]}},
        {"seats": {"USA": "White House"}},
    ],
)
def test_bad_data_is_refused(table):
    with pytest.raises(FactwireError, match=r"E02[01]"):
        module._check(table)
