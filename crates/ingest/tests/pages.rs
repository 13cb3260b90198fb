//! Whole pages through the public interface: what readers see and machines are told, and what comes out of it. The
//! pages are our own.

use copydesk_ingest::{Options, Reader, discover};
use std::fmt::Write;

/// What comes out of a page that was found at an address in June 2024.
fn read(html: &str, url: &str) -> String {
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-06-01T00:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    );
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("page.warc");
    std::fs::write(&path, warc).expect("file");
    let options = Options::default();
    let sources = discover(&[path.to_string_lossy().into_owned()]).expect("found");
    let records = sources.iter().flat_map(|source| source.records(&options));
    let reader = Reader::new(&options);
    let mut out = String::new();
    for record in records {
        match record.and_then(|record| reader.article(record)) {
            Ok(article) => {
                let published = article.published.map(|p| format!("{} by {}", p.date, p.source.as_str()));
                let fields = [
                    ("title", article.title),
                    ("authors", Some(article.authors.join("; "))),
                    ("published", published),
                    ("section", article.section),
                    ("outlet", article.outlet),
                    ("url", article.url),
                ];
                for (name, value) in fields {
                    writeln!(out, "{name}: {}", value.as_deref().unwrap_or("-")).expect("string");
                }
                writeln!(out, "\n{}", article.text).expect("string");
            }
            Err(reject) => {
                writeln!(out, "{}: {}", reject.reason.as_str(), reject.detail.unwrap_or_default()).expect("string");
            }
        }
    }
    out
}

#[test]
fn a_news_article_with_linked_data() {
    let url = "https://www.harbourpost.example/2024/05/03/ferry-service-resumes?utm_source=x";
    insta::assert_snapshot!(read(include_str!("pages/news.html"), url), @r"
    title: Ferry service to Marrow Island resumes
    authors: Ina Quell; Tom Adeyo
    published: 2024-05-03 by json_ld
    section: Local
    outlet: The Harbour Post
    url: https://www.harbourpost.example/2024/05/03/ferry-service-resumes?utm_source=x

    The ferry to Marrow Island runs again after eleven weeks, the port authority said on Friday. “We have waited for this day longer than anybody planned,” said Lena Moss, who heads the authority.

    About 1,200 people live on the island, and most of them work in the city. Since February they had taken a bus over the bridge at Tarn, which is a way of two hours.

    What it costs

    A single trip costs $6.50, as before.

    Children under twelve travel free of charge.

    The repair of the engine took longer than the authority had said at first, since a part had to be cast anew in Norway.
    ");
}

#[test]
fn a_post_that_tells_its_day_at_the_foot_and_its_author_under_the_heading() {
    insta::assert_snapshot!(read(include_str!("pages/blog.html"), "https://crumbs.example/blog/a-year-of-bread"), @r"
    title: What I learned from a year of bread
    authors: Mara Lindqvist
    published: 2023-11-04 by meta
    section: -
    outlet: -
    url: https://crumbs.example/blog/a-year-of-bread

    A year ago I baked my first loaf, and it could have held a door open. Since then I have baked every Saturday, and have written down what went wrong each time.

    The first thing I learned is that the oven lies. Mine is thirty degrees colder than it says, which I found out by a thermometer that cost less than a bag of flour.

    The second is that time does what kneading does, only while I sleep. Dough that has stood for a night needs four folds.
    ");
}

#[test]
fn offers_lists_and_discussions_are_no_articles() {
    let service = read(include_str!("pages/service.html"), "https://overton.example/services/roof-repair/");
    insta::assert_snapshot!(service, @"not_article: a page that offers or lists something");
    let list = read(include_str!("pages/list.html"), "https://www.harbourpost.example/weather");
    insta::assert_snapshot!(list, @"not_article: a page that offers or lists something");
    let forum = read(include_str!("pages/forum.html"), "https://heath.example/boots-for-wet-heath");
    insta::assert_snapshot!(forum, @"not_article: a discussion");
}
