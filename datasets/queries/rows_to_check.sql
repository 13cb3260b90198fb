-- Which quotes is the program least sure of?
-- For language-model data teams.
SELECT quote_id, confidence, speaker_confidence, speaker, text, evidence
FROM said
ORDER BY confidence * speaker_confidence, quote_id
LIMIT 100;
