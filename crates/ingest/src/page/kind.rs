//! Whether a page is an article at all. A page is turned away only on marks that articles do not have: the software of
//! a discussion, the address of a home page or a listing, linked data of a shop or an office, or several weaker marks
//! of a page that sells or lists and none of an article.

use super::jsonld::LinkedData;
use super::metadata::Metadata;
use super::survey::Survey;
use crate::dates::{self, Order};
use url::Url;

/// Why a page is no article; nothing where it may be one.
pub(super) fn refusal(
    survey: &Survey,
    data: &LinkedData,
    metadata: &Metadata,
    url: Option<&Url>,
    body: &str,
) -> Option<&'static str> {
    let says_article =
        data.is_article || survey.meta(&["og:type"]).is_some_and(|t| t.to_ascii_lowercase().contains("article"));
    if is_discussion(survey, data, url) {
        return Some("a discussion");
    }
    if data.is_article {
        return None;
    }
    if is_challenge(survey, body) {
        return Some("a page for robots");
    }
    if let Some(url) = url {
        if is_home(url) && !is_one_text(survey, body) {
            return Some("a home page");
        }
        if !says_article && is_listing(url) && survey.counts.prose < 4_000 {
            return Some("a list of articles");
        }
    }
    let has_type = |types: &[&str]| data.types.iter().any(|t| types.contains(&t.as_str()));
    if !says_article
        && has_type(&["Product", "CollectionPage", "SearchResultsPage", "ProfilePage", "JobPosting"])
        && metadata.published.is_none()
    {
        return Some("a product or a collection");
    }
    (!body.is_empty() && weight(survey, data, metadata, url, body, says_article) >= 5)
        .then_some("a page that offers or lists something")
}

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
fn weight(
    survey: &Survey,
    data: &LinkedData,
    metadata: &Metadata,
    url: Option<&Url>,
    body: &str,
    says_article: bool,
) -> i32 {
    let counts = &survey.counts;
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
        (1, data.types.iter().any(|t| OFFICES.contains(&t.as_str()))),
        (6, body.len() < 2_000 && counts.comments > 4 * body.len()),
    ];
    let by_address = url.map_or(0, address_weight);
    let for_it = [
        (9, survey.system_says("single-", "post") == Some(true)),
        (2, by_address <= -2),
        (2, url.is_some_and(|url| slug_words(url) >= 5)),
        (2, survey.meta(&["article:published_time"]).is_some()),
        (2, counts.tag_links > 0),
        (2, counts.comment_forms > 0),
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

/// A home page that is one text: what some authors have there.
fn is_one_text(survey: &Survey, body: &str) -> bool {
    survey.counts.teasers < 3 && survey.counts.articles <= 1 && survey.counts.prose > 1_500 && body.len() > 1_500
}

/// Systems for discussions name themselves, mark their posts, or are known by their addresses.
fn is_discussion(survey: &Survey, data: &LinkedData, url: Option<&Url>) -> bool {
    const SYSTEMS: [&str; 10] = [
        "discourse",
        "phpbb",
        "xenforo",
        "vbulletin",
        "flarum",
        "invision",
        "simple machines",
        "mybb",
        "vanilla forums",
        "nodebb",
    ];
    let generator = survey.meta(&["generator"]).unwrap_or("").to_ascii_lowercase();
    if data.types.iter().any(|t| matches!(t.as_str(), "DiscussionForumPosting" | "QAPage"))
        || SYSTEMS.iter().any(|system| generator.contains(system))
    {
        return true;
    }
    let Some(url) = url else { return survey.counts.posts > 3 };
    let host = url.host_str().unwrap_or("");
    let label = host.strip_prefix("www.").unwrap_or(host).split('.').next().unwrap_or("");
    let query = url.query().unwrap_or("");
    let topic = query.starts_with("topic=") || query.contains("&topic=") || query.contains("threadid=");
    let house = label.ends_with("forum")
        || label.ends_with("forums")
        || matches!(
            label,
            "forum" | "forums" | "community" | "discuss" | "discussion" | "discussions" | "board" | "boards"
        );
    let segments: Vec<String> = url.path_segments().into_iter().flatten().map(str::to_ascii_lowercase).collect();
    let place = segments.iter().any(|s| {
        matches!(
            s.as_str(),
            "forum"
                | "forums"
                | "thread"
                | "threads"
                | "viewtopic.php"
                | "showthread.php"
                | "showthread"
                | "viewtopic"
                | "discussion"
                | "discussions"
                | "coffeehouse"
        )
    });
    let discourse = segments.len() >= 3
        && segments[0] == "t"
        && segments.iter().any(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit()));
    let reddit = segments.first().is_some_and(|s| s == "r") && segments.iter().any(|s| s == "comments");
    let questions = segments.first().is_some_and(|s| s == "questions")
        && segments.get(1).is_some_and(|s| s.bytes().all(|b| b.is_ascii_digit()));
    discourse
        || topic
        || reddit
        || questions
        || (house || place) && !data.is_article
        || survey.counts.posts > 8 && !data.is_article
}

/// A page that wants to know whether a person is reading.
fn is_challenge(survey: &Survey, body: &str) -> bool {
    const TITLES: [&str; 6] = [
        "just a moment",
        "making sure you're not a bot",
        "attention required",
        "access denied",
        "are you a robot",
        "security check",
    ];
    let title = survey.title.as_deref().unwrap_or("").trim().to_lowercase().replace('’', "'");
    body.len() < 3000 && TITLES.iter().any(|t| title.starts_with(t))
}

