-- Who speaks for whom, and how often?
-- For media monitoring.
SELECT speaker, speaker_role, count(*) AS quotes, count(DISTINCT outlet) AS outlets
FROM said_across
WHERE lower(speaker_role) LIKE '%spokes%' AND speaker IS NOT NULL
GROUP BY speaker, speaker_role
ORDER BY quotes DESC, speaker, speaker_role
LIMIT 50;
