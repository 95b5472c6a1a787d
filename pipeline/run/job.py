"""One extraction job: input entries in, an output file and a report out."""

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass

from pipeline.read import Entry
from pipeline.run.batch.crew import CHUNK, Crew, in_order
from pipeline.run.batch.extractor import Outcome, Work
from pipeline.run.words import count
from pipeline.write.jsonl import open_output


@dataclass(slots=True)
class JobReport:
    """What a job did."""

    articles: int = 0
    facts: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        if outcome.fault is None:
            self.articles += 1
            self.facts += len(outcome.facts)
        elif outcome.fault.skipped:
            self.skipped += 1
        else:
            self.failed += 1

    def summary(self) -> str:
        """Return the report in one line."""
        parts = [count(self.articles, "article"), count(self.facts, "fact")]
        if self.skipped:
            parts.append(f"{self.skipped:,} not English")
        if self.failed:
            parts.append(f"{count(self.failed, 'input')} failed")
        return ", ".join(parts)


def run_job(
    entries: Iterable[Entry],
    output: str | None,
    work: Work,
    say: Callable[[str], None],
    workers: int = 1,
    timeout: float | None = None,
    articles: str | None = None,
    chunk: int = CHUNK,
    progress: bool = True,
) -> JobReport:
    """Extract all entries into an output; faults are told and counted.

    Args:
        entries: What a reader gives.
        output: Path of the output, or None for standard output.
        work: Turns an entry into its outcome.
        say: Takes messages for the user.
        workers: Number of processes.
        timeout: Seconds that one entry may take.
        articles: Path for the articles as they were read, which `work` must keep then.
        chunk: Number of entries that are read before the first is worked on.
        progress: Whether progress is shown, where standard error is a terminal.
    """
    report = JobReport()
    with ExitStack() as stack:
        advance = stack.enter_context(_progress(progress))
        facts = stack.enter_context(open_output(output))
        texts = stack.enter_context(open_output(articles)) if articles is not None else None
        crew = stack.enter_context(Crew(work, workers, timeout, chunk))
        for _, outcome in in_order(crew, entries):
            report.add(outcome)
            if outcome.fault is not None:
                say(f"{'note' if outcome.fault.skipped else 'error'}: {outcome.fault.message}")
            for line in outcome.facts:
                facts.write(line + b"\n")
            if texts is not None and outcome.article is not None:
                texts.write(outcome.article + b"\n")
            advance(report)
    return report


def _progress(wanted: bool) -> AbstractContextManager[Callable[[JobReport], None]]:
    """Return a context that shows progress on a terminal and nothing in a pipe."""
    if not wanted or not sys.stderr.isatty():
        return nullcontext(lambda report: None)
    from pipeline.run.progress import JobProgress

    return JobProgress()
