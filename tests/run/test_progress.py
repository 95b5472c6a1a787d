"""Progress: counts, rate, the time that is left, and no thread that a fork would lose."""

import io
import threading

import pytest
from rich.console import Console

from pipeline.read import Meter
from pipeline.run import progress
from pipeline.run.batch import BatchReport
from pipeline.run.job import JobReport


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_the_line_tells_counts_rate_and_what_is_left(clock):
    pace, meter = progress.Pace(), Meter(10_000)
    report = BatchReport(facts=3, failed=1, old=500)
    meter.done = 2_000
    assert pace.line(report, meter) == "500 articles, 3 facts, 1 failed"
    report.new, meter.done = 100, 4_000
    clock[0] += 50
    assert pace.line(report, meter) == "600 articles, 3 facts, 1 failed, 2.0/s, 0:02:30 left"


def test_a_log_gets_a_line_a_minute(clock):
    said = []
    with progress.BatchLog(said.append) as advance:
        for _ in range(7):
            advance(BatchReport(new=5), Meter())
            clock[0] += 20
    assert ["5 articles" in line for line in said] == [True, True]


@pytest.mark.parametrize("kind", [progress.BatchProgress, progress.JobProgress])
def test_a_terminal_shows_the_line_without_a_thread(monkeypatch, kind, clock):
    console = Console(force_terminal=True, record=True, width=120, file=io.StringIO())
    monkeypatch.setattr(progress, "Console", lambda stderr: console)
    threads = threading.active_count()
    with kind() as advance:
        arguments = (
            (BatchReport(new=7, facts=2), Meter(100))
            if kind is progress.BatchProgress
            else (JobReport(7, 2),)
        )
        advance(*arguments)
        assert threading.active_count() == threads
    assert "7 articles, 2 facts" in console.export_text()
