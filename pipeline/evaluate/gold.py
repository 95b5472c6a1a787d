"""Reading gold and predicted records: absent fields are allowed, wrong ones are refused."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.errors import E, FactwireError
from pipeline.evaluate.records import FACTUALITY_FIELDS, Argument, Offsets, Record
from pipeline.facts.types import ROLES, Certainty, Kind, Polarity, Stage, Status, Time
from pipeline.read import Article, Fault, ReadOptions, read_articles
from pipeline.read.records import encodable

_FACTUALITY: dict[str, tuple[Any, ...]] = {
    "polarity": get_args(Polarity),
    "certainty": get_args(Certainty),
    "time": get_args(Time),
    "conditional": (True, False),
}
Articles = Mapping[str, Article]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record stands, for messages."""

    path: str
    line: int

    def refuse(self, reason: str) -> FactwireError:
        return FactwireError(E.E030, path=self.path, line=self.line, reason=reason)


def load_articles(path: str | Path) -> dict[str, Article]:
    """Read the articles that records belong to, by id, in whatever language they are.

    Raises:
        FactwireError: if one of them cannot be read.
    """
    articles: dict[str, Article] = {}
    for entry in read_articles([str(path)], options=ReadOptions(any_language=True)):
        if isinstance(entry, Fault):
            raise FactwireError(E.E031, reason=entry.message)
        articles[entry.id] = entry
    return articles


def load_records(path: str | Path, articles: Articles | None = None) -> list[Record]:
    """Read and check gold or predicted records.

    Args:
        path: JSON lines.
        articles: The articles that they belong to; with them, ids and offsets are checked.

    Raises:
        FactwireError: E030 with file, line and reason for the first record that is wrong.
    """
    return _checked(read_json_lines(path), str(path), articles)


def read_json_lines(path: str | Path) -> Iterator[tuple[int, Any]]:
    """Yield each line's number and JSON value.

    Raises:
        FactwireError: E001 to E004 if the file or a line cannot be read.
    """
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise FactwireError(E.E001, path=path) from error
    except OSError as error:
        raise FactwireError(E.E002, path=path, reason=error.strerror) from error
    for number, raw in enumerate(data.removeprefix("\ufeff".encode()).split(b"\n"), 1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw.decode("utf-8"))
            if b"\\ud" in raw.lower() and encodable(value) != value:
                raise ValueError("it holds half of a surrogate pair")
            yield number, value
        except UnicodeDecodeError as error:
            raise FactwireError(
                E.E003, path=path, line=number, byte=error.start, reason=error.reason
            ) from error
        except (ValueError, RecursionError) as error:
            raise FactwireError(E.E004, path=path, line=number, reason=error) from error


def records_of(
    values: Iterable[Mapping[str, Any]], articles: Articles | None = None, name: str = "<records>"
) -> list[Record]:
    """Check records that are already in memory, as `load_records` does."""
    return _checked(enumerate(values, 1), name, articles)


def _checked(values: Iterable[tuple[int, Any]], path: str, articles: Articles | None) -> list[Record]:
    records: list[Record] = []
    first: dict[str, int] = {}
    for line, value in values:
        record = parse_record(value, _Place(path, line), articles)
        if record.id in first:
            raise FactwireError(
                E.E006, path=path, line=line, id=record.id, first=f"{path}:{first[record.id]}"
            )
        first[record.id] = line
        records.append(record)
    _check_links(records, path)
    return records


def parse_record(value: Any, place: _Place, articles: Articles | None = None) -> Record:
    """Return the record of a JSON value.

    Raises:
        FactwireError: E030 if something in it is wrong.
    """
    if not isinstance(value, dict):
        raise place.refuse("a record must be an object")
    identity = _text(value, "id", place)
    article_id = _text(value, "article_id", place)
    text = _article_text(article_id, articles, place)
    relation = _choice(value, "relation", tuple(ROLES), place)
    if relation is None:
        raise place.refuse("the relation is missing")
    trigger = value.get("trigger")
    if not isinstance(trigger, dict):
        raise place.refuse("the trigger is missing or no object")
    span = _span(trigger, "trigger", text, place)
    if span is None:
        raise place.refuse("the trigger has no offsets")
    confidence = value.get("confidence")
    if confidence is not None and not _is_probability(confidence):
        raise place.refuse(f"confidence {confidence!r} is not between 0 and 1")
    _check_attribution(value, text, place)
    return Record(
        id=identity,
        article_id=article_id,
        relation=relation,
        trigger=span,
        trigger_text=str(trigger.get("text") or (text[slice(*span)] if text else "")),
        sentence=_sentence(value, text, place),
        arguments=_arguments(value, relation, text, place),
        factuality=_factuality(value, place),
        status=_choice(value, "status", get_args(Status), place),
        stage=_choice(value, "stage", get_args(Stage), place),
        denies=_ids(value, "denies", place),
        disputed_by=_ids(value, "disputed_by", place),
        optional=_flag(value, "optional", place),
        confidence=confidence,
        line=place.line,
        raw=value,
    )


def _article_text(article_id: str, articles: Articles | None, place: _Place) -> str | None:
    if articles is None:
        return None
    if article_id not in articles:
        raise place.refuse(f"unknown article {article_id!r}")
    return articles[article_id].text


def _text(value: dict[str, Any], key: str, place: _Place) -> str:
    text = value.get(key)
    if not isinstance(text, str) or not text:
        raise place.refuse(f"{key!r} is missing or no text")
    return text


