-- Who is named together more often than chance would have it?
-- For media monitoring.
SELECT a_name, b_name, n_articles, npmi
FROM cooccurrence
WHERE n_articles >= 3 AND npmi > 0.2
ORDER BY npmi DESC, n_articles DESC, a_name, b_name
LIMIT 200;
