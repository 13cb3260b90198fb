-- Who denies what?
-- For fact-checkers.
SELECT published_date, speaker, cue, text, evidence
FROM said
WHERE cue_class = 'deny'
ORDER BY published_date, quote_id
LIMIT 200;
