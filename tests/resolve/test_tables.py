import pytest

from pipeline.errors import FactwireError
from pipeline.resolve.tables import actor_words, check_words, first_names, synonym_sets


def test_an_unknown_key_is_refused():
    with pytest.raises(FactwireError, match=r"E020.*wrods"):
        check_words({"company": {"about": "firms", "words": ["firm"], "wrods": []}}, "actors.toml")


def test_a_section_without_words_is_refused():
    with pytest.raises(FactwireError, match=r"E021.*no words"):
        check_words({"company": {"about": "firms", "words": []}}, "actors.toml")


def test_words_are_lower_case_and_synonyms_symmetric():
    assert {"firm", "carrier"} <= actor_words("company")
    assert "airline" in synonym_sets()["carrier"]
    assert "carrier" in synonym_sets()["airline"]


def test_first_names_tell_men_from_women():
    names = first_names()
    assert (names["maria"], names["boris"]) == ("f", "m")
    assert "jordan" not in names
