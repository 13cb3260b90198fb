"""Who is quoted most in each outlet, and with what share of the words it quotes?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    said = (
        table("quotes")
        .join(table("entity_links"), left_on=["article_id", "speaker_entity_index"], right_on=["article_id", "entity_index"], how="left")
        .with_columns(speaker=pl.coalesce("name", "speaker"))
        .filter((pl.col("speaker_kind") != "anonymous") & pl.col("speaker").is_not_null() & pl.col("outlet").is_not_null())
    )
    words = said.group_by("outlet", "speaker").agg(quotes=pl.len(), words=pl.col("n_words").sum())
    return (
        words.with_columns(share=pl.col("words") / pl.col("words").sum().over("outlet"))
        .sort("outlet", "words", "speaker", descending=[False, True, False])
        .group_by("outlet", maintain_order=True)
        .head(5)
    )
