//! Title, authors, date, section, outlet and address of an article from what its page says, in order of trust: linked
//! data, Open Graph and other meta elements, marked elements, the address, words of the page. What is not certain is
//! left out.

use super::jsonld::LinkedData;
use super::survey::Survey;
use super::{Page, unescaped};
use crate::dates::{self, When};
use crate::draft::one_line;
use crate::{Published, PublishedSource, address, byline};
use chrono::{Days, NaiveDate};
use url::Url;

/// What a page says about its article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Published>,
    pub(super) section: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) language: Option<String>,
}

/// Reads it.
pub(super) fn of(survey: &Survey, data: &LinkedData, page: &Page) -> Metadata {
    let url = page.url.as_deref().and_then(address::parse);
    let outlet = outlet(survey, data);
    let language = survey.language.as_deref().or_else(|| survey.meta(&["og:locale", "language"]));
    Metadata {
        title: title(survey, data, outlet.as_deref(), url.as_ref()),
        authors: authors(survey, data, outlet.as_deref()),
        published: published(survey, data, page, url.as_ref()),
        section: data
            .section
            .clone()
            .or_else(|| survey.meta(&["article:section", "parsely-section", "section"]).map(unescaped))
            .and_then(|s| one_line(&s))
            .filter(|s| s.len() <= 80),
        canonical: canonical(survey, url.as_ref()),
        language: language
            .map(|l| l.split(['-', '_']).next().unwrap_or(l).to_ascii_lowercase())
            .filter(|l| l.len() == 2),
        outlet,
    }
}

fn outlet(survey: &Survey, data: &LinkedData) -> Option<String> {
    let named = survey.meta(&["og:site_name"]).map(unescaped);
    named
        .or_else(|| data.outlet.clone())
        .or_else(|| survey.meta(&["application-name"]).map(unescaped))
        .and_then(|name| one_line(&name))
        .filter(|name| name.len() <= 100)
}

fn canonical(survey: &Survey, url: Option<&Url>) -> Option<String> {
    let candidates = [survey.canonical.as_deref(), survey.meta(&["og:url"])];
    candidates.into_iter().flatten().find_map(|link| {
        let found = match url {
            Some(base) => base.join(link.trim()).ok()?,
            None => address::parse(link)?,
        };
        // Some pages call the home page their address; others the page of a wholly different site.
        let home = found.path().len() <= 1 && found.query().is_none();
        let same_site = url.is_none_or(|url| site(url) == site(&found) && (!home || url.path().len() <= 1));
        (same_site && matches!(found.scheme(), "http" | "https")).then(|| String::from(found))
    })
}

/// The last two labels of a host: enough to see that two addresses are of one house.
fn site(url: &Url) -> Option<String> {
    let labels: Vec<&str> = url.host_str()?.rsplit('.').take(2).collect();
    Some(labels.join("."))
}

fn title(survey: &Survey, data: &LinkedData, outlet: Option<&str>, url: Option<&Url>) -> Option<String> {
    let headings = survey.headings.iter().filter_map(|h| one_line(h)).filter(|h| h.len() > 3);
    let headings: Vec<String> = headings.collect();
    let page_title = survey.title.as_deref().and_then(one_line);
    let named = data
        .headline
        .clone()
        .or_else(|| survey.meta(&["og:title", "twitter:title", "dc.title", "parsely-title"]).map(unescaped));
    let named = named.and_then(|t| one_line(&t)).map(|t| without_site(&t, outlet, url));
    let heading = heading(&headings, named.as_deref(), page_title.as_deref());
    heading
        .or(named)
        .or_else(|| page_title.clone())
        .map(|title| without_site(&title, outlet, url))
        .filter(|title| Some(title.as_str()) != outlet && title.chars().any(char::is_alphanumeric))
        .or_else(|| page_title.map(|title| without_site(&title, outlet, url)))
}

/// The headline as readers see it: a heading that shares most of its words with what the page calls itself, or the
/// only one.
fn heading(headings: &[String], named: Option<&str>, page_title: Option<&str>) -> Option<String> {
    let like =
        |heading: &&String| [named, page_title].into_iter().flatten().any(|name| shared_words(heading, name) >= 0.5);
    let words = |text: &str| text.split(' ').count();
    headings
        .iter()
        .find(like)
        .or(match headings {
            [only] if words(only) >= 4 && only.len() <= 250 => Some(only),
            _ => None,
        })
        .map(|heading| unescaped(heading))
}

