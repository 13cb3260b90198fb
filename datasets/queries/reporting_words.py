"""With what kinds of words are people, organizations and unnamed sources reported?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    return (
        table("quotes")
        .filter((pl.col("speaker_kind") != "none") & (pl.col("cue_class") != "none"))
        .group_by("speaker_kind", "cue_class")
        .agg(quotes=pl.len())
        .with_columns(share=pl.col("quotes") / pl.col("quotes").sum().over("speaker_kind"))
        .sort("speaker_kind", "quotes", "cue_class", descending=[False, True, False])
    )
