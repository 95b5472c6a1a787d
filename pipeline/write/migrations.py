"""The versions of the database's schema, as numbered SQL files, and the way from one to the next."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, inspect, text

from pipeline.errors import E, FactwireError
from pipeline.write import tables as t

FILE = re.compile(r"(\d{3})_(\w+)\.sql")
FOR_ENGINE = re.compile(r"^\[(\w+)\] ?", re.MULTILINE)
REFERENCES = {name: f"REFERENCES {name} (id) ON DELETE CASCADE" for name in ("articles", "facts")}
WITHOUT_CASCADE = frozenset({"duckdb"})
AGGREGATES = {
    "sqlite": "group_concat({}, '; ')",
    "postgresql": "string_agg({}::text, '; ')",
    "duckdb": "string_agg(CAST({} AS VARCHAR), '; ')",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One migration.

    Attributes:
        version: The schema's version after it.
        name: What it is about.
        sql: Its file.
    """

    version: int
    name: str
    sql: str

    def statements(self, engine: str) -> list[str]:
        """Return its statements for an engine, named as SQLAlchemy names its dialect."""
        references = dict.fromkeys(REFERENCES, "") if engine in WITHOUT_CASCADE else REFERENCES
        found = []
        for block in re.split(r"\n\s*\n", self.sql):
            lines = [line for line in block.splitlines() if not line.startswith("--")]
            statement = "\n".join(lines).strip()
            wanted = FOR_ENGINE.match(statement)
            if statement and (wanted is None or wanted[1] == engine):
                statement = FOR_ENGINE.sub("", statement)
                for name, clause in references.items():
                    statement = statement.replace(f"${name}", clause)
                found.append(statement)
        return found


@cache
def steps() -> tuple[Step, ...]:
    """Return all migrations in their order."""
    folder = files("pipeline.write") / "data" / "migrations"
    found = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        name = FILE.fullmatch(path.name)
        if name:
            found.append(Step(int(name[1]), name[2].replace("_", " "), path.read_text(encoding="utf-8")))
    return tuple(found)


def version_of(connection: Connection) -> int:
    """Return the version of a database's schema; 0 for a database without one."""
    present = set(inspect(connection).get_table_names())
    if t.schema_versions.name in present:
        return int(connection.execute(text("SELECT MAX(version) FROM schema_versions")).scalar() or 0)
    return 1 if {"articles", "facts", "arguments"} <= present else 0


def migrate(connection: Connection, url: str) -> int:
    """Bring a database to the newest version, its views too.

    Args:
        connection: A connection within a transaction.
        url: The database, for messages.

    Returns:
        The version that the database had.

    Raises:
        FactwireError: E043 if the database is newer than this program.
    """
    engine = connection.dialect.name
    before = version_of(connection)
    newest = steps()[-1].version
    if before > newest:
        raise FactwireError(E.E043, url=url, found=before, known=newest)
    t.schema_versions.create(connection, checkfirst=True)
    for step in steps():
        if step.version > before:
            for statement in step.statements(engine):
                connection.execute(text(statement.replace(":", r"\:")))
            connection.execute(t.schema_versions.insert(), {"version": step.version, "name": step.name})
    if before < newest:
        _make_views(connection, engine)
    return before


def _make_views(connection: Connection, engine: str) -> None:
    aggregate = AGGREGATES.get(engine, AGGREGATES["sqlite"])
    for relation in t.VIEW_ROLES:
        connection.execute(text(f"DROP VIEW IF EXISTS {relation}_view"))
        connection.execute(text(f"CREATE VIEW {relation}_view AS {t.view_sql(relation, aggregate)}"))