def _choice(value: dict[str, Any], key: str, allowed: tuple[Any, ...], place: _Place) -> str | None:
    chosen = value.get(key)
    if chosen is None:
        return None
    if chosen not in allowed:
        raise place.refuse(f"unknown {key} {chosen!r}; known are {', '.join(map(str, allowed))}")
    return str(chosen)


def _is_probability(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_offset(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _span(value: Mapping[str, Any], what: str, text: str | None, place: _Place) -> Offsets | None:
    """Return checked offsets, or None where both are null."""
    start, end, quoted = value.get("start"), value.get("end"), value.get("text")
    if quoted is not None and not isinstance(quoted, str):
        raise place.refuse(f"the quoted text of {what} is no text")
    if start is None and end is None:
        return None
    if not _is_offset(start) or not _is_offset(end) or start >= end:  # type: ignore[operator]
        raise place.refuse(f"the offsets {start!r} to {end!r} of {what} are no span")
    assert isinstance(start, int) and isinstance(end, int)
    if text is None:
        return start, end
    if end > len(text):
        raise place.refuse(
            f"the offsets {start} to {end} of {what} lie outside the text of {len(text)} characters"
        )
    if quoted is not None and text[start:end] != quoted:
        raise place.refuse(
            f"the offsets {start} to {end} of {what} don't fit the text: "
            f"{quoted!r} is given, {text[start:end]!r} stands there"
        )
    return start, end


def _sentence(value: dict[str, Any], text: str | None, place: _Place) -> Offsets | None:
    sentence = value.get("sentence")
    if sentence is None:
        return None
    if not isinstance(sentence, dict):
        raise place.refuse("the sentence is no object")
    return _span(sentence, "the sentence", text, place)


def _arguments(
    value: dict[str, Any], relation: str, text: str | None, place: _Place
) -> tuple[Argument, ...] | None:
    roles = value.get("arguments")
    if roles is None:
        return None
    if not isinstance(roles, dict):
        raise place.refuse("'arguments' is no object")
    found: list[Argument] = []
    for role, mentions in roles.items():
        if role not in ROLES[relation]:
            allowed = ", ".join(ROLES[relation])
            raise place.refuse(f"unknown role {role!r} of {relation}; known are {allowed}")
        if not isinstance(mentions, list):
            raise place.refuse(f"the role {role!r} holds no list")
        found += [_argument(role, mention, text, place) for mention in mentions]
    return tuple(found)


def _argument(role: str, mention: Any, text: str | None, place: _Place) -> Argument:
    if not isinstance(mention, dict):
        raise place.refuse(f"a mention of {role!r} is no object")
    span = _span(mention, f"the {role}", text, place)
    kind = _choice(mention, "kind", get_args(Kind), place)
    if (kind == "implicit") != (span is None) and kind is not None:
        raise place.refuse(f"a {kind} {role} must have {'no' if span else ''} offsets")
    canonical = mention.get("canonical")
    if canonical is not None and not isinstance(canonical, str):
        raise place.refuse(f"the canonical of the {role} is no text")
    antecedent = mention.get("antecedent")
    if isinstance(antecedent, dict):
        _span(antecedent, f"the antecedent of the {role}", text, place)
    kind = kind or ("implicit" if span is None else None)
    return Argument(role, mention.get("text"), span, canonical, kind, mention)


def _factuality(value: dict[str, Any], place: _Place) -> dict[str, Any]:
    factuality = value.get("factuality")
    if factuality is None:
        return {}
    if not isinstance(factuality, dict):
        raise place.refuse("'factuality' is no object")
    for key in FACTUALITY_FIELDS:
        _choice(factuality, key, _FACTUALITY[key], place)
    return {k: factuality[k] for k in FACTUALITY_FIELDS if factuality.get(k) is not None}


def _check_attribution(value: dict[str, Any], text: str | None, place: _Place) -> None:
    """Refuse sources that are none; what they say is not scored."""
    attribution = value.get("attribution")
    if attribution is None:
        return
    if not isinstance(attribution, list):
        raise place.refuse("'attribution' is no list")
    for entry in attribution:
        source = entry.get("source") if isinstance(entry, dict) else entry
        if not isinstance(entry, dict) or not isinstance(source, dict | None):
            raise place.refuse("an attribution must be an object with 'source' an object or null")
        if source:
            _span(source, "a source", text, place)


def _flag(value: dict[str, Any], key: str, place: _Place) -> bool:
    flag = value.get(key)
    if flag is not None and not isinstance(flag, bool):
        raise place.refuse(f"{key!r} is neither true nor false")
    return bool(flag)


def _ids(value: dict[str, Any], key: str, place: _Place) -> tuple[str, ...]:
    ids = value.get(key)
    if ids is None:
        return ()
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
        raise place.refuse(f"{key!r} is no list of ids")
    return tuple(ids)


def _check_links(records: list[Record], path: str) -> None:
    """Refuse links to facts that do not exist or stand in another article."""
    articles = {record.id: record.article_id for record in records}
    for record in records:
        for key, ids in (("denies", record.denies), ("disputed_by", record.disputed_by)):
            for other in ids:
                if articles.get(other) != record.article_id:
                    raise _Place(path, record.line).refuse(
                        f"{key!r} names {other!r}, which is no fact of {record.article_id!r}"
                    )
                if other == record.id:
                    raise _Place(path, record.line).refuse(f"{key!r} names the fact itself")
