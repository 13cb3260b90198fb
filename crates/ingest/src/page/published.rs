//! The day and moment of publication, from what a page says in order of trust: linked data, meta elements, `<time>`,
//! the address, dates in its words, the data of the program that drew it. A page that tells only of its last change
//! was, as it reads, published then. What is ambiguous, or later than the crawl, is none.

use super::Page;
use super::jsonld::LinkedData;
use super::survey::{BESIDE, Dated, Survey};
use crate::dates::{self, Order, When};
use crate::{Published, PublishedSource};
use chrono::{Days, NaiveDate};
use url::Url;

/// Meta elements with the date of publication, the surest first.
const META: [&str; 27] = [
    "article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "og:publish_date",
    "published_time",
    "published",
    "published-date",
    "article.published",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "bt:pubdate",
    "og:article:published_time",
    "publication_date",
];

/// Meta elements with the date of the last change.
const CHANGED: [&str; 5] =
    ["article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"];

/// When the article was published, if the page says so.
pub(super) fn of(survey: &Survey, data: &LinkedData, page: &Page, url: Option<&Url>) -> Option<Published> {
    let reader = Dates::new(survey, page, url);
    let in_address = url.and_then(in_address).filter(|&date| reader.can_be(date));
    let (when, source) = reader
        .stated(survey, data)
        .map(|stated| reader.unless_changed(stated, survey, data))
        .or_else(|| in_address.map(|date| (When { date, at: None }, PublishedSource::Url)))
        .or_else(|| reader.shown(survey, &page.html))
        .or_else(|| reader.changed(survey, data))?;
    let date = in_address.filter(|&date| is_night_away(when, date)).unwrap_or(when.date);
    Some(Published { date, at: when.at, source })
}

/// A moment without a zone, or in UTC, may be of the day before or after where the page was written: the address tells.
fn is_night_away(when: When, date: NaiveDate) -> bool {
    when.at.is_some() && (date - when.date).num_days().abs() == 1
}

type Found = Option<(When, PublishedSource)>;

/// Reads dates of one page.
struct Dates {
    order: Order,
    /// The last day on which it can have been published.
    limit: Option<NaiveDate>,
}

impl Dates {
    fn new(survey: &Survey, page: &Page, url: Option<&Url>) -> Self {
        // A day of grace: crawl times are UTC, and it may be tomorrow already where the page was written.
        let limit = page.crawled.and_then(|when| when.date.checked_add_days(Days::new(1)));
        Self { order: order(survey, url), limit }
    }

    /// The web is not older than 1990.
    fn can_be(&self, date: NaiveDate) -> bool {
        let oldest = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or_default();
        date >= oldest && self.limit.is_none_or(|limit| date <= limit)
    }

    fn read(&self, text: &str) -> Option<When> {
        dates::find(text, self.order).filter(|when| self.can_be(when.date))
    }

    /// What is written for machines.
    fn stated(&self, survey: &Survey, data: &LinkedData) -> Found {
        let in_data = data.published.iter().find_map(|text| self.read(text));
        in_data.map(|when| (when, PublishedSource::JsonLd)).or_else(|| {
            let named = META.iter().find_map(|name| self.read(survey.meta(&[name])?));
            let like = || survey.meta.iter().filter(|(name, _)| is_like_published(name));
            let meta = named.or_else(|| like().find_map(|(_, text)| self.read(text)));
            meta.or_else(|| self.best(&survey.times, Change::First)).map(|when| (when, PublishedSource::Meta))
        })
    }

    /// Some systems state as the first day that of the last change, or of a move to another system: an earlier day that
    /// readers see by the heading is the first.
    fn unless_changed(
        &self,
        stated: (When, PublishedSource),
        survey: &Survey,
        data: &LinkedData,
    ) -> (When, PublishedSource) {
        let changed_then = self.stated_change(survey, data).is_some_and(|(when, _)| when.date == stated.0.date);
        let least = if changed_then { 2 } else { 3 };
        let seen = survey.dated.iter().filter(|d| d.weight >= least && !d.changed).find_map(|d| self.read(&d.text));
        match seen {
            Some(seen) if (stated.0.date - seen.date).num_days() > 1 => (seen, PublishedSource::Text),
            _ => stated,
        }
    }

    /// What is written for people, and what the page's program knows, where it knows one day only.
    fn shown(&self, survey: &Survey, html: &str) -> Found {
        let in_program = || only_day(in_program(html).filter_map(|text| self.read(text)));
        let lone = || only_day(survey.lone_dates.iter().filter_map(|text| self.read(text)));
        let beside =
            || only_day(survey.times.iter().filter(|d| d.weight == BESIDE && !d.changed).filter_map(|d| self.day(d)));
        self.best(&survey.dated, Change::First)
            .map(|when| (when, PublishedSource::Text))
            .or_else(|| in_program().map(|when| (when, PublishedSource::Meta)))
            .or_else(|| lone().map(|when| (when, PublishedSource::Text)))
            .or_else(|| beside().map(|when| (when, PublishedSource::Meta)))
    }

