-- Where were casualties reported, of what kind, by how many sources, and how far apart are the numbers?
-- For conflict researchers.
SELECT place, category, count(*) AS days, sum(n_figures)::BIGINT AS figures, max(n_sources) AS most_sources, min(low) AS lowest,
       max(high) AS highest, bool_or(conflict) AS ever_in_conflict
FROM figure_series
WHERE place IS NOT NULL
GROUP BY place, category
ORDER BY figures DESC, place, category
LIMIT 100;
