"""Conditions open in several ways; concessions and done deeds are none."""

import pytest

CASES = [
    ("Iraq will sell oil to Syria if it pays.", "conditional"),
    ("Provided that Syria pays, Iraq will ship oil to Syria.", "conditional"),
    ("Should the pipeline be mended, Iraq will sell oil to Syria.", "conditional"),
    ("Iraq will sell oil to Syria once parliament agrees.", "conditional"),
    ("Iraq sold oil to Syria once parliament agreed.", "asserted"),
    ("Iraq sold oil to Syria even if nobody said so.", "asserted"),
    ("Had they asked, Iraq would sell oil to Syria.", "conditional"),
    ("The oil should have been delivered to Syria by Iraq in June.", "negated"),
    ("Iraq should not have sold the oil to Syria.", "asserted"),
]


@pytest.mark.parametrize(("text", "status"), CASES)
def test_status(nlp, text, status):
    assert [fact.status for fact in nlp(text)._.facts] == [status]
