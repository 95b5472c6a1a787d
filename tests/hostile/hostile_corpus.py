"""Texts that want to be more than text, and facts made of nothing else."""

import msgspec

from pipeline.facts.types import decode
from pipeline.read import Article

HOSTILE = {
    "script": "</script><script>window.hit=1</script>",
    "image": "<img src=data:image/svg+xml,x onerror=alert(1)>",
    "attribute": "\" onmouseover=alert(1) x='",
    "template": "{{ 7*7 }}{% include 'x' %}",
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "c1": "\x9b31mred\x9d0;title\x9c",
    "override": "sold \u202egnp.exe",
    "formula": "=cmd|'/c calc'!A0",
    "plus": "+1",
    "sum": "@SUM(1,2)",
    "minus": "-2+3",
    "wide": "\uff1dSUM(1)",
    "path": "../../etc/passwd",
    "absolute": "/etc/passwd",
    "device": "CON\\..\\x",
    "dot": "..",
    "sql": "'; DROP TABLE facts; --",
    "like": "%_\\",
    "search": 'NEAR("a" OR *',
    "null": "a\0b",
    "surrogate": "a\ud800b",
    "long": "x" * 100_000,
    "markup": "[red]bold[/red]",
    "math": "$\\frac{1}{",
    "lines": "a\u2028b\u2029c\r\nd",
}
STORABLE = {name: text for name, text in HOSTILE.items() if name != "surrogate"}


def article_of(text):
    """Return an article whose id, text and title are hostile."""
    return Article(id=text, text=text, published="2024-03-08", meta={"title": text})


def raw_fact(text, name="f1"):
    """Return a record with a hostile text wherever a record takes one."""
    place = {"text": text, "start": 0, "end": len(text)}
    phrase = {**place, "kind": "named", "canonical": text, "label": text}
    return {
        "id": name,
        "article_id": text,
        "published": "2024-03-08",
        "relation": "supply",
        "trigger": {**place, "lemma": text},
        "sentence": {"start": 0, "end": len(text)},
        "arguments": {
            "supplier": [phrase],
            "recipient": [phrase],
            "item": [{**phrase, "category": text, "designations": [text]}],
            "date": [{**place, "value": text}],
        },
        "factuality": {"polarity": "positive", "certainty": "certain", "time": "past", "conditional": False},
        "attribution": [{"source": {**place, "canonical": text}, "cue": text, "anonymous": False}],
        "status": "reported",
        "confidence": 0.5,
        "rule": text,
        "producer": {"pipeline": text, "model": text},
    }


def fact_of(text, name="f1"):
    """Return the typed fact of `raw_fact`."""
    return decode(msgspec.json.encode(raw_fact(text, name)))
