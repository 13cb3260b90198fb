-- Casualties by category, place and day. A figure bounds the true number from below, from above, or both. Two reports cannot
-- both hold where one's lower bound lies above the other's upper bound. That they speak of the same needs evidence: one place
-- and day, one counted noun, two sources (one source that gives two numbers tells of two events), and no part of a whole.
-- The four children among the dead are no lowest number of the dead: parts count as figures, and bound nothing.
WITH said AS (
    SELECT f.category, coalesce(p.name, f.place) AS place, f.published_date AS date, f.value, f.modifier,
           coalesce(f.low, f.value) AS lower, coalesce(f.high, f.value) AS upper, f.low, f.high,
           coalesce(s.name, f.source, f.outlet, d.cluster_id::VARCHAR) AS source, coalesce(f.counted, '') AS counted, f.rule
    FROM figures f
    JOIN duplicates d USING (article_id)
    LEFT JOIN entity_links p ON p.article_id = f.article_id AND p.entity_index = f.place_entity_index
    LEFT JOIN entity_links s ON s.article_id = f.article_id AND s.entity_index = f.source_entity_index
    WHERE f.category LIKE 'casualty.%' AND NOT f.negated AND f.certainty IN ('asserted', 'estimated') AND f.change = 'none'
),
bounded AS (
    SELECT *,
           CASE modifier
               WHEN 'at_most' THEN NULL WHEN 'up_to' THEN NULL WHEN 'less_than' THEN NULL WHEN 'vague' THEN low
               WHEN 'more_than' THEN lower * (1 + 1e-9::DOUBLE)
               WHEN 'about' THEN lower * (1 - 0.1::DOUBLE) WHEN 'nearly' THEN lower * (1 - 0.1::DOUBLE)
               ELSE lower END AS at_least,
           CASE modifier
               WHEN 'at_least' THEN NULL WHEN 'more_than' THEN NULL WHEN 'vague' THEN high
               WHEN 'less_than' THEN upper * (1 - 1e-9::DOUBLE)
               WHEN 'about' THEN upper * (1 + 0.1::DOUBLE)
               ELSE upper END AS at_most
    FROM said
),
by_source AS (
    SELECT category, place, date, counted, source, max(at_least) AS at_least, min(at_most) AS at_most
    FROM bounded
    WHERE place IS NOT NULL AND rule <> 'part'
    GROUP BY ALL
),
conflicts AS (
    SELECT DISTINCT a.category, a.place, a.date
    FROM by_source a
    JOIN by_source b ON a.category = b.category AND a.place = b.place AND a.date IS NOT DISTINCT FROM b.date
        AND a.counted = b.counted AND a.source <> b.source AND a.at_least > b.at_most
),
modes AS (
    SELECT category, place, date, value AS mode
    FROM (SELECT category, place, date, value, count(*) AS n FROM said WHERE value IS NOT NULL AND rule <> 'part' GROUP BY ALL)
    QUALIFY row_number() OVER (PARTITION BY category, place, date ORDER BY n DESC, value DESC) = 1
),
series AS (
    SELECT category, place, date, min(coalesce(low, value, high)) FILTER (WHERE rule <> 'part') AS low,
           max(coalesce(high, value, low)) FILTER (WHERE rule <> 'part') AS high, count(*) AS n_figures, count(DISTINCT source) AS n_sources
    FROM bounded
    GROUP BY category, place, date
)
SELECT series.category, series.place, series.date, series.low, series.high, modes.mode, n_figures, n_sources,
       conflicts.category IS NOT NULL AS conflict
FROM series
LEFT JOIN conflicts ON conflicts.category = series.category
    AND conflicts.place = series.place AND conflicts.date IS NOT DISTINCT FROM series.date
LEFT JOIN modes ON modes.category = series.category
    AND modes.place IS NOT DISTINCT FROM series.place AND modes.date IS NOT DISTINCT FROM series.date
ORDER BY series.category, series.place NULLS FIRST, series.date NULLS FIRST;
