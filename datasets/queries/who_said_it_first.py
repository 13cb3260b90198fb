"""Of utterances in several stories: where was each quoted first, and how far did it go?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    first = table("quotes").select(first_quote_id="quote_id", first_outlet="outlet")
    return (
        table("quote_clusters")
        .filter(pl.col("n_independent") >= 2)
        .join(first, on="first_quote_id")
        .sort("n_independent", "n_outlets", "cluster_id", descending=[True, True, False])
        .select("text", "speaker", "first_outlet", "first_date", "n_outlets", "n_independent")
        .head(100)
    )
