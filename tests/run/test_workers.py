"""Several processes: the order of the input, and a worker that dies costs one article."""

import pytest
from crews import start_echo, start_never

from pipeline.errors import FactwireError
from pipeline.read import Article
from pipeline.run import workers
from pipeline.run.extract import facts_of


def crew_of(monkeypatch, script):
    """Run workers on a stand-in for the model, a function of the article's text."""
    monkeypatch.setattr(workers, "_start", script)


def test_a_worker_that_dies_costs_one_article(monkeypatch):
    crew_of(monkeypatch, start_echo)
    texts = ["die" if i in (3, 40) else "live" for i in range(60)]
    articles = [Article(f"a{i}", text) for i, text in enumerate(texts)]
    results = list(workers.extract_parallel(iter(articles), None, 2))
    assert [article for article, _ in results] == articles
    died = [article.id for article, result in results if "E051" in result]
    assert died == ["a3", "a40"]
    assert all(result == f"did {a.id}" for a, result in results if a.text == "live")


def test_workers_that_cannot_start_are_told(monkeypatch):
    crew_of(monkeypatch, start_never)
    with pytest.raises(FactwireError, match="E052"):
        list(workers.extract_parallel([Article("a", "b")], None, 2))


def test_articles_are_taken_as_they_are_needed(monkeypatch):
    crew_of(monkeypatch, start_echo)
    taken = []

    def articles():
        for i in range(1000):
            taken.append(i)
            yield Article(f"a{i}", "live")

    results = workers.extract_parallel(articles(), None, 1)
    next(results)
    assert len(taken) <= workers.CHUNK * workers.AHEAD
    results.close()


def test_a_fault_of_ours_costs_one_article():
    class Broken:
        max_length = 100

        def make_doc(self, text):
            raise KeyError("surprise")

    message = facts_of(Broken(), Article("a", "b", origin="in.jsonl:7"))
    assert message.startswith("[E050] in.jsonl:7: a fault in factwire")
    assert "KeyError: 'surprise' (test_workers.py:" in message
    assert "E009" in facts_of(Broken(), Article("a", "b" * 101))
