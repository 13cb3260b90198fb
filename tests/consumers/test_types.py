"""Every reader sees every column with the type that is meant."""

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet
import pytest
from contract import AGGREGATES, TABLES, columns

EVERY = [*TABLES, *AGGREGATES]
SPAN_PART = ["char_start", "char_end", "byte_start", "byte_end"]

ARROW = {
    "i64": pa.int64(),
    "i32": pa.int32(),
    "f64": pa.float64(),
    "f32": pa.float32(),
    "bool": pa.bool_(),
    "str": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "strs": pa.list_(pa.string()),
    "parts": pa.list_(pa.struct([(name, pa.int32()) for name in SPAN_PART])),
}
DUCKDB = {
    "i64": "BIGINT",
    "i32": "INTEGER",
    "f64": "DOUBLE",
    "f32": "FLOAT",
    "bool": "BOOLEAN",
    "str": "VARCHAR",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "strs": "VARCHAR[]",
    "parts": "STRUCT(" + ", ".join(f"{name} INTEGER" for name in SPAN_PART) + ")[]",
}
POLARS = {
    "i64": polars.Int64,
    "i32": polars.Int32,
    "f64": polars.Float64,
    "f32": polars.Float32,
    "bool": polars.Boolean,
    "str": polars.String,
    "date": polars.Date,
    "timestamp": polars.Datetime("us"),
    "strs": polars.List(polars.String),
    "parts": polars.List(polars.Struct(dict.fromkeys(SPAN_PART, polars.Int32))),
}


def plain(kind):
    """An Arrow type without the names and nullability of list items."""
    if pa.types.is_list(kind):
        return pa.list_(plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, plain(field.type)) for field in kind])
    return kind


def those_of_the_contract(found, table):
    """Further columns may stand among those that the contract names."""
    names = {c.name for c in columns(table)}
    return [column for column in found if column[0] in names]


@pytest.mark.parametrize("table", EVERY)
def test_arrow_types(articles_run, table):
    for part in articles_run.parts(table):
        found = those_of_the_contract([(f.name, plain(f.type)) for f in pa.parquet.read_schema(part)], table)
        assert found == [(c.name, ARROW[c.type]) for c in columns(table)]


@pytest.mark.parametrize("table", EVERY)
def test_nullability(articles_run, table):
    for part in articles_run.parts(table):
        nullable = {f.name: f.nullable for f in pa.parquet.read_schema(part)}
        for column in columns(table):
            if table in TABLES or not column.nullable:
                assert nullable[column.name] == column.nullable, column


@pytest.mark.parametrize("table", EVERY)
def test_no_type_that_a_reader_takes_for_another(articles_run, table):
    """Unsigned integers, dictionaries and zoned times."""
    for field in pa.parquet.read_schema(articles_run.parts(table)[0]):
        kind = field.type
        assert not pa.types.is_unsigned_integer(kind) and not pa.types.is_dictionary(kind), field
        assert not (pa.types.is_timestamp(kind) and kind.tz), field


@pytest.mark.parametrize("table", EVERY)
def test_duckdb_types(articles_run, table):
    described = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [f"{articles_run.path}/{table}/*.parquet"]).fetchall()
    found = those_of_the_contract([(row[0], row[1].replace('"', "")) for row in described], table)
    assert found == [(c.name, DUCKDB[c.type]) for c in columns(table)]


@pytest.mark.parametrize("table", EVERY)
def test_polars_types(articles_run, table):
    schema = polars.scan_parquet(f"{articles_run.path}/{table}/*.parquet").collect_schema()
    found = those_of_the_contract(schema.items(), table)
    assert found == [(c.name, POLARS[c.type]) for c in columns(table)]


@pytest.mark.parametrize("table", EVERY)
def test_a_column_that_is_never_null_is_never_null(finished, table):
    rows = finished.table(table)
    for column in columns(table):
        if not column.nullable:
            assert rows[column.name].null_count == 0, column.name
