-- Files that factwire watch has taken, so that a restart takes none twice.
CREATE TABLE watched_files (
  path VARCHAR(1024) NOT NULL PRIMARY KEY,
  fingerprint VARCHAR(80) NOT NULL,
  articles INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  taken VARCHAR(32) NOT NULL
)
