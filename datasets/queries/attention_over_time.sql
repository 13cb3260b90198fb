-- How often were the ten most mentioned people named, day by day, and on average of seven days?
-- For media monitoring.
WITH most AS (
    SELECT entity_id
    FROM entity_days
    WHERE type = 'person'
    GROUP BY entity_id
    ORDER BY sum(n_mentions) DESC, entity_id
    LIMIT 10
)
SELECT name, date, n_articles, n_mentions,
       avg(n_mentions) OVER (PARTITION BY entity_id ORDER BY date RANGE BETWEEN INTERVAL 6 DAY PRECEDING AND CURRENT ROW) AS mean_of_seven_days
FROM entity_days
SEMI JOIN most USING (entity_id)
WHERE date IS NOT NULL
ORDER BY name, date;
