//! The headline of an article, without the site's name: the heading that readers see, where it is like what the page
//! calls itself and like its address; else what the page calls itself.

use super::jsonld::LinkedData;
use super::survey::{Survey, letters};
use super::unescaped;
use crate::draft::one_line;
use url::Url;

/// The headline.
pub(super) fn of(survey: &Survey, data: &LinkedData, outlet: Option<&str>, url: Option<&Url>) -> Option<String> {
    let site = Site::new(outlet, url);
    let page_title = survey.title.as_deref().and_then(one_line);
    let stated = data
        .headline
        .clone()
        .or_else(|| survey.meta(&["og:title", "twitter:title", "dc.title", "parsely-title"]).map(unescaped));
    let stated = stated.and_then(|t| one_line(&t)).map(|t| site.taken_off(&t));
    let slug = url.map(slug).unwrap_or_default();
    let heading = heading(survey, stated.as_deref(), page_title.as_deref(), &site).filter(|heading| {
        // A slogan stands where the headline should: the address tells.
        let like_address = |text: &str| if slug.len() < 3 { 0.0 } else { share(&slug, &words(text)) };
        stated.as_deref().is_none_or(|stated| like_address(stated) < like_address(heading) + 0.3)
    });
    heading
        .or(stated)
        .or_else(|| page_title.clone())
        .map(|title| site.taken_off(&title))
        .filter(|title| Some(title.as_str()) != outlet && title.chars().any(char::is_alphanumeric))
        .or_else(|| page_title.map(|title| site.taken_off(&title)))
}

/// The first main heading that is no name of the site and shares most of its words with what the page calls itself,
/// or the only one.
fn heading(survey: &Survey, stated: Option<&str>, page_title: Option<&str>, site: &Site) -> Option<String> {
    let last_part = page_title.and_then(|title| Some(parts(title).last()?.1)).filter(|part| Some(*part) != page_title);
    let headings = survey.headings.iter().filter_map(|h| one_line(h)).filter(|h| h.len() > 3);
    let headings: Vec<String> =
        headings.filter(|h| !site.is_named(h) && last_part.is_none_or(|part| letters(part) != letters(h))).collect();
    let likeness = |heading: &String| {
        let heading = words(heading);
        let names = [stated, page_title].into_iter().flatten();
        names.map(|name| share(&heading, &words(name))).fold(0.0, f64::max)
    };
    // The likest; of equals the first.
    let best = headings.iter().map(|heading| (likeness(heading), heading)).rev().max_by(|a, b| a.0.total_cmp(&b.0));
    let found = best.filter(|(likeness, _)| *likeness >= 0.5).map(|(_, heading)| heading).or(match &*headings {
        [only] if only.split(' ').count() >= 4 && only.len() <= 250 => Some(only),
        _ => None,
    });
    found.map(|heading| unescaped(heading))
}

/// The words of the last part of an address that has some: "/2024/rain-comes-back.html".
fn slug(url: &Url) -> Vec<String> {
    let segments = url.path_segments().into_iter().flatten();
    let last = segments.rev().map(|s| s.split('.').next().unwrap_or(s)).find(|s| s.contains(['-', '_']));
    last.map(words).unwrap_or_default()
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// The share of the words of `part` that stand in `text`.
fn share(part: &[String], text: &[String]) -> f64 {
    if part.is_empty() || text.is_empty() {
        return 0.0;
    }
    let shared = part.iter().filter(|word| text.contains(word)).count();
    shared as f64 / part.len().max(2) as f64
}

const SIGNS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " // "];

/// The parts of a title between signs, with their starts.
fn parts(title: &str) -> Vec<(usize, &str)> {
    let (mut parts, mut start) = (Vec::new(), 0);
    while let Some((at, len)) =
        SIGNS.iter().filter_map(|sign| Some((start + title[start..].find(sign)?, sign.len()))).min()
    {
        parts.push((start, &title[start..at]));
        start = at + len;
    }
    parts.push((start, &title[start..]));
    parts
}

/// The names of a site: what it calls itself and its host.
struct Site {
    name: String,
    host: String,
    /// The label before the last: "thepost" of "www.thepost.example".
    domain: String,
    /// The folders of the address: "weather" of "/weather/rain-again".
    folders: Vec<String>,
}

