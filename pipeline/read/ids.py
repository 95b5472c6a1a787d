"""Ids that were given already, for any number of articles in little memory."""

import sqlite3


class SeenIds:
    """Remembers ids and where they stood, in a private database that spills to disk."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4096;"
            "CREATE TABLE seen (id TEXT PRIMARY KEY, origin TEXT) WITHOUT ROWID; BEGIN"
        )

    def first(self, identifier: str, origin: str) -> str | None:
        """Remember an id; where it was given before, return where."""
        added = self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (identifier, origin))
        if added.rowcount:
            return None
        row = self._db.execute("SELECT origin FROM seen WHERE id = ?", (identifier,)).fetchone()
        return str(row[0])
