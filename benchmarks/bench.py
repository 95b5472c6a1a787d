"""Speed of the language models alone and with factwire, and each component's share, as a table in Markdown.

Processor time of one process with one thread, so that what else the machine does counts little. Rounds of
model and whole pipeline alternate, and the fastest of each counts.

    python benchmarks/bench.py [--articles FILE] [--models NAME …] [--rounds N] [--limit N]
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.annotate import passages
from pipeline.read import Article, read_articles
from pipeline.run.extract import analyse, load_pipeline

CORPUS = Path(__file__).parents[1] / "corpus" / "articles.jsonl"
MODELS = ("en_factwire_trf", "en_factwire_sm")
OURS = (
    "factwire_sentences",
    "factwire_passages",
    "factwire_asides",
    "factwire_truecase",
    "factwire_hyphens",
    "factwire_entities",
    "factwire",
)
COLD = """
import time, resource
start = time.perf_counter()
from pipeline.run.extract import load_pipeline
nlp = load_pipeline({model!r})
nlp("Norway shipped 40 howitzers to Estonia.")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.perf_counter() - start, time.process_time(), peak)
"""


def seconds(nlp: Language, articles: list[Article]) -> float:
    """Return the processor time of a pipeline for articles, one after the other."""
    start = time.process_time()
    for article in articles:
        analyse(nlp, article)
    return time.process_time() - start


def component_seconds(nlp: Language, articles: list[Article]) -> dict[str, float]:
    """Return the processor time of each component for articles, the model's own apart from what runs them."""
    reader = nlp.get_pipe(passages.NAME)
    spent = dict.fromkeys([*nlp.pipe_names[:1], *reader.components, *nlp.pipe_names[1:]], 0.0)
    for article in articles:
        doc = nlp.make_doc(article.text)
        doc._.published = article.published
        for name, component in nlp.pipeline:
            parts = [passages.alone(part) for part in passages.split(doc)] if component is reader else []
            spent[name] += timed(lambda: component(doc))  # noqa: B023
            for own in reader.components if parts else ():
                used = timed(lambda: list(passages.piped(nlp, parts, [own])))  # noqa: B023
                spent[own] += used
                spent[name] -= used
    return spent


def timed(work: Callable[[], object]) -> float:
    """Return the processor time of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def cold(model: str) -> tuple[float, float, float]:
    """Return seconds and processor seconds from nothing to a first sentence's facts, and MiB."""
    done = subprocess.run(
        [sys.executable, "-c", COLD.format(model=model)], capture_output=True, text=True, check=True
    )
    wall, busy, memory = map(float, done.stdout.split())
    return wall, busy, memory


def measured(name: str, articles: list[Article], rounds: int) -> dict[str, str]:
    """Return the figures of a model by row."""
    alone, full = spacy.load(name), load_pipeline(name)
    words = sum(not token.is_space for article in articles for token in full.make_doc(article.text))
    for nlp in (alone, full):
        seconds(nlp, articles[:2])
    times = [(seconds(alone, articles), seconds(full, articles)) for _ in range(rounds)]
    model, whole = (min(column) for column in zip(*times, strict=True))
    wall, busy, memory = cold(name)
    spent = component_seconds(full, articles)
    ours = sum(value for key, value in spent.items() if key in OURS)
    rows = {
        "cold start to the first facts, s": f"{wall:.1f}",
        "of it processor time, s": f"{busy:.1f}",
        "memory after it, MiB": f"{memory:,.0f}",
        "model alone, words/s": f"{words / model:,.0f}",
        "with factwire, words/s": f"{words / whole:,.0f}",
        "with factwire, articles/s": f"{len(articles) / whole:.2f}",
        "rules beside the model": f"{whole / model - 1:+.0%}",
        "the same, by components": f"{ours / (sum(spent.values()) - ours):+.0%}",
    }
    return rows | {f"share of `{key}`": f"{value / sum(spent.values()):.1%}" for key, value in spent.items()}


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", default=str(CORPUS))
    parser.add_argument("--models", nargs="+", default=list(MODELS))
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args()
    articles = [entry for entry in read_articles([options.articles]) if isinstance(entry, Article)]
    articles = articles[: options.limit]
    columns = [measured(name, articles, options.rounds) for name in options.models]
    keys = dict.fromkeys(key for column in columns for key in column)
    lines = [
        f"{len(articles)} articles, {sum(len(article.text.split()) for article in articles):,} words.",
        "",
        f"| | {' | '.join(options.models)} |",
        f"| --- |{' --- |' * len(columns)}",
        *(f"| {key} | {' | '.join(column.get(key, '–') for column in columns)} |" for key in keys),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