impl Site {
    fn new(outlet: Option<&str>, url: Option<&Url>) -> Self {
        let host = url.and_then(Url::host_str).map_or("", |h| h.strip_prefix("www.").unwrap_or(h));
        let domain = host.rsplit('.').nth(1).unwrap_or("");
        let mut folders: Vec<String> = url.and_then(Url::path_segments).into_iter().flatten().map(letters).collect();
        folders.pop();
        Self { name: outlet.map(letters).unwrap_or_default(), host: letters(host), domain: letters(domain), folders }
    }

    fn is_named(&self, part: &str) -> bool {
        let part = letters(part);
        let name = &*self.name;
        !part.is_empty()
            && (part == name
                || name.len() > 3 && (part.starts_with(name) || name.starts_with(&part) && part.len() > 3)
                || part.len() > 3 && (self.host.starts_with(&part) || self.host.contains(&part) && part.len() > 5)
                || part.len() > 3 && self.domain.ends_with(&part))
    }

    /// A title without the names of the site and of its section: "Rain again | Weather | The Post", "The Post: Rain again".
    fn taken_off(&self, title: &str) -> String {
        let mut title = title;
        loop {
            let parts = parts(title);
            let [(_, first), .., (last_start, last)] = &*parts else { return title.to_owned() };
            if self.is_named(last) || self.folders.contains(&letters(last)) {
                let before = &title[..*last_start];
                title = SIGNS.iter().find_map(|sign| before.strip_suffix(sign)).unwrap_or(before).trim_end();
            } else if self.is_named(first) {
                title = title[parts[1].0..].trim_start();
            } else {
                return title.to_owned();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address;
    use crate::page::{jsonld, survey};
    use dom_query::Document;

    #[test]
    fn the_name_of_the_site_is_no_part_of_a_title() {
        let url = address::parse("https://www.thepost.example/a");
        let site = Site::new(Some("The Post"), url.as_ref());
        let check = |title: &str, expect: &str| assert_eq!(site.taken_off(title), expect);
        check("Rain again | The Post", "Rain again");
        check("Rain - again - The Post News", "Rain - again");
        check("The Post – Rain again", "Rain again");
        check("Rain again – what now?", "Rain again – what now?");
        check("ThePost.example | Rain", "Rain");
        let section = Site::new(Some("The Post"), address::parse("https://thepost.example/weather/rain").as_ref());
        assert_eq!(section.taken_off("Rain again | Weather | The Post"), "Rain again");
        assert_eq!(section.taken_off("Weather | Rain"), "Weather | Rain");
        let url = address::parse("https://drinkrain.example/a");
        assert_eq!(Site::new(None, url.as_ref()).taken_off("7 ways to rain | Rain"), "7 ways to rain");
    }

    fn check(html: &str, path: &str, expect: &str) {
        let url = address::parse(&format!("https://a.example{path}"));
        let survey = survey::of(&Document::from(html), None);
        let data = jsonld::read(survey.json_ld.iter().map(String::as_str));
        assert_eq!(of(&survey, &data, None, url.as_ref()).as_deref(), Some(expect), "{html}");
    }

    #[test]
    fn the_heading_is_the_title_unless_it_names_the_site() {
        check("<title>Rain again - Field Notes</title><h1>Field Notes</h1><h1>Rain again</h1>", "/x", "Rain again");
        let head = "<title>Rain again - Field Notes</title><meta property=og:title content='Rain again'>";
        check(&[head, "<h1>Field Notes</h1>"].concat(), "/x", "Rain again");
        check(&[head, "<h1>Rain, <br>again</h1>"].concat(), "/x", "Rain, again");
    }

    #[test]
    fn the_likest_heading_is_the_title() {
        let html = "<title>The Knot-and-Rope Puzzle (Ann Lee)</title><h1>Ann Lee's Knots</h1><h1>The Knot-and-Rope Puzzle</h1>";
        check(html, "/x", "The Knot-and-Rope Puzzle");
    }

    #[test]
    fn a_slogan_is_no_title_where_the_address_says_so() {
        let html = "<meta property=og:title content='How to dry boots in winter'><h1>Dry boots are happy boots</h1>";
        check(html, "/guides/how-to-dry-boots-in-winter", "How to dry boots in winter");
        check(html, "/guides/12", "Dry boots are happy boots");
    }
}
