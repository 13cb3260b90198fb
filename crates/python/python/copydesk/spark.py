"""copydesk on Apache Spark: functions for ``DataFrame.mapInArrow``, and the tables of a run from one pass.

One table, one pass::

    articles = spark.read.json("articles/*.jsonl")
    quotes = articles.mapInArrow(copydesk.spark.quotes, copydesk.spark.schema("quotes"))
    quotes.write.parquet("tables/quotes")

All tables, one pass, and the rows are those of ``copydesk run``::

    tables = copydesk.spark.tables(articles, staging="tables/staging")
    for name, table in tables.items():
        table.write.parquet(f"tables/{name}")

Columns of the data frame are read as :func:`copydesk.extract_batches` reads them; ``functools.partial`` gives options, as in
``partial(copydesk.spark.quotes, map="text=story")``. A column ``input_uri`` names where a row was read, ``input_record`` its
position there; without them a row is one of ``partition-00000`` or another.

What no single row can tell is which article of a key came first. :func:`tables` finds out; ``mapInArrow`` alone keeps every
article, so give it data without duplicates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from . import Tables, extract_batches
from . import schema as table_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

__all__ = [
    "articles", "entities", "everything", "figures", "mentions", "nested_schema", "quotes", "rejects", "schema", "split", "tables"
]  # fmt: skip

#: Tables with rows of an article.
_OF_ARTICLES = ("mentions", "entities", "quotes", "figures")

#: Rows handed to Python at once hold whole articles: few, so that a worker needs little memory.
_ROWS = 2048


def schema(name: str) -> StructType:
    """The columns of a table as Spark's types: the second argument of ``mapInArrow``."""
    return _spark(_arrow(name))


def nested_schema() -> StructType:
    """The columns of what :func:`everything` gives."""
    return _spark(_nested())


def quotes(batches: Iterable[pa.RecordBatch], **options: Any) -> Iterator[pa.RecordBatch]:
    """Articles to rows of ``quotes``."""
    return _rows("quotes", batches, options)


def entities(batches: Iterable[pa.RecordBatch], **options: Any) -> Iterator[pa.RecordBatch]:
    """Articles to rows of ``entities``."""
    return _rows("entities", batches, options)


def mentions(batches: Iterable[pa.RecordBatch], **options: Any) -> Iterator[pa.RecordBatch]:
    """Articles to rows of ``mentions``."""
    return _rows("mentions", batches, options)


def figures(batches: Iterable[pa.RecordBatch], **options: Any) -> Iterator[pa.RecordBatch]:
    """Articles to rows of ``figures``."""
    return _rows("figures", batches, options)


def articles(batches: Iterable[pa.RecordBatch], **options: Any) -> Iterator[pa.RecordBatch]:
    """Articles as they come to rows of ``articles``."""
    return _rows("articles", batches, options)


def rejects(batches: Iterable[pa.RecordBatch], **options: Any) -> Iterator[pa.RecordBatch]:
    """Articles to rows of ``rejects``: those that are none."""
    return _rows("rejects", batches, options)


def everything(batches: Iterable[pa.RecordBatch], **options: Any) -> Iterator[pa.RecordBatch]:
    """Articles to one row each that holds its rows of all tables: a struct ``article``, lists of structs ``mentions``,
    ``entities``, ``quotes`` and ``figures``, and a struct ``reject`` where the record became no article. :func:`split`
    takes it apart."""
    for found in _extract(batches, options):
        yield from _nest(found)


def tables(articles: DataFrame, staging: str | None = None, **options: Any) -> dict[str, DataFrame]:
    """The six tables of the articles from one pass over them, with the rows that ``copydesk run`` writes; of several articles
    of a key the first by ``input_uri`` and ``input_record`` stands.

    :param articles: a row an article
    :param staging: where to write what the pass gives, as Parquet, before it is taken apart; without it, it is kept in
        memory and on the disks of the executors while the tables are written
    :param options: those of :func:`copydesk.extract_batches`
    """
    from pyspark import StorageLevel

    nested = articles.mapInArrow(partial(everything, **options), nested_schema())
    if staging is None:
        return split(nested.persist(StorageLevel.MEMORY_AND_DISK))
    nested.write.parquet(staging)
    return split(articles.sparkSession.read.schema(nested_schema()).parquet(staging))


