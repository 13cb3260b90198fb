-- Entities by day of publication.
SELECT e.published_date AS date, l.entity_id, l.name, l.type, count(DISTINCT e.article_id) AS n_articles,
       sum(e.n_mentions)::BIGINT AS n_mentions
FROM entities e
JOIN entity_links l USING (article_id, entity_index)
GROUP BY ALL
ORDER BY date NULLS FIRST, entity_id;
