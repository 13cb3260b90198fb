-- What share of quotes comes from sources left unnamed, by outlet and month?
-- For social scientists.
SELECT outlet, date_trunc('month', published_date)::DATE AS month, count(*) AS quotes,
       avg((speaker_kind = 'anonymous')::INT) AS anonymous
FROM quotes
WHERE speaker_kind <> 'none'
GROUP BY ALL
ORDER BY outlet NULLS LAST, month NULLS LAST;
