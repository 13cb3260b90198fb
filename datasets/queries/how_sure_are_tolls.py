"""How sure are the articles of the casualties they report?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    return (
        table("figures")
        .filter(pl.col("category").str.starts_with("casualty."))
        .group_by("category", "certainty", "modifier")
        .agg(figures=pl.len())
        .sort("category", "figures", "certainty", "modifier", descending=[False, True, False, False])
    )
