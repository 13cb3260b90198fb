-- Which percentages come without a source, in whose articles?
-- For fact-checkers.
SELECT f.outlet, f.text, f.value, f.counted, c.sentence, c.url
FROM figures f
JOIN counted c USING (figure_id)
WHERE f.kind = 'percent' AND f.source IS NULL AND f.quote_index IS NULL
ORDER BY f.outlet NULLS LAST, f.figure_id
LIMIT 200;
