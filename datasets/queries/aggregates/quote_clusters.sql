-- Utterances: every quote with its story and its speaker's name across articles, counted by utterance.
WITH said AS (
    SELECT v.cluster_id, q.quote_id, q.text, q.outlet, q.published_date, d.cluster_id AS story,
           l.entity_id AS speaker_id, coalesce(l.name, q.speaker) AS speaker
    FROM quotes q
    JOIN quote_variants v USING (quote_id)
    JOIN duplicates d USING (article_id)
    LEFT JOIN entity_links l ON l.article_id = q.article_id AND l.entity_index = q.speaker_entity_index
),
speakers AS (
    SELECT cluster_id, speaker_id, speaker, count(*) AS n FROM said WHERE speaker IS NOT NULL GROUP BY ALL
),
most AS (
    SELECT cluster_id, speaker, n::DOUBLE / sum(n) OVER (PARTITION BY cluster_id) AS share
    FROM speakers
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY n DESC, speaker, speaker_id NULLS FIRST) = 1
),
first AS (
    SELECT cluster_id, quote_id, text
    FROM said
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY published_date NULLS LAST, quote_id) = 1
),
counted AS (
    SELECT cluster_id, count(*) AS n_quotes, count(DISTINCT text) AS n_variants, count(DISTINCT outlet) AS n_outlets,
           count(DISTINCT story) AS n_independent, min(published_date) AS first_date, max(published_date) AS last_date
    FROM said
    GROUP BY cluster_id
)
SELECT cluster_id, first.text, most.speaker, n_quotes, n_variants, n_outlets, n_independent, first_date, last_date,
       first.quote_id AS first_quote_id, coalesce(most.share, 1)::FLOAT AS speaker_agreement
FROM counted
JOIN first USING (cluster_id)
LEFT JOIN most USING (cluster_id)
ORDER BY cluster_id;
