-- Who is quoted most in each outlet, and with what share of the words it quotes?
-- For newsroom data teams.
WITH words AS (
    SELECT outlet, speaker, count(*) AS quotes, sum(n_words)::BIGINT AS words
    FROM said_across
    WHERE speaker_kind <> 'anonymous' AND speaker IS NOT NULL AND outlet IS NOT NULL
    GROUP BY outlet, speaker
)
SELECT outlet, speaker, quotes, words, words / sum(words) OVER (PARTITION BY outlet) AS share
FROM words
QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY words DESC, speaker) <= 5
ORDER BY outlet, words DESC, speaker;