def split(nested: DataFrame) -> dict[str, DataFrame]:
    """What :func:`everything` gave, as tables without duplicates."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    place = ["input_uri", "input_record"]
    key = nested.where("article IS NOT NULL").select(*(f.col(f"article.{c}") for c in ["article_id", *place]))
    first = Window.partitionBy("article_id").orderBy(*place)
    again = key.withColumn("nth", f.row_number().over(first)).where("nth > 1").select(*place, f.lit(True).alias("again"))
    # Few articles come again: where they are, every executor can know.
    same = [f.col(f"article.{c}") == f.col(f"again.{c}") for c in place]
    marked = nested.join(f.broadcast(again).alias("again"), same, "left")
    once = marked.where("again IS NULL")
    rejects = nested.where("reject IS NOT NULL").select("reject.*")
    duplicates = marked.where("again").selectExpr(
        "article.input_uri",
        "article.input_record",
        "article.input_offset",
        "'parse' AS stage",
        "'duplicate_id' AS reason",
        "concat('an article with key ', article.article_key, ' came before') AS detail",
        "article.url",
        "CAST(octet_length(article.text) AS BIGINT) AS n_bytes",
    )
    return {
        "articles": once.where("article IS NOT NULL").select("article.*"),
        **{name: once.select(f.inline(name)) for name in _OF_ARTICLES},
        "rejects": rejects.union(duplicates),
    }


def _rows(name: str, batches: Iterable[pa.RecordBatch], options: dict[str, Any]) -> Iterator[pa.RecordBatch]:
    for found in _extract(batches, options):
        yield from pa.table(getattr(found, name)).to_batches()


def _extract(batches: Iterable[pa.RecordBatch], options: dict[str, Any]) -> Iterator[Tables]:
    """The tables of each batch. One thread: Spark gives every core a partition."""
    from pyspark import TaskContext

    context = TaskContext.get()
    options = {"input_uri": f"partition-{context.partitionId() if context else 0:05}", "threads": 1, **options}
    record = 0
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS):
            some = batch.slice(start, _ROWS)
            yield extract_batches(some, keep_duplicates=True, first_record=record, **options)
            record += some.num_rows


def _nest(found: Tables) -> Iterator[pa.RecordBatch]:
    """One batch of articles, one of rejects. Rows of a table stand in the order of the articles, and an article says how many
    of them are its own."""
    import numpy as np

    batches = {name: pa.record_batch(getattr(found, name)) for name in ("articles", *_OF_ARTICLES, "rejects")}
    article, reject = _struct(batches["articles"]), _struct(batches["rejects"])
    nested = _nested()

    def ends(counts: pa.Array) -> Any:
        return np.concatenate([[0], np.cumsum(counts.to_numpy())]).astype(np.int32)

    offsets = {name: ends(batches["articles"].column(f"n_{name}")) for name in ("entities", "quotes", "figures")}
    offsets["mentions"] = ends(batches["entities"].column("n_mentions"))[offsets["entities"]]
    lists = [_lists(nested.field(name).type, offsets[name], _struct(batches[name])) for name in _OF_ARTICLES]
    yield pa.record_batch([article, *lists, pa.nulls(len(article), reject.type)], schema=nested)
    nothing = np.zeros(len(reject) + 1, dtype=np.int32)
    lists = [_lists(nested.field(name).type, nothing, _struct(batches[name].slice(0, 0))) for name in _OF_ARTICLES]
    yield pa.record_batch([pa.nulls(len(reject), article.type), *lists, reject], schema=nested)


def _struct(batch: pa.RecordBatch) -> pa.StructArray:
    return pa.StructArray.from_arrays(batch.columns, fields=list(batch.schema))


def _lists(kind: pa.ListType, offsets: Any, rows: pa.StructArray) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(offsets), rows, type=kind)


def _arrow(name: str) -> pa.Schema:
    return pa.table(table_of(name)).schema


def _nested() -> pa.Schema:
    def struct(name: str) -> pa.DataType:
        return pa.struct(list(_arrow(name)))

    return pa.schema(
        [
            ("article", struct("articles")),
            *((name, pa.list_(pa.field("item", struct(name), nullable=False))) for name in _OF_ARTICLES),
            ("reject", struct("rejects")),
        ]
    )


def _spark(arrow: pa.Schema) -> StructType:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(arrow, prefer_timestamp_ntz=True)
