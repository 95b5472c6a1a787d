-- Full-text search on the sentences: FTS5 in SQLite, a GIN index in PostgreSQL.
[sqlite] CREATE VIRTUAL TABLE evidence_search USING fts5(evidence, content='facts', content_rowid='rowid')

[sqlite] INSERT INTO evidence_search (rowid, evidence) SELECT rowid, evidence FROM facts

[sqlite] CREATE TRIGGER facts_added AFTER INSERT ON facts BEGIN
[sqlite]   INSERT INTO evidence_search (rowid, evidence) VALUES (new.rowid, new.evidence);
[sqlite] END

[sqlite] CREATE TRIGGER facts_removed AFTER DELETE ON facts BEGIN
[sqlite]   INSERT INTO evidence_search (evidence_search, rowid, evidence) VALUES ('delete', old.rowid, old.evidence);
[sqlite] END

[postgresql] CREATE INDEX facts_by_words ON facts USING gin (to_tsvector('english', coalesce(evidence, '')))
