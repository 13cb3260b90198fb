"""Quotes, entities and figures from news articles.

One text:

>>> import copydesk
>>> found = copydesk.extract("“We counted 12 boats,” Harbour Master Ines Okafor said on Monday.")
>>> [(quote["speaker"], quote["text"]) for quote in found.quotes]
[('Ines Okafor', 'We counted 12 boats')]

Many, as Arrow tables from anywhere to anywhere: :func:`extract_batches`. A corpus of files, as a directory of tables:
:func:`run`. More than one machine: :func:`merge` and :mod:`copydesk.spark`.

Columns are those of ``copydesk schema`` (docs/tables.md); offsets in ``char_start`` and ``char_end`` index Python strings.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Union

from . import _copydesk
from ._copydesk import Table, Tables, __version__, schema
from .errors import DamagedError, Error, InputError, OutputError, RefusedError, UsageError

__all__ = [
    "DamagedError",
    "Error",
    "Extraction",
    "InputError",
    "OutputError",
    "RefusedError",
    "Table",
    "Tables",
    "UsageError",
    "__version__",
    "extract",
    "extract_batches",
    "merge",
    "run",
    "schema",
]

#: A row: column to value.
Row = dict[str, Any]
PathLike = Union[str, "os.PathLike[str]"]
#: Bytes of input read, bytes of input in all (None where unknown), articles done.
Progress = Callable[[int, "int | None", int], object]


@dataclass(frozen=True)
class Extraction:
    """What was found in one text: rows as dictionaries, with the columns of the tables of the same names."""

    article: Row
    quotes: list[Row]
    entities: list[Row]
    mentions: list[Row]
    figures: list[Row]


def extract(text: str, title: str | None = None) -> Extraction:
    """Quotes, entities and figures of one text, taken as it is given: every offset counts in ``text`` (in ``title``
    where ``zone`` is ``title``).

    Unlike :func:`run` and :func:`extract_batches` this cuts off no boilerplate and asks for no language. The row of the
    article has nothing but what text and title say.

    >>> text = "At least 12 people were killed in Port Amsel, the Coast Guard said."
    >>> found = copydesk.extract(text, title="Storm closes the pier")
    >>> figure = found.figures[0]
    >>> figure["category"], figure["modifier"], figure["value"]
    ('casualty.killed', 'at_least', 12.0)
    >>> text[figure["char_start"]:figure["char_end"]] == figure["text"]
    True

    :param text: the body of an article; any string without lone surrogates
    :param title: its headline
    """
    rows = _copydesk.extract(text, title)
    return Extraction(rows["articles"][0], *(rows[name] for name in ("quotes", "entities", "mentions", "figures")))


def extract_batches(
    batches: Any,
    *,
    map: str | dict[str, str] | None = None,
    keep_language: bool = False,
    keep_duplicates: bool = False,
    input_uri: str = "batches",
    first_record: int = 0,
    threads: int | None = None,
) -> Tables:
    """The tables of articles that come as Arrow data: a pyarrow table, record batch or reader, a polars data frame, a
    DuckDB relation, anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``, or an iterable of these.

    Rows are read as ``copydesk run`` reads those of a Parquet file: a column ``text`` (or ``body``, ``content``, …) is
    needed; ``title``, ``url``, ``date``, ``author``, ``source``, ``id``, ``section`` and ``language`` are taken where they
    are. What becomes no article is a row of ``rejects``. The work is done on all cores, without Python's lock, and the
    tables are handed over without being copied.

    >>> import pyarrow as pa
    >>> articles = pa.table({"id": ["a", "b"], "text": ["It rained on Monday, said Ana Ruiz.", ""]})
    >>> tables = copydesk.extract_batches(articles)
    >>> tables.quotes
    <copydesk.Table quotes: 1 rows>
    >>> pa.table(tables.quotes).column("speaker").to_pylist()
    ['Ana Ruiz']
    >>> pa.table(tables.rejects).column("reason").to_pylist()
    ['no_text']

    A stream of any length is read a batch at a time: call it for each batch, and count the records on.

    :param batches: the articles
    :param map: which column holds what, where the names are not the usual ones: ``{"text": "story"}`` or ``"text=story"``
    :param keep_language: keep articles that are not in English
    :param keep_duplicates: leave the second article of a key an article, instead of a reject
    :param input_uri: name of the input in the tables, for rows that have no column ``input_uri``
    :param first_record: number of the first row, for rows that have no column ``input_record``
    :param threads: how many; all cores
    :raises UsageError: if no column holds a text
    """
    return _copydesk.extract_batches(
        batches, _map(map), keep_language, keep_duplicates, input_uri, first_record, threads
    )


def run(
    inputs: PathLike | Iterable[PathLike],
    out: PathLike,
    *,
    threads: int | None = None,
    map: str | dict[str, str] | None = None,
    limit: int | None = None,
    keep_language: bool = False,
    repair: bool = False,
    aggregates: bool = True,
    overwrite: bool = False,
    format: str = "parquet",
    shard_mib: int | None = None,
    shard: str | None = None,
    config: PathLike | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Reads articles, extracts, writes a run directory of tables: ``copydesk run``. Gives its manifest.

    >>> import os, pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Prices rose 4 percent, the Bank of Nordmark said on Friday.")
    >>> manifest = copydesk.run(folder / "a.txt", folder / "tables")
    >>> manifest["counts"]["articles"], manifest["counts"]["rows"]["quotes"]
    (1, 1)
    >>> sorted(os.listdir(folder / "tables" / "quotes"))
    ['part-00000.parquet']

    A run that was stopped (Ctrl-C, an exception in ``progress``, a crash) goes on where it stopped when it is called again.

    :param inputs: files, directories or globs: text, HTML, JSONL, JSON, CSV, TSV, Parquet, WARC, plain or compressed
    :param out: directory for the tables; made if it is not there
    :param threads: how many; all cores
    :param map: which field holds what in JSON, CSV and Parquet: ``{"text": "story"}`` or ``"text=story"``
    :param limit: stop after this many records
    :param keep_language: keep articles that are not in English
    :param repair: undo damage in plain text where it is certain; offsets then point into the repaired text
    :param aggregates: write the tables of the whole corpus too
    :param overwrite: remove the run that is there
    :param format: ``parquet`` or ``jsonl``
    :param shard_mib: MiB of raw records in a shard, the unit of resuming; 64
    :param shard: ``"3/16"`` does share 3 of 16 only; :func:`merge` unites them
    :param config: a settings file like ``copydesk.toml``; none
    :param progress: is called some times a second, on this thread, with the bytes of input read, the bytes of all input
        (None where unknown) and the number of articles; an exception in it ends the run
    :raises InputError: if an input is missing or cannot be opened
    :raises RefusedError: if ``out`` holds another run
    """
    inputs = [inputs] if isinstance(inputs, (str, os.PathLike)) else inputs
    manifest = _copydesk.run(
        [os.fspath(path) for path in inputs],
        os.fspath(out),
        threads,
        _map(map),
        limit,
        keep_language,
        repair,
        aggregates,
        overwrite,
        format,
        shard_mib,
        shard,
        None if config is None else os.fspath(config),
        progress,
    )
    return json.loads(manifest)


def merge(
    dirs: Iterable[PathLike], out: PathLike, *, aggregates: bool = True, overwrite: bool = False
) -> dict[str, Any]:
    """Unites the shares of a run in one directory, byte for byte the run in one piece: ``copydesk merge``.

    :param dirs: the directories of all shares of one run, in any order
    :param out: directory for the whole run
    :param aggregates: write the tables of the whole corpus too
    :param overwrite: remove the run that is there
    :raises InputError: if a share is missing
    :raises RefusedError: if the directories are shares of different runs
    """
    return json.loads(_copydesk.merge([os.fspath(path) for path in dirs], os.fspath(out), aggregates, overwrite))


def _map(map: str | dict[str, str] | None) -> str | None:
    return ",".join(f"{field}={name}" for field, name in map.items()) if isinstance(map, dict) else map
