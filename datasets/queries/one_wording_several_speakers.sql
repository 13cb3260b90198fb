-- Which utterances are put to different speakers?
-- For fact-checkers.
SELECT c.text, c.n_quotes, c.speaker_agreement, list(DISTINCT s.speaker ORDER BY s.speaker) AS speakers
FROM quote_clusters c
JOIN said_across s ON s.utterance_id = c.cluster_id
WHERE c.speaker_agreement < 1
GROUP BY c.cluster_id, c.text, c.n_quotes, c.speaker_agreement
ORDER BY c.speaker_agreement, c.n_quotes DESC, c.cluster_id
LIMIT 100;
