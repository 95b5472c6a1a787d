"""How sure a fact is: a logistic model over features of its match, then calibrated.

The weights and the monotone calibration table are data (`data/confidence.toml`), fitted
on gold by `make calibrate`; each feature is a property of the match that a reader can check.
"""

import math
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.facts import Item, Phrase
from pipeline.facts.types import CORE_ROLES
from pipeline.resolve.draft import Draft

FARTHEST = 5
"""Sentences between an anaphor and its antecedent from which on all are alike."""


@cache
def _model() -> dict[str, Any]:
    path = files("pipeline.resolve") / "data" / "confidence.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def features(draft: Draft) -> dict[str, float]:
    """Return the features of a draft by name, each in [0, 1]."""
    core = [mention for role in CORE_ROLES[draft.relation] for mention in draft.roles.get(role, ())]
    mentions = [mention for mention in core if isinstance(mention, Phrase)]
    return {
        "prior": draft.candidate.rule.prior,
        "denial": float(draft.relation == "denial"),
        "verbal": float(draft.candidate.predicate.is_verbal),
        "core": draft.core / len(CORE_ROLES[draft.relation]),
        "two_parties": float(len(draft.canonicals()) >= 2),
        "named": _share(mention.kind == "named" for mention in mentions),
        "pronoun": _share(mention.kind == "pronoun" for mention in mentions),
        "implicit": _share(mention.kind == "implicit" for mention in mentions),
        "goods": float(draft.relation != "supply" or _knows_goods(draft)),
        "measured": float(any(draft.roles.get(role) for role in ("date", "price", "value", "duration"))),
        "direct": _share(how == "direct" for how in draft.hows),
        "adverbial": _share(how == "adverbial" for how in draft.hows),
        "low": _share(how == "object" for how in draft.hows),
        "word_order": _share(how == "surface" for how in draft.hows),
        "distance": _distance(draft, mentions) / FARTHEST,
    }


def _share(values: Iterable[bool]) -> float:
    """Return the share of true values, 0 where there are none."""
    found = list(values)
    return sum(found) / max(1, len(found))


def _knows_goods(draft: Draft) -> bool:
    """Tell whether an item has a category of goods or weapons."""
    return any(isinstance(item, Item) and item.category for item in draft.roles.get("item", ()))


def _distance(draft: Draft, mentions: Iterable[Phrase]) -> int:
    """Return how many sentences the farthest antecedent lies back, at most `FARTHEST`."""
    starts = [mention.antecedent.start for mention in mentions if mention.antecedent is not None]
    if not starts:
        return 0
    between = draft.head.doc.char_span(min(starts), min(starts) + 1, alignment_mode="expand")
    first = between.start if between is not None else draft.head.i
    breaks = sum(bool(token.is_sent_start) for token in draft.head.doc[first + 1 : draft.head.i + 1])
    return min(breaks, FARTHEST)


def confidence(draft: Draft) -> float:
    """Return the calibrated probability that a fact is right, in [0, 1]."""
    model = _model()
    score = model["bias"] + sum(
        model["weights"].get(name, 0.0) * value for name, value in features(draft).items()
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
