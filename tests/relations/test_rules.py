"""Rule files are checked, and every example and counterexample of every rule holds."""

import pytest

from pipeline.errors import FactwireError
from pipeline.predicates.lexicon import lexicon
from pipeline.relations import RelationMatcher, load_rules
from pipeline.relations.inflection import noun_forms, verb_forms

RULES = load_rules()
MATCHER = RelationMatcher(RULES)

GOOD = """
[[rule]]
id = "x"
relation = "supply"
about = "test"
pos = ["verb"]
triggers = ["lob"]
examples = ["A lobbed B."]
counterexamples = ["C."]
[rule.roles]
item = ["obj"]
"""


def examples(kind):
    return [
        pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in RULES for text in getattr(rule, kind)
    ]


@pytest.mark.parametrize(("rule", "text"), examples("examples"))
def test_example_makes_a_fact(nlp, rule, text):
    found = MATCHER.match(nlp(text))
    assert rule.relation in {candidate.relation for candidate in found}


@pytest.mark.parametrize(("rule", "text"), examples("counterexamples"))
def test_counterexample_makes_none(nlp, rule, text):
    facts = nlp(text)._.facts
    assert rule.relation not in {fact.rule.split(".")[0] for fact in facts}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("about =", "abuot ="), "unknown key 'abuot'"),
        (('examples = ["A lobbed B."]', "examples = []"), "examples and counterexamples"),
        (('relation = "supply"', 'relation = "gift"'), "'gift'"),
        (("item =", "items ="), "roles ['items'] are not of supply"),
        (('pos = ["verb"]', 'pos = ["word"]'), "pos ['word']"),
        (('id = "x"', "id = 7"), "Expected `str`"),
    ],
)
def test_faults_name_file_and_entry(tmp_path, change, message):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(*change))
    with pytest.raises(FactwireError) as caught:
        load_rules([path])
    assert "mine.toml" in caught.value.message
    assert message in caught.value.message


def test_a_double_id_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + GOOD)
    with pytest.raises(FactwireError, match="already given"):
        load_rules([path])


def test_lexicons_are_wide():
    counts = {
        relation: len({t for rule in RULES if rule.relation == relation for t in rule.triggers})
        for relation in ("supply", "deal", "denial")
    }
    assert counts["supply"] >= 60
    assert counts["deal"] >= 40
    assert counts["denial"] >= 25


def test_inflection():
    assert {"ships", "shipped", "shipping"} <= set(verb_forms("ship"))
    assert {"supplies", "supplied", "supplying"} <= set(verb_forms("supply"))
    assert {"sold", "selling"} <= set(verb_forms("sell"))
    assert set(noun_forms("delivery")) == {"delivery", "deliveries"}


def test_lexicon_is_read():
    assert "goods" in lexicon()["howitzer"]
