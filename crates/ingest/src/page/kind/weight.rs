//! The weaker marks of a page that sells or lists, and those of an article, weighed against each other.

use super::super::jsonld::LinkedData;
use super::super::metadata::Metadata;
use super::super::survey::{Any, Survey, letters};
use crate::dates::{self, Order};
use rustc_hash::FxHashSet;
use url::Url;

mod title;

/// From this weight on a page is none of an article.
pub(super) const TOO_MUCH: i32 = 6;

/// Pages below this one that it links to, from which on it is a list of them.
const MANY_BELOW: usize = 8;

/// Linked data of who offers something.
const OFFICES: [&str; 10] = [
    "Service",
    "Course",
    "EducationalOccupationalProgram",
    "FAQPage",
    "Event",
    "LocalBusiness",
    "ItemList",
    "Offer",
    "Product",
    "AggregateRating",
];

/// Marks against an article, and for one. None of them decides alone: guides stand below "/services/", and offices
/// have their pages dated.
pub(super) fn of(
    survey: &Survey,
    data: &LinkedData,
    metadata: &Metadata,
    url: Option<&Url>,
    body: &str,
    says_article: bool,
) -> i32 {
    let counts = &survey.counts;
    let title = metadata.title.as_deref();
    let dated =
        survey.dated.iter().any(|d| d.weight >= 3 && !d.changed && dates::find(&d.text, Order::Unknown).is_some());
    let against = [
        (2, url.is_some_and(|url| address_weight(url) >= 2)),
        // Little of it stands in paragraphs.
        (2, counts.prose < 1_000 && counts.prose * 2 < body.len()),
        // A system that describes its articles as such calls this a page.
        (2, data.types.iter().any(|t| t == "WebPage")),
        (1, survey.system_says("single-", "post") == Some(false)),
        (1, metadata.authors.is_empty()),
        (1, url.is_some_and(|url| slug_words(url) <= 2)),
        // The menus of a site lead to what it is made of.
        (2, counts.own_links > 0),
        // What has many pages below it is their list.
        (2, survey.below.len() >= MANY_BELOW),
        (6, is_made_of_teasers(survey, body)),
        (1, survey.calls.len() >= 2),
        (2, title.is_some_and(title::is_of_offer)),
        (1, data.types.iter().any(|t| OFFICES.contains(&t.as_str()))),
        (6, body.len() < 2_000 && counts.comments > 4 * body.len()),
    ];
    let by_address = url.map_or(0, address_weight);
    let for_it = [
        (6, survey.system_says("single-", "post") == Some(true)),
        (2, by_address <= -2),
        (2, url.is_some_and(|url| slug_words(url) >= 5)),
        (2, survey.meta(&["article:published_time"]).is_some()),
        (2, counts.tag_links > 0),
        (2, counts.comment_forms > 0),
        (2, title.is_some_and(title::is_of_article)),
        (1, counts.prose > 4_000),
        (1, counts.share_links > 0),
        (1, counts.lists_of_related > 0),
        (1, counts.reading_times > 0),
        (1, dated || survey.times.iter().any(|d| d.weight >= 1)),
        // Publishing systems call every page an article in Open Graph, so that this says little.
        (1, says_article),
        (1, ["blog", "post", "article", "news", "single"].iter().any(|word| survey.body_class.contains(word))),
    ];
    let sum = |marks: &[(i32, bool)]| marks.iter().filter(|(_, there)| *there).map(|(weight, _)| weight).sum::<i32>();
    sum(&against) - sum(&for_it) + body_weight(body) + shape_weight(body)
}

/// Articles are made of paragraphs, pages of offices of lines.
fn shape_weight(body: &str) -> i32 {
    let blocks: Vec<usize> = body.split("\n\n").map(str::len).collect();
    let long = blocks.iter().filter(|&&len| len > 200).count();
    i32::from(long < 4 && body.len() >= 1_000) + i32::from(blocks.iter().sum::<usize>() < 90 * blocks.len())
}

