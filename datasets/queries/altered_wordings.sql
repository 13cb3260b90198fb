-- How was one utterance reworded from article to article?
-- For fact-checkers.
SELECT c.speaker, c.text AS first_wording, q.text AS wording, min(q.published_date) AS first_date, count(*) AS quotes
FROM quote_clusters c
JOIN quote_variants v USING (cluster_id)
JOIN quotes q USING (quote_id)
WHERE c.n_variants >= 2 AND q.text <> c.text AND q.kind <> 'indirect'
GROUP BY c.cluster_id, c.speaker, c.text, q.text
ORDER BY c.cluster_id, first_date, wording
LIMIT 200;
