"""How did the reported toll of a place change from day to day?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    series = table("figure_series").filter(pl.all_horizontal(pl.col("place", "date", "mode").is_not_null()))
    return (
        series.sort("category", "place", "date")
        .with_columns(change=pl.col("mode").diff().over("category", "place"))
        .select("category", "place", "date", "low", "high", "mode", "change")
    )
