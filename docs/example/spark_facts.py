"""Facts of a table of articles on Spark: `spark-submit docs/example/spark_facts.py ARTICLES.jsonl OUT`.

Every executor needs `pip install factwire` and a model. What to do about a document that hangs is left to
Spark: `factwire batch` has a quarantine, this has none.
"""

import sys
from collections.abc import Iterator

import pandas as pd
from pyspark.sql import SparkSession

SCHEMA = "article_id string, fact string"


def facts(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Give one row a fact: its JSON; the model is loaded once a worker."""
    from pipeline.facts.types import encode
    from pipeline.run.extract import load_pipeline

    nlp = load_pipeline("en_factwire_sm")
    for frame in batches:
        rows = []
        for article_id, text, published in frame[["id", "text", "published"]].itertuples(index=False):
            doc = nlp.make_doc(text)
            doc._.article_id, doc._.published = article_id, published
            rows += [(article_id, encode(fact).decode()) for fact in nlp(doc)._.facts]
        yield pd.DataFrame(rows, columns=["article_id", "fact"])


def main(source: str, target: str) -> None:
    """Read articles as JSON lines, write facts as Parquet."""
    spark = SparkSession.builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 64).getOrCreate()
    articles = spark.read.json(source).select("id", "text", "published").repartition(8)
    articles.mapInPandas(facts, SCHEMA).write.mode("overwrite").parquet(target)
    print(spark.read.parquet(target).count(), "facts")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
