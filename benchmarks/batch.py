"""Speed of `factwire batch`: workers, the cascade, and articles taken together, within one run.

General news are the first paragraphs of the articles of a file: short, and about anything. Each
setting is run a few times in turn; the fastest counts. The facts are compared too.

    python benchmarks/batch.py [--articles FILE] [--whole] [--rounds N] [--limit N]
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from pipeline.read import Article, read_articles
from pipeline.run.batch import BatchOptions, Extractor, Work, fact_files, run_batch
from pipeline.run.cascade import Cascade
from pipeline.run.extract import load_pipeline

CORPUS = Path(__file__).parents[1] / "corpus" / "articles.jsonl"
LEAST = 80


class Alone:
    """An extractor that takes articles one by one."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def __call__(self, entry: Article) -> object:
        """Return the outcome of an article."""
        return self.work(entry)


def lead(text: str) -> str:
    """Return the first paragraph that is more than a headline."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if len(part) > LEAST]
    return paragraphs[0] if paragraphs else text


def run(source: Path, work: Work, workers: int) -> tuple[float, bytes, int]:
    """Return seconds, facts and the number of articles that the model read."""
    with tempfile.TemporaryDirectory() as folder:
        options = BatchOptions(inputs=(str(source),), out=Path(folder) / "out", workers=workers)
        start = time.perf_counter()
        report = run_batch(options, work, lambda message: None)
        spent = time.perf_counter() - start
        return spent, b"".join(path.read_bytes() for path in fact_files(options.out)), report.modelled


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", default=str(CORPUS))
    parser.add_argument("--whole", action="store_true", help="whole articles, not first paragraphs")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--limit", type=int, default=300)
    options = parser.parse_args()
    texts = [a for a in read_articles([options.articles]) if isinstance(a, Article)][: options.limit]
    start = time.perf_counter()
    nlp = load_pipeline()
    nlp("Norway shipped 40 howitzers to Estonia.")
    cold = time.perf_counter() - start
    full, fast = Extractor(nlp), Extractor(nlp, Cascade(nlp))
    settings: dict[str, Callable[[Path], tuple[float, bytes, int]]] = {
        "one worker, one by one": lambda source: run(source, Alone(full), 1),
        "one worker": lambda source: run(source, full, 1),
        "one worker, cascade": lambda source: run(source, fast, 1),
        "two workers": lambda source: run(source, full, 2),
        "two workers, cascade": lambda source: run(source, fast, 2),
    }
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        with source.open("wb") as stream:
            for article in texts:
                text = article.text if options.whole else lead(article.text)
                stream.write(msgspec.json.encode({"id": article.id, "text": text}) + b"\n")
        found: dict[str, list[tuple[float, bytes, int]]] = {name: [] for name in settings}
        for _ in range(options.rounds):
            for name, measure in settings.items():
                found[name].append(measure(source))
    sys.stdout.write(report(texts, cold, found, options.whole))


def report(
    texts: list[Article], cold: float, found: dict[str, list[tuple[float, bytes, int]]], whole: bool
) -> str:
    """Return the figures as a table."""
    words = sum(len((a.text if whole else lead(a.text)).split()) for a in texts)
    what = "whole articles" if whole else "first paragraphs"
    base = min(spent for spent, _, _ in found["one worker"])
    facts = found["one worker"][0][1]
    lines = [
        f"{len(texts)} {what}, {words:,} words; loading and first article {cold:.1f} s",
        f"{'setting':24} {'articles/s':>10} {'words/s':>10} {'times one worker':>17} {'read by model':>14}",
    ]
    for name, runs in found.items():
        spent, modelled = min(s for s, _, _ in runs), runs[0][2]
        lines.append(
            f"{name:24} {len(texts) / spent:10.1f} {words / spent:10,.0f}"
            f" {base / spent:17.2f} {modelled / len(texts):14.0%}"
        )
    same = all(given == facts for runs in found.values() for _, given, _ in runs)
    lines.append(f"facts: {len(facts.splitlines()):,}, {'the same' if same else 'NOT THE SAME'} in every run")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
