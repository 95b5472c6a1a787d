"""The evaluator against figures worked out by hand (see `evaluate_build`)."""

import pytest
from evaluate_build import TEXT, fact, gold, gold_records, mention, predicted

from pipeline.evaluate import evaluate, records_of
from pipeline.evaluate.report import Report, bootstrap

HALF = pytest.approx(0.5)


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(gold(), predicted())


def counts(report: Report, measure: str, relation: str | None = None) -> tuple[int, int, int]:
    score = report.score(measure, relation, interval=False)
    return score.right, score.predicted, score.gold


def test_fact_counts_leave_out_optional_gold_and_its_prediction(report):
    # g1–p1, g2–p2 (same sentence, shared party), g3–p3; p4 is excused by g4; p5 is spurious.
    assert counts(report, "fact") == (3, 4, 3)
    score = report.score("fact")
    assert (score.precision, score.recall) == (0.75, 1.0)
    assert score.f1 == pytest.approx(6 / 7)


def test_fact_counts_by_relation(report):
    assert counts(report, "fact", "supply") == (1, 1, 1)
    assert counts(report, "fact", "deal") == (1, 2, 1)
    assert counts(report, "fact", "denial") == (1, 1, 1)


def test_argument_counts_on_the_pairs_only(report):
    # p1: supplier, item of 3 predicted and 3 gold; p2: one party, instrument of 3 and 3;
    # p3: both of 2 and 2. The party of p5 does not count.
    assert counts(report, "argument") == (6, 8, 8)
    assert counts(report, "argument.all") == (6, 9, 8)
    # strictly, the instrument "a pact in Oslo" is wrong
    assert counts(report, "argument.strict") == (5, 8, 8)
    assert counts(report, "role.party") == (1, 1, 2)
    assert counts(report, "role.via") == (0, 1, 0)


def test_actor_accuracy_ignores_case_and_space_and_pairs_split_mentions_by_name(report):
    # supplier NORLAND = Norland; party Sudmark is paired with the gold entry Sudmark; denier.
    assert counts(report, "actor") == (3, 3, 3)
    # letter by letter NORLAND is another name; item jet is right
    assert counts(report, "canonical") == (4, 4, 4)
    assert counts(report, "canonical.exact") == (3, 4, 4)


def test_status_and_factuality_accuracies(report):
    assert counts(report, "status") == (2, 3, 3)
    assert counts(report, "time") == (2, 3, 3)
    assert counts(report, "polarity") == (3, 3, 3)
    assert counts(report, "stage") == (0, 1, 1)


def test_denial_links_count_through_the_pairs(report):
    # gold (g3, g1) is found as (p3, p1); (p3, p2) is spurious.
    assert counts(report, "link") == (1, 2, 1)


def test_record_needs_every_core_role_and_the_status(report):
    # p1 lacks the recipient, p2 lacks a party, p3 is right.
    assert counts(report, "record") == (1, 4, 3)


def test_macro_is_the_unweighted_mean(report):
    # F1 of facts: supply 1, deal 2/3, denial 1.
    assert report.macro("fact") == pytest.approx((1 + 2 / 3 + 1) / 3)
    assert report.macro("fact", "article") == pytest.approx(6 / 7)


def test_what_gold_leaves_open_is_not_scored():
    open_gold = {k: gold_records()[0][k] for k in ("id", "article_id", "relation", "trigger")}
    report = evaluate(records_of([open_gold]), predicted()[:1], only=["a"])
    assert counts(report, "fact") == (1, 1, 1)
    assert counts(report, "argument") == (0, 0, 0)
    assert report.score("status").f1 is None
    assert counts(report, "record") == (1, 1, 1)


def test_a_prediction_is_not_wasted_on_an_optional_fact():
    optional = fact("o", "supply", "sold", optional=True)
    needed = fact("n", "supply", "sold")
    report = evaluate(records_of([optional, needed]), records_of([fact("p", "supply", "sold")]))
    assert counts(report, "fact") == (1, 1, 1)


def test_pairing_is_optimal_not_greedy():
    # Greedily the first prediction would take the gold fact with which it shares both
    # arguments; then the second, which shares only the supplier, would be left alone.
    both = {
        "supplier": [mention(TEXT, "Norland", "Norland")],
        "item": [mention(TEXT, "40 jets", "jet")],
    }
    supplier = {"supplier": both["supplier"]}
    item = {"item": both["item"]}
    ours = [fact("g1", "supply", "Norland", both), fact("g2", "supply", "Sudmark", item)]
    theirs = [fact("p1", "supply", "jets", both), fact("p2", "supply", "40", supplier)]
    report = evaluate(records_of(ours), records_of(theirs))
    assert counts(report, "fact") == (2, 2, 2)


def test_overlapping_triggers_pair_before_shared_arguments():
    supplier = {"supplier": [mention(TEXT, "Norland", "Norland")]}
    ours = [fact("g1", "supply", "sold"), fact("g2", "supply", "40", supplier)]
    theirs = [fact("p1", "supply", "sold", supplier)]
    report = evaluate(records_of(ours), records_of(theirs))
    pairing = report.scores[0].pairings["supply"]
    assert [(g.id, p.id) for g, p in pairing.pairs] == [("g1", "p1")]


