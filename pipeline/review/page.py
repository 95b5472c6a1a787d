"""One self-contained page of articles and facts, for a person to look at and correct.

Nothing of an article becomes markup: the data stands as JSON in a script element, with every
character that could end it escaped, and the page's code shows it by `textContent` only.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate import Record, evaluate
from pipeline.evaluate.comparison import Comparison
from pipeline.evaluate.files import write_text
from pipeline.evaluate.ner import Entity
from pipeline.facts import ROLES
from pipeline.read import Article
from pipeline.review.queue import Candidate

LIMIT = 2000
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def write_page(
    facts: Sequence[Record],
    articles: Mapping[str, Article],
    path: str | Path,
    gold: Sequence[Record] | None = None,
    entities: Mapping[str, Sequence[Entity]] | None = None,
    queue: Sequence[Candidate] = (),
) -> int:
    """Write the review page.

    Args:
        facts: Records of a run, or gold records.
        articles: The articles by id; facts of others are shown without text.
        path: The file.
        gold: Gold records; with them, right, wrong, spurious and missed facts are marked.
        entities: Entities to mark, by article.
        queue: What to look at next; its articles come first.

    Returns:
        The number of articles without facts that the page leaves out, which holds `LIMIT`.

    Raises:
        FactwireError: E100 if there are more articles with facts than a page holds, E040 if
            the file cannot be written.
    """
    data = page_data(facts, articles, gold, entities, queue)
    if len(data["articles"]) > LIMIT:
        raise FactwireError(E.E100, articles=len(data["articles"]), limit=LIMIT)
    write_text(render(data), path)
    left_out: int = data["left_out"]
    return left_out


def page_data(
    facts: Sequence[Record],
    articles: Mapping[str, Article],
    gold: Sequence[Record] | None = None,
    entities: Mapping[str, Sequence[Entity]] | None = None,
    queue: Sequence[Candidate] = (),
) -> dict[str, Any]:
    """Return what the page shows, as plain data: articles without facts too, where all have room."""
    shown = [dict(f.raw) for f in facts] if gold is None else _beside(facts, gold, articles)
    used = {f["article_id"] for f in shown}
    without = articles.keys() - used
    if len(used) + len(without) <= LIMIT:
        used |= without
    ranks: dict[str, int] = {}
    for rank, candidate in enumerate(queue):
        ranks.setdefault(candidate.article_id, rank)
    order = sorted(used, key=lambda i: (ranks.get(i, len(queue)), i))
    listed = [_article(i, articles.get(i), (entities or {}).get(i, ())) for i in order]
    ids = [*sorted(f["id"] for f in shown), *sorted(used)]
    key = hashlib.sha256("\x1f".join(ids).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return {
        "key": key,
        "roles": {relation: list(names) for relation, names in ROLES.items()},
        "gold": gold is not None,
        "left_out": len(without - used),
        "queue": {c.fact_id: [c.uncertainty, c.novelty] for c in queue},
        "articles": listed,
        "facts": shown,
    }


def render(data: Mapping[str, Any]) -> str:
    """Return the page of `page_data`."""
    folder = files("pipeline.review") / "page"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".js"))
    script = "\n".join((folder / name).read_text("utf-8") for name in names)
    page = (folder / "frame.html").read_text("utf-8")
    page = page.replace("/*STYLE*/", (folder / "style.css").read_text("utf-8"))
    return page.replace("/*SCRIPT*/", script).replace("/*DATA*/", embed(data), 1)


def embed(data: Any) -> str:
    """Return JSON that is safe inside a script element: ASCII, without `<`, `>` and `&`."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    for char, escape in _UNSAFE.items():
        text = text.replace(char, escape)
    return text


def _beside(
    facts: Sequence[Record], gold: Sequence[Record], articles: Mapping[str, Article]
) -> list[dict[str, Any]]:
    """Return the predicted facts with what gold says of them, and the missed ones after them.

    Facts of an article in which gold has none are *unjudged*: nobody may have read it.
    """
    read = {r.article_id for r in gold}
    ids = sorted({r.article_id for r in [*facts, *gold]} | set(articles))
    judged: dict[str, dict[str, Any]] = {}
    missed: list[dict[str, Any]] = []
    for score in evaluate(gold, facts, only=ids, samples=0).scores:
        for comparisons in score.comparisons.values():
            for found in comparisons:
                match = "right" if found.record_right else "wrong"
                judged[found.predicted.id] = {"match": match, "wrong": _gold_says(found)}
        for pairing in score.pairings.values():
            for r in pairing.spurious:
                judged[r.id] = {"match": "spurious" if r.article_id in read else "unjudged"}
            missed += [dict(r.raw) | {"match": "missed"} for r in pairing.missed]
    taken = {f.id for f in facts}
    for raw in missed:  # gold that came from corrections has the ids of a run
        raw["id"] += " (gold)" if raw["id"] in taken else ""
    return [dict(f.raw) | judged.get(f.id, {}) for f in facts] + missed


def _gold_says(found: Comparison) -> dict[str, str]:
    """Return what gold has in each field and core role that differs."""
    says = {field: _word(ours) for field, (ours, _) in found.wrong.items()}
    for role in found.core_wrong:
        says[role] = "; ".join(a.canonical or a.text or "" for a in found.gold.of_role(role)) or "none"
    return dict(sorted(says.items()))


def _word(value: Any) -> str:
    return {True: "yes", False: "no", None: "none"}.get(value, str(value))


def _article(identity: str, article: Article | None, entities: Sequence[Entity]) -> dict[str, Any]:
    if article is None:
        return {"id": identity, "title": None, "published": None, "text": "", "entities": []}
    return {
        "id": identity,
        "title": article.meta.get("title"),
        "published": article.published,
        "text": article.text,
        "entities": [[e.start, e.end, e.label] for e in entities],
    }
