-- Pairs of persons, organizations and places: among the 64 most mentioned of an article, in at least two articles.
WITH mentioned AS (
    SELECT article_id, l.entity_id, l.name, sum(e.n_mentions) AS n
    FROM entities e
    JOIN entity_links l USING (article_id, entity_index)
    WHERE l.type IN ('person', 'organization', 'place')
    GROUP BY ALL
),
most AS (
    SELECT article_id, entity_id, name
    FROM mentioned
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY n DESC, entity_id) <= 64
),
alone AS (
    SELECT entity_id, count(*)::DOUBLE / (SELECT count(*) FROM articles) AS p FROM most GROUP BY entity_id
),
together AS (
    SELECT a.entity_id AS a_id, b.entity_id AS b_id, a.name AS a_name, b.name AS b_name, count(*) AS n_articles,
           count(*)::DOUBLE / (SELECT count(*) FROM articles) AS p
    FROM most a
    JOIN most b ON a.article_id = b.article_id AND a.entity_id < b.entity_id
    GROUP BY ALL
    HAVING count(*) >= 2
)
SELECT a_id, b_id, a_name, b_name, n_articles,
       CASE WHEN together.p < 1 THEN (ln(together.p / (a.p * b.p)) / -ln(together.p))::FLOAT END AS npmi
FROM together
JOIN alone a ON a.entity_id = a_id
JOIN alone b ON b.entity_id = b_id
ORDER BY a_id, b_id;
