"""The compiled half of the package; use it through :mod:`copydesk`."""

from collections.abc import Callable
from typing import Any

__version__: str

class Table:
    """Rows of one table. Any library that reads Arrow takes it as it is, without copying: ``pyarrow.table(t)``,
    ``polars.DataFrame(t)``, ``duckdb.sql("FROM t")``."""

    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> list[str]: ...
    def to_dicts(self) -> list[dict[str, Any]]: ...
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class Tables:
    """The six tables of some articles, as ``copydesk run`` writes them."""

    @property
    def articles(self) -> Table: ...
    @property
    def mentions(self) -> Table: ...
    @property
    def entities(self) -> Table: ...
    @property
    def quotes(self) -> Table: ...
    @property
    def figures(self) -> Table: ...
    @property
    def rejects(self) -> Table: ...

def schema(name: str) -> Table: ...
def extract(text: str, title: str | None) -> dict[str, list[dict[str, Any]]]: ...
def extract_batches(
    batches: object,
    map: str | None,
    keep_language: bool,
    keep_duplicates: bool,
    input_uri: str,
    first_record: int,
    threads: int | None,
) -> Tables: ...
def run(
    inputs: list[str],
    out: str,
    threads: int | None,
    map: str | None,
    limit: int | None,
    keep_language: bool,
    repair: bool,
    aggregates: bool,
    overwrite: bool,
    format: str,
    shard_mib: int | None,
    shard: str | None,
    config: str | None,
    progress: Callable[[int, int | None, int], object] | None,
) -> str: ...
def merge(dirs: list[str], out: str, aggregates: bool, overwrite: bool) -> str: ...
