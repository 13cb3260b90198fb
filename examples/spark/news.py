"""Articles to the tables of copydesk, on Spark.

    spark-submit examples/spark/news.py 'articles/*.jsonl' tables
    spark-submit examples/spark/news.py 'articles/*.parquet' tables --map text=story,title=hed

Every executor needs the wheel (`pip install 'copydesk[spark]'`), and PYSPARK_PYTHON must name the Python that has it.
Then `SELECT * FROM 'tables/quotes/*.parquet'` in DuckDB, or `spark.read.parquet("tables/quotes")`, as after `copydesk run`.
"""

import argparse

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

import copydesk.spark


def main():
    parser = argparse.ArgumentParser(description="Articles to the tables of copydesk, on Spark.")
    parser.add_argument("input", help="files or folders that Spark reads: JSON lines or Parquet")
    parser.add_argument("out", help="folder for the tables")
    parser.add_argument("--map", help="which column holds what: text=story,title=hed")
    parser.add_argument("--staging", help="folder for what the one pass gives [default: OUT/staging]")
    options = parser.parse_args()

    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    read = spark.read.parquet if ".parquet" in options.input else spark.read.json
    articles = read(options.input)
    # Where a row was read; Parquet files also know which row it is.
    known = {"input_uri": "_metadata.file_path"}
    if ".parquet" in options.input:
        known["input_record"] = "_metadata.row_index"
    articles = articles.select("*", *(f.col(column).alias(name) for name, column in known.items()))

    staging = options.staging or f"{options.out}/staging"
    for name, table in copydesk.spark.tables(articles, staging=staging, map=options.map).items():
        table.write.parquet(f"{options.out}/{name}")


if __name__ == "__main__":
    main()
