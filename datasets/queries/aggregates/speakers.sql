-- Speakers: quotes of named entities, counted by who the entity is across articles.
WITH said AS (
    SELECT l.entity_id, l.name, l.type AS kind, coalesce(q.speaker_role, e.role) AS role, q.article_id, q.outlet, q.published_date,
           q.n_words
    FROM quotes q
    JOIN entity_links l ON l.article_id = q.article_id AND l.entity_index = q.speaker_entity_index
    JOIN entities e ON e.article_id = q.article_id AND e.entity_index = q.speaker_entity_index
),
roles AS (
    SELECT entity_id, list(role ORDER BY n DESC, role) AS roles
    FROM (SELECT entity_id, role, count(*) AS n FROM said WHERE role IS NOT NULL GROUP BY ALL)
    GROUP BY entity_id
)
SELECT entity_id, name, kind, coalesce(any_value(roles), []) AS roles, count(*) AS n_quotes, sum(n_words)::BIGINT AS n_words,
       count(DISTINCT article_id) AS n_articles, count(DISTINCT outlet) AS n_outlets, min(published_date) AS first_date,
       max(published_date) AS last_date
FROM said
LEFT JOIN roles USING (entity_id)
GROUP BY entity_id, name, kind
ORDER BY entity_id;
