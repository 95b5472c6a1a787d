"""Workers: the order of the input, and one that dies or hangs costs one article."""

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from works import Echo

from pipeline.errors import FactwireError
from pipeline.read import Article, Fault
from pipeline.run.batch import Crew, Extractor, Outcome, crew, in_order, producer_of
from pipeline.run.extract import facts_of, facts_of_all
from pipeline.run.stop import ASKING, STOP


def run(texts, size=2, timeout=None, chunk=crew.CHUNK):
    """Return the outcomes of texts, as messages or numbers of facts."""
    articles = [Article(f"a{i}", text, origin=f"in:{i}") for i, text in enumerate(texts)]
    with Crew(Echo(), size, timeout, chunk) as workers:
        pairs = list(in_order(workers, articles))
    assert [entry for entry, _ in pairs] == articles
    return [outcome.fault.message if outcome.fault else len(outcome.facts) for _, outcome in pairs]


@pytest.mark.parametrize("size", [1, 3])
def test_a_worker_that_dies_costs_one_article(size):
    results = run(["die" if i in (3, 40) else "live" for i in range(60)], size)
    assert {i: r for i, r in enumerate(results) if r != 1} == {
        i: f"[E051] in:{i}: the worker process died of it, perhaps for want of memory;"
        " the others are not affected"
        for i in (3, 40)
    }


def test_a_worker_that_was_killed_from_outside_costs_nothing(tmp_path):
    assert run(["live"] * 20 + [f"once {tmp_path}/mark"] + ["live"] * 20) == [1] * 41
    assert (tmp_path / "mark").exists()


def test_an_article_that_hangs_is_given_up():
    results = run(["live"] * 5 + ["hang"] + ["live"] * 30, timeout=1.5)
    assert results[5] == "[E053] in:5: took longer than the limit of 1.5 seconds; the others are not affected"
    assert results[:5] + results[6:] == [1] * 35


def test_time_spent_elsewhere_is_not_held_against_a_worker():
    articles = [Article("a", "live"), Article("b", "slow 1.6")]
    with Crew(Echo(), 1, timeout=1.0) as workers:
        for _, outcome in workers.run(enumerate(articles)):
            assert outcome.fault is None
            time.sleep(1.2)


class Swallower:
    """Takes a signal where Python drops what it raises."""

    def __del__(self):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_drops_is_not_lost():
    before = {number: signal.getsignal(number) for number in ASKING}
    STOP.listen({signal.SIGINT: KeyboardInterrupt("asked"), signal.SIGTERM: SystemExit(143)})
    try:
        with Crew(Echo(), 2) as workers, pytest.raises(KeyboardInterrupt, match="asked"):
            for _ in workers.run((i, Article(str(i), "slow 0.05")) for i in range(200)):
                Swallower()
    finally:
        STOP.listen({})
        for number, handler in before.items():
            signal.signal(number, handler)


def test_an_interrupt_of_the_whole_group_is_the_main_process_s_alone():
    """One that comes while a worker is forked, too: it must not end that worker with a traceback."""
    code = (
        "import os, signal, sys, threading\n"
        "from works import Echo\n"
        "from pipeline.read import Article\n"
        "from pipeline.run.batch import Crew\n"
        "from pipeline.run.stop import STOP\n"
        "STOP.listen({signal.SIGINT: SystemExit(130)})\n"
        "os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        "with Crew(Echo(), 2) as crew:\n"
        "    done = list(crew.run((i, Article(str(i), 'live')) for i in range(40)))\n"
        "print(len(done))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=Path(__file__).parent, timeout=60
    )
    assert (done.stdout, done.stderr, done.returncode) == (b"40\n", b"", 0)


def test_workers_that_cannot_start_are_told(monkeypatch):
    monkeypatch.setattr(crew, "_serve", lambda *_: os._exit(7))
    with pytest.raises(FactwireError, match=r"\[E052\] .*exit code 7"):
        run(["live"])


