"""Who is named in many articles but never quoted?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    return (
        table("entity_links")
        .filter(pl.col("type") == "person")
        .join(table("speakers"), on="entity_id", how="anti")
        .group_by("entity_id")
        .agg(name=pl.col("name").first(), articles=pl.col("article_id").n_unique())
        .sort("articles", "name", descending=[True, False])
        .select("name", "articles")
        .head(50)
    )
