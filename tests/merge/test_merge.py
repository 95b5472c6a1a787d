"""Mentions become events: what joins, what keeps apart, and that order plays no part."""

import json
import random
from itertools import combinations

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from merge_build import deal, fact, item, supply

from pipeline.errors import FactwireError
from pipeline.facts import fact_id
from pipeline.facts.types import relation_of
from pipeline.merge import event_schema, merge_facts
from pipeline.merge.cluster import Clusters
from pipeline.merge.compare import compare
from pipeline.merge.mention import MentionView

PLANNED = {"factuality": {"time": "future"}}
NEGATED = {"factuality": {"polarity": "negative"}}


def groups(facts, **options):
    return sorted(sorted(e.articles) for e in merge_facts(facts, **options))


def blockers(one, two):
    pairs = []
    assert len(merge_facts([one, two], near=pairs.append)) == 2
    return [blocker for pair in pairs for blocker in pair.blockers]


def test_the_same_supply_in_two_articles_is_one_event():
    one = supply("a1", goods=item("howitzer", 40), sources=["Reuters"])
    two = supply("a2", published="2024-03-12", goods=item("howitzer", 41, approximate=True))
    (event,) = merge_facts([two, one])
    assert event.articles == ["a1", "a2"]
    assert [e.fact for e in event.evidence] == [one.id, two.id]
    assert event.id == "e" + one.id[1:]
    assert event.sources[0].canonical == "Reuters" and event.sources[0].facts == [one.id]
    assert [p.canonical for p in event.actors["recipient"]] == ["EST"]
    assert [q.value for q in event.items[0].quantities] == [40, 41]
    assert event.differences == []
    (join,) = event.joins
    assert {*join.facts} == {one.id, two.id}
    assert {"supplier NOR", "recipient EST", "item howitzer"} <= {*join.reasons}


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"recipient": "LVA"}, "recipient: EST / LVA"),
        ({"supplier": "SWE"}, "supplier: NOR / SWE"),
        ({"goods": "wheat"}, "item: howitzer / wheat"),
        ({"date": ["2023-05"]}, "date: 2024-03-01 / 2023-05"),
        ({"goods": item("howitzer", 400)}, "quantity of howitzer: 40 / 400"),
        ({"price": [9_000_000]}, "amount: 5,000,000 / 9,000,000"),
    ],
)
def test_what_differs_keeps_apart_and_is_named(change, wanted):
    common = {"goods": item("howitzer", 40), "date": ["2024-03-01"], "price": [5_000_000]}
    one = supply("a1", **common)
    two = supply("a2", **{**common, **change})
    found = blockers(one, two)
    flipped = " / ".join(reversed(wanted.split(": ")[1].split(" / ")))
    assert wanted in found or f"{wanted.split(': ')[0]}: {flipped}" in found


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        (item("jet"), item("fighter jet"), True),
        (item("howitzer", category="artillery"), item("mortar", category="artillery"), True),
        (item("weapon"), item("howitzer", category="artillery"), True),
        (item("weapon"), item("wheat", category="HS 10 cereals"), False),
        (item("aircraft", designations=["F-16"]), item("fighter", designations=["F-16"]), True),
        (item("fighter", designations=["F-16"]), item("fighter jet", designations=["F-35"]), False),
    ],
)
def test_items_fit_by_name_kind_category_or_designation(one, two, joined):
    events = merge_facts([supply("a1", goods=one), supply("a2", goods=two)])
    assert (len(events) == 1) is joined


def test_undated_mentions_join_only_when_the_articles_are_near():
    one, near, far = (
        supply(a, published=p) for a, p in [("a1", "2024-03-10"), ("a2", "2024-04-01"), ("a3", "2025-01-01")]
    )
    assert groups([one, near, far]) == [["a1", "a2"], ["a3"]]


def test_a_plan_reaches_the_day_when_it_is_done():
    plan = supply("a1", published="2024-01-05", **PLANNED)
    done = supply("a2", published="2024-06-20")
    (event,) = merge_facts([plan, done])
    assert event.status == "asserted"
    assert [step.status for step in event.course] == [["planned"], ["asserted"]]
    assert [(d.field, d.note) for d in event.differences] == [("status", "first planned, then done")]


