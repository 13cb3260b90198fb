"""The cookbook's questions, asked of a real run and of an invented corpus; every row is checked for sense."""

import importlib.util
import math

import polars as pl
import pytest
from conftest import CORPORA, ROOT, run
from test_aggregates import database, synthetic

QUERIES = ROOT / "datasets/queries"
SQL = sorted(path.stem for path in QUERIES.glob("*.sql"))
POLARS = sorted(path.stem for path in QUERIES.glob("*.py"))
USERS = {
    "newsroom data teams", "social scientists", "media monitoring", "conflict researchers", "fact-checkers", "language-model data teams",
}

share = lambda x: 0 <= x <= 1
# What must hold of every row, by the columns of the answer.
SENSE = {
    "most_quoted_by_outlet": lambda r: r["words"] >= r["quotes"] >= 1 and 0 < r["share"] <= 1,
    "new_names": lambda r: r["articles"] >= 1 and r["type"] in ("person", "organization"),
    "kinds_of_quotes": lambda r: math.isclose(r["direct"] + r["mixed"] + r["indirect"], 1),
    "he_and_she": lambda r: r["pronoun"] in ("he", "she") and 0 < r["share"] <= 1,
    "money_beside_organizations": lambda r: r["value"] is not None and r["organization"],
    "copied_stories": lambda r: r["articles"] >= 2 and r["articles"] >= r["outlets"],
    "anonymous_sourcing": lambda r: r["quotes"] >= 1 and share(r["anonymous"]),
    "concentration_of_voices": lambda r: 0 < r["herfindahl"] <= 1.000001 and r["herfindahl"] * r["speakers"] >= 0.999999,
    "reporting_words": lambda r: 0 < r["share"] <= 1,
    "sample_for_coding": lambda r: r["text"] and r["evidence"],
    "named_but_not_heard": lambda r: r["name"] and r["articles"] >= 1,
    "quoted_share_of_text": lambda r: share(r["quoted"]),
    "attention_over_time": lambda r: r["n_mentions"] >= r["n_articles"] >= 1 and r["mean_of_seven_days"] > 0,
    "share_of_voice": lambda r: 0 < r["share"] <= 1,
    "edges_of_the_network": lambda r: 0.2 < r["npmi"] <= 1.000001 and r["a_name"] and r["b_name"],
    "company_of_one": lambda r: r["person"] and r["named_with"] and r["n_articles"] >= 2,
    "spikes": lambda r: r["n_mentions"] >= 3 * r["mean_mentions"] > 0,
    "spokespeople": lambda r: "spokes" in r["speaker_role"].lower(),
    "contradictory_tolls": lambda r: r["category"].startswith("casualty.") and r["sentence"],
    "how_a_toll_was_revised": lambda r: r["low"] <= r["mode"] <= r["high"],
    "tolls_by_source": lambda r: r["figures"] >= r["articles"] >= 1 and share(r["lower_bounds"]),
    "casualties_by_place": lambda r: r["lowest"] is None or r["lowest"] <= r["highest"],
    "how_sure_are_tolls": lambda r: r["certainty"] in ("asserted", "estimated", "feared", "projected", "denied"),
    "evidence_of_casualties": lambda r: r["sentence"],
    "who_said_it_first": lambda r: r["n_independent"] >= 2 and r["text"],
    "altered_wordings": lambda r: r["wording"] != r["first_wording"],
    "one_wording_several_speakers": lambda r: r["speaker_agreement"] < 1 and len([s for s in r["speakers"] if s]) >= 1,
    "earliest_and_latest": lambda r: r["first_date"] <= r["last_date"] and r["first_said"] and r["last_said"],
    "denials": lambda r: r["text"] and r["cue"] in r["evidence"],
    "numbers_in_quotes": lambda r: r["value"] is not None and r["quote"],
    "percentages_without_source": lambda r: r["sentence"] is not None,
    "claims_and_denials": lambda r: r["claim"] and r["denial"],
    "reject_rate_by_domain": lambda r: r["records"] >= r["rejects"] and share(r["rate"]) and (r["rejects"] > 0) == (r["reason"] is not None),
    "articles_to_keep": lambda r: r["copies"] >= 0,
    "corpus_card": lambda r: r["articles"] >= r["stories"] >= 0 and r["words"] >= r["words_of_stories"],
    "pairs_for_training": lambda r: r["cue"] in r["evidence"] and r["speaker"],
    "rows_to_check": lambda r: share(r["confidence"]) and share(r["speaker_confidence"]),
    "lengths": lambda r: r["words_from"] < r["words_to"] and r["articles"] >= 1,
}
# Answers that may be empty on a small corpus: what they ask for need not have happened.
RARE = {
    "claims_and_denials", "denials", "money_beside_organizations", "named_but_not_heard", "numbers_in_quotes",
    "percentages_without_source", "spikes", "spokespeople",
}


@pytest.fixture(scope="module", params=["invented", "articles", "senate"])
def asked(request, tmp_path_factory):
    """The name of a corpus, its run and its views."""
    out = tmp_path_factory.mktemp("cookbook") / request.param
    if request.param == "invented":
        made = synthetic(out, 2000, 5)
    else:
        inputs, limit = CORPORA[request.param]
        if not all((ROOT / i).exists() for i in inputs):
            pytest.skip(f"no {inputs[0]} here: this corpus is not part of the repository")
        made = run(out, inputs, limit)
    return request.param, made, database(made)


def ask(connection, name):
    answer = connection.execute((QUERIES / f"{name}.sql").read_text())
    columns = [column[0] for column in answer.description]
    return [dict(zip(columns, row)) for row in answer.fetchall()]


def test_the_cookbook_is_whole():
    assert len(SQL) >= 30 and len(POLARS) >= 10 and set(SQL) == set(SENSE) and set(POLARS) <= set(SQL)
    users = set()
    for name in SQL:
        question, user, *_ = (QUERIES / f"{name}.sql").read_text().splitlines()
        assert question.startswith("-- ") and question.endswith("?"), name
        users.add(user.removeprefix("-- For ").removesuffix("."))
    assert users == USERS


@pytest.mark.parametrize("name", SQL)
def test_answers_make_sense(asked, name):
    corpus, _, connection = asked
    rows = ask(connection, name)
    if corpus == "invented":
        assert rows or name in RARE, "no rows"
    for row in rows:
        assert SENSE[name](row), row


def test_shares_add_up(asked):
    _, _, connection = asked
    for name, whole in (("reporting_words", "speaker_kind"), ("he_and_she", "outlet")):
        sums = {}
        for row in ask(connection, name):
            sums[row[whole]] = sums.get(row[whole], 0) + row["share"]
        assert all(math.isclose(total, 1) for total in sums.values()), name


def test_a_sample_is_the_same_every_time(asked):
    _, _, connection = asked
    assert ask(connection, "sample_for_coding") == ask(connection, "sample_for_coding")


def same(a, b):
    if isinstance(a, float) or isinstance(b, float):
        return a is not None and b is not None and math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9)
    return a == b


@pytest.mark.parametrize("name", POLARS)
def test_polars_gives_the_same_answer(asked, name):
    _, run, connection = asked
    spec = importlib.util.spec_from_file_location(name, QUERIES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.answer(lambda table: pl.scan_parquet(run.path / table / "*.parquet")).collect().rows()
    expected = [tuple(row.values()) for row in ask(connection, name)]
    assert len(found) == len(expected)
    for a, b in zip(found, expected):
        assert all(map(same, a, b)), f"{a}\n  in SQL\n{b}"