    /// The last change, seen or stated.
    fn changed(&self, survey: &Survey, data: &LinkedData) -> Found {
        let shown = self.best(&survey.dated, Change::Last).map(|when| (when, PublishedSource::Text));
        shown
            .or_else(|| self.stated_change(survey, data))
            .or_else(|| Some((self.best(&survey.times, Change::Last)?, PublishedSource::Meta)))
    }

    fn stated_change(&self, survey: &Survey, data: &LinkedData) -> Found {
        let in_data = data.modified.iter().find_map(|text| self.read(text));
        in_data.map(|when| (when, PublishedSource::JsonLd)).or_else(|| {
            let when = CHANGED.iter().find_map(|name| self.read(survey.meta(&[name])?))?;
            Some((when, PublishedSource::Meta))
        })
    }

    /// The likeliest of these that is a date; of equals the first.
    fn best(&self, dated: &[Dated], change: Change) -> Option<When> {
        let mut candidates: Vec<&Dated> =
            dated.iter().filter(|d| d.weight >= 0 && d.changed == (change == Change::Last)).collect();
        candidates.sort_by_key(|d| -d.weight);
        candidates.iter().find_map(|d| self.day(d))
    }

    /// The date in a candidate. A machine's moment may be of another day than where the page was written, which
    /// readers see beside it.
    fn day(&self, dated: &Dated) -> Option<When> {
        let when = self.read(&dated.text)?;
        let shown = dated.shown.as_deref().and_then(|text| self.read(text)).map(|shown| shown.date);
        let date = shown.filter(|&date| is_night_away(when, date)).unwrap_or(when.date);
        Some(When { date, ..when })
    }
}

/// The first of several moments, if they are all of one day.
fn only_day(mut moments: impl Iterator<Item = When>) -> Option<When> {
    let first = moments.next()?;
    moments.all(|when| when.date == first.date).then_some(first)
}

/// Values of fields like `"publishedAt":"2024-05-01"` in the scripts of a page, which may be strings within strings.
fn in_program(html: &str) -> impl Iterator<Item = &str> {
    const FIELDS: [&str; 12] = [
        "datePublished",
        "publishedAt",
        "published_at",
        "publishDate",
        "publish_date",
        "publishedDate",
        "published_date",
        "publicationDate",
        "publication_date",
        "first_publication_date",
        "publishedOn",
        "published_on",
    ];
    memchr::memmem::find_iter(html.as_bytes(), "ubli").filter_map(|at| {
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let start = html[..at].rfind(|c| !part(c)).map_or(0, |before| before + 1);
        let name_end = at + html[at..].find(|c| !part(c))?;
        if !FIELDS.contains(&html.get(start..name_end)?) {
            return None;
        }
        let value = without_quotes(&html[name_end..]).strip_prefix(':')?;
        let value = without_quotes(value);
        value.get(..value.find(['"', '\\', '\'', ',', '&'])?).filter(|value| value.len() <= 40)
    })
}

