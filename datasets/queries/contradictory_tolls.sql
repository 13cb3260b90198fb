-- Which reported tolls cannot both hold, and who gave them?
-- For conflict researchers.
SELECT s.category, s.place, s.date, f.value, f.low, f.high, f.modifier, coalesce(f.source, f.outlet) AS source, c.sentence
FROM figure_series s
JOIN figures f ON f.category = s.category AND f.published_date IS NOT DISTINCT FROM s.date
LEFT JOIN entity_links p ON p.article_id = f.article_id AND p.entity_index = f.place_entity_index
JOIN counted c USING (figure_id)
WHERE s.conflict AND coalesce(p.name, f.place) IS NOT DISTINCT FROM s.place
    AND NOT f.negated AND f.certainty IN ('asserted', 'estimated') AND f.change = 'none'
ORDER BY s.date, s.place, s.category, f.value, f.figure_id;
