"""The tables across articles that count, on Spark, from a run that has the tables that link.

    copydesk aggregate tables            # duplicates, entity_links, quote_variants (and all others) on one machine, or:
    spark-submit examples/spark/aggregates.py tables counted

Each is its own statement in datasets/queries/aggregates, with the few words in which Spark's SQL differs put in their place.
"""

import argparse
from pathlib import Path

STATEMENTS = Path(__file__).resolve().parents[2] / "datasets/queries/aggregates"
COUNTED = ["cooccurrence", "entity_days", "figure_series", "quote_clusters", "speakers"]
LINKED = ["articles", "entities", "quotes", "figures", "duplicates", "entity_links", "quote_variants"]
# DuckDB's words and Spark's.
WORDS = {
    "::VARCHAR": "::STRING",
    "list(role ORDER BY n DESC, role)": "transform(sort_array(collect_list(struct(-n AS n, role))), x -> x.role)",
    "coalesce(any_value(roles), [])": "coalesce(any_value(roles), array())",
}


def statement(name):
    """The statement of a table, as Spark reads it."""
    text = (STATEMENTS / f"{name}.sql").read_text().rstrip().rstrip(";")
    for ours, theirs in WORDS.items():
        text = text.replace(ours, theirs)
    return text


def tables(spark, folder):
    """The tables that count, by name, as data frames."""
    for name in LINKED:
        spark.read.parquet(f"{folder}/{name}").createOrReplaceTempView(name)
    return {name: spark.sql(statement(name)) for name in COUNTED}


def main():
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(description="The tables across articles that count, on Spark.")
    parser.add_argument("tables", help="folder of a run, with its tables that link")
    parser.add_argument("out", help="folder for the tables that count")
    options = parser.parse_args()
    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    for name, table in tables(spark, options.tables).items():
        table.write.parquet(f"{options.out}/{name}")


if __name__ == "__main__":
    main()