fn is_home(url: &Url) -> bool {
    let path = url.path().trim_end_matches('/');
    let bare = matches!(path, "" | "/index.html" | "/index.htm" | "/index.php" | "/home" | "/en" | "/us");
    bare && url.query().is_none()
}

/// Addresses of sections, categories and tags. An address with words after them is one of what they list.
fn is_listing(url: &Url) -> bool {
    const LISTS: [&str; 12] = [
        "category",
        "categories",
        "tag",
        "tags",
        "author",
        "authors",
        "search",
        "archive",
        "archives",
        "topics",
        "section",
        "list",
    ];
    const ENDS: [&str; 14] = [
        "news",
        "blog",
        "latest",
        "latest-news",
        "all-news",
        "articles",
        "stories",
        "press-releases",
        "in-the-news",
        "issues",
        "events",
        "newsroom",
        "coupons",
        "podcasts",
    ];
    let segments: Vec<&str> = url.path_segments().into_iter().flatten().filter(|s| !s.is_empty()).collect();
    let Some(last) = segments.last() else { return false };
    let last = last.to_ascii_lowercase();
    let last = last.split(".htm").next().unwrap_or(&last);
    ENDS.contains(&last)
        || segments.len() <= 3 && segments[0..segments.len() - 1].iter().any(|s| LISTS.contains(s)) && words(last) <= 3
}

/// Words of the last part of an address; none has none.
fn slug_words(url: &Url) -> usize {
    url.path_segments().into_iter().flatten().rfind(|s| !s.is_empty()).map_or(0, words)
}

fn words(slug: &str) -> usize {
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
    const CALLS: [&str; 22] = [
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
    ];
    let (mut total, mut ours) = (0_usize, 0_usize);
    for word in body.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        total += 1;
        ours += usize::from(["we", "our", "us"].iter().any(|w| word.eq_ignore_ascii_case(w)));
    }
    let lower = body.to_lowercase();
    let calls = CALLS.iter().filter(|call| lower.contains(*call)).count();
    let mut weight = 0;
    weight += i32::from(ours * 100 > total * 2) + i32::from(ours * 100 > total * 4);
    weight += i32::from(calls >= 2) + i32::from(calls >= 4);
    weight.min(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::parse;
    use crate::page::{Page, jsonld, metadata, survey};
    use dom_query::Document;

    #[test]
    fn addresses_of_lists_and_home_pages() {
        let url = |path: &str| parse(&format!("https://a.example{path}")).expect("address");
        assert!(is_home(&url("/")) && !is_home(&url("/?p=12")) && !is_home(&url("/rain-again")));
        assert!(is_listing(&url("/news/")) && is_listing(&url("/category/weather")) && is_listing(&url("/tag/rain/")));
        assert!(
            !is_listing(&url("/news/rain-again"))
                && !is_listing(&url("/category/weather/2024/rain-comes-back-to-the-coast"))
        );
    }

    /// Why a page at this path is no article.
    fn why(html: &str, path: &str) -> Option<&'static str> {
        let address = format!("https://a.example{path}");
        let page = Page { html: html.to_owned(), url: Some(address.clone()), crawled: None };
        let survey = survey::of(&Document::from(html));
        let data = jsonld::read(survey.json_ld.iter().map(String::as_str));
        let metadata = metadata::of(&survey, &data, &page);
        let body = survey.paragraphs.join("\n\n");
        refusal(&survey, &data, &metadata, parse(&address).as_ref(), &body)
    }

    const PROSE: &str = "<p>It rained on the coast for the third day, and the people of the old town moved to the hills when the \
        water came over the second bridge, said the mayor, who had not slept since Monday and did not think that she would.</p>";

    #[test]
    fn pages_that_offer_are_told_from_articles_by_several_marks() {
        let offer = "<body class='page page-id-7'><h1>Roof repair</h1><h2>Why choose us</h2><p>We repair your roof, and our \
            team is at your service.</p><h2>Our services</h2><ul><li>Roofs that leak in rain</li><li>Gutters of all \
            kinds</li></ul><p>Contact us for a free quote.</p>";
        assert!(why(offer, "/services/roof-repair/").is_some());
        let article = format!("<h1>Rain again</h1><p>By Ann Lee | May 1, 2024</p>{}", PROSE.repeat(6));
        assert_eq!(why(&article, "/services/rain-again"), None);
        // An article of a system that says so, whatever it looks like.
        assert_eq!(why(&offer.replace("page page-id-7", "single single-post"), "/services/roof-repair/"), None);
    }

    #[test]
    fn a_home_page_may_be_one_text() {
        let lists = "<h2><a href=/a>Rain again on the coast</a></h2>".repeat(9);
        assert_eq!(why(&lists, "/"), Some("a home page"));
        assert_eq!(why(&format!("<h1>Rain</h1>{}", PROSE.repeat(9)), "/"), None);
    }

    #[test]
    fn a_discussion_is_known_by_its_system_or_its_address() {
        let check = |address: &str| is_discussion(&Survey::default(), &LinkedData::default(), parse(address).as_ref());
        assert!(check("https://forums.a.example/showthread.php?t=1"));
        assert!(check("https://a.example/t/how-to-dry-boots/1204"));
        assert!(check("https://a.example/r/Rain/comments/abc/how/"));
        assert!(!check("https://a.example/news/the-forum-is-over"));
        let mut survey = Survey::default();
        survey.meta.push(("generator".to_owned(), "Discourse 3.1".to_owned()));
        assert!(is_discussion(&survey, &LinkedData::default(), None));
    }
}
