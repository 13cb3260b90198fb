-- How concentrated is quoting on few speakers (Herfindahl index of words, and the share of the top ten)?
-- For social scientists.
WITH words AS (
    SELECT outlet, speaker_id, sum(n_words) AS words
    FROM said_across
    WHERE speaker_id IS NOT NULL
    GROUP BY outlet, speaker_id
),
shares AS (
    SELECT outlet, words / sum(words) OVER (PARTITION BY outlet) AS share,
           row_number() OVER (PARTITION BY outlet ORDER BY words DESC, speaker_id) AS place
    FROM words
)
SELECT outlet, count(*) AS speakers, sum(share * share) AS herfindahl, sum(share) FILTER (place <= 10) AS top_ten
FROM shares
GROUP BY outlet
ORDER BY outlet NULLS LAST;
