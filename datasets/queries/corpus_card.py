"""What is in the corpus: articles, words, quotes, entities and figures by language and year, with and without copies?

With tables of a run: `table(name)` scans `DIR/<name>/*.parquet`.
"""

import polars as pl


def answer(table):
    words, head = pl.col("n_words"), pl.col("is_head")
    return (
        table("articles")
        .join(table("duplicates"), on="article_id")
        .group_by("lang", year=pl.col("published_date").dt.year())
        .agg(
            articles=pl.len(),
            stories=head.sum(),
            words=words.sum(),
            words_of_stories=words.filter(head).sum(),
            quotes=pl.col("n_quotes").sum(),
            entities=pl.col("n_entities").sum(),
            figures=pl.col("n_figures").sum(),
        )
        .sort("lang", "year", nulls_last=True)
    )
