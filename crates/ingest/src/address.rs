//! Addresses: the form in which two of the same article are equal, the host, and the key of an article.

use crate::ArticleKey;
use url::Url;
use xxhash_rust::xxh3::xxh3_128;

/// Parameters that say where a reader came from and nothing about the page; those that begin with "utm_" come on top.
const TRACKING: [&str; 27] = [
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "cmpid",
    "ocid",
    "ncid",
    "smid",
    "s_cid",
    "wt_mc",
    "xtor",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "at_medium",
    "at_campaign",
    "mkt_tok",
];

/// An address in its canonical form, or `None` where it is none of the web.
///
/// Scheme and host in lower case, no default port, no user, no fragment, no tracking parameters, and no slash at the
/// end but that of the bare host. Other parameters stay, in their order.
pub(crate) fn canonical(address: &str) -> Option<String> {
    let mut url = parse(address)?;
    url.set_fragment(None);
    // Both fail only for addresses without a host, which `parse` has turned away.
    let _ = (url.set_username(""), url.set_password(None));
    if url.query().is_some() {
        let kept: Vec<&str> = url.query().unwrap_or("").split('&').filter(|pair| !is_tracking(pair)).collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(&*kept));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Some(url.into())
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or("").to_ascii_lowercase();
    name.is_empty() || name.starts_with("utm_") || TRACKING.contains(&&*name)
}

/// An address of the web; one without a scheme ("www.example.org/a") is taken as https.
pub(crate) fn parse(address: &str) -> Option<Url> {
    let address = address.trim();
    if address.is_empty() || address.len() > 8192 {
        return None;
    }
    let url = match Url::parse(address) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) if address.starts_with("//") => {
            Url::parse(&format!("https:{address}")).ok()?
        }
        Err(url::ParseError::RelativeUrlWithoutBase) if address.starts_with("www.") => {
            Url::parse(&format!("https://{address}")).ok()?
        }
        Err(_) => return None,
    };
    (matches!(url.scheme(), "http" | "https") && url.host_str().is_some()).then_some(url)
}

/// The host of an address, without "www.".
pub(crate) fn domain(address: &str) -> Option<String> {
    let url = parse(address)?;
    let host = url.host_str()?.trim_end_matches('.');
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// The key of an article: its canonical address counts, else its id, else its text.
pub(crate) fn key(address: Option<&str>, source_id: Option<&str>, text: &str) -> ArticleKey {
    let canonical = address.and_then(canonical);
    let identity = canonical.as_deref().or(source_id.filter(|id| !id.is_empty())).unwrap_or(text);
    ArticleKey(xxh3_128(identity.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_addresses_of_one_article_are_equal() {
        let check = |address: &str, expect: &str| assert_eq!(canonical(address).as_deref(), Some(expect));
        check("HTTP://WWW.Example.org:80/News/a/?utm_source=x&id=7&fbclid=1#top", "http://www.example.org/News/a?id=7");
        check("https://example.org/?utm_medium=mail", "https://example.org/");
        check("https://me:pw@example.org/a//", "https://example.org/a");
        check("www.example.org/a", "https://www.example.org/a");
        assert_eq!(canonical("ftp://example.org/a"), None);
        assert_eq!(canonical("no address"), None);
        assert_eq!(canonical("mailto:a@example.org"), None);
    }

    #[test]
    fn the_key_comes_from_the_best_that_is_known() {
        let (a, b) = ("https://example.org/a", "https://example.org/a/?utm_source=b");
        assert_eq!(key(Some(a), Some("1"), "x"), key(Some(b), Some("2"), "y"));
        assert_eq!(key(None, Some("1"), "x"), key(Some("none"), Some("1"), "y"));
        assert_ne!(key(None, None, "x"), key(None, Some(""), "y"));
    }

    #[test]
    fn the_domain_has_no_www() {
        assert_eq!(domain("https://www.Example.co.uk/a").as_deref(), Some("example.co.uk"));
        assert_eq!(domain("nothing"), None);
    }
}
