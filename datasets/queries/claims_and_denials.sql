-- In which articles does one side claim and another deny?
-- For fact-checkers.
SELECT a.title, a.published_date, c.speaker AS claims, c.text AS claim, d.speaker AS denies, d.text AS denial
FROM quotes c
JOIN quotes d ON d.article_id = c.article_id AND d.cue_class = 'deny' AND d.speaker IS DISTINCT FROM c.speaker
JOIN articles a ON a.article_id = c.article_id
WHERE c.cue_class IN ('claim', 'accuse')
ORDER BY a.published_date, a.article_id, c.quote_index, d.quote_index
LIMIT 100;
