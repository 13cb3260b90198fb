-- How much of its quoting does each outlet do word for word?
-- For newsroom data teams.
SELECT outlet, count(*) AS quotes, avg((kind = 'direct')::INT) AS direct, avg((kind = 'mixed')::INT) AS mixed,
       avg((kind = 'indirect')::INT) AS indirect
FROM quotes
WHERE outlet IS NOT NULL
GROUP BY outlet
ORDER BY quotes DESC, outlet;
