"""Who is named together more often than chance would have it?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    return (
        table("cooccurrence")
        .filter((pl.col("n_articles") >= 3) & (pl.col("npmi") > 0.2))
        .select("a_name", "b_name", "n_articles", "npmi")
        .sort("npmi", "n_articles", "a_name", "b_name", descending=[True, True, False, False])
        .head(200)
    )
