"""How much of its quoting does each outlet do word for word?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    share = lambda kind: (pl.col("kind") == kind).mean()
    return (
        table("quotes")
        .filter(pl.col("outlet").is_not_null())
        .group_by("outlet")
        .agg(quotes=pl.len(), direct=share("direct"), mixed=share("mixed"), indirect=share("indirect"))
        .sort("quotes", "outlet", descending=[True, False])
    )
