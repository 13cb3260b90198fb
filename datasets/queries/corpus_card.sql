-- What is in the corpus: articles, words, quotes, entities and figures by language and year, with and without copies?
-- For language-model data teams.
SELECT a.lang, year(a.published_date) AS year, count(*) AS articles, count(*) FILTER (d.is_head) AS stories,
       sum(a.n_words)::BIGINT AS words, sum(a.n_words) FILTER (d.is_head)::BIGINT AS words_of_stories,
       sum(a.n_quotes)::BIGINT AS quotes, sum(a.n_entities)::BIGINT AS entities, sum(a.n_figures)::BIGINT AS figures
FROM articles a
JOIN duplicates d USING (article_id)
GROUP BY ALL
ORDER BY a.lang, year NULLS LAST;
