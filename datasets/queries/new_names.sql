-- Which people and organizations were first named in the last seven days of the corpus?
-- For newsroom data teams.
WITH seen AS (
    SELECT entity_id, any_value(name) AS name, any_value(type) AS type, min(date) AS first_seen, sum(n_articles)::BIGINT AS articles
    FROM entity_days
    WHERE type IN ('person', 'organization') AND date IS NOT NULL
    GROUP BY entity_id
)
SELECT name, type, first_seen, articles
FROM seen
WHERE first_seen > (SELECT max(date) FROM entity_days) - INTERVAL 7 DAY
ORDER BY articles DESC, name, first_seen
LIMIT 50;
