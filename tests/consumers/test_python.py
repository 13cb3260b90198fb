"""The wheel: the same rows as the program, from and to every library that speaks Arrow."""

import doctest
import inspect
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from conftest import ROOT, Run, program
from contract import TABLES

copydesk = pytest.importorskip("copydesk", reason="no wheel: make python")

TEXT = "“We counted 12 boats,” Harbour Master Ines Okafor said on Monday.\n\nAt least 3 people were hurt, she added."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Articles of our own as a Parquet file, with one that comes twice and one without text; and the run over it."""
    folder = tmp_path_factory.mktemp("wheel")
    texts = [(p.stem, p.read_text()) for p in sorted((ROOT / "datasets/sources").glob("*.txt"))]
    texts += [(texts[0][0], texts[0][1]), ("empty", "")]
    table = pa.table({"id": [t[0] for t in texts], "text": [t[1] for t in texts], "date": ["2024-05-01"] * len(texts)})
    path = folder / "articles.parquet"
    pa.parquet.write_table(table, path)
    subprocess.run([program(), "run", path, "--out", folder / "out", "--quiet"], check=True)
    return path, table, Run(folder / "out")


def same_as_run(tables, run):
    for name in TABLES:
        found = pa.table(getattr(tables, name))
        expected = run.table(name)
        assert found.schema.equals(expected.schema), name
        assert found.to_pylist() == expected.to_pylist(), name
    assert len(tables.rejects) == 2


@pytest.mark.parametrize(
    "given",
    [
        lambda t: t,
        lambda t: t.to_reader(max_chunksize=3),
        lambda t: t.combine_chunks().to_batches()[0],
        lambda t: t.to_batches(max_chunksize=2),
        lambda t: (batch for batch in t.to_batches(max_chunksize=2)),
        pl.from_arrow,
        lambda t: duckdb.sql("FROM t"),
    ],
    ids=["table", "reader", "batch", "list", "generator", "polars", "duckdb"],
)
def test_every_library_gives_the_rows_of_the_run(corpus, given):
    path, table, run = corpus
    same_as_run(copydesk.extract_batches(given(table), input_uri=str(path)), run)


def test_every_library_takes_them(corpus):
    tables = copydesk.extract_batches(corpus[1])
    quotes = tables.quotes
    assert len(quotes) > 20 and quotes.columns[0] == "quote_id"
    assert pa.record_batch(quotes).num_rows == len(quotes)
    assert pl.DataFrame(quotes).height == len(quotes)
    assert duckdb.sql("SELECT count(*) FROM quotes").fetchall() == [(len(quotes),)]
    assert pa.table(quotes).to_pylist() == quotes.to_dicts()
    assert pa.table(copydesk.schema("quotes")).schema == pa.table(quotes).schema
    # Shared, not copied: the same memory each time.
    address = lambda: pa.table(tables.articles).column("text").chunk(0).buffers()[2].address  # noqa: E731
    assert address() == address()


def test_columns_may_say_where_a_row_was_read(corpus):
    table = pa.table({"text": [TEXT, ""], "input_uri": ["a", "b"], "input_record": [7, 8]})
    tables = copydesk.extract_batches(table)
    place = [(r["input_uri"], r["input_record"]) for t in (tables.articles, tables.rejects) for r in t.to_dicts()]
    assert place == [("a", 7), ("b", 8)]


def test_duplicates_are_kept_on_request(corpus):
    assert len(copydesk.extract_batches(corpus[1], keep_duplicates=True).rejects) == 1


def test_one_text():
    found = copydesk.extract(TEXT, title="Storm closes the pier")
    assert found.quotes[0]["speaker"] == "Ines Okafor"
    for rows in (found.quotes, found.figures, found.mentions):
        for row in rows:
            source = TEXT if row["zone"] == "body" else "Storm closes the pier"
            assert row["text"] in source[row["char_start"] : row["char_end"]] or len(row.get("parts", [])) > 1
    assert found.article["n_quotes"] == len(found.quotes)


def test_run_is_the_run_of_the_program(corpus, tmp_path):
    path, _, expected = corpus
    heard = []
    manifest = copydesk.run([path], tmp_path / "out", progress=lambda *now: heard.append(now))
    assert manifest == json.loads((expected.path / "manifest.json").read_text())
    assert heard and heard[-1][2] == manifest["counts"]["articles"]
    for file in expected.path.glob("*/*.parquet"):
        assert (tmp_path / "out" / file.relative_to(expected.path)).read_bytes() == file.read_bytes(), file


def test_shares_are_united(corpus, tmp_path):
    path, _, expected = corpus
    for i in (1, 2):
        copydesk.run(path, tmp_path / str(i), shard=f"{i}/2")
    assert copydesk.merge([tmp_path / "1", tmp_path / "2"], tmp_path / "out")["run_id"]
    assert Run(tmp_path / "out").table("quotes") == expected.table("quotes")
    with pytest.raises(copydesk.InputError, match="no directory holds share 2/2"):
        copydesk.merge([tmp_path / "1"], tmp_path / "other")


def test_an_exception_in_progress_ends_the_run(tmp_path):
    (tmp_path / "many.jsonl").write_text("".join(json.dumps({"id": i, "text": TEXT * 50}) + "\n" for i in range(3000)))

    def stop(*_):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        copydesk.run(tmp_path / "many.jsonl", tmp_path / "out", progress=stop)
    assert not (tmp_path / "out/manifest.json").exists()


def said(*arguments):
    """What the program says when it fails."""
    done = subprocess.run([program(), *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode != 0
    return done.stderr.splitlines()[0].removeprefix("copydesk: ")


def test_errors_say_what_the_program_says(corpus, tmp_path):
    path, table, run = corpus
    with pytest.raises(copydesk.InputError) as missing:
        copydesk.run("nowhere.jsonl", tmp_path / "out")
    assert str(missing.value) == said("run", "nowhere.jsonl", "--out", tmp_path / "out")
    assert isinstance(missing.value, OSError)
    with pytest.raises(copydesk.RefusedError) as refused:
        copydesk.run(path, run.path, limit=1)
    assert str(refused.value) == said("run", path, "--out", run.path, "--limit", "1")
    with pytest.raises(copydesk.UsageError, match="no field is called"):
        copydesk.run(path, tmp_path / "out", map={"txet": "a"})
    with pytest.raises(copydesk.UsageError, match="no text column among: pages"):
        copydesk.extract_batches(pa.table({"pages": [1]}))
    with pytest.raises(TypeError, match="int is no table"):
        copydesk.extract_batches(3)


def test_other_threads_go_on_meanwhile():
    many = pa.table({"id": [str(i) for i in range(300)], "text": [TEXT * 40] * 300})
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    thread = threading.Thread(target=tick)
    thread.start()
    before = len(ticks)
    copydesk.extract_batches(many)
    during = len(ticks) - before
    done.set()
    thread.join()
    assert during > 3, "the lock was held"


def test_examples_in_the_documentation_run():
    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner()
    for thing in (copydesk, copydesk.extract, copydesk.extract_batches, copydesk.run):
        for test in finder.find(thing, globs={"copydesk": copydesk}):
            assert test.examples, thing
            assert runner.run(test).failed == 0, thing


def test_what_is_public_is_documented_and_typed():
    for name in copydesk.__all__:
        thing = getattr(copydesk, name)
        assert name.startswith("_") or inspect.getdoc(thing), name
    package = Path(copydesk.__file__).parent
    assert (package / "py.typed").exists() and (package / "_copydesk.pyi").exists()
    stub = (package / "_copydesk.pyi").read_text()
    for name in dir(copydesk._copydesk):
        assert name.startswith("__") and name != "__version__" or name in stub, name


def test_help_reads_well():
    page = subprocess.run([sys.executable, "-c", "import copydesk; help(copydesk.run)"], capture_output=True, text=True).stdout
    assert "progress" in page and "InputError" in page
