"""Entity patterns matched by runs: exactly what spaCy's matcher finds over the whole text."""

import json
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher

from pipeline.annotate.patterns import PatternCompiler, load_patterns
from pipeline.annotate.runs import RunMatcher

CORPUS = Path(__file__).parents[2] / "corpus" / "articles.jsonl"
WORDS = st.sampled_from(
    "$ 5 million billion 12 of the last next three years week May 2024 half a per cent 's between and to "
    "from about old year - , . Tuesday Ruritanian dollars US$ 1,200 tonnes quarter first 50-year end 1990s"
    " jets".split()
)


@pytest.fixture(scope="module")
def both():
    """Return a tokenizer, the runs' matches and those over the whole text, of the patterns that ship."""
    nlp, table = spacy.blank("en"), load_patterns()
    compiler, runs, whole = PatternCompiler(table), RunMatcher(nlp.vocab), Matcher(nlp.vocab)
    for entry in table.pattern:
        patterns = compiler.compile(entry)
        if not compiler.needs_tags(patterns):
            runs.add(entry.id, patterns, entry.left is not None, entry.right is not None)
            whole.add(entry.id, patterns, greedy="LONGEST")
    return nlp, runs, whole


@settings(max_examples=150)
@given(words=st.lists(WORDS, max_size=30))
def test_any_words_give_the_same_matches(both, words):
    nlp, runs, whole = both
    doc = nlp(" ".join(words))
    assert sorted(runs(doc)) == sorted(whole(doc))


def test_examples_and_articles_give_the_same_matches(both):
    nlp, runs, whole = both
    texts = [text for entry in load_patterns().pattern for text in (*entry.examples, *entry.counterexamples)]
    texts += [json.loads(line)["text"] for line in CORPUS.read_text().splitlines()[:10]]
    found = 0
    for doc in map(nlp, texts):
        matches = sorted(runs(doc))
        assert matches == sorted(whole(doc))
        found += len(matches)
    assert found > 300


def test_the_memory_of_words_is_bounded(both, monkeypatch):
    from pipeline.annotate import runs as module

    nlp, runs, _ = both
    monkeypatch.setattr(module, "MOST_WORDS", 50)
    for i in range(20):
        runs(nlp(" ".join(f"word{i}x{j}" for j in range(30))))
    assert len(runs._masks) <= 50
