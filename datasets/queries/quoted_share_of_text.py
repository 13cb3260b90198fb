"""How much of an outlet's text is quotation?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    quoted = (
        table("quotes")
        .filter((pl.col("zone") == "body") & (pl.col("kind") != "indirect"))
        .group_by("article_id")
        .agg(quoted=pl.col("n_words").sum())
    )
    return (
        table("articles")
        .join(quoted, on="article_id", how="left")
        .group_by("outlet")
        .agg(articles=pl.len(), words=pl.col("n_words").sum(), quoted=pl.col("quoted").sum() / pl.col("n_words").sum())
        .filter(pl.col("words") > 0)
        .sort("articles", "outlet", descending=[True, False], nulls_last=True)
    )
