"""One extraction job: input entries in, an output file and a report out."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from pipeline.facts.types import encode
from pipeline.read import Article, Fault
from pipeline.run.extract import extract
from pipeline.write.jsonl import open_output


@dataclass(slots=True)
class JobReport:
    """What a job did."""

    articles: int = 0
    facts: int = 0
    failed: int = 0

    def summary(self) -> str:
        """Return the report in one line."""
        failed = f", {_count(self.failed, 'input')} failed" if self.failed else ""
        return f"{_count(self.articles, 'article')}, {_count(self.facts, 'fact')}{failed}"


def run_job(
    entries: Iterable[Article | Fault],
    output: str | None,
    model: str | None,
    workers: int,
    say: Callable[[str], None],
) -> JobReport:
    """Extract all articles into an output; faults are told and counted.

    Args:
        entries: Articles and faults from a reader.
        output: Path of the output, or None for standard output.
        model: Name or path of a spaCy pipeline.
        workers: Number of processes.
        say: Takes messages for the user.
    """
    report = JobReport()

    def articles() -> Iterator[Article]:
        for entry in entries:
            if isinstance(entry, Fault):
                report.failed += 1
                say(f"error: {entry.message}")
            else:
                yield entry

    with _progress() as advance, open_output(output) as stream:
        for _, result in extract(articles(), model, workers):
            if isinstance(result, str):
                report.failed += 1
                say(f"error: {result}")
                continue
            for fact in result:
                stream.write(encode(fact) + b"\n")
            report.articles += 1
            report.facts += len(result)
            advance(report)
    return report


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _progress() -> AbstractContextManager[Callable[[JobReport], None]]:
    """Return a context that shows progress on a terminal and nothing in a pipe."""
    if not sys.stderr.isatty():
        return nullcontext(lambda report: None)
    from pipeline.run.progress import ProgressBar

    return ProgressBar()