/// A text without the quotation marks, as they are or escaped, that it begins with.
fn without_quotes(text: &str) -> &str {
    let mut text = text;
    loop {
        let rest = text.trim_start_matches([' ', '\\', '"', '\'']);
        text = rest.strip_prefix("&quot;").unwrap_or(rest);
        if text.len() == rest.len() {
            return rest;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    First,
    Last,
}

/// "w-published-date", "cms:publish_time"
fn is_like_published(name: &str) -> bool {
    name.contains("publi") && (name.contains("date") || name.contains("time")) && !name.contains("modif")
        || name.ends_with(":date")
}

/// Which of day and month comes first: the country of the address tells, else the language the page names.
fn order(survey: &Survey, url: Option<&Url>) -> Order {
    let host = url.and_then(Url::host_str).unwrap_or("");
    match host.rsplit('.').next().unwrap_or("") {
        "us" | "gov" | "mil" | "edu" => return Order::MonthFirst,
        "uk" | "au" | "nz" | "ie" | "in" | "za" | "ng" | "ke" | "gh" | "pk" | "bd" | "sg" | "my" | "mt" | "jm" => {
            return Order::DayFirst;
        }
        _ => {}
    }
    let named = survey.language.as_deref().into_iter().chain(survey.meta(&["og:locale"]));
    let mut parts = named.map(|tag| tag.split(['-', '_']));
    let region = parts.find_map(|mut tag| {
        let language = tag.next()?.to_ascii_lowercase();
        let region = tag.next_back().map(str::to_ascii_uppercase);
        if language != "en" && language.len() == 2 { Some(String::new()) } else { region }
    });
    match region.as_deref() {
        Some("US") => Order::MonthFirst,
        // Both are in use there.
        Some("CA" | "PH") | None => Order::Unknown,
        Some(_) => Order::DayFirst,
    }
}

/// "/2024/05/01/", "/2024-05-01-", "/20240501/"
fn in_address(url: &Url) -> Option<NaiveDate> {
    let path = url.path();
    let bytes = path.as_bytes();
    let segments: Vec<&str> = path.split('/').collect();
    // "/2024/may/01/": a month by its name.
    let named = segments.windows(3).find_map(|parts| {
        let is_number = |part: &str, n| part.len() <= n && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let named = parts[1].len() >= 3 && parts[1].bytes().all(|b| b.is_ascii_alphabetic());
        let date = format!("{} {} {}", parts[2], parts[1], parts[0]);
        (is_number(parts[0], 4) && named && is_number(parts[2], 2)).then(|| dates::parse(&date))?
    });
    named.map(|when| when.date).or_else(|| {
        (0..bytes.len()).find_map(|at| {
            let start = at > 0 && bytes[at - 1].is_ascii_digit();
            let rest = path.get(at..).filter(|r| !start && (r.starts_with("20") || r.starts_with("19")))?;
            let digits = |from: usize, n: usize| {
                let part = rest.get(from..from + n)?;
                part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok())?
            };
            let year = digits(0, 4)?;
            let sign = *rest.as_bytes().get(4)?;
            let (month, day, end) = if matches!(sign, b'/' | b'-' | b'_') && rest.as_bytes().get(7) == Some(&sign) {
                (digits(5, 2)?, digits(8, 2)?, 10)
            } else {
                (digits(4, 2)?, digits(6, 2)?, 8)
            };
            let closed = rest.as_bytes().get(end).is_none_or(|b| !b.is_ascii_digit());
            NaiveDate::from_ymd_opt(year as i32, month, day).filter(|_| closed)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address;
    use crate::page::{jsonld, survey};
    use dom_query::Document;

    const URL: &str = "https://a.example/rain";

    fn published(html: &str, url: &str) -> String {
        let crawled = dates::parse("2024-06-01T00:00:00Z");
        let page = Page { html: html.to_owned(), url: Some(url.to_owned()), crawled };
        let document = Document::from(html);
        let survey = survey::of(&document, None);
        let data = jsonld::read(survey.json_ld.iter().map(String::as_str));
        match of(&survey, &data, &page, address::parse(url).as_ref()) {
            Some(p) => format!("{} {}", p.date, p.source.as_str()),
            None => "none".to_owned(),
        }
    }

    fn check(html: &str, expect: &str) {
        assert_eq!(published(html, URL), expect, "{html}");
    }

    #[test]
    fn linked_data_before_meta_before_time_before_words() {
        let data =
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-05-01\"}</script>";
        let meta = "<meta name='w-published-date' content='2024-05-02T10:00:00Z'>";
        let time = "<h1>Rain</h1><time datetime='2024-05-03'>yesterday</time>";
        let words = "<h1>Rain</h1><p>Posted on May 4, 2024</p>";
        check(&[data, meta, time].concat(), "2024-05-01 json_ld");
        check(&[meta, time].concat(), "2024-05-02 meta");
        check(&[time, words].concat(), "2024-05-03 meta");
        check(words, "2024-05-04 text");
        assert_eq!(published(words, "https://a.example/2024/05/05/rain"), "2024-05-05 url");
        check("<p>It rained.</p>", "none");
    }

    #[test]
    fn a_date_stands_above_or_below_the_headline() {
        check("<div>May 4, 2024</div><h1>Rain</h1><p>It rained.</p>", "2024-05-04 text");
        check("<h1>Rain</h1><div><span>Published <!-- --><b>May 4, 2024</b></span></div>", "2024-05-04 text");
        check("<h1>Rain</h1><abbr class=published title='2024-05-04T10:00:00-07:00'>lately</abbr>", "2024-05-04 text");
    }

    #[test]
    fn the_last_change_counts_where_nothing_else_is_told() {
        check("<h1>Rain</h1><span>Last updated:</span> <span>May 4, 2024</span>", "2024-05-04 text");
        check("<h1>Rain</h1><span>Updated May 4, 2024</span><span>Published May 1, 2024</span>", "2024-05-01 text");
        check("<meta property='article:modified_time' content='2024-05-04'>", "2024-05-04 meta");
    }

    #[test]
    fn a_change_stated_as_the_first_day_is_not_believed_against_an_earlier_day_that_readers_see() {
        let data = |first: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"Article\",\"datePublished\":\"{first}\",\"dateModified\":\"2024-05-04\"}}</script>"
            )
        };
        check(&[&data("2024-05-04"), "<h1>Rain</h1><p>January 2, 2020</p>"].concat(), "2020-01-02 text");
        check(&[&data("2024-05-04"), "<h1>Rain</h1><p>May 3, 2024</p>"].concat(), "2024-05-04 json_ld");
        // Also where a move to another system is stated as the first day; but not a date in the text.
        check(&[&data("2024-05-01"), "<h1>Rain</h1><p>January 2, 2020</p>"].concat(), "2020-01-02 text");
        let long = format!("<p>{}</p>", "It rained. ".repeat(20));
        check(&[&data("2024-05-01"), "<h1>Rain</h1>", &long, "<p>January 2, 2020</p>"].concat(), "2024-05-01 json_ld");
    }

    #[test]
    fn the_day_beside_a_moment_is_that_of_the_place() {
        check("<h1>Rain</h1><time datetime='2024-05-05T03:00:00Z'>May 4, 2024</time>", "2024-05-04 meta");
        // Days apart it is another matter: what readers see was first.
        check("<h1>Rain</h1><time datetime='2024-05-05T03:00:00Z'>May 1, 2024</time>", "2024-05-01 text");
    }

    #[test]
    fn cards_show_other_articles_and_articles_have_feet() {
        let card = "<h1>Rain</h1><time class=article-card__date datetime='2024-05-03'>lately</time>";
        check(card, "none");
        let foot = "<h1>Rain</h1><div class=article-footer><time datetime='2024-05-03'>May 3, 2024</time></div>";
        check(foot, "2024-05-03 meta");
        let foot = |times: &str| format!("<article><p>It rained.</p><footer>{times}</footer></article>");
        let (time, other) = ("<time datetime='2024-05-03'>May 3</time>", "<time datetime='2024-05-02'>May 2</time>");
        check(&foot(time), "2024-05-03 meta");
        check(&foot(&[time, other].concat()), "none");
        let side =
            "<h1>Rain</h1><div class=post-sidebar><h4>Published</h4><div class=post-date>May 3, 2024</div></div>";
        check(side, "2024-05-03 text");
    }

    #[test]
    fn nothing_is_later_than_the_crawl() {
        check("<meta name=date content='2025-01-01'><h1>Rain</h1><p>May 4, 2024</p>", "2024-05-04 text");
        check("<meta name=date content='2025-01-01'>", "none");
    }

    #[test]
    fn numbers_are_read_as_the_place_writes_them() {
        check("<h1>Rain</h1><p>05/04/2024</p>", "none");
        check("<html lang=en-US><h1>Rain</h1><p>05/04/2024</p>", "2024-05-04 text");
        check("<html lang=en-GB><h1>Rain</h1><p>05/04/2024</p>", "2024-04-05 text");
        assert_eq!(published("<h1>Rain</h1><p>05/04/2024</p>", "https://a.co.uk/rain"), "2024-04-05 text");
    }

    #[test]
    fn the_program_of_a_page_may_know_the_day() {
        check("<script>x={\"publishedAt\":\"2024-05-04T10:00:00Z\"}</script>", "2024-05-04 meta");
        check("<script>f(\"{\\\"datePublished\\\":\\\"2024-05-04\\\"}\")</script>", "2024-05-04 meta");
        check("<script>x=[{\"publishedAt\":\"2024-05-04\"},{\"publishedAt\":\"2024-05-03\"}]</script>", "none");
    }

    #[test]
    fn the_address_decides_over_a_night() {
        let html = "<meta name=date content='2024-05-05T03:00:00Z'>";
        assert_eq!(published(html, "https://a.example/2024/05/04/rain"), "2024-05-04 meta");
    }

    #[test]
    fn an_address_may_have_a_date() {
        let check = |path: &str, expect: Option<&str>| {
            let url = address::parse(&format!("https://a.example{path}")).expect("address");
            assert_eq!(in_address(&url).map(|d| d.to_string()).as_deref(), expect, "{path}");
        };
        check("/2024/05/01/rain", Some("2024-05-01"));
        check("/news/2024-05-01-rain", Some("2024-05-01"));
        check("/20240501/rain", Some("2024-05-01"));
        check("/blog/2024/may/01/rain", Some("2024-05-01"));
        check("/2024/13/01/rain", None);
        check("/id/120240501", None);
        check("/20240501123/", None);
    }
}
