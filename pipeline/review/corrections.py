"""Corrections of a person, made in the review page, merged into gold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate import Record, records_of
from pipeline.evaluate.gold import read_json_lines
from pipeline.evaluate.spans import overlap
from pipeline.facts import Factuality, derive_status, fact_id
from pipeline.read import Article

ACTIONS = ("accept", "reject", "edit")
NOT_GOLD = ("confidence", "rule", "producer", "cues", "suggested", "optional")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of one fact; `record` is None for a rejected one."""

    fact_id: str
    article_id: str
    action: str
    annotator: str
    record: Record | None


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
    relation whose trigger overlaps; links to a fact that went lead to what took its place.
    """
    kept = {record.id: dict(record.raw) for record in gold}
    moved: dict[str, str | None] = {}
    for correction in corrections:
        new = None if correction.record is None else _gold(correction)
        for identity in [i for i, raw in kept.items() if _stands_for(raw, correction)]:
            old = kept.pop(identity)
            if correction.record is not None and new is not None and "sentence" in old:
                new.setdefault("sentence", old["sentence"])
            moved[identity] = None if new is None else new["id"]
        moved[correction.fact_id] = None if new is None else new["id"]
        if new is not None:
            kept[new["id"]] = new
    records = [_relinked(raw, moved, kept) for raw in kept.values()]
    return sorted(records, key=lambda r: (r["article_id"], r["trigger"]["start"], r["id"]))


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
    return Correction(value["fact_id"], value["article_id"], action, name.strip(), record)


def _unlinked(raw: Any) -> Any:
    """Return a record without its links, which lead to facts outside the line; they are kept beside."""
    if not isinstance(raw, dict):
        raise ValueError("'record' is missing or no object")
    links = {key: raw.get(key) or [] for key in ("denies", "disputed_by")}
    if not all(isinstance(i, list) and all(isinstance(x, str) for x in i) for i in links.values()):
        raise ValueError("'denies' and 'disputed_by' must be lists of ids")
    return {k: v for k, v in raw.items() if k not in links} | {"_links": links}


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
    links: dict[str, Any] = record.raw["_links"]
    return raw | links | {"id": identity, "annotator": correction.annotator}


def _stands_for(raw: Mapping[str, Any], correction: Correction) -> bool:
    if raw["id"] == correction.fact_id:
        return True
    record = correction.record
    if record is None or raw["article_id"] != record.article_id or raw["relation"] != record.relation:
        return False
    return overlap((raw["trigger"]["start"], raw["trigger"]["end"]), record.trigger)


def _relinked(
    raw: dict[str, Any], moved: Mapping[str, str | None], kept: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a record whose links lead to facts that are there."""
    for key in ("denies", "disputed_by"):
        if key in raw:
            ends = [moved.get(i, i) for i in raw[key]]
            raw[key] = list(dict.fromkeys(i for i in ends if i in kept))
    return raw
