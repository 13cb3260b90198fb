"""For every row, in both units, the slice of the text is the row's text."""

import duckdb
import polars

ZONED = "CASE {t}.zone WHEN 'title' THEN a.title ELSE a.text END"
FROM = "FROM read_parquet('{run}/{table}/*.parquet') t JOIN read_parquet('{run}/articles/*.parquet') a USING (article_id)"


def wrong(finished, table, condition):
    zoned = ZONED.format(t="t")
    query = f"SELECT t.* {FROM.format(run=finished.path, table=table)} WHERE NOT coalesce({condition.replace('ZONE', zoned)}, false)"
    return duckdb.sql(query).limit(5).fetchall()


def test_mentions_and_figures_in_sql(finished):
    for table in ("mentions", "figures"):
        assert wrong(finished, table, "substring(ZONE, t.char_start + 1, t.char_end - t.char_start) = t.text") == []


def test_quotes_of_one_part_in_sql(finished):
    condition = "len(t.parts) > 1 OR substring(ZONE, t.char_start + 1, t.char_end - t.char_start) = t.text"
    assert wrong(finished, "quotes", condition) == []


def test_parts_of_quotes_in_sql(finished):
    """The parts, joined by one space, are the text; and the span is their hull."""
    joined = "array_to_string(list_transform(t.parts, lambda p: substring(ZONE, p.char_start + 1, p.char_end - p.char_start)), ' ')"
    assert wrong(finished, "quotes", f"{joined} = t.text") == []
    for unit in ("char", "byte"):
        assert wrong(finished, "quotes", f"t.parts[1].{unit}_start = t.{unit}_start") == []
        assert wrong(finished, "quotes", f"t.parts[-1].{unit}_end = t.{unit}_end") == []


def test_cues_and_speakers_in_sql(finished):
    for words, start, end in (
        ("cue", "cue_char_start", "cue_char_end"),
        ("speaker_mention", "speaker_char_start", "speaker_char_end"),
    ):
        slice_ = f"substring(ZONE, t.{start} + 1, t.{end} - t.{start})"
        assert wrong(finished, "quotes", f"(t.{words} IS NULL AND t.{start} IS NULL) OR {slice_} = t.{words}") == []


def test_the_evidence_holds_its_row(finished):
    """Of figures the sentence holds the figure, of quotes the sentences hold content, cue and speaker."""
    holds = "t.sentence_char_start <= {0} AND {1} <= t.sentence_char_end AND t.sentence_char_end <= length(ZONE)"
    assert wrong(finished, "figures", holds.format("t.char_start", "t.char_end")) == []
    assert wrong(finished, "quotes", holds.format("t.char_start", "t.char_end")) == []
    assert wrong(finished, "quotes", "t.cue IS NULL OR " + holds.format("t.cue_char_start", "t.cue_char_end")) == []
    assert wrong(finished, "quotes", "t.speaker_mention IS NULL OR " + holds.format("t.speaker_char_start", "t.speaker_char_end")) == []


def test_slices_in_polars(finished):
    articles = polars.scan_parquet(f"{finished.path}/articles/*.parquet").select("article_id", "title", article_text="text")
    for table in ("mentions", "figures", "quotes"):
        rows = polars.scan_parquet(f"{finished.path}/{table}/*.parquet").join(articles, on="article_id")
        zone = polars.when(polars.col("zone") == "title").then("title").otherwise("article_text")
        sliced = zone.str.slice(polars.col("char_start"), polars.col("char_end") - polars.col("char_start"))
        rows = rows.with_columns(sliced=sliced)
        if table == "quotes":
            rows = rows.filter(polars.col("parts").list.len() == 1)
        assert rows.filter(polars.col("sliced").ne_missing(polars.col("text"))).collect().is_empty()


def test_slices_of_bytes(finished):
    texts = {key: text.encode() for key, text in finished.texts().items() if text is not None}
    for table in ("mentions", "figures", "quotes"):
        for row in finished.rows(table):
            text = texts[row["article_id"], row["zone"]]
            parts = row.get("parts") or [row]
            assert b" ".join(text[p["byte_start"] : p["byte_end"]] for p in parts) == row["text"].encode(), row


def test_an_article_counts_its_own_text(finished):
    for row in finished.rows("articles"):
        assert row["n_chars"] == len(row["text"])
        assert row["text"].strip(), "an article without a body is a reject"
        assert "\r" not in row["text"]
