"""How rules are matched: needs, classes, particles, and which candidate wins."""

import pytest

from pipeline.relations import RelationMatcher, Trace, load_rules
from pipeline.relations.matcher import is_foreign

SOLD = """
Peru NNP PROPN Peru 2 nsubj
sold VBD VERB sell 0 ROOT
jets NNS NOUN jet 2 obj
to IN ADP to 5 case
Chad NNP PROPN Chad 2 obl
"""
SIGNED = """
Peru NNP PROPN Peru 2 nsubj
signed VBD VERB sign 0 ROOT
a DT DET a 4 det
pact NN NOUN pact 2 obj
with IN ADP with 6 case
Chad NNP PROPN Chad 4 nmod
"""
NAMES = "Peru=GPE Chad=GPE"
HEAD = """
[[rule]]
id = "{id}"
relation = "{relation}"
about = "test"
pos = ["{pos}"]
triggers = ["{trigger}"]
examples = ["A."]
counterexamples = ["B."]
{keys}
[rule.roles]
{roles}
"""
SUPPLY = 'supplier = ["subj"]\nitem = ["obj"]\nrecipient = ["to"]'
DEAL = 'instrument = ["obj"]\nparty = ["subj", "with", "obj>with"]'


def rule(keys="", roles=SUPPLY, id="x", relation="supply", pos="verb", trigger="sell"):
    return HEAD.format(keys=keys, roles=roles, id=id, relation=relation, pos=pos, trigger=trigger)


@pytest.fixture
def matched(tmp_path):
    """Return a function that matches rules, given as TOML, on a document."""

    def run(doc, *rules, trace=None):
        path = tmp_path / "mine.toml"
        path.write_text("\n".join(rules), encoding="utf-8")
        return RelationMatcher(load_rules([path])).match(doc, trace)

    return run


def roles(candidate):
    return {role: [f.token.text for f in fillers] for role, fillers in candidate.roles.items()}


def test_roles_are_filled_from_slots(parsed, matched):
    (found,) = matched(parsed(SOLD, NAMES), rule())
    assert roles(found) == {"supplier": ["Peru"], "item": ["jets"], "recipient": ["Chad"]}
    assert (found.lemma, found.relation, found.head.text) == ("sell", "supply", "sold")
    assert found.weight == (3, 0.8)


@pytest.mark.parametrize(
    ("keys", "holds"),
    [
        ('need = ["item"]', True),
        ('need = ["via"]', False),
        ('need_any = [["via", "item"]]', True),
        ('need_any = [["via"], ["item"]]', False),
        ("at_least = { supplier = 1 }", True),
        ("at_least = { supplier = 2 }", False),
        ('lack = ["iobj"]', True),
        ('lack = ["obj"]', False),
        ('lack = ["obj:people"]', True),
        ('lack = ["obj:goods"]', False),
        ('require = ["obj"]', True),
        ('require = ["with"]', False),
        ('require = ["obj:goods"]', True),
        ('require = ["obj:people|money"]', False),
        ('require = ["obj:people|goods"]', True),
        ('require = ["obj>to:goods"]', False),
    ],
)
def test_conditions(parsed, matched, keys, holds):
    trace = Trace()
    found = matched(parsed(SOLD, NAMES), rule(keys), trace=trace)
    assert bool(found) == holds
    assert trace.steps[0].passed == holds
    assert (trace.steps[0].reason == "matched") == holds


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ('where = { item = ["goods"] }', ["jets"]),
        ('where = { item = ["money", "people"] }', None),
        ('never = { item = ["goods"] }', None),
        ('never = { item = ["money"] }', ["jets"]),
    ],
)
def test_classes_of_fillers(parsed, matched, keys, wanted):
    (found,) = matched(parsed(SOLD, NAMES), rule(keys))
    assert roles(found).get("item") == wanted


def test_the_first_filled_slot_wins_unless_slots_are_gathered(parsed, matched):
    table = SIGNED.replace("Chad 4 nmod", "Chad 2 obl")
    first = rule('need = ["instrument"]', DEAL, relation="deal", trigger="sign")
    both = rule('gather = ["party"]', DEAL, relation="deal", trigger="sign")
    (found,) = matched(parsed(table, NAMES), first)
    assert roles(found)["party"] == ["Peru"]
    (found,) = matched(parsed(table, NAMES), both)
    assert roles(found)["party"] == ["Peru", "Chad"]


def test_a_token_fills_one_role_only_the_one_named_first(parsed, matched):
    (found,) = matched(parsed(SOLD, NAMES), rule(roles='item = ["obj"]\nvia = ["obj"]\nsupplier = ["subj"]'))
    assert roles(found) == {"item": ["jets"], "supplier": ["Peru"]}


def test_a_plural_nominal_counts_as_two_actors(parsed, matched):
    pairs = rule('gather = ["party"]\nat_least = { party = 2 }', DEAL, relation="deal", trigger="sign")
    alone = "\n".join(SIGNED.strip().splitlines()[:4])
    assert not matched(parsed(alone, NAMES), pairs)
    plural = alone.replace("Peru NNP PROPN Peru", "firms NNS NOUN firm")
    assert len(matched(parsed(plural), pairs)) == 1
    they = alone.replace("Peru NNP PROPN Peru", "They PRP PRON they")
    assert len(matched(parsed(they), pairs)) == 1
    it = alone.replace("Peru NNP PROPN Peru", "It PRP PRON it")
    assert not matched(parsed(it), pairs)


