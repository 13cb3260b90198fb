-- What do the sentences say in which casualties are counted?
-- For conflict researchers.
SELECT category, value, low, high, counted, event, place, source, sentence, url
FROM counted
JOIN (SELECT figure_id, event FROM figures) USING (figure_id)
WHERE category LIKE 'casualty.%'
ORDER BY published_date, figure_id
LIMIT 200;
