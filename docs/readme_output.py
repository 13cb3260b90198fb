#!/usr/bin/env python3
"""Puts the real output of the commands in README.md under them: `make readme-output`.

Blocks after a line `<!-- output -->` are run, in order, in the workspace root:
  console   every line that begins with "$ "; its output takes the place of the lines after it
  sql       in DuckDB, inside the run directory `tables`, after views.sql; the answer goes into the text block below
  python    likewise, with what it prints
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(<!-- output -->\n```(console|sql|python)\n)(.*?)(```\n)(?:(\n?```text\n)(.*?)(```\n))?", re.DOTALL)


def shell(command):
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "110"})
    return done.stdout + "".join(f"{line}\n" for line in done.stderr.splitlines() if not cargo_speaks(line))


def cargo_speaks(line):
    return re.match(r"\s*(Compiling|Finished|Running|Blocking|warning|Updating|Downloaded)\b", line)


def console(body):
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{shell(command[2:])}" for command in commands)


def sql(body):
    os.chdir(ROOT / "tables")
    connection = duckdb.connect()
    connection.execute(Path("views.sql").read_text())
    answer = str(connection.sql(body))
    os.chdir(ROOT)
    return "".join(f"{line.rstrip()}\n" for line in answer.splitlines())


def python(body):
    done = subprocess.run([sys.executable, "-c", body], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def fresh(match):
    head, kind, body, end, text_head, _, text_end = match.groups()
    if kind == "console":
        return head + console(body) + end
    answer = {"sql": sql, "python": python}[kind](body)
    return head + body + end + text_head + answer + text_end


def main():
    readme = ROOT / "README.md"
    readme.write_text(BLOCK.sub(fresh, readme.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
