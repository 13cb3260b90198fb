-- Who is named in many articles but never quoted?
-- For social scientists.
WITH named AS (
    SELECT l.entity_id, any_value(l.name) AS name, count(DISTINCT l.article_id) AS articles
    FROM entity_links l
    WHERE l.type = 'person'
    GROUP BY l.entity_id
)
SELECT name, articles
FROM named
WHERE entity_id NOT IN (SELECT entity_id FROM speakers)
ORDER BY articles DESC, name
LIMIT 50;
