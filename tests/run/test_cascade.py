"""The cascade: spares articles, and never one that has a fact."""

import json
import os
from itertools import islice
from pathlib import Path

import pytest

from pipeline.read import Article
from pipeline.relations import load_rules
from pipeline.run.batch import Extractor
from pipeline.run.cascade import Cascade
from pipeline.run.extract import facts_of
from pipeline.run.segments import segments

ROOT = Path(__file__).parents[2]
OTHERS = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def cascade(nlp):
    return Cascade(nlp)


def articles_of(path):
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield Article(record["id"], record["text"], record.get("published"))


def closed_facts(nlp, cascade, article):
    """Return the facts of the full run whose trigger stands where the cascade says none can be."""
    facts = facts_of(nlp, article)
    assert not isinstance(facts, str)
    spans, start = [], 0
    for segment in segments(article.text):
        start = article.text.index(segment, start)
        spans.append((start, start + len(segment), segment))
        start += len(segment)
    found = [
        (fact.rule, fact.trigger.text)
        for fact in facts
        if not any(a <= fact.trigger.start < b and cascade.opens(s) for a, b, s in spans)
    ]
    return len(facts), found


QUICK = [ROOT / "corpus" / "articles.jsonl", OTHERS / "gold-dev" / "articles.jsonl"]
SLOW = [OTHERS / "data" / "raw" / name for name in ("wikinews.jsonl", "wikinews_en.jsonl", "news.jsonl")]


@pytest.mark.parametrize("path", QUICK, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_fact_stands_where_the_cascade_looks(nlp, cascade, path):
    """Every third article; FACTWIRE_SLOW=1 has all of them read."""
    if not path.exists():
        pytest.skip(f"{path} is not here")
    count, step = 0, 1 if os.environ.get("FACTWIRE_SLOW") else 3
    for article in islice(articles_of(path), 0, None, step):
        number, lost = closed_facts(nlp, cascade, article)
        assert lost == [], article.id
        count += number
    assert count > 30


@pytest.mark.parametrize("path", SLOW, ids=lambda path: path.stem)
def test_no_article_with_a_fact_is_spared(nlp, cascade, path):
    """They take minutes, so FACTWIRE_SLOW=1 has them read. Of single sentences one in 500 may be missed."""
    if not path.exists() or not os.environ.get("FACTWIRE_SLOW"):
        pytest.skip(f"{path} is not here, or slow")
    count, missed = 0, []
    for article in articles_of(path):
        number, lost = closed_facts(nlp, cascade, article)
        assert number == 0 or cascade(article.text), article.id
        count += number
        missed += lost
    assert count > 30
    assert len(missed) <= count / 500, missed


def test_every_example_of_a_rule_opens_the_cascade(nlp, cascade):
    shut = {
        (rule.id, sentence)
        for rule in load_rules()
        for sentence in rule.examples
        if not cascade.opens(sentence)
    }
    assert shut == set()


@pytest.mark.parametrize(
    "text",
    [
        "The museum will open at nine. Children painted the old bridge.",
        "He did it again, she said. The weather in the north stayed cold.",
        "The two married in spring. A train stood in the station.",
        "He gave a speech in May. The move came after a vote in March.",
        "The release of the report was late. A statement released by the club said little.",
        "She broke the record in Rome. They passed a bill on taxes.",
        "",
        "\n\n \n",
    ],
)
def test_what_no_rule_can_take_is_spared(cascade, text):
    assert not cascade(text)


@pytest.mark.parametrize(
    "text",
    [
        "PERU BUYS JETS",
        "They handed it over. Nobody else did.",
        "Peru re-exported grain.",
        "Brazil has ordered 36 Gripens.",
        "The two signed SALT II in June.",
        "The old museum opened. Peru signed a pact.",
        "Dr. Lee of Sachs Corp. Boeing unit sold it.",
        "Iran, which it gave them to, said so.",
        "Peru gave up to 40 of them to Chad.",
        "The Leopards that Spain gave Chile arrived.",
        "Nobody's supplying anybody with tanks.",
        "Both sides signed last week. A day later, they ratified it.",
        "russia gives tanks to iran",
        "It delivered on Monday, in Riga, the first 40 howitzers.",
    ],
)
def test_what_a_rule_may_take_is_read(cascade, text):
    assert cascade(text)


def test_a_spared_article_gives_what_the_full_run_gives(nlp, cascade):
    full, fast = Extractor(nlp), Extractor(nlp, cascade)
    dull = Article("a", "The museum will open at nine. Children painted the old bridge.")
    news = Article("b", "Norway shipped 40 howitzers to Estonia.")
    assert [full(article).facts for article in (dull, news)] == [
        fast(article).facts for article in (dull, news)
    ]
    assert [fast(article).modelled for article in (dull, news)] == [False, True]
    assert full(dull).modelled


def test_segments_are_the_text(cascade):
    text = (
        "One is here. Two of Sachs Corp. Three? \u201cYes.\u201d Four!\n\nFive ends. Six by Mr. The. "
        "It was in 2014. The rest came."
    )
    assert "".join(segments(text)).replace("\n", "") == text.replace("\n", "")
    assert [part.strip() for part in segments(text)] == [
        "One is here.",
        "Two of Sachs Corp. Three? \u201cYes.\u201d Four!",
        "Five ends.",
        "Six by Mr. The.",
        "It was in 2014.",
        "The rest came.",
    ]
