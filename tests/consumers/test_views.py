"""views.sql as people use it: from inside the run directory."""

import os

import duckdb
import pytest


@pytest.fixture
def database(articles_run):
    before = os.getcwd()
    os.chdir(articles_run.path)
    try:
        connection = duckdb.connect()
        connection.execute((articles_run.path / "views.sql").read_text())
        yield connection
    finally:
        os.chdir(before)


def views(database):
    return [name for (name,) in database.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()]


def test_each_view_can_be_read(database):
    assert {"articles", "mentions", "entities", "quotes", "figures", "rejects"} <= set(views(database))
    for view in views(database):
        database.execute(f"SELECT * FROM {view}").fetchall()


def test_views_of_quotes_and_figures_have_a_row_each(database):
    count = lambda view: database.execute(f"SELECT count(*) FROM {view}").fetchone()[0]
    assert count("said") == count("quotes") > 0
    assert count("counted") == count("figures") > 0
    assert count("named") == count("mentions") > 0


def test_the_evidence_of_a_quote_holds_its_cue(database):
    evidence = "SELECT cue, evidence FROM said WHERE cue IS NOT NULL"
    assert all(cue in evidence for cue, evidence in database.execute(evidence).fetchall())


def test_columns_are_found_by_name(database):
    """The question that the README asks."""
    rows = database.execute("SELECT speaker, count(*) AS quotes FROM said WHERE speaker IS NOT NULL GROUP BY ALL ORDER BY quotes DESC").fetchall()
    assert rows and rows[0][1] >= 1
