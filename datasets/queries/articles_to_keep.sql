-- Which article of every story should be kept, and how many copies does it stand for?
-- For language-model data teams.
SELECT d.article_id, a.outlet, a.title, a.n_words, count(*) OVER (PARTITION BY d.cluster_id) - 1 AS copies
FROM duplicates d
JOIN articles a USING (article_id)
QUALIFY d.is_head
ORDER BY copies DESC, d.article_id
LIMIT 1000;
