"""Entity data of several sources, each with labels of its own, as one training corpus.

A source says nothing of the labels that it doesn't annotate. Where a teacher (a model trained on the
fully annotated source) sees such a label outside the source's own spans, numbers and dates are taken over
from it and all else is marked missing, so that no weight moves on it.
"""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

from pipeline.train.names import swapped

NUMERIC = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "CARDINAL", "QUANTITY"})
MISSING = "?"
HELD_BACK_EVERY = 10
AMOUNT_SHARE = 0.2
AMOUNT_STYLES = (
    (
        re.compile(r"\$ ?(\d[\d.,]*\d|\d)( (?:million|billion))?\b"),
        (r"$\1\2", r"£\1\2", r"€\1\2", r"\1\2 dollars"),
    ),
    (re.compile(r"(?<=\d) million\b"), ("m", " mln", " million", "-million")),
    (re.compile(r"(?<=\d) billion\b"), ("bn", "bn", " billion")),
    (re.compile(r" ?(?:%| percent| per cent)(?!\w)"), ("%", " pct", " percent", " per cent")),
    (re.compile(r"(?<=\w) dollars\b"), (" dlrs", " dollars")),
)
Reader = Callable[[Language], Iterable[Example]]


@dataclass(slots=True)
class Passage:
    """A stretch of text with its spans; the label ``?`` marks a span that nothing is known about."""

    text: str
    spans: list[tuple[int, int, str]] = field(default_factory=list)


def read_records(path: Path) -> list[dict[str, Any]]:
    """Read a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def passage(record: dict[str, Any]) -> Passage:
    """Give a record's text and spans, with undecided types as missing.

    A weapon is a designation ("T-72"), as in what we marked by hand; re3d marks words such as "tanks" too.
    """
    text = record["text"]
    spans = [(e["start"], e["end"], e["label"] or MISSING) for e in record["entities"]]
    return Passage(text, [(a, b, MISSING if _is_plain_weapon(text[a:b], x) else x) for a, b, x in spans])


def _is_plain_weapon(surface: str, label: str) -> bool:
    return label == "WEAPON" and surface == surface.lower()


def source_records(data: Path, source: str) -> list[dict[str, Any]]:
    """Give the training records of a source: dev too where another split is there to measure on."""
    folder = data / "ner" / source
    records = read_records(folder / "train.jsonl")
    if source == "re3d":
        return [record for i, record in enumerate(records) if i % HELD_BACK_EVERY]
    if source != "wikinews" and (folder / "test.jsonl").exists():
        records += read_records(folder / "dev.jsonl")
    return records


def held_back_records(data: Path) -> list[dict[str, Any]]:
    """Give the tenth of re3d that is never trained on."""
    return read_records(data / "ner" / "re3d" / "train.jsonl")[::HELD_BACK_EVERY]


def completed(records: list[dict[str, Any]], annotated: set[str], teacher: Language) -> list[Passage]:
    """Fill the labels that a source doesn't annotate from a teacher's predictions."""
    passages = [passage(record) for record in records]
    for item, doc in zip(passages, teacher.pipe(p.text for p in passages), strict=True):
        taken = [(start, end) for start, end, _ in item.spans]
        for ent in doc.ents:
            start, end = ent.start_char, ent.end_char
            free = all(end <= a or b <= start for a, b in taken)
            if free and ent.label_ not in annotated:
                item.spans.append((start, end, ent.label_ if ent.label_ in NUMERIC else MISSING))
        item.spans.sort()
    return passages


def write_passages(passages: Iterable[Passage], path: Path) -> None:
    """Write passages as JSONL."""
    with path.open("w", encoding="utf-8") as out:
        for item in passages:
            out.write(json.dumps({"text": item.text, "spans": item.spans}, ensure_ascii=False) + "\n")


def read_passages(path: Path) -> list[Passage]:
    """Read what ``write_passages`` wrote."""
    return [Passage(r["text"], [(a, b, label) for a, b, label in r["spans"]]) for r in read_records(path)]


def pieces(item: Passage, rng: random.Random) -> Iterator[Passage]:
    """Cut a passage at paragraphs, or at sentence ends in long ones, never inside a span."""
    cuts = [m.end() for m in re.finditer(r"\n\s*\n|(?<=[.!?])\s(?=[A-Z\"“])", item.text)]
    start, wanted = 0, rng.randint(60, 900)
    for cut in [*cuts, len(item.text)]:
        last = cut == len(item.text)
        if (cut - start >= wanted or last) and not any(a < cut < b for a, b, _ in item.spans) and cut > start:
            spans = [(a - start, b - start, label) for a, b, label in item.spans if start <= a and b <= cut]
            yield Passage(item.text[start:cut], spans)
            start, wanted = cut, rng.randint(60, 900)


def substituted(item: Passage, pattern: re.Pattern[str], new: str) -> Passage:
    """Replace what a pattern finds, and move the spans along; a match must not cross a span's edge."""
    text, spans = item.text, item.spans
    for match in reversed(list(pattern.finditer(text))):
        start, end, made = match.start(), match.end(), match.expand(new)
        if any(start < edge < end for a, b, _ in spans for edge in (a, b)):
            continue
        shift = len(made) - (end - start)
        text = text[:start] + made + text[end:]
        spans = [(a + shift * (a >= end), b + shift * (b >= end), label) for a, b, label in spans]
    return Passage(text, spans)


