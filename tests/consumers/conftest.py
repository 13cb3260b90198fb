"""Real runs to read: over the project's own articles, and over larger corpora where they lie beside the workspace."""

import os
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("COPYDESK_SHARED", ROOT.parent / "shared"))

# Name, inputs, and how many records are enough.
CORPORA = {
    "articles": (["datasets/articles"], None),
    "senate": ([SHARED / "corpora/senate_20k.jsonl.gz"], 400),
    "web": ([SHARED / "corpora/web_dev.warc.gz"], 300),
    "odd archives": ([SHARED / "corpora/warc_cases"], None),
}


def program():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return Path(os.environ.get("COPYDESK_BIN", target / "release/copydesk"))


def copydesk(*arguments):
    done = subprocess.run([program(), *map(str, arguments)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"copydesk {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}"
    return done.stdout


def run(out, inputs, limit, *options):
    limit = ["--limit", limit] if limit else []
    copydesk("run", *inputs, "--out", out, "--quiet", *limit, *options)
    return Run(out)


class Run:
    """A finished run directory; tables as Arrow, in the order of their parts."""

    def __init__(self, path):
        self.path = Path(path)

    def table(self, name):
        return pa.concat_tables(pa.parquet.read_table(part) for part in self.parts(name))

    def parts(self, name):
        parts = sorted((self.path / name).glob("*.parquet"))
        assert parts, f"{name}/ has no part"
        return parts

    def rows(self, name, columns=None):
        table = self.table(name)
        return (table.select(columns) if columns else table).to_pylist()

    def texts(self):
        """(article_id, zone) -> text."""
        texts = {}
        for row in self.rows("articles", ["article_id", "title", "text"]):
            texts[row["article_id"], "body"] = row["text"]
            texts[row["article_id"], "title"] = row["title"]
        return texts


@pytest.fixture(scope="session", params=CORPORA)
def finished(request, tmp_path_factory):
    """A run over each corpus."""
    inputs, limit = CORPORA[request.param]
    if not all((ROOT / i).exists() for i in inputs):
        pytest.skip(f"no {inputs[0]} here: this corpus is not part of the repository")
    return run(tmp_path_factory.mktemp("run"), inputs, limit)


@pytest.fixture(scope="session")
def articles_run(tmp_path_factory):
    """A run over the project's own articles."""
    return run(tmp_path_factory.mktemp("articles"), ["datasets/articles"], None)
