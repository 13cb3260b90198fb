-- Which quotes should people code: five of every kind and outlet, the same ones every time, no copies?
-- For social scientists.
SELECT q.outlet, q.kind, q.quote_id, q.speaker, q.text, s.evidence
FROM quotes q
JOIN duplicates d USING (article_id)
JOIN said s USING (quote_id)
WHERE d.is_head
QUALIFY row_number() OVER (PARTITION BY q.outlet, q.kind ORDER BY hash(q.quote_id), q.quote_id) <= 5
ORDER BY q.outlet NULLS LAST, q.kind, q.quote_id;
