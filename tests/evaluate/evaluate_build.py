"""Records for tests of the evaluator, built from quotes of a text."""

from typing import Any

from pipeline.evaluate import Record, records_of

TEXT = "Norland sold 40 jets to Sudmark. The two countries signed a pact in Oslo. Norland denied the sale."
CERTAIN = {"polarity": "positive", "certainty": "certain", "time": "past", "conditional": False}


def span(text: str, quote: str, nth: int = 0) -> dict[str, Any]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return {"text": quote, "start": start, "end": start + len(quote)}


def sentence(text: str, position: int) -> dict[str, int]:
    start = text.rfind(". ", 0, position)
    end = text.find(". ", position)
    return {
        "start": 0 if start < 0 else start + 2,
        "end": len(text) if end < 0 else end + 1,
    }


def mention(text: str, quote: str | None, canonical: str | None = None, **more: Any) -> dict:
    if quote is None:
        place = {"text": None, "start": None, "end": None, "kind": "implicit"}
    else:
        place = span(text, quote)
    return place | {"canonical": canonical} | more


def fact(
    identity: str,
    relation: str,
    trigger: str,
    roles: dict[str, list[dict]] | None = None,
    text: str = TEXT,
    article: str = "a",
    **fields: Any,
) -> dict[str, Any]:
    quoted = span(text, trigger)
    record = {
        "id": identity,
        "article_id": article,
        "published": None,
        "relation": relation,
        "trigger": quoted,
        "sentence": sentence(text, quoted["start"]),
        "arguments": roles or {},
        "stage": None,
        "factuality": dict(CERTAIN),
        "attribution": [],
        "status": "asserted",
        "denies": [],
        "disputed_by": [],
    }
    return record | fields


def gold_records() -> list[dict[str, Any]]:
    """Three facts that count and one that is optional."""
    return [
        fact(
            "g1",
            "supply",
            "sold",
            {
                "supplier": [mention(TEXT, "Norland", "Norland")],
                "recipient": [mention(TEXT, "Sudmark", "Sudmark")],
                "item": [mention(TEXT, "40 jets", "jet")],
            },
            disputed_by=["g3"],
        ),
        fact(
            "g2",
            "deal",
            "signed",
            {
                "party": [
                    mention(TEXT, "The two countries", "Norland"),
                    mention(TEXT, "The two countries", "Sudmark"),
                ],
                "instrument": [mention(TEXT, "a pact")],
            },
            stage="signed",
        ),
        fact(
            "g3",
            "denial",
            "denied",
            {
                "denier": [mention(TEXT, "Norland", "Norland") | span(TEXT, "Norland", 1)],
                "claim": [mention(TEXT, "the sale")],
            },
            denies=["g1"],
        ),
        fact(
            "g4",
            "supply",
            "sale",
            {"supplier": [mention(TEXT, None, "Norland")]},
            optional=True,
        ),
    ]


def predicted_records() -> list[dict[str, Any]]:
    """A run with one of each kind of error; the figures are worked out in the tests."""
    return [
        fact(
            "p1",
            "supply",
            "sold",
            {
                "supplier": [mention(TEXT, "Norland", "NORLAND ")],
                "via": [mention(TEXT, "Sudmark", "Sudmark")],
                "item": [mention(TEXT, "40 jets", "jet")],
            },
            status="reported",
            disputed_by=["p3"],
            confidence=0.9,
        ),
        fact(
            "p2",
            "deal",
            "pact",
            {
                "party": [mention(TEXT, "The two countries", "Sudmark")],
                "instrument": [mention(TEXT, "a pact in Oslo")],
                "place": [mention(TEXT, "Oslo", "Oslo")],
            },
            stage="agreed",
            factuality=CERTAIN | {"time": "present"},
            confidence=0.8,
        ),
        fact(
            "p3",
            "denial",
            "denied",
            {
                "denier": [mention(TEXT, "Norland", "Norland") | span(TEXT, "Norland", 1)],
                "claim": [mention(TEXT, "the sale")],
            },
            denies=["p1", "p2"],
            confidence=0.7,
        ),
        fact("p4", "supply", "sale", {"item": [mention(TEXT, "jets", "jet")]}, confidence=0.3),
        fact("p5", "deal", "sale", {"party": [mention(TEXT, "Oslo", "Oslo")]}, confidence=0.2),
    ]


def gold() -> list[Record]:
    return records_of(gold_records())


def predicted() -> list[Record]:
    return records_of(predicted_records())
