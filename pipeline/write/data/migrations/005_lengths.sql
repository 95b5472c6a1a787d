-- PostgreSQL refuses a text that is longer than its column: ids may be addresses, models paths, labels and rules of others.
[postgresql] DROP VIEW IF EXISTS supply_view, deal_view, denial_view

[postgresql] ALTER TABLE articles ALTER COLUMN id TYPE TEXT

[postgresql] ALTER TABLE facts ALTER COLUMN article_id TYPE TEXT, ALTER COLUMN id TYPE TEXT,
[postgresql]   ALTER COLUMN rule TYPE TEXT, ALTER COLUMN pipeline TYPE TEXT, ALTER COLUMN model TYPE TEXT

[postgresql] ALTER TABLE arguments ALTER COLUMN fact_id TYPE TEXT, ALTER COLUMN label TYPE TEXT

[postgresql] ALTER TABLE attributions ALTER COLUMN fact_id TYPE TEXT

[postgresql] ALTER TABLE fact_links ALTER COLUMN denial_id TYPE TEXT, ALTER COLUMN denied_id TYPE TEXT

[postgresql] ALTER TABLE fact_history ALTER COLUMN fact_id TYPE TEXT, ALTER COLUMN article_id TYPE TEXT,
[postgresql]   ALTER COLUMN pipeline TYPE TEXT, ALTER COLUMN model TYPE TEXT

[postgresql] ALTER TABLE watched_files ALTER COLUMN path TYPE TEXT