def _agency_style(item: Passage, rng: random.Random) -> Passage:
    """Write amounts as the BBC or the wires do: "$1.2bn", "5 mln dlrs", "3 pct"."""
    for pattern, choices in AMOUNT_STYLES:
        item = substituted(item, pattern, rng.choice(choices))
    return item


def restyled(item: Passage, rng: random.Random) -> Passage:
    """Change the case of a passage or of its first line, where that keeps all offsets."""
    if rng.random() < AMOUNT_SHARE:
        item = _agency_style(item, rng)
    text, draw = item.text, rng.random()
    if draw < 0.05:
        text = text.lower()
    elif draw < 0.07:
        text = text.upper()
    elif draw < 0.20:
        head, mark, rest = text.partition("\n\n")
        if mark and len(head) < 150:
            text = rng.choice([head.title(), head.upper(), head]) + mark + rest
    elif draw < 0.25:
        text = text.replace("'", "’")
    return Passage(text, item.spans) if len(text) == len(item.text) else item


def biluo(doc: Doc, spans: list[tuple[int, int, str]]) -> list[str]:
    """Give BILUO tags with ``-`` for tokens that nothing is known about."""
    tags = ["O"] * len(doc)
    for start, end, label in spans:
        exact = None if label == MISSING else doc.char_span(start, end)
        if exact is not None and not any(token.is_space for token in exact):
            tags[exact.start : exact.end] = _span_tags(len(exact), label)
        else:
            wide = doc.char_span(start, end, alignment_mode="expand")
            if wide is not None:
                tags[wide.start : wide.end] = ["-"] * len(wide)
    return _repaired(tags)


def _span_tags(length: int, label: str) -> list[str]:
    if length == 1:
        return [f"U-{label}"]
    return [f"B-{label}", *[f"I-{label}"] * (length - 2), f"L-{label}"]


def _repaired(tags: list[str]) -> list[str]:
    """Mark what is left of a span as missing where a later span overwrote part of it."""
    result = list(tags)
    open_from: int | None = None
    for i, tag in enumerate([*tags, "O"]):
        if open_from is not None and tag[:1] not in "IL":
            result[open_from:i] = ["-"] * (i - open_from)
            open_from = None
        if tag[:1] == "B":
            open_from = i
        elif tag[:1] == "L" and open_from is not None:
            open_from = None
        elif tag[:1] in ("I", "L") and open_from is None:
            result[i] = "-"
    return result


def to_example(nlp: Language, item: Passage) -> Example:
    """Make a training example."""
    doc = nlp.make_doc(item.text)
    words = [token.text for token in doc]
    spaces = [bool(token.whitespace_) for token in doc]
    return Example.from_dict(doc, {"words": words, "spaces": spaces, "entities": biluo(doc, item.spans)})


@registry.readers("factwire.NewsEntities.v1")  # type: ignore[untyped-decorator]
def create_reader(paths: list[str], repeats: list[int], seed: int, swaps: float = 0.0) -> Reader:
    """Make the reader of the training corpus of entities.

    Args:
        paths: files of passages.
        repeats: how often each file is read in an epoch.
        seed: of the random numbers.
        swaps: the share of names that others of their kind replace.
    """
    rng = random.Random(seed)

    def read(nlp: Language) -> Iterator[Example]:
        for path, times in zip(paths, repeats, strict=True):
            for item in read_passages(Path(path)) * times:
                for piece in pieces(item, rng):
                    yield to_example(nlp, restyled(swapped(piece, rng, swaps), rng))

    return read


@registry.readers("factwire.Entities.v1")  # type: ignore[untyped-decorator]
def create_plain_reader(path: str) -> Reader:
    """Make a reader of entity records as they are, for measuring."""

    def read(nlp: Language) -> Iterator[Example]:
        for record in read_records(Path(path)):
            yield to_example(nlp, passage(record))

    return read
