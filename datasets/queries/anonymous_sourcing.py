"""What share of quotes comes from sources left unnamed, by outlet and month?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    return (
        table("quotes")
        .filter(pl.col("speaker_kind") != "none")
        .group_by("outlet", month=pl.col("published_date").dt.truncate("1mo"))
        .agg(quotes=pl.len(), anonymous=(pl.col("speaker_kind") == "anonymous").mean())
        .sort("outlet", "month", nulls_last=True)
    )
