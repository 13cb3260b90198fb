-- Which sentences with their quote, cue and speaker are sure enough to train on, once each?
-- For language-model data teams.
SELECT s.evidence, s.text AS quote, s.cue, s.speaker
FROM said s
JOIN duplicates d USING (article_id)
JOIN quote_variants v USING (quote_id)
WHERE d.is_head AND s.confidence >= 0.8 AND s.speaker_confidence >= 0.8 AND s.speaker IS NOT NULL AND s.cue IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY v.cluster_id ORDER BY s.quote_id) = 1
ORDER BY s.quote_id
LIMIT 1000;
