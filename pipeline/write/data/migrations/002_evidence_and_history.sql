-- Each fact keeps its sentence and its whole record; what a newer extraction replaced goes to fact_history.
ALTER TABLE articles ADD COLUMN loaded VARCHAR(32)

ALTER TABLE facts ADD COLUMN evidence TEXT

ALTER TABLE facts ADD COLUMN record TEXT

-- Articles of the old schema are loaded anew when they come again.
UPDATE articles SET digest = ''

CREATE TABLE fact_history (
  fact_id VARCHAR(40) NOT NULL,
  replaced VARCHAR(32) NOT NULL,
  article_id VARCHAR(255) NOT NULL,
  relation VARCHAR(16) NOT NULL,
  status VARCHAR(16) NOT NULL,
  pipeline VARCHAR(80) NOT NULL,
  model VARCHAR(80) NOT NULL,
  loaded VARCHAR(32),
  record TEXT NOT NULL,
  PRIMARY KEY (fact_id, replaced)
)

CREATE INDEX fact_history_by_article ON fact_history (article_id)
