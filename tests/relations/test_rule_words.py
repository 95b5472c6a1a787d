"""Rules name classes and slots that exist: a misspelt one would silently never match."""

import pytest

from pipeline.errors import FactwireError
from pipeline.predicates.classes import LABEL_CLASSES, SUPERSENSE_CLASSES
from pipeline.predicates.lexicon import lexicon
from pipeline.predicates.view import PredicateView
from pipeline.relations import load_rules
from pipeline.relations.inflection import irregular, noun_forms, verb_forms

RULES = load_rules()
BY_FORM = {
    "counted_share",
    "pronoun",
    "demonstrative",
    "generic",
    "symbol",
    "designation",
    "name",
    "unknown",
    "nominal",
    "institution",
    "count",
    "human",
    "indefinite",
}
PREPOSITIONS = frozenset(
    (
        "about after among as at behind between by for from in into of on onto over through to toward "
        "towards under upon via with against near"
    ).split()
) | {"by way of", "out of"}


def used(rule, what):
    """Return the classes, or the slots, that a rule names."""
    paths = [*rule.require, *rule.consumes, *rule.yields_to]
    paths += [path for joined in rule.lack for path in joined.split("&")]
    paths += [path for found in rule.roles.values() for path in found]
    if what == "slots":
        return {step.partition(":")[0] for path in paths for step in path.split(">")}
    classes = {name for groups in (rule.where, rule.never) for found in groups.values() for name in found}
    steps = [step.partition(":")[2] for path in paths for step in path.split(">")]
    return classes | {name for step in steps for name in step.replace("!", "|").split("|") if name}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_classes_exist(rule):
    known = BY_FORM | {name for names in lexicon().values() for name in names}
    for table in (LABEL_CLASSES, SUPERSENSE_CLASSES):
        known |= {name for names in table.values() for name in names}
    assert used(rule, "classes") <= known


def as_prepositions(predicate, slots):
    """Return those of the slots that the view has no name for."""
    found = set()
    predicate._marked = lambda name: found.add(name) or []
    for slot in slots:
        predicate._slot(slot)
    return found


@pytest.fixture
def predicate(parsed):
    doc = parsed("sold VBD VERB sell 0 ROOT")
    return PredicateView(doc).of(doc[0])


def test_a_misspelt_slot_would_be_seen(predicate):
    assert as_prepositions(predicate, ["subj", "sbuj"]) == {"sbuj"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_slots_are_named_ones_or_prepositions(rule, predicate):
    assert as_prepositions(predicate, used(rule, "slots")) <= PREPOSITIONS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_consistent(rule):
    needed = {*rule.need, *rule.at_least, *rule.gather, *(r for group in rule.need_any for r in group)}
    assert needed <= set(rule.roles), "a role that no slot fills can never be there"
    assert 0 < rule.prior < 1
    assert {*rule.where, *rule.never} <= set(rule.roles)
    for role in {*rule.where} & {*rule.never}:
        assert not set(rule.where[role]) & set(rule.never[role])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[rule]\n", "file"),
        ("[[rules]]\nid = 'x'", "unknown key 'rules'"),
        ("[[rule]]\nid = 'x'", "missing required field"),
        ("\udcff", "file"),
    ],
)
def test_faults_of_a_file(tmp_path, text, message):
    path = tmp_path / "mine.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(FactwireError) as caught:
        load_rules([path])
    assert "mine.toml" in caught.value.message
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("ship", "shipped"),
        ("deliver", "delivered"),
        ("deny", "denies"),
        ("deny", "denied"),
        ("convey", "conveyed"),
        ("tie", "tying"),
        ("agree", "agreeing"),
        ("merge", "merging"),
        ("re-sell", "re-sold"),
        ("dispatch", "dispatches"),
        ("annul", "annulled"),
        ("run", "ran"),
        ("lose", "lost"),
        ("channel", "channelled"),
    ],
)
def test_forms_of_verbs(lemma, form):
    assert form in set(verb_forms(lemma))


@pytest.mark.parametrize(("lemma", "form"), [("delivery", "deliveries"), ("pass", "passes"), ("way", "ways")])
def test_forms_of_nouns(lemma, form):
    assert form in set(noun_forms(lemma))


def test_irregular_forms_are_listed():
    verbs = {lemma: forms for lemma, forms in irregular().items() if not lemma.endswith(" (noun)")}
    assert "sold" in verbs["sell"]
    assert "sell" not in verbs["sell"]