def test_articles_are_taken_as_they_are_needed():
    taken = []

    def articles():
        for i in range(1000):
            taken.append(i)
            yield Article(f"a{i}", "live")

    with Crew(Echo(), 2, chunk=1) as workers:
        results = in_order(workers, articles())
        next(results)
        assert len(taken) <= 4


def test_faults_of_the_input_keep_their_place():
    entries = [Fault("first"), Article("a", "live"), Fault("second"), Fault("last")]
    with Crew(Echo()) as workers:
        outcomes = [outcome for _, outcome in in_order(workers, entries)]
    assert [o.fault.message if o.fault else "fine" for o in outcomes] == ["first", "fine", "second", "last"]


def test_a_fault_of_ours_costs_one_article():
    class Broken:
        max_length = 100

        def make_doc(self, text):
            raise KeyError("surprise")

    message = facts_of(Broken(), Article("a", "b", origin="in.jsonl:7"))
    assert message.startswith("[E050] in.jsonl:7: a fault in factwire")
    assert "KeyError: 'surprise' (test_crew.py:" in message
    assert "E009" in facts_of(Broken(), Article("a", "b" * 101))


class Together(Echo):
    """A stand-in that works on several articles at a time."""

    def batch(self, entries):
        return [self(entry) for entry in entries]


@pytest.mark.parametrize(("bad", "code"), [("die", "E051"), ("hang", "E053")])
def test_articles_worked_on_together_are_tried_alone(bad, code):
    texts = [bad if i == 5 else "live" for i in range(40)]
    articles = [Article(f"a{i}", text) for i, text in enumerate(texts)]
    with Crew(Together(), 2, timeout=1.5) as workers:
        outcomes = [outcome for _, outcome in in_order(workers, articles)]
    assert [i for i, outcome in enumerate(outcomes) if not outcome.facts] == [5]
    assert code in outcomes[5].fault.message


def test_together_or_alone_facts_are_the_same(nlp):
    texts = [
        "Peru sold Chad 12 jets. It denied that.",
        "x" * 1_000_001,
        "Norway shipped 40 howitzers to Togo.",
    ]
    articles = [Article(f"a{i}", texts[i % 3], "2024-01-01") for i in range(12)]
    alone = [facts_of(nlp, article) for article in articles]
    assert facts_of_all(nlp, articles) == alone
    assert [type(result) for result in alone[:3]] == [list, str, list]


def test_a_fault_of_ours_among_articles_costs_one(nlp, monkeypatch):
    articles = [Article(f"a{i}", f"Peru sold Chad {i + 2} jets.") for i in range(4)]
    component = nlp.get_pipe("factwire")
    drafts = type(component).drafts

    def broken(self, doc):
        if doc._.article_id == "a2":
            raise KeyError("surprise")
        return drafts(self, doc)

    monkeypatch.setattr(type(component), "drafts", broken)
    results = facts_of_all(nlp, articles)
    assert [isinstance(result, str) for result in results] == [False, False, True, False]
    assert "E050" in results[2]
    assert results[3][0].article_id == "a3"


def test_tables_are_loaded_once_before_workers_are_forked():
    class Warmed(Echo):
        warmed = 0

        def warm(self):
            self.warmed += 1

        def __call__(self, entry):
            return Outcome(facts=(str(self.warmed).encode(),))

    with Crew(Warmed(), 2, chunk=1) as workers:
        outcomes = [outcome for _, outcome in in_order(workers, [Article(f"a{i}", "x") for i in range(8)])]
    assert {outcome.facts for outcome in outcomes} == {(b"1",)}


def test_workers_that_are_not_forked(monkeypatch):
    monkeypatch.setattr(crew, "_forks", lambda _work: False)
    assert run(["live", "die", "live"], 1)[::2] == [1, 1]


def test_an_extractor_travels_to_other_processes(nlp):
    article = Article("a", "Norway shipped 40 howitzers to Estonia.", "2024-01-01")
    first = Extractor.load(None, cascade=True, keep=True)
    again = pickle.loads(pickle.dumps(first))
    assert again(article) == first(article)
    assert again(article).facts
    assert (again.keep, again.cascade is None) == (True, False)
    assert producer_of(again.nlp) == producer_of(first.nlp)
