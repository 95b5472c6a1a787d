"""Which files a watch has taken, kept in the database beside the facts."""

from datetime import UTC, datetime

from sqlalchemy import Engine, delete, insert, select

from pipeline.write import tables as t


def taken_files(engine: Engine) -> dict[str, str]:
    """Return the fingerprint of each file that was taken, by its path."""
    columns = t.watched_files.c
    with engine.connect() as connection:
        return {
            row.path: row.fingerprint for row in connection.execute(select(columns.path, columns.fingerprint))
        }


def note_taken(engine: Engine, path: str, fingerprint: str, articles: int, facts: int, failed: int) -> None:
    """Note that a file is done; an earlier version of it is forgotten."""
    row = {"path": path, "fingerprint": fingerprint, "articles": articles, "facts": facts, "failed": failed}
    row["taken"] = datetime.now(UTC).isoformat(timespec="seconds")
    with engine.begin() as connection:
        connection.execute(delete(t.watched_files).where(t.watched_files.c.path == path))
        connection.execute(insert(t.watched_files), [row])
