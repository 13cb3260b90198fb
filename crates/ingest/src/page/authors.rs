//! Who wrote an article, from what its page says: linked data, meta elements, marked elements. A person with a full
//! name says more than an account, an account more than the house, wherever each stands.

use super::jsonld::LinkedData;
use super::survey::{Survey, UNDER_HEADING, letters};
use super::unescaped;
use crate::byline;

/// The names, one each, in their order.
pub(super) fn of(survey: &Survey, data: &LinkedData, outlet: Option<&str>) -> Vec<String> {
    // The site of a person has that person's name.
    let is_person = |name: &String| data.people.contains(name) && byline::is_written_as_name(name);
    let is_outlet = |name: &String| outlet.is_some_and(|outlet| letters(outlet) == letters(name));
    let is_house = |name: &String| byline::is_desk(name) || byline::is_job(name) || is_outlet(name) && !is_person(name);
    let full = |names: &&Vec<String>| names.iter().any(|name| name.contains(' ') && !is_house(name));
    let account = |names: &&Vec<String>| names.iter().any(|name| !is_house(name));
    let in_data: Vec<String> = data.authors.iter().flat_map(|line| byline::names(&unescaped(line))).collect();
    let stated: Vec<Vec<String>> = [in_data, in_meta(survey)].into_iter().filter(|names| !names.is_empty()).collect();
    let mut marked: Vec<&(i32, String)> = survey.bylines.iter().collect();
    marked.sort_by_key(|(weight, _)| -weight);
    // Marked elements are looked at one by one: the best may hold a word of the page's and no name.
    let read =
        |(weight, line): &&(i32, String)| Some((*weight, marked_names(line, *weight))).filter(|m| !m.1.is_empty());
    let marked: Vec<(i32, Vec<String>)> = marked.iter().filter_map(read).collect();
    let from = |least: i32| marked.iter().filter(move |(weight, _)| *weight >= least).map(|(_, names)| names);
    // A desk that is stated and stands in the byline too is meant.
    let desk = |names: &&Vec<String>| {
        names.iter().all(|name| name.contains(' ') && byline::is_desk(name)) && from(SURE).any(|seen| seen == *names)
    };
    let best = (from(UNDER_HEADING).find(full))
        .or_else(|| stated.iter().find(full))
        .or_else(|| stated.iter().find(desk))
        .or_else(|| from(UNDER_HEADING).find(account).filter(|_| stated.is_empty()))
        .or_else(|| from(SURE).find(full))
        .or_else(|| stated.iter().find(account))
        .or_else(|| from(SURE).find(account))
        .or_else(|| stated.first())
        .or_else(|| from(i32::MIN).find(full))
        .or_else(|| from(i32::MIN).next());
    let mut names: Vec<String> = Vec::new();
    for name in best.into_iter().flatten() {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn in_meta(survey: &Survey) -> Vec<String> {
    const META: [&str; 8] = [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "citation_author",
        "byl",
        "dcterms.creator",
    ];
    let named = |test: &dyn Fn(&str) -> bool| -> Vec<String> {
        let lines = survey.meta.iter().filter(|(name, _)| test(name));
        lines.flat_map(|(_, line)| byline::names(&unescaped(line))).collect()
    };
    META.iter()
        .map(|wanted| named(&|name| name == *wanted))
        .find(|names| !names.is_empty())
        .or_else(|| Some(byline::names(&unescaped(written_by(survey)?))))
        .filter(|names| !names.is_empty())
        .unwrap_or_else(|| named(&|name| name.ends_with("author") || name.ends_with("authors")))
}

/// "twitter:label1" = "Written by", "twitter:data1" = the name.
fn written_by(survey: &Survey) -> Option<&str> {
    let label = survey.meta(&["twitter:label1"])?;
    (label.eq_ignore_ascii_case("written by")).then(|| survey.meta(&["twitter:data1"]))?
}

/// Marks from this on are of names only, and hardly of others than the author; weaker ones count where nothing is stated.
const SURE: i32 = 4;
/// The mark `itemprop=author`.
const MICRODATA: i32 = 7;

/// "AL", in place of a portrait.
fn is_initials(name: &str) -> bool {
    name.len() <= 3 && name.chars().all(char::is_uppercase)
}

/// Names in the text of an element marked as a byline, which may say more: "By Ann Lee Published May 1, 2024 5 min read".
fn marked_names(line: &str, weight: i32) -> Vec<String> {
    const STOPS: [&str; 14] = [
        " published",
        " updated",
        " posted",
        " on ",
        " in ",
        " | ",
        " - ",
        " – ",
        " — ",
        " • ",
        " · ",
        " min read",
        " reviewed",
        " share",
    ];
    let line = byline::without_dates(line.trim());
    let lower = line.to_lowercase();
    // Lower case may change lengths; then the line is taken whole.
    let end = if lower.len() == line.len() {
        STOPS.iter().filter_map(|s| lower.find(s)).filter(|&at| at > 0).min()
    } else {
        None
    };
    let line = &line[..end.filter(|&at| line.is_char_boundary(at)).unwrap_or(line.len())];
    // "This post was written by Ann Lee"
    let line = line.rfind("written by ").map_or(line, |at| &line[at..]);
    let names = byline::names(line);
    let is_name = |name: &String| {
        let alone = line.split_whitespace().count() <= 3;
        let account = !name.contains(' ') && name.starts_with(char::is_lowercase) && alone;
        byline::is_written_as_name(name) && !is_initials(name)
            || weight > SURE && account
            // Nothing but a name stands where microdata name the author.
            || weight == MICRODATA && name.starts_with(char::is_uppercase)
    };
    names.into_iter().filter(|name| name.split(' ').count() <= 4 && is_name(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{jsonld, survey};
    use dom_query::Document;

    fn check(html: &str, expect: &[&str]) {
        let survey = survey::of(&Document::from(html), None);
        let data = jsonld::read(survey.json_ld.iter().map(String::as_str));
        assert_eq!(of(&survey, &data, Some("The Post")), expect, "{html}");
    }

    #[test]
    fn a_byline_may_say_more_than_names() {
        assert_eq!(marked_names("By Ann Lee Published May 1, 2024 5 min read", 3), ["Ann Lee"]);
        assert_eq!(marked_names("Ann Lee | May 1", 3), ["Ann Lee"]);
        assert_eq!(marked_names("Dec 17, 2025 Ann K. Lee", 3), ["Ann K. Lee"]);
        assert_eq!(marked_names("About the author", 3), Vec::<String>::new());
        assert_eq!(marked_names("Updated", 3), Vec::<String>::new());
    }

    #[test]
    fn a_person_counts_before_the_house() {
        let house = "<meta name=author content='The Post'>";
        check(&[house, "<h1>Rain</h1><a href='/author/ann-lee'>Ann Lee</a>"].concat(), &["Ann Lee"]);
        check(&[house, "<h1>Rain</h1><p>It rained.</p>"].concat(), &["The Post"]);
    }

    #[test]
    fn the_line_under_the_heading_counts_before_the_account_that_posted() {
        let account = "<meta name=author content='Cy Oh'>";
        check(&[account, "<h1>Rain</h1><p>By: Ann Lee</p><p>It rained.</p>"].concat(), &["Ann Lee"]);
        let desk = "<meta name=author content='Post Staff'>";
        let line = "<a href='/author/staff' rel=author>Post Staff</a>";
        let reviewer = "<a class=author href='/author/bo'>Bo Li</a>";
        check(&[desk, "<h1>Rain</h1>", line, reviewer].concat(), &["Post Staff"]);
    }

    #[test]
    fn the_site_of_a_person_has_the_name_of_its_author() {
        let data = |kind: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"Article\",\"author\":{{\"@type\":\"{kind}\",\"name\":\"The Post\"}}}}</script>"
            )
        };
        let other = "<h1>Rain</h1><a href='/author/ann-lee'>Ann Lee</a>";
        check(&[&data("Organization"), other].concat(), &["Ann Lee"]);
        let own = "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"@type\":\"Person\",\"name\":\"Ann Lee\"}}</script>";
        let survey = survey::of(&Document::from([own, "<h1>Rain</h1><a rel=author>Bo Li</a>"].concat()), None);
        let data = jsonld::read(survey.json_ld.iter().map(String::as_str));
        assert_eq!(of(&survey, &data, Some("Ann Lee")), ["Ann Lee"]);
    }

    #[test]
    fn marks_are_classes_addresses_and_words() {
        check("<h1>Rain</h1><div class='post_author_name'>Ann Lee</div>", &["Ann Lee"]);
        check("<h1>Rain</h1><p><span>Written by</span> <b>Ann Lee</b></p>", &["Ann Lee"]);
        check("<h1>Rain</h1><h3>Author</h3><p>Ann Lee</p>", &["Ann Lee"]);
        check("<h1>Rain</h1><a href='https://a.example/authors/ann-lee/'>Ann Lee</a><p>It rained.</p>", &["Ann Lee"]);
        check("<h1>Rain</h1><p>By <a href=/x>A. J. Lee</a> &nbsp; and Bo Li</p>", &["A. J. Lee", "Bo Li"]);
        check("<h1>Rain</h1><p>Ann Lee | Farm Editor | March 9, 2023</p>", &["Ann Lee"]);
        check("<h1>Rain</h1><p>By the sea it rained for days and days.</p>", &[]);
        check("<h1>Rain</h1><h6>Author(s)</h6><ul><li>Ann Lee</li></ul>", &["Ann Lee"]);
        check("<h1>Rain</h1><p>by ibby</p>", &["ibby"]);
        check("<h1>Rain</h1><ul><li><i class='bi bi-person'></i> Ann Lee</li></ul>", &["Ann Lee"]);
        check("<h1>Rain</h1><img alt='Photo of Ann Lee'><div>Ann Lee</div>", &["Ann Lee"]);
        check("<h1>Rain</h1><p itemprop=author>Meet the Growers</p>", &["Meet the Growers"]);
        check("<h1>Rain</h1><div class=byline>By Ann Lee with Bo Li</div>", &["Ann Lee", "Bo Li"]);
        check("<h1>Rain</h1><div class=author-box>This post was written by Ann Lee</div>", &["Ann Lee"]);
        check("<h1>Rain</h1><div class=author>AL</div>", &[]);
    }
}
