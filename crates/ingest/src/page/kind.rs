//! Whether a page is an article at all. A page is turned away only on marks that articles do not have: the software of
//! a discussion, the address of a home page or a listing, linked data of a shop or an office, or several weaker marks
//! of a page that sells or lists and none of an article.

use super::jsonld::LinkedData;
use super::metadata::Metadata;
use super::survey::Survey;
use url::Url;
use weight::words;

mod weight;

/// Why a page is no article, where that needs no look at its body, which costs more than all else.
pub(super) fn refusal(
    survey: &Survey,
    data: &LinkedData,
    metadata: &Metadata,
    url: Option<&Url>,
) -> Option<&'static str> {
    if is_discussion(survey, data, url) {
        return Some("a discussion");
    }
    if data.is_article {
        return None;
    }
    let says_article = says_article(survey, data);
    if let Some(url) = url {
        if is_home(url) && !may_be_one_text(survey) {
            return Some("a home page");
        }
        if !says_article && is_listing(url) && survey.counts.prose < 4_000 {
            return Some("a list of articles");
        }
    }
    let has_type = |types: &[&str]| data.types.iter().any(|t| types.contains(&t.as_str()));
    (!says_article
        && has_type(&["Product", "CollectionPage", "SearchResultsPage", "ProfilePage", "JobPosting"])
        && metadata.published.is_none())
    .then_some("a product or a collection")
}

/// Why a page of this body is no article; nothing where it may be one.
pub(super) fn refusal_with_body(
    survey: &Survey,
    data: &LinkedData,
    metadata: &Metadata,
    url: Option<&Url>,
    body: &str,
) -> Option<&'static str> {
    if data.is_article {
        return None;
    }
    if is_challenge(survey, body) {
        return Some("a page for robots");
    }
    if url.is_some_and(is_home) && body.len() <= ONE_TEXT {
        return Some("a home page");
    }
    let says_article = says_article(survey, data);
    (!body.is_empty() && weight::of(survey, data, metadata, url, body, says_article) >= weight::TOO_MUCH)
        .then_some("a page that offers or lists something")
}

fn says_article(survey: &Survey, data: &LinkedData) -> bool {
    data.is_article || survey.meta(&["og:type"]).is_some_and(|t| t.to_ascii_lowercase().contains("article"))
}

/// From this length on a text on a home page may be an article.
const ONE_TEXT: usize = 1_500;

/// A home page that is one text: what some authors have there.
fn may_be_one_text(survey: &Survey) -> bool {
    survey.counts.teasers < 3 && survey.counts.articles <= 1 && survey.counts.prose > ONE_TEXT
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
    let types = || data.types.iter().chain(&survey.types);
    if types().any(|t| matches!(t.as_str(), "DiscussionForumPosting" | "QAPage"))
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
        || label.ends_with("forum")
        || label.ends_with("forums")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::parse;
    use crate::page::margins::Told;
    use crate::page::{Page, jsonld, metadata, render, survey};
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
        let survey = survey::of(&Document::from(html), parse(&address).as_ref());
        let data = jsonld::read(survey.json_ld.iter().map(String::as_str));
        let metadata = metadata::of(&survey, &data, &page, parse(&address).as_ref());
        let body = Document::from(html).body().map(|body| render::text(&body, &Told::default())).unwrap_or_default();
        let url = parse(&address);
        refusal(&survey, &data, &metadata, url.as_ref())
            .or_else(|| refusal_with_body(&survey, &data, &metadata, url.as_ref(), &body))
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
    fn menus_headings_and_pages_below_tell_a_list() {
        let teaser = |n: usize| format!("<h3><a href='/rain/{n}-again'>It rained again on the coast {n}</a></h3>");
        let list: String = (0..9).map(teaser).collect();
        let menu = "<nav><a href='/rain'>Rain</a></nav>";
        assert!(why(&[menu, "<h1>Rain</h1>", &list].concat(), "/rain").is_some());
        // The same list under an article.
        let article =
            format!("<h1>Rain came back to the coast</h1><p>By Ann Lee | May 1, 2024</p>{}", PROSE.repeat(60));
        assert_eq!(why(&[menu, &article, &list].concat(), "/coast/rain-came-back-to-the-coast"), None);
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
