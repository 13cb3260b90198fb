-- Who gives casualty figures, how many, and how often only a lower bound?
-- For conflict researchers.
SELECT coalesce(source, 'no source given') AS source, count(*) AS figures, count(DISTINCT article_id) AS articles,
       avg((modifier IN ('at_least', 'more_than'))::INT) AS lower_bounds
FROM figures
WHERE category LIKE 'casualty.%'
GROUP BY 1
ORDER BY figures DESC, 1
LIMIT 50;
