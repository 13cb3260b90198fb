-- How many words do women and men get in each outlet, by the pronouns that the articles use of them?
-- For newsroom data teams.
SELECT q.outlet, e.pronoun, count(*) AS quotes, sum(q.n_words)::BIGINT AS words,
       sum(q.n_words) / sum(sum(q.n_words)) OVER (PARTITION BY q.outlet) AS share
FROM quotes q
JOIN entities e ON e.article_id = q.article_id AND e.entity_index = q.speaker_entity_index
WHERE e.pronoun IN ('he', 'she')
GROUP BY q.outlet, e.pronoun
ORDER BY q.outlet NULLS LAST, e.pronoun;
