#!/usr/bin/env python3
"""Packs datasets/sources/*.txt into the formats of datasets/articles.

    python3 datasets/make.py           writes the files
    python3 datasets/make.py --check   says which differ from what it would write, and fails if one does

A source is a few "name: value" lines, an empty line, the headline, an empty line, the body. All files but the
Parquet one come out byte for byte the same everywhere; that one is compared row by row. seed.txt, harbour.txt,
flood.html and rates.html are written by hand. Needs pyarrow (tests/consumers/requirements.txt).
"""

import argparse
import csv
import gzip
import html
import io
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ARTICLES = HERE / "articles"


@dataclass
class Source:
    id: str
    url: str
    date: str
    outlet: str
    author: str
    title: str
    body: str


def source(name):
    head, title, body = (HERE / "sources" / f"{name}.txt").read_text("utf-8").split("\n\n", 2)
    fields = dict(line.split(":", 1) for line in head.splitlines())
    fields = {name: value.strip() for name, value in fields.items()}
    return Source(**fields, title=title, body=body.strip())


# A record of another language, one cut off in the middle and one that came before: a corpus as it comes.
FRENCH = {
    "id": "wire-0003",
    "url": "https://southernwire.example/2024/05/moisson",
    "date": "2024-05-15",
    "source": "Southern Wire",
    "title": "La moisson commence tôt",
    "text": "La moisson a commencé trois semaines plus tôt que d’habitude dans le sud du pays, a annoncé mardi le "
    "ministère de l’Agriculture. « Nous n’avons jamais vu cela », a déclaré la ministre devant des journalistes.",
}
CUT_OFF = '{"id": "wire-0004", "title": "Harbour master resigns", "text": "The harbour master of Port Ell'


def wire_jsonl():
    def line(s):
        return json.dumps(
            {"id": s.id, "url": s.url, "date": s.date, "source": s.outlet, "author": s.author, "title": s.title, "text": s.body},
            ensure_ascii=False,
        )

    grain, court = source("grain"), source("court")
    lines = [line(grain), CUT_OFF, json.dumps(FRENCH, ensure_ascii=False), line(court), line(grain)]
    return "".join(f"{line}\n" for line in lines).encode()


def business_json():
    rows = [
        {
            "uuid": s.id,
            "title": s.title,
            "maintext": s.body,
            "url": s.url,
            "date_publish": f"{s.date} 08:00:00",
            "authors": [s.author],
            "source_domain": s.outlet,
        }
        for s in map(source, ("earnings", "rail"))
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()


def table(names, delimiter):
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    rows.writerow(["article_id", "headline", "body", "link", "published", "byline", "publisher"])
    for s in map(source, names):
        rows.writerow([s.id, s.title, s.body, s.url, s.date, s.author, s.outlet])
    return out.getvalue().encode()


def glacier_jsonl():
    s = source("glacier")
    row = {"id": s.id, "headline": s.title, "content": s.body, "link": s.url, "published_at": s.date, "byline": s.author, "outlet": s.outlet}
    return (json.dumps(row) + "\n").encode()  # with \uXXXX escapes, as many exports have them


def zipped(data):
    return gzip.compress(data, mtime=0)


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | {outlet}</title>
<link rel="canonical" href="{url}">
<meta property="og:site_name" content="{outlet}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{date}T07:30:00-04:00"><meta name="author" content="{author}">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{title}</h1>
{paragraphs}
</article><footer>Contact us | Subscribe now</footer></body></html>
"""


def crawl_warc():
    s = source("observatory")
    paragraphs = "\n".join(f"<p>{html.escape(p, quote=False)}</p>" for p in s.body.split("\n\n"))
    page = PAGE.format(title=html.escape(s.title), outlet=s.outlet, url=s.url, date=s.date, author=s.author, paragraphs=paragraphs)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(page.encode())
    gone = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 31\r\n\r\n<html><p>Not here.</p></html>\r\n"
    records = [
        record("warcinfo", None, b"software: datasets/make.py\r\nformat: WARC File Format 1.1\r\n", "application/warc-fields", 0),
        record("request", s.url, b"GET /2021/06/observatory HTTP/1.1\r\nHost: valleyherald.example\r\n\r\n", "application/http; msgtype=request", 1),
        record("response", s.url, answer, "application/http; msgtype=response", 2),
        record("response", "https://valleyherald.example/old", gone, "application/http; msgtype=response", 3),
    ]
    return b"".join(map(zipped, records))


def chunked(body, size=700):
    pieces = [body[i : i + size] for i in range(0, len(body), size)] + [b""]
    return b"".join(f"{len(p):x}\r\n".encode() + p + b"\r\n" for p in pieces)


def record(kind, url, block, content_type, number):
    lines = ["WARC/1.1", f"WARC-Type: {kind}", "WARC-Date: 2021-06-12T10:00:00Z", f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>"]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines += [f"Content-Type: {content_type}", f"Content-Length: {len(block)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def archive_parquet():
    import pyarrow
    import pyarrow.parquet

    rows = [
        {"id": s.id, "title": s.title, "text": s.body, "published_date": s.date, "publication": s.outlet, "pages": n + 3}
        for n, s in enumerate(map(source, ("embassy", "sentence")))
    ]
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out, compression="snappy")
    return out.getvalue()


FILES = {
    "wire.jsonl": wire_jsonl,
    "business.json": business_json,
    "council.csv": lambda: table(("parking", "interview"), ","),
    "derby.tsv.gz": lambda: zipped(table(("derby",), "\t")),
    "glacier.jsonl.gz": lambda: zipped(glacier_jsonl()),
    "crawl.warc.gz": crawl_warc,
    "archive.parquet": archive_parquet,
}


def content(name, data):
    """What must be equal: the bytes, of compressed files those inside, of Parquet the rows."""
    if name.endswith(".parquet"):
        import pyarrow.parquet

        return pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()
    return gzip.decompress(data) if name.endswith(".gz") else data


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--check", action="store_true", help="write nothing, fail if a file differs")
    check = options.parse_args().check
    stale = []
    for name, make in FILES.items():
        path = ARTICLES / name
        if not check:
            path.write_bytes(make())
        elif not path.exists() or content(name, path.read_bytes()) != content(name, make()):
            stale.append(name)
    if stale:
        print(f"not as datasets/make.py writes them: {', '.join(stale)}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # pyarrow's threads now and then abort an interpreter that is being taken down (seen once in some twenty runs).
    os._exit(code)