/// The share of the words of `part` that stand in `text`.
fn shared_words(part: &str, text: &str) -> f64 {
    let words = |t: &str| -> Vec<String> {
        t.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (part, text) = (words(part), words(text));
    if part.is_empty() || text.is_empty() {
        return 0.0;
    }
    let shared = part.iter().filter(|word| text.contains(word)).count();
    shared as f64 / part.len().max(2) as f64
}

/// A title without the site's name: "Rain again | The Post", "The Post: Rain again".
fn without_site(title: &str, outlet: Option<&str>, url: Option<&Url>) -> String {
    const SIGNS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " // "];
    let is_site = |part: &str| {
        let part = letters(part);
        let host =
            url.and_then(Url::host_str).map(|h| letters(h.strip_prefix("www.").unwrap_or(h))).unwrap_or_default();
        let name = outlet.map(letters).unwrap_or_default();
        !part.is_empty()
            && (part == name
                || name.len() > 3 && (part.starts_with(&name) || name.starts_with(&part) && part.len() > 3)
                || part.len() > 3 && host.starts_with(&part))
    };
    let mut title = title;
    loop {
        let last = SIGNS.iter().filter_map(|sign| Some((title.rfind(sign)?, sign.len()))).max();
        if let Some((at, len)) = last
            && is_site(&title[at + len..])
        {
            title = title[..at].trim_end();
            continue;
        }
        let first = SIGNS.iter().filter_map(|sign| Some((title.find(sign)?, sign.len()))).min();
        match first {
            Some((at, len)) if is_site(&title[..at]) => title = title[at + len..].trim_start(),
            _ => return title.to_owned(),
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn authors(survey: &Survey, data: &LinkedData, outlet: Option<&str>) -> Vec<String> {
    let of_line = |line: &str| byline::names(&unescaped(line));
    let from_data: Vec<String> = data.authors.iter().flat_map(|line| of_line(line)).collect();
    let from_meta =
        ["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "citation_author", "byl"]
            .iter()
            .flat_map(|name| survey.meta.iter().filter(move |(n, _)| n == name))
            .map(|(_, line)| of_line(line))
            .find(|names| !names.is_empty())
            .or_else(|| written_by(survey).map(of_line))
            .unwrap_or_default();
    let mut marked: Vec<&(i32, String)> = survey.bylines.iter().collect();
    marked.sort_by_key(|(weight, _)| -weight);
    let from_marks = marked.iter().map(|(_, line)| marked_names(line)).find(|n| !n.is_empty()).unwrap_or_default();
    let all = [from_data, from_meta, from_marks];
    // A full name says more than an account, an account more than the house.
    let full = |names: &&Vec<String>| names.iter().any(|name| name.contains(' ') && !is_desk(name, outlet));
    let account = |names: &&Vec<String>| names.iter().any(|name| !is_desk(name, outlet));
    let best =
        all.iter().find(full).or_else(|| all.iter().find(account)).or_else(|| all.iter().find(|n| !n.is_empty()));
    let mut names: Vec<String> = Vec::new();
    for name in best.into_iter().flatten() {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// "twitter:label1" = "Written by", "twitter:data1" = the name.
fn written_by(survey: &Survey) -> Option<&str> {
    let label = survey.meta(&["twitter:label1"])?;
    (label.eq_ignore_ascii_case("written by")).then(|| survey.meta(&["twitter:data1"]))?
}

/// An account or the house itself where a person should be.
fn is_desk(name: &str, outlet: Option<&str>) -> bool {
    let plain = letters(name);
    matches!(
        &*plain,
        "viewmoreposts"
            | "viewallposts"
            | "moreposts"
            | "admin"
            | "administrator"
            | "editor"
            | "staff"
            | "webmaster"
            | "guest"
            | "author"
            | "user"
            | "team"
    ) || outlet.is_some_and(|outlet| letters(outlet) == plain)
}

/// Names in the text of an element marked as a byline, which may say more: "By Ann Lee Published May 1, 2024 5 min read".
fn marked_names(line: &str) -> Vec<String> {
    let line = line.trim();
    let lower = line.to_lowercase();
    let stops = [
        " published",
        " updated",
        " posted",
        " on ",
        " | ",
        " - ",
        " – ",
        " — ",
        " • ",
        " · ",
        " min read",
        " reviewed",
        " share",
        " january",
        " february",
        " march ",
        " april",
        " may ",
        " june",
        " july",
        " august",
        " september",
        " october",
        " november",
        " december",
        " jan ",
        " feb ",
        " mar ",
        " apr ",
        " jun ",
        " jul ",
        " aug ",
        " sep ",
        " oct ",
        " nov ",
        " dec ",
    ];
    // Lower case may change lengths; then the line is taken whole.
    let end = if lower.len() == line.len() {
        stops.iter().filter_map(|s| lower.find(s)).filter(|&at| at > 0).min()
    } else {
        None
    };
    let line = &line[..end.filter(|&at| line.is_char_boundary(at)).unwrap_or(line.len())];
    let line = line.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let names = byline::names(line);
    let whole = |name: &String| name.split(' ').count() <= 4 && name.chars().next().is_some_and(char::is_uppercase);
    names.into_iter().filter(whole).collect()
}

/// Meta elements with the date of publication, the surest first.
const META: [&str; 22] = [
    "article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "article.published",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "bt:pubdate",
    "og:article:published_time",
    "publication_date",
];

fn published(survey: &Survey, data: &LinkedData, page: &Page, url: Option<&Url>) -> Option<Published> {
    // A day of grace: crawl times are UTC, and it may be tomorrow already where the page was written.
    let limit = page.crawled.and_then(|when| when.date.checked_add_days(Days::new(1)));
    let good = |when: &When| limit.is_none_or(|limit| when.date <= limit) && when.date >= oldest();
    let said = |text: &str, source| {
        let when = dates::parse(text).filter(good)?;
        Some(Published { date: when.date, at: when.at, source })
    };
    let mut times: Vec<&(i32, String)> = survey.times.iter().filter(|(weight, _)| *weight >= 0).collect();
    times.sort_by_key(|(weight, _)| -weight);
    let mut dated: Vec<&(i32, String)> = survey.dated.iter().collect();
    dated.sort_by_key(|(weight, _)| -weight);
    data.published
        .as_deref()
        .and_then(|text| said(text, PublishedSource::JsonLd))
        .or_else(|| META.iter().find_map(|name| said(survey.meta(&[name])?, PublishedSource::Meta)))
        .or_else(|| times.iter().find_map(|(_, text)| said(text, PublishedSource::Meta)))
        .or_else(|| {
            let date = url.and_then(in_address).filter(|&date| good(&When { date, at: None }))?;
            Some(Published { date, at: None, source: PublishedSource::Url })
        })
        .or_else(|| dated.iter().find_map(|(_, text)| said(date_in(text)?, PublishedSource::Text)))
}

/// The web is not older.
fn oldest() -> NaiveDate {
    NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or_default()
}

/// "/2024/05/01/", "/2024-05-01-", "/20240501/"
fn in_address(url: &Url) -> Option<NaiveDate> {
    let path = url.path();
    let bytes = path.as_bytes();
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
}

/// The part of a short text that is its date: "Posted on May 1, 2024 by Ann Lee" -> "May 1, 2024 by Ann Lee".
fn date_in(text: &str) -> Option<&str> {
    let starts = text.char_indices().filter(|&(at, c)| {
        let before = text[..at].chars().next_back();
        c.is_alphanumeric() && before.is_none_or(|b| !b.is_alphanumeric())
    });
    starts.map(|(at, _)| &text[at..]).find(|rest| dates::parse(rest).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_no_part_of_a_title() {
        let url = address::parse("https://www.thepost.example/a");
        let check = |title: &str, expect: &str| assert_eq!(without_site(title, Some("The Post"), url.as_ref()), expect);
        check("Rain again | The Post", "Rain again");
        check("Rain - again - The Post News", "Rain - again");
        check("The Post – Rain again", "Rain again");
        check("Rain again – what now?", "Rain again – what now?");
        check("ThePost.example | Rain", "Rain");
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
        check("/2024/13/01/rain", None);
        check("/id/120240501", None);
        check("/20240501123/", None);
    }

    #[test]
    fn a_byline_may_say_more_than_names() {
        assert_eq!(marked_names("By Ann Lee Published May 1, 2024 5 min read"), ["Ann Lee"]);
        assert_eq!(marked_names("Ann Lee | May 1"), ["Ann Lee"]);
        assert_eq!(date_in("Posted on May 1, 2024 by Ann Lee"), Some("May 1, 2024 by Ann Lee"));
    }
}