def test_of_two_rules_the_one_with_more_core_roles_wins_then_the_prior(parsed, matched):
    less = rule("prior = 0.9", 'item = ["obj"]', id="less")
    more = rule("prior = 0.5", id="more")
    (found,) = matched(parsed(SOLD, NAMES), less, more)
    assert found.rule.id == "more"
    (found,) = matched(parsed(SOLD, NAMES), more, rule("prior = 0.7", id="surer"))
    assert found.rule.id == "surer"


def test_a_verb_and_its_agreement_are_one_fact(parsed, matched):
    noun = rule(roles='party = ["with"]', id="noun", relation="deal", pos="noun", trigger="pact")
    keeps = rule('gather = ["party"]', DEAL, id="verb", relation="deal", trigger="sign")
    eats = rule('gather = ["party"]\nconsumes = ["obj"]', DEAL, id="verb", relation="deal", trigger="sign")
    assert [c.rule.id for c in matched(parsed(SIGNED, NAMES), noun, keeps)] == ["verb", "noun"]
    assert [c.rule.id for c in matched(parsed(SIGNED, NAMES), noun, eats)] == ["verb"]
    picky = eats.replace('["obj"]\n', '["obj:money"]\n', 1)
    assert len(matched(parsed(SIGNED, NAMES), noun, picky)) == 2


def test_an_outer_trigger_yields_to_an_inner_one(parsed, matched):
    doc = parsed(
        """
        Peru NNP PROPN Peru 2 nsubj
        agreed VBD VERB agree 0 ROOT
        to TO PART to 4 mark
        sell VB VERB sell 2 xcomp
        jets NNS NOUN jet 4 obj
        """,
        NAMES,
    )
    outer = rule('yields_to = ["comp"]', 'party = ["subj"]', id="outer", relation="deal", trigger="agree")
    assert [c.rule.id for c in matched(doc, outer, rule(id="inner"))] == ["inner"]
    assert [c.rule.id for c in matched(doc, outer)] == ["outer"]


HANDED = """
Peru NNP PROPN Peru 2 nsubj
handed VBD VERB hand 0 ROOT
the DT DET the 4 det
jets NNS NOUN jet 2 obj
over RP ADP over {head} compound:prt
"""


def test_a_particle_may_follow_a_short_object(parsed, matched):
    over = rule(trigger="hand over")
    (found,) = matched(parsed(HANDED.format(head=2), NAMES), over)
    assert [t.text for t in found.trigger] == ["handed", "over"]
    assert matched(parsed(HANDED.format(head=4), NAMES), over) == []


def test_a_verb_with_a_particle_is_another_verb(parsed, matched):
    assert matched(parsed(HANDED.format(head=2), NAMES), rule(trigger="hand")) == []


@pytest.mark.parametrize(
    ("trigger", "table", "wanted"),
    [
        ("arms sale", "arms NNS NOUN arm 2 compound\nsale NN NOUN sale 0 ROOT", ["sale", "arms"]),
        ("arms sale", "art NN NOUN art 2 compound\nsale NN NOUN sale 0 ROOT", None),
        (
            "letter of intent",
            "letter NN NOUN letter 0 ROOT\nof IN ADP of 3 case\nintent NN NOUN intent 1 nmod",
            ["letter", "of", "intent"],
        ),
        (
            "letter of intent",
            "letter NN NOUN letter 0 ROOT\nof IN ADP of 3 case\nlove NN NOUN love 1 nmod",
            None,
        ),
    ],
)
def test_nouns_of_several_words(parsed, matched, trigger, table, wanted):
    found = matched(parsed(table), rule(pos="noun", trigger=trigger))
    assert (found[0].trigger and [t.text for t in found[0].trigger] if found else None) == wanted


def test_a_noun_before_a_noun_is_a_trigger_of_free_rules_only(parsed, matched):
    table = "oil NN NOUN oil 2 compound\nsupply NN NOUN supply 3 compound\ndeal NN NOUN deal 0 ROOT"
    noun = {"pos": "noun", "trigger": "supply", "roles": 'item = ["nounmod"]'}
    assert matched(parsed(table), rule(**noun)) == []
    (found,) = matched(parsed(table), rule("free = true", **noun))
    assert roles(found) == {"item": ["oil"]}


def test_trigger_forms_are_inflected(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(rule(trigger="ship") + rule(id="y", pos="noun", trigger="delivery"), encoding="utf-8")
    forms = RelationMatcher(load_rules([path])).trigger_forms
    assert forms == {"ship", "ships", "shipped", "shipping", "delivery", "deliveries"}


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Perú sold jets to Chad.", False),
        ("«Chad» bought the jets (истребители).", False),
        ("जब [goods] distribute बात करते थे, बोलते थे", True),
        ("12,000 – 40 %", False),
    ],
)
def test_sentence_in_another_script_is_foreign(text, foreign):
    assert is_foreign(text) is foreign
