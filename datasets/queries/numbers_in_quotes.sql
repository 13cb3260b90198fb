-- Which numbers stand in what people say, and who says them?
-- For fact-checkers.
SELECT q.speaker, f.text AS figure, f.kind, f.value, q.text AS quote, f.published_date
FROM figures f
JOIN quotes q ON q.article_id = f.article_id AND q.quote_index = f.quote_index
WHERE f.value IS NOT NULL
ORDER BY f.published_date, f.figure_id
LIMIT 200;
