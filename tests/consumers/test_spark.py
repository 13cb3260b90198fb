"""Spark in local mode over real articles: every row is that of the run on one machine."""

import gzip
import importlib.util
import json
import os
import shutil
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet
import pytest
from conftest import ROOT, SHARED, Run, program
from contract import TABLES
from test_aggregates import COUNTED

if not shutil.which("java"):
    pytest.skip("no Java here: Spark is not tried", allow_module_level=True)
pytest.importorskip("pyspark", reason="no pyspark: make consumers installs it where there is Java")
spark_tables = pytest.importorskip("copydesk.spark", reason="no wheel: make python")

SENATE = SHARED / "corpora/senate_20k.jsonl.gz"
ARTICLES = 300


def articles():
    """Real press releases where they are, else the sources of our own articles; some twice, one without text."""
    if SENATE.exists():
        with gzip.open(SENATE, "rt") as lines:
            found = [json.loads(line) for line, _ in zip(lines, range(ARTICLES))]
        rows = [{k: str(v) for k, v in row.items() if isinstance(v, (str, int))} for row in found]
    else:
        rows = [{"id": p.stem, "text": p.read_text()} for p in sorted((ROOT / "datasets/sources").glob("*.txt"))]
    columns = sorted({name for row in rows for name in row})
    rows = [{name: row.get(name) for name in columns} for row in rows]
    return rows + rows[3:6] + [{name: None for name in columns}]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Parquet and JSON files of the same rows, with the runs over them."""
    folder = tmp_path_factory.mktemp("spark")
    rows = articles()
    pa.parquet.write_table(pa.Table.from_pylist(rows), folder / "articles.parquet", row_group_size=50)
    (folder / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    runs = {}
    for kind in ("parquet", "jsonl"):
        out = folder / f"run-{kind}"
        subprocess.run([program(), "run", folder / f"articles.{kind}", "--out", out, "--quiet"], check=True)
        runs[kind] = Run(out)
    return folder, runs


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    yield session
    session.stop()


def rows(table, without=()):
    """Rows in an order of their own: Spark has none."""
    names = [name for name in table.column_names if name not in without]
    return sorted((json.dumps(row, default=str, sort_keys=True) for row in table.select(names).to_pylist()))


def read(folder, schema):
    parts = sorted(folder.glob("*.parquet"))
    return pa.concat_tables([pa.parquet.read_table(part).cast(schema) for part in parts])


def test_every_row_is_that_of_the_run(corpus, spark, tmp_path):
    folder, runs = corpus
    path = folder / "articles.parquet"
    frame = spark.read.parquet(str(path)).selectExpr(
        "*", f"'{path}' AS input_uri", "_metadata.row_index AS input_record"
    )
    tables = spark_tables.tables(frame.repartition(3), staging=str(tmp_path / "staging"))
    assert sorted(tables) == sorted(TABLES)
    for name, table in tables.items():
        table.write.parquet(str(tmp_path / name))
        expected = runs["parquet"].table(name)
        found = read(tmp_path / name, expected.schema)
        assert rows(found) == rows(expected), name
    assert len(rows(read(tmp_path / "rejects", runs["parquet"].table("rejects").schema))) == 4


def test_json_gives_the_same_but_for_bytes_that_spark_does_not_tell(corpus, spark):
    folder, runs = corpus
    frame = spark.read.json(str(folder / "articles.jsonl"))
    unknown = {"input_uri", "input_record", "input_offset", "n_bytes"}
    for name, table in spark_tables.tables(frame).items():
        expected = runs["jsonl"].table(name)
        assert rows(table.toArrow().cast(expected.schema), unknown) == rows(expected, unknown), name


@pytest.mark.parametrize("name", sorted(TABLES))
def test_one_table_in_one_pass(corpus, spark, name):
    folder, _ = corpus
    frame = spark.read.parquet(str(folder / "articles.parquet")).limit(20)
    found = frame.mapInArrow(getattr(spark_tables, name), spark_tables.schema(name)).count()
    nested = frame.mapInArrow(spark_tables.everything, spark_tables.nested_schema())
    if name in ("articles", "rejects"):
        expected = nested.where(f"{name[:-1]} IS NOT NULL").count()
    else:
        expected = nested.selectExpr(f"coalesce(sum(size({name})), 0)").first()[0]
    assert found == expected


@pytest.fixture(scope="module")
def counted(corpus, spark):
    """The tables across articles that Spark makes by the same statements, with the run whose links they count over."""
    place = importlib.util.spec_from_file_location("aggregates", ROOT / "examples/spark/aggregates.py")
    example = importlib.util.module_from_spec(place)
    place.loader.exec_module(example)
    run = corpus[1]["parquet"]
    return run, example.tables(spark, run.path)


def test_every_table_that_counts_is_made(counted):
    assert sorted(counted[1]) == sorted(COUNTED)


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_aggregates_are_the_same_statements(counted, name):
    run, tables = counted
    expected = run.table(name)
    # The logarithms of two libraries differ in the last bit.
    nearly = ["npmi"] if name == "cooccurrence" else []
    found = tables[name].toArrow().cast(expected.schema)
    assert rows(found, nearly) == rows(expected, nearly)
    key = lambda row: (row["a_id"], row["b_id"])
    for a, b in zip(sorted(found.to_pylist(), key=key), sorted(expected.to_pylist(), key=key)) if nearly else ():
        assert a["npmi"] == pytest.approx(b["npmi"], rel=1e-5, abs=1e-6)
    assert expected.num_rows > 0 or not SENATE.exists()
