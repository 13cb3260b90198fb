//! Names in bylines: "By Ann Lee and Bo Li, The Daily Post" -> Ann Lee, Bo Li.

/// The names in a byline, one each. What is no name of a person or desk (an address, a date, a sentence) is left out.
pub(crate) fn names(line: &str) -> Vec<String> {
    let line = without_by(line.trim());
    if line.contains("://") || line.starts_with("www.") {
        return Vec::new();
    }
    let mut names: Vec<String> = Vec::new();
    for part in split(line) {
        let part = without_by(
            part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | ':' | '.' | ',')),
        );
        let name = part.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_name(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// "By Ann Lee", "by: Ann Lee", "Written by Ann Lee" without the words before the name.
fn without_by(text: &str) -> &str {
    const LEADS: [&str; 8] =
        ["posted by", "written by", "reported by", "reporting by", "words by", "story by", "author:", "by"];
    for lead in LEADS {
        if let Some(start) = text.get(..lead.len())
            && start.eq_ignore_ascii_case(lead)
            && !text[lead.len()..].starts_with(char::is_alphanumeric)
        {
            return text[lead.len()..].trim_start_matches([' ', ':', '\u{a0}', '\n', '\t']);
        }
    }
    text
}

/// Splits at commas, semicolons, bars, "and" and "&". A part that is a suffix stays with the name before it.
fn split(line: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, sign) in line.match_indices([',', ';', '|', '&', '\n', '/', '·', '•']) {
        let suffix = line[at + sign.len()..].trim_start().split([',', ';', ' ']).next().unwrap_or("");
        if sign == ","
            && matches!(suffix.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV" | "MD" | "PhD" | "Ph.D")
        {
            continue;
        }
        parts.push(&line[start..at]);
        start = at + sign.len();
    }
    parts.push(&line[start..]);
    parts.into_iter().flat_map(|part| part.split(" and ").flat_map(|part| part.split(" And "))).collect()
}

/// A name is a few words, the first of them begun with a capital, and neither an address nor a number.
fn is_name(name: &str) -> bool {
    let words = name.split(' ').count();
    !name.is_empty()
        && name.len() <= 60
        && words <= 6
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['@', ':', '<', '>', '{', '}', '=', '…'])
        && name.chars().filter(char::is_ascii_digit).count() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_is_its_names() {
        assert_eq!(names("By Ann Lee"), ["Ann Lee"]);
        assert_eq!(names("by Ann Lee, Bo Li and Cy Oh"), ["Ann Lee", "Bo Li", "Cy Oh"]);
        assert_eq!(names("Ann Lee & Bo Li"), ["Ann Lee", "Bo Li"]);
        assert_eq!(names("Sam Roe, Jr."), ["Sam Roe, Jr"]);
        assert_eq!(names("Byron Bay"), ["Byron Bay"]);
        assert_eq!(names("Anders Sandal and Andy And"), ["Anders Sandal", "Andy And"]);
        assert_eq!(names("https://a.org/x"), Vec::<String>::new());
        assert_eq!(names("ann@a.org"), Vec::<String>::new());
    }
}
