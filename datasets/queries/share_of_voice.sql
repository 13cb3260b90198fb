-- Which organizations had what share of all mentions of organizations in each month?
-- For media monitoring.
WITH months AS (
    SELECT date_trunc('month', date)::DATE AS month, entity_id, any_value(name) AS name, sum(n_mentions)::BIGINT AS mentions
    FROM entity_days
    WHERE type = 'organization' AND date IS NOT NULL
    GROUP BY ALL
)
SELECT month, name, mentions, mentions / sum(mentions) OVER (PARTITION BY month) AS share
FROM months
QUALIFY row_number() OVER (PARTITION BY month ORDER BY mentions DESC, name, entity_id) <= 10
ORDER BY month, mentions DESC, name;