def test_yes_and_no_stay_visible():
    (event,) = merge_facts([supply("a1"), supply("a2", **NEGATED)])
    assert [d.note for d in event.differences] == ["both told as fact and negated"]
    (event,) = merge_facts([supply("a1"), supply("a2", published="2024-03-20", **NEGATED)])
    assert [d.note for d in event.differences] == ["first told as fact, then negated"]
    assert event.status == "negated"


def test_a_denied_event_names_its_denier_and_the_denials_join():
    told = supply("a1", disputed_by=[fact_id("a1", "denial", 90, 94)])
    no = fact("denial", "a1", place=90, denier=["NOR"], claim=["the report"], denies=[told.id])
    again = supply("a2", disputed_by=[fact_id("a2", "denial", 90, 94)])
    still = fact("denial", "a2", place=90, denier=["NOR"], claim=["shipping guns"], denies=[again.id])
    event, denial = merge_facts([told, no, again, still])
    assert event.relation == "supply" and denial.relation == "denial"
    assert event.disputed_by == [denial.id] and denial.denies == [event.id]
    (difference,) = event.differences
    assert difference.note == "denied by NOR" and {*difference.facts} == {no.id, still.id}
    assert any("denies the same event" in join.reasons for join in denial.joins)


def test_numbers_near_each_other_join_and_are_told():
    (event,) = merge_facts(
        [supply("a1", goods=item("howitzer", 40)), supply("a2", goods=item("howitzer", 45))]
    )
    assert [(d.field, d.note) for d in event.differences] == [("quantity", "howitzer: 40 or 45")]


def test_a_deal_keeps_its_stages_apart_by_their_days():
    signed = deal("a1", "TCD", "NER", stage="signed", date=["2024-03-01"], instrument=["a border treaty"])
    ended = deal(
        "a2",
        "NER",
        "TCD",
        stage="ended",
        date=["2024-09-01"],
        published="2024-09-02",
        instrument=["the border treaty"],
    )
    (event,) = merge_facts([signed, ended])
    assert event.stage == "ended" and [step.stage for step in event.course] == [["signed"], ["ended"]]
    before = deal("a3", "TCD", "NER", stage="ended", date=["2023-09-01"], instrument=["a border treaty"])
    assert "stages: ended before signed" in blockers(signed, before)


def test_deals_of_other_kinds_subjects_and_parties_are_others():
    treaty = deal("a1", "TCD", "NER", instrument=["a border treaty"])
    assert any(
        "kind: treaty / truce" in b or "kind: truce / treaty" in b
        for b in blockers(treaty, deal("a2", "TCD", "NER", instrument=["a truce"]))
    )
    gas, fish = (
        deal(a, "TCD", "NER", subject=[s]) for a, s in [("a1", "gas exports"), ("a2", "fishing rights")]
    )
    assert any(b.startswith("subject: ") for b in blockers(gas, fish))
    assert any(
        b.startswith("party: ")
        for b in blockers(treaty, deal("a2", "TCD", "MLI", instrument=["a border treaty"]))
    )


def test_firms_join_by_short_form_but_unnamed_actors_do_not():
    assert groups([supply("a1", supplier="Kongsberg Gruppen"), supply("a2", supplier="Kongsberg")]) == [
        ["a1", "a2"]
    ]
    assert groups([supply("a1", supplier="smugglers"), supply("a2", supplier="smugglers")]) == [
        ["a1"],
        ["a2"],
    ]


def test_an_open_mention_ties_no_two_that_differ():
    facts = [
        supply("a1", date=["2024-03-01"], goods=item("howitzer", 40)),
        supply("a2", goods=item("howitzer")),
        supply("a3", date=["2024-03-09"], goods=item("howitzer", 40)),
    ]
    pairs = []
    events = merge_facts(facts, near=pairs.append)
    assert sorted(len(event.evidence) for event in events) == [1, 2]
    assert any("date: " in blocker for pair in pairs for blocker in pair.blockers)


