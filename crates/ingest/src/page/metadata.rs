//! Title, authors, date, section, outlet and address of an article from what its page says, in order of trust: linked
//! data, Open Graph and other meta elements, marked elements, the address, words of the page. What is not certain is
//! left out.

use super::jsonld::LinkedData;
use super::survey::Survey;
use super::{Page, authors, published, title, unescaped};
use crate::draft::one_line;
use crate::{Published, address};
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
pub(super) fn of(survey: &Survey, data: &LinkedData, page: &Page, url: Option<&Url>) -> Metadata {
    let outlet = outlet(survey, data);
    let language = survey.language.as_deref().or_else(|| survey.meta(&["og:locale", "language"]));
    Metadata {
        title: title::of(survey, data, outlet.as_deref(), url),
        authors: authors::of(survey, data, outlet.as_deref()),
        published: published::of(survey, data, page, url),
        section: data
            .section
            .clone()
            .or_else(|| survey.meta(&["article:section", "parsely-section", "section"]).map(unescaped))
            .and_then(|s| one_line(&s))
            .filter(|s| s.len() <= 80),
        canonical: canonical(survey, url),
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
