-- Which amounts of money stand in one sentence with an organization?
-- For newsroom data teams.
SELECT DISTINCT l.name AS organization, f.value, f.currency, f.text AS amount, f.published_date, f.article_id
FROM figures f
JOIN mentions m ON m.article_id = f.article_id AND m.zone = f.zone
    AND m.char_start >= f.sentence_char_start AND m.char_end <= f.sentence_char_end
JOIN entity_links l ON l.article_id = m.article_id AND l.entity_index = m.entity_index
WHERE f.kind = 'money' AND f.value IS NOT NULL AND l.type = 'organization'
ORDER BY f.value DESC, organization, f.article_id, amount
LIMIT 100;