def test_less_confident_facts_can_be_left_out():
    assert groups([supply("a1"), supply("a2", confidence=0.3)], min_confidence=0.5) == [["a1"]]


def test_one_id_with_two_records_is_refused():
    with pytest.raises(FactwireError, match="E090"):
        merge_facts([supply("a1"), supply("a1", confidence=0.1)])


NAMES = st.sampled_from(["NOR", "EST", "LVA", "Kongsberg", "Kongsberg Gruppen"])
GOODS = st.builds(
    item,
    st.sampled_from(["howitzer", "jet", "fighter jet", "weapon", "wheat"]),
    st.sampled_from([None, 10, 11, 40]),
)
DATES = st.sampled_from([[], ["2024-03"], ["2024-03-08"], ["2023"], ["2024-05/.."]])
DAYS = st.sampled_from([None, "2024-03-10", "2024-03-30", "2024-09-01"])
STANCES = st.sampled_from([{}, {"time": "future"}, {"polarity": "negative"}, {"certainty": "possible"}])


@st.composite
def many(draw):
    facts = []
    for n in range(draw(st.integers(0, 9))):
        common = {
            "article": f"a{n % 4}",
            "place": 100 * n,
            "published": draw(DAYS),
            "date": draw(DATES),
            "factuality": draw(STANCES),
        }
        kind = draw(st.sampled_from(["supply", "deal", "denial"]))
        if kind == "supply":
            facts.append(
                supply(supplier=draw(NAMES), recipient=draw(st.none() | NAMES), goods=draw(GOODS), **common)
            )
        elif kind == "deal":
            stage = draw(st.sampled_from([None, "signed", "ended"]))
            facts.append(
                fact("deal", party=draw(st.lists(NAMES, min_size=1, max_size=3)), stage=stage, **common)
            )
        else:
            denied = [f.id for f in facts[:1]]
            facts.append(fact("denial", denier=[draw(NAMES)], claim=["the report"], denies=denied, **common))
    return facts


@given(many(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_plays_no_part(facts, chance):
    shuffled = facts[:]
    chance.shuffle(shuffled)
    one, two = [], []
    assert merge_facts(facts, near=one.append) == merge_facts(shuffled, near=two.append)
    assert one == two


@given(many())
def test_each_fact_is_in_one_event_and_twice_is_once(facts):
    events = merge_facts(facts)
    told = [entry.fact for event in events for entry in event.evidence]
    assert sorted(told) == sorted(f.id for f in facts)
    assert merge_facts([*facts, *facts]) == events
    assert len({event.id for event in events}) == len(events)
    assert all(len(event.joins) == len(event.evidence) - 1 for event in events)


@given(many())
def test_the_facts_of_one_event_merge_into_it_again(facts):
    by_id = {f.id: f for f in facts}
    for event in merge_facts(facts):
        mine = [by_id[entry.fact] for entry in event.evidence]
        if event.relation != "denial":
            (again,) = merge_facts(mine)
            assert again.id == event.id and again.evidence == event.evidence


@given(many())
def test_no_join_is_missed_by_comparing_only_facts_of_the_same_days(facts):
    for relation in ("supply", "deal"):
        views = [MentionView(f) for f in facts if relation_of(f) == relation]
        candidates = Clusters(views, {})._candidates()
        for one, two in combinations(sorted(views, key=lambda view: view.id), 2):
            if compare(one, two, {}).joins:
                assert (one.id, two.id) in candidates


@given(many())
def test_events_satisfy_their_schema(facts):
    for event in merge_facts(facts):
        jsonschema.validate(json.loads(msgspec.json.encode(event)), event_schema())


def test_three_hundred_facts_of_two_countries_are_told_apart_by_their_days():
    facts = [
        supply(f"a{n}", published=f"{1900 + n % 100}-06-01", place=n, date=[f"{1900 + n % 100}-05"])
        for n in range(300)
    ]
    random.Random(1).shuffle(facts)
    events = merge_facts(facts)
    assert len(events) == 100 and all(len(event.evidence) == 3 for event in events)
