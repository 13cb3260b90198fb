-- What share of the records of each domain became no article, and why most often?
-- For language-model data teams.
WITH records AS (
    SELECT coalesce(domain, 'unknown') AS domain, NULL AS reason FROM articles
    UNION ALL
    SELECT coalesce(regexp_extract(url, '^[a-z]+://(?:www\.)?([^/:]+)', 1), 'unknown'), reason FROM rejects
)
SELECT domain, count(*) AS records, count(reason) AS rejects, count(reason) / count(*) AS rate, mode(reason) AS reason
FROM records
GROUP BY domain
ORDER BY rejects DESC, records DESC, domain
LIMIT 200;
