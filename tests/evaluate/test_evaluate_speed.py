"""A thousand articles in seconds."""

from random import Random
from time import perf_counter

from evaluate_build import TEXT, gold_records, predicted_records

from pipeline.evaluate import evaluate, records_of
from pipeline.evaluate.compare import compare_runs
from pipeline.read import Article


def test_a_thousand_articles_in_seconds():
    generator = Random(5)
    ours, theirs = [], []
    for number in range(1000):
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
    articles = {f"a{i}": Article(f"a{i}", TEXT, meta={"style": str(i % 5)}) for i in range(1000)}
    start = perf_counter()
    report = evaluate(records_of(ours, articles), records_of(theirs, articles), articles)
    data = report.to_dict()
    compare_runs(report, report, trials=1000)
    assert perf_counter() - start < 20
    low, high = data["overall"]["fact"]["interval"]["f1"]
    assert low < data["overall"]["fact"]["f1"] < high
    assert high - low < 0.02
