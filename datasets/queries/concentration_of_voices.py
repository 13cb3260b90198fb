"""How concentrated is quoting on few speakers (Herfindahl index of words, and the share of the top ten)?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    words = (
        table("quotes")
        .join(table("entity_links"), left_on=["article_id", "speaker_entity_index"], right_on=["article_id", "entity_index"])
        .group_by("outlet", "entity_id")
        .agg(words=pl.col("n_words").sum())
    )
    shares = words.with_columns(share=pl.col("words") / pl.col("words").sum().over("outlet"))
    return (
        shares.group_by("outlet")
        .agg(speakers=pl.len(), herfindahl=(pl.col("share") ** 2).sum(), top_ten=pl.col("share").top_k(10).sum())
        .sort("outlet", nulls_last=True)
    )
