"""The phenomena of factuality and attribution, one sentence each, on the installed model."""

import pytest
from qualify_cases import DEAL, DENIAL, SUPPLY

from pipeline.qualify import AttributionFinder, FactualityJudge

JUDGE, FINDER = FactualityJudge(), AttributionFinder()


def judged(nlp, text, relation):
    before, event, after = text.split("*")
    doc = nlp(before + event + after)
    trigger = next(token for token in doc if token.idx == len(before))
    judgement = JUDGE.judge(trigger, relation)
    found = judgement.factuality
    words = [found.polarity, found.certainty, found.time] + ["conditional"] * found.conditional
    stage = f" / {judgement.stage}" if relation == "deal" else ""
    sources = [source.span.text if source.span else "?" for source in FINDER.sources(trigger)]
    return " ".join(words) + stage, sources


@pytest.mark.parametrize(("text", "expected", "sources"), SUPPLY)
def test_supply(nlp, text, expected, sources):
    assert judged(nlp, text, "supply") == (expected, sources)


@pytest.mark.parametrize(("text", "expected", "sources"), DEAL)
def test_deal(nlp, text, expected, sources):
    assert judged(nlp, text, "deal") == (expected, sources)


@pytest.mark.parametrize(("text", "expected", "sources"), DENIAL)
def test_denial(nlp, text, expected, sources):
    assert judged(nlp, text, "denial") == (expected, sources)
