-- How did the reported toll of a place change from day to day?
-- For conflict researchers.
SELECT category, place, date, low, high, mode, mode - lag(mode) OVER days AS change
FROM figure_series
WHERE place IS NOT NULL AND date IS NOT NULL AND mode IS NOT NULL
WINDOW days AS (PARTITION BY category, place ORDER BY date)
ORDER BY category, place, date;
