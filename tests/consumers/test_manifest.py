"""The manifest says what is there, and what it says adds up."""

import json

import pyarrow.parquet
import pytest
import xxhash
from conftest import copydesk
from contract import AGGREGATES, TABLES


@pytest.fixture
def manifest(finished):
    return json.loads((finished.path / "manifest.json").read_text())


def test_records_are_articles_and_rejects(finished, manifest):
    counts = manifest["counts"]
    assert counts["records"] == counts["articles"] + sum(counts["rejects"].values())
    assert counts["articles"] == finished.table("articles").num_rows
    reasons = finished.table("rejects")["reason"].value_counts().to_pylist()
    assert counts["rejects"] == {r["values"]: r["counts"] for r in reasons}


def test_counts_are_the_sums_of_the_shards(manifest):
    for key in ("records", "articles", "words", "text_bytes", "record_bytes"):
        assert manifest["counts"][key] == sum(shard["counts"][key] for shard in manifest["shards"])


def test_rows_are_counted_by_table(finished, manifest):
    assert {t: n for t, n in manifest["counts"]["rows"].items() if t in TABLES} == {t: finished.table(t).num_rows for t in TABLES}


def test_every_file_is_as_listed_and_no_other_is_there(finished, manifest):
    files = [file for shard in manifest["shards"] for file in shard["files"]] + manifest["aggregates"]
    listed = {file["path"]: file for file in files}
    there = {str(p.relative_to(finished.path)) for p in finished.path.glob("*/*") if p.parent.name != ".copydesk"}
    assert there == set(listed)
    assert {path.split("/")[0] for path in listed} == {*TABLES, *AGGREGATES}
    for path, file in listed.items():
        data = (finished.path / path).read_bytes()
        assert len(data) == file["bytes"], path
        assert xxhash.xxh3_128_hexdigest(data) == file["digest"], path
        assert pyarrow.parquet.read_metadata(finished.path / path).num_rows == file["rows"], path


def test_verify_agrees(finished):
    assert "as its manifest says" in copydesk("verify", finished.path)
