-- How long are the articles, and how many quotes have short and long ones?
-- For language-model data teams.
SELECT width * 200 AS words_from, width * 200 + 199 AS words_to, count(*) AS articles, avg(n_quotes) AS quotes_each,
       avg(n_figures) AS figures_each
FROM (SELECT n_words // 200 AS width, n_quotes, n_figures FROM articles)
GROUP BY width
ORDER BY width;