def test_an_overlapping_trigger_is_worth_more_than_two_pairs():
    both = {
        "supplier": [mention(TEXT, "Norland", "Norland")],
        "item": [mention(TEXT, "40 jets", "jet")],
    }
    supplier, item = {"supplier": both["supplier"]}, {"item": both["item"]}
    ours = [fact("g1", "supply", "sold", supplier), fact("g2", "supply", "Sudmark", item)]
    theirs = [fact("p1", "supply", "sold", both), fact("p2", "supply", "jets", supplier)]
    pairing = evaluate(records_of(ours), records_of(theirs)).scores[0].pairings["supply"]
    assert [(g.id, p.id) for g, p in pairing.pairs] == [("g1", "p1")]


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, 1),
        ({"status": "reported"}, 0),
        ({"stage": "ended"}, 1),
        ({"arguments": {"denier": [mention(TEXT, "Sudmark", "Norland")]}}, 0),
        ({"arguments": {"claim": [mention(TEXT, "the sale")]}}, 0),
        (
            {
                "arguments": {
                    "denier": [mention(TEXT, "Sudmark", "Norland")],
                    "claim": [mention(TEXT, "the sale"), mention(TEXT, "Oslo")],
                }
            },
            0,
        ),
        (
            {
                "arguments": {
                    # another mention of the same actor: the database row is the same
                    "denier": [mention(TEXT, "Sudmark", "norland")],
                    "claim": [mention(TEXT, "sale", "sale")],
                    "place": [mention(TEXT, "Oslo", "Oslo")],
                }
            },
            1,
        ),
    ],
)
def test_what_makes_a_record_right(change, right):
    denial = gold_records()[2] | {"denies": []}
    report = evaluate(records_of([denial]), records_of([denial | change | {"id": "p"}]))
    assert counts(report, "record") == (right, 1, 1)


def test_another_sentence_is_no_pair():
    supplier = {"supplier": [mention(TEXT, "Norland", "Norland")]}
    ours = [fact("g1", "supply", "sold", supplier)]
    theirs = [fact("p1", "supply", "sale", supplier)]
    assert counts(evaluate(records_of(ours), records_of(theirs)), "fact") == (0, 1, 1)


def test_implicit_arguments_match_by_canonical():
    ours = [fact("g", "supply", "sale", {"supplier": [mention(TEXT, None, "Norland")]})]
    right = [fact("p", "supply", "sale", {"supplier": [mention(TEXT, None, "norland")]})]
    wrong = [fact("p", "supply", "sale", {"supplier": [mention(TEXT, None, "Sudmark")]})]
    assert counts(evaluate(records_of(ours), records_of(right)), "argument") == (1, 1, 1)
    assert counts(evaluate(records_of(ours), records_of(wrong)), "argument") == (0, 1, 1)


def test_bootstrap_interval_of_a_known_distribution():
    # Ten articles with one gold fact each, five found: F1 per sample is the binomial share.
    import numpy as np

    cells = np.array([[[i % 2, 1, 1]] for i in range(10)], dtype=float)
    precision, recall, f1 = bootstrap(cells, 4000, 1)[0]
    assert 0.1 <= f1[0] <= 0.2
    assert 0.8 <= f1[1] <= 0.9
    assert precision == recall == f1
    assert bootstrap(cells, 4000, 1)[0] == (precision, recall, f1)


def test_intervals_of_precision_and_recall_differ():
    # Everything predicted is right, half is found: precision is 1 in every sample.
    import numpy as np

    cells = np.array([[[1, 1, 2]], [[2, 2, 4]], [[0, 0, 1]]], dtype=float)
    precision, recall, f1 = bootstrap(cells, 500, 1)[0]
    assert precision == (1.0, 1.0)
    assert recall[1] == 0.5
    assert f1[1] == pytest.approx(2 / 3)
    assert bootstrap(cells[:1], 500, 1) == []
    assert bootstrap(cells, 0, 1) == []


def test_what_keeps_facts_from_being_records():
    from pipeline.evaluate.diagnosis import by_rule, record_losses

    scores = evaluate(gold(), predicted()).scores
    losses = {(x.relation, x.what): (x.facts, x.alone) for x in record_losses(scores)}
    assert losses == {
        ("supply", "recipient"): (1, 0),
        ("supply", "status"): (1, 0),
        ("deal", "party"): (1, 1),
    }
    (rule,) = by_rule(scores)
    assert (rule.rule, rule.predicted, rule.found, rule.records) == ("(no rule)", 4, 3, 1)


def test_report_as_data_has_every_slice():
    from pipeline.read import Article

    articles = {
        "a": Article("a", TEXT, meta={"style": "flash"}),
        "b": Article("b", "word " * 150, meta={"style": "blog"}),
    }
    data = evaluate(gold(), predicted(), articles).to_dict()
    assert data["articles"] == 2
    assert data["by_style"]["flash"]["fact"]["f1"] == pytest.approx(0.8571)
    assert data["by_style"]["blog"]["fact"]["f1"] is None
    assert set(data["by_length"]) == {"0–99 words", "100–299 words"}
    assert data["by_article"]["a"]["record"]["gold"] == 3
    assert data["overall"]["status"]["accuracy"] == pytest.approx(0.6667)
    assert "role.party" in data["overall"]


def test_tables_have_a_row_for_each_style_length_and_article():
    from pipeline.evaluate.sections import of_report
    from pipeline.read import Article

    articles = {
        "a": Article("a", TEXT, meta={"style": "flash"}),
        "b": Article("b", "word " * 150, meta={"style": "blog"}),
    }
    sections = {s.title.split(" by ")[-1]: s for s in of_report(evaluate(gold(), predicted(), articles))}
    rows = {name: sections[name].rows for name in ("style", "length", "article")}
    assert [row[0] for row in rows["article"]] == ["a"]  # the other has no fact
    assert rows["style"] == (("flash", "75.0", "100.0", "85.7", "", "3/4/3", "28.6"),)
    assert rows["length"][0][1:] == rows["article"][0][1:]
