"""The tables of the fact database as statements see them (`data/migrations` makes them), and its views."""

from functools import cache

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("published", String(40)),
    Column("title", Text),
    Column("digest", String(64), nullable=False),
    Column("loaded", String(32)),
)
facts = Table(
    "facts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("relation", String(16), nullable=False),
    Column("trigger_text", Text, nullable=False),
    Column("trigger_lemma", Text, nullable=False),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("stage", String(16)),
    Column("polarity", String(16), nullable=False),
    Column("certainty", String(16), nullable=False),
    Column("time", String(16), nullable=False),
    Column("conditional", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("rule", Text, nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("evidence", Text),
    Column("record", Text),
)
arguments = Table(
    "arguments",
    metadata,
    Column("fact_id", ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", Text),
    Column("start", Integer),
    Column("end", Integer),
    Column("label", Text),
    Column("kind", String(16)),
    Column("canonical", Text),
    Column("antecedent", Text),
    Column("category", Text),
    Column("quantity", Float),
    Column("unit", Text),
    Column("approximate", Boolean),
    Column("value", Text),
    Column("amount", Float),
    Column("currency", String(8)),
)
attributions = Table(
    "attributions",
    metadata,
    Column("fact_id", ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("source", Text),
    Column("canonical", Text),
    Column("cue", Text),
    Column("anonymous", Boolean, nullable=False),
)
fact_links = Table(
    "fact_links",
    metadata,
    Column("denial_id", ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True),
    Column("denied_id", ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True),
)

fact_history = Table(
    "fact_history",
    metadata,
    Column("fact_id", Text, primary_key=True),
    Column("replaced", String(32), primary_key=True),
    Column("article_id", Text, nullable=False),
    Column("relation", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("loaded", String(32)),
    Column("record", Text, nullable=False),
)
watched_files = Table(
    "watched_files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("fingerprint", String(80), nullable=False),
    Column("articles", Integer, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("taken", String(32), nullable=False),
)
schema_versions = Table(
    "schema_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", String(80), nullable=False),
)

VIEW_ROLES = {
    "supply": ("supplier", "recipient", "item", "via", "date", "price", "place"),
    "deal": ("party", "instrument", "subject", "date", "value", "duration", "place"),
    "denial": ("denier", "claim", "date", "place"),
}
NAMED_ROLES = frozenset({"supplier", "recipient", "item", "via", "party", "denier"})


def view_sql(relation: str, aggregate: str) -> str:
    """Return the SELECT of a relation's flat view.

    Args:
        relation: supply, deal or denial.
        aggregate: SQL of the engine that joins texts, with `{}` for the column.
    """
    columns = ["f.id AS fact_id", "f.article_id", "a.published", "f.status"]
    columns += ["f.polarity", "f.certainty", "f.time", "f.conditional"]
    columns += ["f.stage"] if relation == "deal" else []
    for role in VIEW_ROLES[relation]:
        shown = "COALESCE(g.canonical, g.text)" if role in NAMED_ROLES else "g.text"
        if role in ("date", "duration"):
            shown = "COALESCE(g.value, g.text)"
        rows = f"arguments g WHERE g.fact_id = f.id AND g.role = '{role}' ORDER BY g.position"
        columns.append(f"{_joined(shown, rows, aggregate)} AS {role}")
    if relation == "supply":
        columns += [_of_only_item("quantity"), _of_only_item("unit")]
    rows = "attributions s WHERE s.fact_id = f.id ORDER BY s.position"
    columns.append(f"{_joined('COALESCE(s.canonical, s.source, s.cue)', rows, aggregate)} AS sources")
    linked = "denied_id" if relation == "denial" else "denial_id"
    own = "denial_id" if relation == "denial" else "denied_id"
    name = "denies" if relation == "denial" else "disputed_by"
    rows = f"fact_links l WHERE l.{own} = f.id ORDER BY l.{linked}"
    columns.append(f"{_joined('l.' + linked, rows, aggregate)} AS {name}")
    columns += ["f.trigger_text AS trigger_word", "f.trigger_start", "f.confidence", "f.rule"]
    columns += ["a.title", "a.loaded", "f.evidence"]
    return (
        f"SELECT {', '.join(columns)} FROM facts f JOIN articles a ON a.id = f.article_id "
        f"WHERE f.relation = '{relation}'"
    )


def _joined(value: str, rows: str, aggregate: str) -> str:
    """Return the SQL of all values of some rows in their order, as one text."""
    return f"(SELECT {aggregate.format('o.v')} FROM (SELECT {value} AS v FROM {rows}) o)"


def _of_only_item(column: str) -> str:
    """Return the SQL of a number or unit, which says something of the fact if it has one item only."""
    rows = "arguments g WHERE g.fact_id = f.id AND g.role = 'item'"
    return f"(SELECT CASE WHEN COUNT(*) = 1 THEN MAX(g.{column}) END FROM {rows}) AS {column}"


@cache
def names_of(table: Table) -> list[str]:
    """Return the names of a table's columns."""
    return [column.name for column in table.columns]
