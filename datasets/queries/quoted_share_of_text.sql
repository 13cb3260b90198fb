-- How much of an outlet's text is quotation?
-- For social scientists.
WITH quoted AS (
    SELECT article_id, sum(n_words) AS words FROM quotes WHERE zone = 'body' AND kind <> 'indirect' GROUP BY article_id
)
SELECT a.outlet, count(*) AS articles, sum(a.n_words)::BIGINT AS words, coalesce(sum(q.words), 0) / sum(a.n_words) AS quoted
FROM articles a
LEFT JOIN quoted q USING (article_id)
GROUP BY a.outlet
HAVING sum(a.n_words) > 0
ORDER BY articles DESC, a.outlet NULLS LAST;
