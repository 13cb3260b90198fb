-- Of utterances in several stories: where was each quoted first, and how far did it go?
-- For fact-checkers.
SELECT c.text, c.speaker, q.outlet AS first_outlet, c.first_date, c.n_outlets, c.n_independent
FROM quote_clusters c
JOIN quotes q ON q.quote_id = c.first_quote_id
WHERE c.n_independent >= 2
ORDER BY c.n_independent DESC, c.n_outlets DESC, c.cluster_id
LIMIT 100;
