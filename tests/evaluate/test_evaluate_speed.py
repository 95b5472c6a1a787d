"""The work of an evaluation grows with the number of articles and no faster."""

from random import Random
from time import process_time

from evaluate_build import TEXT, gold_records, predicted_records

from pipeline.evaluate import evaluate, records_of
from pipeline.evaluate.compare import compare_runs
from pipeline.evaluate.report import Report
from pipeline.read import Article


def copies(count):
    """Return gold and predicted values under the ids of as many articles."""
    generator = Random(5)
    ours, theirs = [], []
    for number in range(count):
        for rows, into in ((gold_records(), ours), (predicted_records(), theirs)):
            for row in rows:
                into.append(
                    row
                    | {"id": f"{row['id']}-{number}", "article_id": f"a{number}"}
                    | {k: [f"{i}-{number}" for i in row[k]] for k in ("denies", "disputed_by")}
                )
    theirs = [row for row in theirs if row["denies"] or generator.random() < 0.9]
    kept = {row["id"] for row in theirs}
    for row in theirs:
        for key in ("denies", "disputed_by"):
            row[key] = [i for i in row[key] if i in kept]
    return ours, theirs


def measured(count) -> tuple[float, Report]:
    """Return the seconds of computing that an evaluation takes, and its report."""
    ours, theirs = copies(count)
    articles = {f"a{i}": Article(f"a{i}", TEXT, meta={"style": str(i % 5)}) for i in range(count)}
    start = process_time()
    report = evaluate(records_of(ours, articles), records_of(theirs, articles), articles)
    report.to_dict()
    compare_runs(report, report, trials=1000)
    return process_time() - start, report


def test_a_thousand_articles_take_no_more_than_their_share():
    measured(10)  # what is imported and compiled once
    few, _ = measured(200)
    many, report = measured(1000)
    assert many < 3 * 5 * few
    data = report.to_dict()
    low, high = data["overall"]["fact"]["interval"]["f1"]
    assert low < data["overall"]["fact"]["f1"] < high
    assert high - low < 0.02
