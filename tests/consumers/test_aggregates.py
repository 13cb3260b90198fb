"""Tables across articles: each equals its statement in SQL, row for row, and none depends on the order of anything."""

import hashlib
import math
import os
import subprocess
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Run, program

QUERIES = ROOT / "datasets/queries/aggregates"
COUNTED = ["quote_clusters", "speakers", "entity_days", "cooccurrence", "figure_series"]
LINKS = ["duplicates", "entity_links", "quote_variants"]


def synthetic(out, *arguments):
    """A run over an invented corpus, whose tables are full."""
    made = program().parent / "examples/synthetic_run"
    if not made.exists():
        pytest.skip("no synthetic_run: cargo build --release --workspace --example synthetic_run")
    subprocess.run([made, out, *map(str, arguments)], check=True, capture_output=True)
    return Run(out)


def database(run):
    connection = duckdb.connect()
    before = os.getcwd()
    os.chdir(run.path)
    try:
        connection.execute((run.path / "views.sql").read_text())
    finally:
        os.chdir(before)
    return connection


def same(a, b):
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-6)
    return a == b


def compare(run):
    connection = database(run)
    rows = {}
    for table in COUNTED:
        expected = connection.execute((QUERIES / f"{table}.sql").read_text()).fetchall()
        found = connection.execute(f"SELECT * FROM '{run.path}/{table}/*.parquet'").fetchall()
        assert len(found) == len(expected), f"{table}: {len(found)} rows, in SQL {len(expected)}"
        for a, b in zip(found, expected):
            assert all(map(same, a, b)), f"{table}:\n  {a}\n  in SQL\n  {b}"
        rows[table] = len(found)
    assert connection.execute((QUERIES / "linked.sql").read_text()).fetchall() == []
    return rows


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    return synthetic(tmp_path_factory.mktemp("invented") / "run", 3000, 1, 400)


def test_an_invented_corpus_equals_its_sql(invented):
    rows = compare(invented)
    assert all(n > 50 for n in rows.values()), rows


def test_real_articles_equal_their_sql(finished):
    compare(finished)


def digests(run):
    return {
        table: hashlib.sha256((run.path / table / "part-00000.parquet").read_bytes()).hexdigest() for table in LINKS + COUNTED
    }


def test_the_order_of_articles_and_shards_changes_no_byte(invented, tmp_path):
    assert digests(synthetic(tmp_path / "reversed", 3000, 1, 700, "reversed")) == digests(invented)


def test_copies_change_nothing_that_is_called_independent(tmp_path):
    query = "SELECT first_quote_id, n_independent FROM quote_clusters WHERE first_date IS NOT NULL"
    with_copies, without = (
        database(synthetic(tmp_path / copies, 3000, 3, 5000, "given", copies)) for copies in ("yes", "no")
    )
    copies, found = (
        with_copies.execute(sql).fetchall() for sql in ("SELECT count(*) FROM duplicates WHERE NOT is_head", query)
    )
    assert copies[0][0] >= 0.95 * 300
    found, expected = dict(found), dict(without.execute(query).fetchall())
    differ = [quote for quote, n in expected.items() if found.get(quote) != n]
    assert len(differ) <= 0.01 * len(expected), f"{len(differ)} of {len(expected)}"


def test_aggregates_alone_give_the_same_bytes(articles_run, tmp_path):
    out = tmp_path / "alone"
    run = [program(), "run", "datasets/articles", "--out", out, "--quiet", "--no-aggregates"]
    subprocess.run(run, cwd=ROOT, check=True)
    assert not (out / "duplicates").exists()
    subprocess.run([program(), "aggregate", out, "--quiet"], cwd=ROOT, check=True)
    assert digests(Run(out)) == digests(articles_run)
    subprocess.run([program(), "verify", out], cwd=ROOT, check=True)
    assert "duplicates" in Path(out / "manifest.json").read_text()


def test_lines_give_the_same_rows(articles_run, tmp_path):
    out = tmp_path / "lines"
    run = [program(), "run", "datasets/articles", "--out", out, "--quiet", "--format", "jsonl"]
    subprocess.run(run, cwd=ROOT, check=True)
    for table in LINKS + COUNTED:
        expected = len(articles_run.rows(table))
        assert len((out / table / "part-00000.jsonl").read_text().splitlines()) == expected


def test_views_open_from_anywhere(invented, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    connection = duckdb.connect()
    connection.execute((invented.path / "views.sql").read_text())
    assert connection.execute("SELECT count(*) FROM said_across").fetchone()[0] > 1000