/// Whether a good part of the body are headings that lead to other pages.
fn is_made_of_teasers(survey: &Survey, body: &str) -> bool {
    if survey.teasers.len() < 3 {
        return false;
    }
    let teasers: FxHashSet<&str> = survey.teasers.iter().map(String::as_str).collect();
    let (mut blocks, mut found) = (0, 0);
    for block in body.split("\n\n") {
        blocks += 1;
        found += usize::from(block.len() <= 300 && teasers.contains(&*letters(block)));
    }
    found >= 3 && found * 7 >= blocks
}

/// Words of the last part of an address; none has none.
fn slug_words(url: &Url) -> usize {
    url.path_segments().into_iter().flatten().rfind(|s| !s.is_empty()).map_or(0, words)
}

pub(super) fn words(slug: &str) -> usize {
    slug.split(['-', '_', '.', '+']).filter(|w| !w.is_empty()).count()
}

/// What the words of an address say.
fn address_weight(url: &Url) -> i32 {
    const FOR: [&str; 22] = [
        "blog",
        "blogs",
        "news",
        "article",
        "articles",
        "post",
        "posts",
        "story",
        "stories",
        "learn",
        "guide",
        "guides",
        "magazine",
        "insights",
        "library",
        "press",
        "opinion",
        "resources",
        "journal",
        "recipes",
        "research",
        "feature",
    ];
    const AGAINST: [&str; 29] = [
        "services",
        "service",
        "product",
        "products",
        "shop",
        "store",
        "pricing",
        "price",
        "prices",
        "courses",
        "course",
        "certificate",
        "certificates",
        "programs",
        "program",
        "careers",
        "jobs",
        "locations",
        "coupons",
        "deals",
        "offers",
        "rental",
        "rentals",
        "solutions",
        "movers",
        "reviews",
        "testimonials",
        "about",
        "contact",
    ];
    let segments: Vec<String> =
        url.path_segments().into_iter().flatten().filter(|s| !s.is_empty()).map(str::to_ascii_lowercase).collect();
    let Some(last) = segments.last() else { return 2 };
    let label = url.host_str().and_then(|h| h.strip_prefix("www.").unwrap_or(h).split('.').next()).unwrap_or("");
    let mut weight = 0;
    weight -= 2 * i32::from(
        segments[..segments.len() - 1].iter().any(|s| FOR.contains(&s.as_str())) || matches!(label, "blog" | "news"),
    );
    weight -= i32::from(words(last) >= 5);
    let against = |s: &String| s.split(['-', '_', '.']).any(|w| AGAINST.contains(&w));
    weight += 2 * i32::from(
        segments.iter().rev().take(2).any(|s| AGAINST.contains(&s.as_str())) || words(last) <= 1 && against(last),
    );
    weight
}

/// What the words of the body say: who sells speaks of "we" and "our" to "you" and asks to call, book or apply.
fn body_weight(body: &str) -> i32 {
    static CALLS: Any<22> = Any::new([
        "contact us",
        "call us",
        "get a quote",
        "free quote",
        "free estimate",
        "book now",
        "apply now",
        "enroll",
        "register now",
        "sign up",
        "request a",
        "schedule a",
        "get started",
        "learn more",
        "our team",
        "our services",
        "our clients",
        "our customers",
        "our experts",
        "we offer",
        "we provide",
        "why choose",
    ]);
    let (mut total, mut ours) = (0_usize, 0_usize);
    for word in body.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        total += 1;
        ours += usize::from(["we", "our", "us"].iter().any(|w| word.eq_ignore_ascii_case(w)));
    }
    let calls = CALLS.kinds_in(body);
    let mut weight = 0;
    weight += i32::from(ours * 100 > total * 2) + i32::from(ours * 100 > total * 4);
    weight += i32::from(calls >= 2) + i32::from(calls >= 4);
    weight.min(3)
}
