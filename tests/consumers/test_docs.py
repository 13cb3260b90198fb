"""The outputs that the pages show are those of today's program."""

import importlib.util

import pytest
from conftest import ROOT

spec = importlib.util.spec_from_file_location("outputs", ROOT / "docs/outputs.py")
outputs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(outputs)


@pytest.mark.parametrize("page", outputs.PAGES)
def test_outputs_are_up_to_date(page):
    found = outputs.differences(page)
    assert not found, f"{page} shows other output than the program gives; `make outputs` writes it anew:\n{found}"


@pytest.mark.parametrize("page", ["docs/walk-duckdb.md", "docs/walk-polars.md"])
def test_a_walk_through_shows_answers(page):
    blocks = outputs.BLOCK.findall((ROOT / page).read_text("utf-8"))
    answers = [answer for _, kind, *_, answer, _ in blocks if kind != "console"]
    assert len(answers) >= 8 and all("rows" in a or a.strip() for a in answers)
