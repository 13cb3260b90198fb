-- Which stories were taken over by most outlets, and who had them first?
-- For newsroom data teams.
SELECT any_value(a.title) FILTER (d.is_head) AS title, any_value(a.outlet) FILTER (d.is_head) AS first_outlet,
       min(a.published_date) AS first_date, count(DISTINCT a.outlet) AS outlets, count(*) AS articles
FROM duplicates d
JOIN articles a USING (article_id)
GROUP BY d.cluster_id
HAVING count(*) > 1
ORDER BY outlets DESC, articles DESC, d.cluster_id
LIMIT 50;
