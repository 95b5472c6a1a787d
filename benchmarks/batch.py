"""Speed of `factwire batch`: workers, the cascade, and articles taken together, as a table in Markdown.

General news are the first paragraphs of the articles of a file: short, and about anything. A few
copies of them under other ids keep the start of a run from counting as much as the run. Each
setting is run a few times in turn; the fastest counts. The facts are compared too. Processor time is that
of all processes, and counts where the machine does other things beside.

    python benchmarks/batch.py [--articles FILE] [--whole] [--model NAME] [--rounds N] [--limit N]
        [--copies N]
"""

import argparse
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.read import Article, read_articles
from pipeline.run.batch import BatchOptions, Extractor, Work, fact_files, run_batch
from pipeline.run.cascade import Cascade
from pipeline.run.extract import load_pipeline

CORPUS = Path(__file__).parents[1] / "corpus" / "articles.jsonl"
LEAST = 80


class Run(NamedTuple):
    """What a run took and gave."""

    seconds: float
    busy: float
    facts: bytes
    modelled: int


def busy() -> float:
    """Return the processor time of this process and of the workers that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


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


def run(source: Path, work: Work, workers: int) -> Run:
    """Run a batch with one setting."""
    with tempfile.TemporaryDirectory() as folder:
        options = BatchOptions(inputs=(str(source),), out=Path(folder) / "out", workers=workers)
        start, before = time.perf_counter(), busy()
        report = run_batch(options, work, lambda message: None)
        spent, used = time.perf_counter() - start, busy() - before
        return Run(
            spent, used, b"".join(path.read_bytes() for path in fact_files(options.out)), report.modelled
        )


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", default=str(CORPUS))
    parser.add_argument("--whole", action="store_true", help="whole articles, not first paragraphs")
    parser.add_argument("--model", default=None)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--copies", type=int, default=1)
    options = parser.parse_args()
    found = [a for a in read_articles([options.articles]) if isinstance(a, Article)][: options.limit]
    texts = [replace(a, id=f"{a.id} {copy}") for copy in range(options.copies) for a in found]
    nlp = load_pipeline(options.model)
    full, fast = Extractor(nlp), Extractor(nlp, Cascade(nlp))
    settings: dict[str, Callable[[Path], Run]] = {
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
        runs: dict[str, list[Run]] = {name: [] for name in settings}
        for _ in range(options.rounds):
            for name, measure in settings.items():
                runs[name].append(measure(source))
    sys.stdout.write(report(texts, runs, options.whole))


def report(texts: list[Article], found: dict[str, list[Run]], whole: bool) -> str:
    """Return the figures as a table."""
    words = sum(len((a.text if whole else lead(a.text)).split()) for a in texts)
    base = [min(column) for column in zip(*((r.seconds, r.busy) for r in found["one worker"]), strict=True)]
    facts = found["one worker"][0].facts
    same = all(given.facts == facts for runs in found.values() for given in runs)
    lines = [
        f"{len(texts)} {'whole articles' if whole else 'first paragraphs'}, {words:,} words;"
        f" {len(facts.splitlines()):,} facts, {'the same' if same else 'NOT THE SAME'} in every run.",
        "",
        "| setting | articles/s | words/s | times one worker | in processor time | read by the model |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, runs in found.items():
        spent, used = min(r.seconds for r in runs), min(r.busy for r in runs)
        lines.append(
            f"| {name} | {len(texts) / spent:.1f} | {words / spent:,.0f} | {base[0] / spent:.2f}"
            f" | {base[1] / used:.2f} | {runs[0].modelled / len(texts):.0%} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
