"""JSON lines hold what Parquet holds."""

import json
import struct

import pytest
from conftest import run
from contract import TABLES


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    return run(tmp_path_factory.mktemp("lines"), ["datasets/articles"], None, "--format", "jsonl").path


def single(x):
    """A number as a 32-bit float reads it."""
    return struct.unpack("f", struct.pack("f", x))[0]


def as_json(value):
    if isinstance(value, (bool, int, float, str)) or value is None:
        return value
    if isinstance(value, list):
        return [as_json(v) for v in value]
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    return str(value)  # days and moments


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_equal(articles_run, lines, table):
    parts = sorted((lines / table).glob("*.jsonl"))
    found = [json.loads(line) for part in parts for line in part.read_text("utf-8").splitlines()]
    types = articles_run.table(table).schema
    expected = [as_json(row) for row in articles_run.rows(table)]
    for row in found:
        for name, value in row.items():
            if isinstance(value, (int, float)) and types.field(name).type == "float":
                row[name] = single(value)
    assert found == expected
