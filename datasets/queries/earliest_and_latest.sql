-- What was the first and what the last thing that each much-quoted speaker said?
-- For fact-checkers.
WITH much AS (
    SELECT entity_id, name FROM speakers WHERE n_quotes >= 3 AND first_date IS NOT NULL
    ORDER BY n_quotes DESC, entity_id LIMIT 50
)
SELECT m.name, min(s.published_date) AS first_date, arg_min(s.text, (s.published_date, s.quote_id)) AS first_said,
       max(s.published_date) AS last_date, arg_max(s.text, (s.published_date, s.quote_id)) AS last_said
FROM much m
JOIN said_across s ON s.speaker_id = m.entity_id
WHERE s.published_date IS NOT NULL
GROUP BY m.entity_id, m.name
ORDER BY m.name, m.entity_id;
