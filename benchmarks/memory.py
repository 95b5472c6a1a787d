"""Resident memory of `factwire batch` after few and after many articles, in one run.

Short articles of made-up names, so that every one brings words that were not seen before.
The first measure is taken once every cache is warm; the second shows what has grown since.

    python benchmarks/memory.py [--few 2000] [--many 20000] [--workers 1] [--model NAME]
"""

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.read import Meter
from pipeline.run.batch import BatchOptions, BatchReport, Extractor, run_batch
from pipeline.run.extract import load_pipeline

SYLLABLES = "ka lo mi ren tas vor bel du shi por gan ek un ot zar li".split()
GOODS = "howitzers helicopters trucks wheat generators radars rifles tonnes of coal".split()
FRAMES = (
    "{a} shipped {n} {g} to {b} on Monday, the ministry in {c} said.",
    "{a} and {b} signed a pact on {g}. {c} denied that it had known of it.",
    "The mayor of {c} opened a museum of {g} yesterday. {a} and {b} came.",
)


def articles(number: int) -> Iterator[dict[str, str]]:
    """Yield short articles about countries and firms that nobody has heard of."""
    chance = random.Random(7)

    def name() -> str:
        return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()

    for i in range(number):
        frame = chance.choice(FRAMES)
        words = {"a": name(), "b": name(), "c": name(), "g": chance.choice(GOODS), "n": i + 2}
        yield {"id": f"m{i}", "text": frame.format(**words), "published": "2024-03-08"}


def rss(pid: int) -> int:
    """Return the resident memory of a process in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


class Probe:
    """A progress display that measures instead.

    Args:
        marks: Numbers of articles at which to measure.
    """

    def __init__(self, marks: tuple[int, ...]) -> None:
        self.marks = list(marks)
        self.found: list[tuple[int, int, int]] = []

    def __enter__(self) -> "Probe":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, report: BatchReport, meter: Meter) -> None:
        """Measure this process and its workers when a mark is reached."""
        if self.marks and report.new >= self.marks[0]:
            children = [child.pid for child in multiprocessing.active_children() if child.pid]
            self.found.append((self.marks.pop(0), rss(os.getpid()), sum(map(rss, children))))


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=2000)
    parser.add_argument("--many", type=int, default=20000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--model", default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        with source.open("wb") as stream:
            for article in articles(options.many):
                stream.write(msgspec.json.encode(article) + b"\n")
        probe = Probe((options.few, options.many))
        run = BatchOptions(inputs=(str(source),), out=Path(folder) / "out", workers=options.workers)
        run_batch(run, Extractor(load_pipeline(options.model)), lambda message: None, probe)
    (few, main_few, work_few), (many, main_many, work_many) = probe.found
    grown = (main_many + work_many) / (main_few + work_few) - 1
    lines = ["| articles | main process, MiB | worker, MiB |", "| --- | --- | --- |"]
    for number, own, children in probe.found:
        lines.append(f"| {number:,} | {own / 2**20:,.0f} | {children / 2**20:,.0f} |")
    lines += ["", f"Growth from {few:,} to {many:,} articles: {grown:+.1%}."]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
