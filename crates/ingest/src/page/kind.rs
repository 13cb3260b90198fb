//! Whether a page is an article at all. A page is turned away only on marks that articles do not have: the software of
//! a discussion, the address of a home page or a listing, linked data of a shop or an office, or several weaker marks
//! of a page that sells or lists and none of an article.

use super::jsonld::LinkedData;
use super::metadata::Metadata;
use super::survey::Survey;
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
        if is_home(url) {
            return Some("a home page");
        }
        if !says_article && is_listing(url) {
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
    (weight(survey, data, metadata, url, body, says_article) >= 5).then_some("a page that offers or lists something")
}

/// Linked data of who offers something.
const OFFICES: [&str; 9] = [
    "Service",
    "Course",
    "EducationalOccupationalProgram",
    "FAQPage",
    "Event",
    "LocalBusiness",
    "ItemList",
    "Offer",
    "AggregateRating",
];

/// Marks against an article, and for one.
fn weight(
    survey: &Survey,
    data: &LinkedData,
    metadata: &Metadata,
    url: Option<&Url>,
    body: &str,
    says_article: bool,
) -> i32 {
    let mut weight = 0;
    // Publishing systems call every page an article in Open Graph, so that this says little.
    weight += if says_article { -1 } else { 1 };
    weight += if metadata.published.is_some() { -2 } else { 1 };
    weight += if metadata.authors.is_empty() { 1 } else { -1 };
    weight += url.map_or(0, address_weight);
    weight += body_weight(body);
    weight += 2 * i32::from(data.types.iter().any(|t| OFFICES.contains(&t.as_str())));
    weight += i32::from(survey.counts.prices > 2);
    weight += i32::from(survey.counts.articles > 3);
    weight
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
    let house = matches!(
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
    ENDS.contains(&&*last)
        || segments.len() <= 3 && segments[0..segments.len() - 1].iter().any(|s| LISTS.contains(s)) && words(&last) <= 3
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
    weight +=
        2 * i32::from(segments.iter().any(|s| AGAINST.contains(&s.as_str())) || words(last) <= 4 && against(last));
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
    weight
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::parse;

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
