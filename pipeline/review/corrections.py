"""Corrections of a person, made in the review page, merged into gold."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate import Record, records_of
from pipeline.evaluate.gold import read_json_lines
from pipeline.evaluate.records import links_of
from pipeline.evaluate.spans import overlap
from pipeline.facts import Factuality, derive_status, fact_id
from pipeline.read import Article
from pipeline.review.links import LINKS, Links

ACTIONS = ("accept", "reject", "edit", "add")
NOT_GOLD = ("confidence", "rule", "producer", "cues", "suggested", "optional")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of one fact.

    Attributes:
        fact_id: The fact in gold or in a run; for an added one an id that this file alone knows.
        record: None for a rejected fact.
        unlinked: Facts that the person took from `denies` or `disputed_by`.
    """

    fact_id: str
    article_id: str
    action: str
    annotator: str
    record: Record | None
    unlinked: tuple[str, ...] = ()


def load_corrections(
    path: str | Path, articles: Mapping[str, Article] | None = None, annotator: str | None = None
) -> list[Correction]:
    """Read and check a file of corrections.

    Args:
        path: JSON lines of the review page.
        articles: The articles; with them, offsets and texts are checked.
        annotator: The name to use where a line brings none.

    Raises:
        FactwireError: E030 with file, line and reason for the first line that is wrong.
    """
    found = []
    for line, value in read_json_lines(path):
        try:
            found.append(_correction(value, articles, annotator))
        except ValueError as error:
            raise FactwireError(E.E030, path=path, line=line, reason=error) from error
        except FactwireError as error:
            reason = error.message.partition("<correction>:1: ")[2] or error.message
            raise FactwireError(E.E030, path=path, line=line, reason=reason) from error
    return found


def apply_corrections(gold: Sequence[Record], corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    """Return the gold records after the corrections, in the order of article and trigger.

    A correction takes the place of the gold fact with its id, and of those of its article and
    relation whose trigger overlaps; links to a fact that went lead to what took its place. It
    adds the links of its record and takes those of `unlinked` away, for both ends: `denies`
    and `disputed_by` of all records agree afterwards.
    """
    by_article: dict[str, tuple[list[Record], list[Correction]]] = defaultdict(lambda: ([], []))
    for record in gold:
        by_article[record.article_id][0].append(record)
    for correction in corrections:
        by_article[correction.article_id][1].append(correction)
    records = [raw for parts in by_article.values() for raw in _merged(*parts)]
    return sorted(records, key=lambda r: (r["article_id"], r["trigger"]["start"], r["id"]))


def _merged(gold: Sequence[Record], corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """Return the gold records of one article after its corrections."""
    kept = {record.id: dict(record.raw) for record in gold}
    links = Links(links_of(gold))
    for correction in corrections:
        new = None if correction.record is None else _gold(correction)
        gone = [i for i, raw in kept.items() if _stands_for(raw, correction)]
        for identity in gone:
            sentence = kept.pop(identity).get("sentence")
            if new is not None and _holds(sentence, new["trigger"]):
                new.setdefault("sentence", sentence)
        links.move([*gone, correction.fact_id], None if new is None else new["id"])
        if new is not None and correction.record is not None:
            kept[new["id"]] = new
            links.change(new["id"], correction.record.raw["_links"], correction.unlinked)
    return links.written(kept)


def _correction(value: Any, articles: Mapping[str, Article] | None, annotator: str | None) -> Correction:
    if not isinstance(value, dict):
        raise ValueError("a correction must be an object")
    action, name = value.get("action"), value.get("annotator") or annotator
    if action not in ACTIONS:
        raise ValueError(f"'action' must be one of {', '.join(ACTIONS)}")
    if not isinstance(name, str) or not name.strip():
        raise ValueError("'annotator' is missing: name one in the line or by --annotator")
    for key in ("fact_id", "article_id"):
        if not isinstance(value.get(key), str) or not value[key]:
            raise ValueError(f"{key!r} is missing or not text")
    record = None
    if action != "reject":
        raw = _unlinked(value.get("record"))
        record = records_of([raw], articles, "<correction>")[0]
        if record.article_id != value["article_id"]:
            raise ValueError("'record' is of another article")
        _check_status(record)
    unlinked = _ids(value, "unlinked")
    return Correction(value["fact_id"], value["article_id"], action, name.strip(), record, unlinked)


def _unlinked(raw: Any) -> dict[str, Any]:
    """Return a record without its links, which lead to facts outside the line; they are kept beside."""
    if not isinstance(raw, dict):
        raise ValueError("'record' is missing or no object")
    ends = {key: _ids(raw, key) for key in LINKS}
    if ends["denies"] and raw.get("relation") != "denial":
        raise ValueError("only a denial has 'denies'")
    return {k: v for k, v in raw.items() if k not in LINKS} | {"_links": ends}


def _ids(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    ids = value.get(key) or []
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
        raise ValueError(f"{key!r} must be a list of ids")
    return tuple(ids)


def _check_status(record: Record) -> None:
    known = {k: v for k, v in record.factuality.items() if v is not None}
    if record.status is None or len(known) < len(Factuality.__struct_fields__):
        return
    derived = derive_status(Factuality(**known), bool(record.raw.get("attribution")))
    if derived != record.status:
        raise ValueError(f"'status' is {record.status!r}, but factuality and sources make it {derived!r}")


def _gold(correction: Correction) -> dict[str, Any]:
    assert correction.record is not None
    record = correction.record
    raw = {k: v for k, v in record.raw.items() if k not in NOT_GOLD and k != "_links"}
    identity = fact_id(record.article_id, record.relation, *record.trigger)
    if raw.get("sentence") is None:
        raw.pop("sentence", None)
    return raw | {"denies": [], "disputed_by": []} | {"id": identity, "annotator": correction.annotator}


def _holds(sentence: Any, trigger: Mapping[str, Any]) -> bool:
    return bool(sentence) and sentence["start"] <= trigger["start"] and trigger["end"] <= sentence["end"]


def _stands_for(raw: Mapping[str, Any], correction: Correction) -> bool:
    if raw["id"] == correction.fact_id:
        return True
    record = correction.record
    if record is None or raw["relation"] != record.relation:
        return False
    return overlap((raw["trigger"]["start"], raw["trigger"]["end"]), record.trigger)
