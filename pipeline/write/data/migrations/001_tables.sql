-- Articles, facts, arguments, attributions, and which denial denies which fact.
-- Statements are set apart by blank lines. `$articles` and `$facts` stand for a reference to that table's id, where
-- the engine can cascade; a line that begins with `[engine]` counts for that engine only.
CREATE TABLE articles (
  id VARCHAR(255) NOT NULL PRIMARY KEY,
  published VARCHAR(40),
  title TEXT,
  digest VARCHAR(64) NOT NULL
)

CREATE TABLE facts (
  id VARCHAR(40) NOT NULL PRIMARY KEY,
  article_id VARCHAR(255) NOT NULL $articles,
  relation VARCHAR(16) NOT NULL,
  trigger_text TEXT NOT NULL,
  trigger_lemma TEXT NOT NULL,
  trigger_start INTEGER NOT NULL,
  trigger_end INTEGER NOT NULL,
  sentence_start INTEGER NOT NULL,
  sentence_end INTEGER NOT NULL,
  stage VARCHAR(16),
  polarity VARCHAR(16) NOT NULL,
  certainty VARCHAR(16) NOT NULL,
  time VARCHAR(16) NOT NULL,
  conditional BOOLEAN NOT NULL,
  status VARCHAR(16) NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  rule VARCHAR(80) NOT NULL,
  pipeline VARCHAR(80) NOT NULL,
  model VARCHAR(80) NOT NULL
)

CREATE INDEX facts_by_article ON facts (article_id)

CREATE INDEX facts_by_relation ON facts (relation, status)

CREATE TABLE arguments (
  fact_id VARCHAR(40) NOT NULL $facts,
  role VARCHAR(16) NOT NULL,
  position INTEGER NOT NULL,
  text TEXT,
  start INTEGER,
  "end" INTEGER,
  label VARCHAR(16),
  kind VARCHAR(16),
  canonical TEXT,
  antecedent TEXT,
  category TEXT,
  quantity DOUBLE PRECISION,
  unit TEXT,
  approximate BOOLEAN,
  value TEXT,
  amount DOUBLE PRECISION,
  currency VARCHAR(8),
  PRIMARY KEY (fact_id, role, position)
)

CREATE INDEX arguments_by_canonical ON arguments (role, canonical)

CREATE TABLE attributions (
  fact_id VARCHAR(40) NOT NULL $facts,
  position INTEGER NOT NULL,
  source TEXT,
  canonical TEXT,
  cue TEXT,
  anonymous BOOLEAN NOT NULL,
  PRIMARY KEY (fact_id, position)
)

CREATE TABLE fact_links (
  denial_id VARCHAR(40) NOT NULL $facts,
  denied_id VARCHAR(40) NOT NULL $facts,
  PRIMARY KEY (denial_id, denied_id)
)
