"""Data files are checked: unknown keys, wrong types, broken TOML, double and missing entries."""

import pytest
from msgspec import Struct

from pipeline.annotate import patterns
from pipeline.annotate.patterns import EntityPattern, PatternCompiler, PatternFile, TokenClass
from pipeline.annotate.tables import load_table
from pipeline.annotate.words import plural_forms, vocabulary, words
from pipeline.errors import E, FactwireError


class Sample(Struct, forbid_unknown_fields=True):
    words: list[str]


@pytest.mark.parametrize(
    ("content", "code", "part"),
    [
        ("words = ['a']\nwrods = ['b']", E.E020, "wrods"),
        ("words = 3", E.E021, "words"),
        ("words = [", E.E021, "TOML"),
    ],
)
def test_bad_file_is_refused_with_its_path(tmp_path, content, code, part):
    path = tmp_path / "sample.toml"
    path.write_text(content)
    with pytest.raises(FactwireError) as error:
        load_table(path, Sample)
    assert error.value.code is code
    assert part in error.value.message and "sample.toml" in error.value.message


def entry(**changes):
    values = {"id": "x", "label": "DATE", "sequences": ("DAY",), "examples": ("a",), "counterexamples": ()}
    return EntityPattern(**{**values, **changes})


@pytest.mark.parametrize("sequence", ["NIGHT", "<NIGHTS>"])
def test_unknown_name_in_a_sequence_is_refused(sequence):
    table = PatternFile(tokens={"DAY": TokenClass(lower=("day",))}, groups={}, pattern=())
    with pytest.raises(FactwireError) as error:
        PatternCompiler(table).compile(entry(sequences=(sequence,)))
    assert error.value.code is E.E021


def test_groups_multiply_and_operators_stay():
    table = PatternFile(
        tokens={"DAY": TokenClass(lower=("day",))}, groups={"N": ("one", "two DAY")}, pattern=()
    )
    compiled = PatternCompiler(table).compile(entry(sequences=("<N> (x|y)? DAY+",)))
    day = {"LOWER": {"IN": ["day"]}}
    tail = [{"LOWER": {"IN": ["x", "y"]}, "OP": "?"}, {**day, "OP": "+"}]
    assert compiled == [[{"LOWER": "one"}, *tail], [{"LOWER": "two"}, day, *tail]]


def test_double_id_is_refused(monkeypatch):
    table = PatternFile(tokens={}, groups={}, pattern=(entry(), entry()))
    monkeypatch.setattr(patterns, "read_table", lambda *_: table)
    with pytest.raises(FactwireError) as error:
        patterns.load_patterns.__wrapped__()
    assert error.value.code is E.E022


def test_plurals():
    assert plural_forms("century") == ("century", "centuries")
    assert plural_forms("day") == ("day", "days")
    assert plural_forms("inch") == ("inch", "inches")


def test_every_currency_code_is_known_to_babel():
    from babel import Locale

    known = {*Locale("en").currencies, "XBT", ""}
    table = words().money
    codes = {*table.words.values(), *table.parts.values(), *table.symbols.values()}
    codes |= {code for names in table.qualified.values() for code in names.values()}
    assert codes - known == set()


def test_word_lists_are_longest_first():
    approximators = vocabulary()["approximator"]
    assert approximators.index("more than") < approximators.index("over")
