-- How sure are the articles of the casualties they report?
-- For conflict researchers.
SELECT category, certainty, modifier, count(*) AS figures
FROM figures
WHERE category LIKE 'casualty.%'
GROUP BY ALL
ORDER BY category, figures DESC, certainty, modifier;
