#!/usr/bin/env python3
"""Puts the real output of commands, SQL and Python under them, in the pages that show some: `make outputs`.

    docs/outputs.py            writes them anew
    docs/outputs.py --check    tells what is not as it would be written

Blocks after a line `<!-- output -->` are run in order, page by page, in a folder of the page's own that has the project's
`datasets` in it; blocks of one page see what those before them made.
  console   every line that begins with "$ "; its output takes the place of the lines after it
  sql       in DuckDB, inside the run directory `tables`, after views.sql; the answer goes into the text block below
  python    likewise, with what it prints
"""

import contextlib
import difflib
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "docs/walk-duckdb.md", "docs/walk-polars.md", "docs/tuning.md"]
BLOCK = re.compile(r"(<!-- output -->\n```(console|sql|python)\n)(.*?)(```\n)(?:(\n?```text\n)(.*?)(```\n))?", re.DOTALL)
# How long it took is another number every time.
SPEED = re.compile(r" in [\d.,]+ (ms|s|min): [\d.,]+ MB/s of text, [\d.,]+ words/s")


@contextlib.contextmanager
def inside(folder):
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class Page:
    """A page being run."""

    def __init__(self, folder):
        self.folder = Path(folder)
        (self.folder / "datasets").symlink_to(ROOT / "datasets")
        self.names = {}
        self.database = None

    def fresh(self, match):
        head, kind, body, end, text_head, _, text_end = match.groups()
        if kind == "console":
            return head + self.console(body) + end
        answer = {"sql": self.sql, "python": self.python}[kind](body)
        return head + body + end + (text_head or "\n```text\n") + answer + (text_end or "```\n")

    def console(self, body):
        commands = [line for line in body.splitlines() if line.startswith("$ ")]
        return "".join(f"{command}\n{self.shell(command[2:])}" for command in commands)

    def shell(self, command):
        binaries = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
        command = command.replace("cargo run --release --", "copydesk")
        environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "110", "PATH": f"{binaries}:{os.environ['PATH']}"}
        done = subprocess.run(command, shell=True, cwd=self.folder, capture_output=True, text=True, env=environment)
        return done.stdout + done.stderr

    def sql(self, body):
        with inside(self.folder / "tables"):
            if self.database is None:
                self.database = duckdb.connect()
                self.database.execute(Path("views.sql").read_text())
            answer = self.database.sql(body)
            return "".join(f"{line.rstrip()}\n" for line in str(answer).splitlines()) if answer else ""

    def python(self, body):
        printed = io.StringIO()
        with inside(self.folder), contextlib.redirect_stdout(printed):
            exec(compile(body, "page", "exec"), self.names)
        return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


def fresh(text):
    """The page with the output of today."""
    with tempfile.TemporaryDirectory() as folder:
        return BLOCK.sub(Page(folder).fresh, text)


def differences(page):
    """What is not as it would be written, as a diff; nothing where all is."""
    text = (ROOT / page).read_text("utf-8")
    old, new = (SPEED.sub("", t).splitlines() for t in (text, fresh(text)))
    return "\n".join(difflib.unified_diff(old, new, page, "of today", lineterm=""))


def main():
    pages = [page for page in PAGES if (ROOT / page).exists()]
    if "--check" in sys.argv:
        wrong = [found for page in pages if (found := differences(page))]
        sys.exit("\n".join(wrong) if wrong else 0)
    for page in pages:
        path = ROOT / page
        path.write_text(fresh(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
