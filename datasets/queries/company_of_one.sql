-- With whom is the most mentioned person named?
-- For media monitoring.
WITH most AS (
    SELECT entity_id FROM entity_days WHERE type = 'person' GROUP BY entity_id ORDER BY sum(n_mentions) DESC, entity_id LIMIT 1
)
SELECT CASE WHEN a_id = entity_id THEN a_name ELSE b_name END AS person,
       CASE WHEN a_id = entity_id THEN b_name ELSE a_name END AS named_with, n_articles, npmi
FROM cooccurrence
JOIN most ON entity_id IN (a_id, b_id)
ORDER BY n_articles DESC, npmi DESC, named_with
LIMIT 30;
