-- On which days was someone named at least three times as often as on their mean day?
-- For media monitoring.
WITH means AS (
    SELECT entity_id, avg(n_mentions) AS mean_mentions, count(*) AS days FROM entity_days WHERE date IS NOT NULL GROUP BY entity_id
)
SELECT name, type, date, n_mentions, mean_mentions
FROM entity_days
JOIN means USING (entity_id)
WHERE days >= 3 AND n_mentions >= 3 * mean_mentions
ORDER BY n_mentions / mean_mentions DESC, name, date
LIMIT 100;
