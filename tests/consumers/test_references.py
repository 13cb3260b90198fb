"""Keys are unique, references lead somewhere, counts are the counts, rows stand in order."""

import json
from collections import Counter, defaultdict

import duckdb
import pytest
from contract import AGGREGATES, TABLES, VOCABULARIES


@pytest.fixture
def sql(finished):
    connection = duckdb.connect()
    for table in (*TABLES, *AGGREGATES):
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{finished.path}/{table}/*.parquet')")
    return lambda query: connection.execute(query).fetchall()


@pytest.mark.parametrize(
    "table, key",
    [
        ("articles", "article_id"),
        ("articles", "article_key"),
        ("articles", "input_uri, input_record"),
        ("entities", "article_id, entity_index"),
        ("mentions", "article_id, mention_index"),
        ("quotes", "quote_id"),
        ("quotes", "article_id, quote_index"),
        ("figures", "figure_id"),
        ("figures", "article_id, figure_index"),
    ],
)
def test_keys_are_unique(sql, table, key):
    assert sql(f"SELECT {key}, count(*) FROM {table} GROUP BY ALL HAVING count(*) > 1") == []


@pytest.mark.parametrize("table", ["mentions", "entities", "quotes", "figures"])
def test_every_row_has_its_article(sql, table):
    assert sql(f"SELECT * FROM {table} ANTI JOIN articles USING (article_id)") == []


@pytest.mark.parametrize(
    "table, reference, target, key",
    [
        ("mentions", "entity_index", "entities", "entity_index"),
        ("mentions", "quote_index", "quotes", "quote_index"),
        ("quotes", "speaker_entity_index", "entities", "entity_index"),
        ("figures", "place_entity_index", "entities", "entity_index"),
        ("figures", "source_entity_index", "entities", "entity_index"),
        ("figures", "quote_index", "quotes", "quote_index"),
    ],
)
def test_references_lead_somewhere(sql, table, reference, target, key):
    query = f"""
        SELECT t.article_id, t.{reference} FROM {table} t
        LEFT JOIN {target} x ON x.article_id = t.article_id AND x.{key} = t.{reference}
        WHERE t.{reference} IS NOT NULL AND x.article_id IS NULL"""
    assert sql(query) == []


def test_what_stands_in_a_quote_lies_inside_it(sql):
    for table in ("mentions", "figures"):
        query = f"""
            SELECT t.article_id, t.text FROM {table} t JOIN quotes q USING (article_id, quote_index)
            WHERE t.zone <> q.zone OR t.char_start < q.char_start OR t.char_end > q.char_end"""
        assert sql(query) == []


def test_articles_count_their_rows(sql):
    for table in ("quotes", "entities", "figures"):
        query = f"""
            SELECT article_id, n_{table}, count(t.article_id) n FROM articles a LEFT JOIN {table} t USING (article_id)
            GROUP BY ALL HAVING n_{table} <> n"""
        assert sql(query) == []


def test_entities_count_their_mentions_and_quotes(sql):
    for column, table, key in (("n_mentions", "mentions", "entity_index"), ("n_quotes", "quotes", "speaker_entity_index")):
        query = f"""
            SELECT e.article_id, e.name, {column}, count(t.article_id) n FROM entities e
            LEFT JOIN {table} t ON t.article_id = e.article_id AND t.{key} = e.entity_index
            GROUP BY e.article_id, e.entity_index, e.name, {column} HAVING {column} <> n"""
        assert sql(query) == []


def test_columns_that_are_copied_are_copies(sql):
    for table in ("entities", "quotes", "figures"):
        query = f"""
            SELECT t.article_id FROM {table} t JOIN articles a USING (article_id)
            WHERE t.outlet IS DISTINCT FROM a.outlet OR t.published_date IS DISTINCT FROM a.published_date"""
        assert sql(query) == []


@pytest.mark.parametrize("table, column", VOCABULARIES)
def test_categories_are_of_the_contract(sql, table, column):
    found = {value for (value,) in sql(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")}
    assert found <= set(VOCABULARIES[table, column].split())


def test_values_make_sense(sql):
    for table in ("quotes", "mentions", "figures", "entities"):
        assert sql(f"SELECT confidence FROM {table} WHERE confidence NOT BETWEEN 0 AND 1") == []
    assert sql("SELECT text FROM figures WHERE isnan(value) OR isinf(value) OR low > high") == []
    assert sql("SELECT text FROM figures WHERE category = ''") == []
    # A source that nobody resolved has no name of another: no mention, no speaker.
    assert sql("SELECT text FROM quotes WHERE speaker IS NOT NULL AND speaker_mention IS NULL") == []
    assert sql("SELECT text FROM quotes WHERE (speaker_mention IS NULL) <> (speaker_reference = 'none')") == []


def test_rows_stand_in_the_order_of_the_input(finished):
    """Articles as their inputs give them; the rows of an article by place, the title's first."""
    inputs = [i["name"] for i in json.loads((finished.path / "manifest.json").read_text())["inputs"]]
    places = [(inputs.index(r["input_uri"]), r["input_record"]) for r in finished.rows("articles", ["input_uri", "input_record"])]
    assert places == sorted(places)
    rank = {r["article_id"]: n for n, r in enumerate(finished.rows("articles", ["article_id"]))}
    for table in ("mentions", "quotes", "figures"):
        order = [(rank[r["article_id"]], r["zone"] != "title", r["char_start"]) for r in finished.rows(table)]
        assert order == sorted(order), table


@pytest.mark.parametrize("table, index", [("mentions", "mention_index"), ("entities", "entity_index"), ("quotes", "quote_index"), ("figures", "figure_index")])
def test_positions_count_from_zero(finished, table, index):
    positions = defaultdict(list)
    for row in finished.rows(table, ["article_id", index]):
        positions[row["article_id"]].append(row[index])
    assert all(found == list(range(len(found))) for found in positions.values())


def test_no_record_is_lost(finished):
    """Of each input, the records are numbered without a gap: an article or a reject each."""
    records = Counter()
    for table in ("articles", "rejects"):
        records.update((r["input_uri"], r["input_record"]) for r in finished.rows(table, ["input_uri", "input_record"]))
    assert max(records.values(), default=1) == 1
    last = defaultdict(list)
    for uri, record in records:
        last[uri].append(record)
    assert all(sorted(found) == list(range(len(found))) for found in last.values())
