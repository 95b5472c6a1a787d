"""How sure a fact is: a logistic model over features of its match, then calibrated.

The weights and the monotone calibration table are data (`data/confidence.toml`), fitted
on gold by `make calibrate`; each feature is a property of the match that a reader can check.
"""

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.annotate.margin import NEUTRAL
from pipeline.facts import Phrase
from pipeline.facts.types import CORE_ROLES
from pipeline.resolve.draft import Draft

INDIRECT = frozenset({"shared", "control", "adverbial", "support", "object"})


@cache
def _model() -> dict[str, Any]:
    path = files("pipeline.resolve") / "data" / "confidence.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def features(draft: Draft, margin: float = NEUTRAL) -> dict[str, float]:
    """Return the features of a draft by name, each in [0, 1] or a small count."""
    mentions = [
        mention
        for role in CORE_ROLES[draft.relation]
        for mention in draft.roles.get(role, ())
        if isinstance(mention, Phrase)
    ]
    total = max(1, len(mentions))
    return {
        "prior": draft.candidate.rule.prior,
        "core": draft.core / len(CORE_ROLES[draft.relation]),
        "named": sum(m.kind == "named" for m in mentions) / total,
        "implicit": sum(m.kind == "implicit" for m in mentions) / total,
        "pronoun": sum(m.kind == "pronoun" for m in mentions) / total,
        "indirect": sum(how in INDIRECT for how in draft.hows) / max(1, len(draft.hows)),
        "two_parties": float(len(draft.canonicals()) >= 2),
        "verbal": float(draft.candidate.predicate.is_verbal),
    }


def confidence(draft: Draft, margin: float = NEUTRAL) -> float:
    """Return the calibrated probability that a fact is right, in [0, 1]."""
    model = _model()
    score = model["bias"] + sum(
        model["weights"].get(name, 0.0) * value for name, value in features(draft, margin).items()
    )
    raw = 1.0 / (1.0 + math.exp(-score))
    return round(_interpolate(raw, model["calibration"]["raw"], model["calibration"]["right"]), 3)


def _interpolate(x: float, xs: list[float], ys: list[float]) -> float:
    if x <= xs[0]:
        return float(ys[0])
    for (x0, y0), (x1, y1) in zip(zip(xs, ys, strict=True), zip(xs[1:], ys[1:], strict=True), strict=False):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else float(y1)
    return float(ys[-1])
