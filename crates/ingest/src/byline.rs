//! Names in bylines: "By Ann Lee and Bo Li, The Daily Post" -> Ann Lee, Bo Li.

/// The names in a byline that a text begins with: "By Ann Lee" on one of its first lines, alone.
pub(crate) fn at_head(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(3);
    lines.map(of_line).find(|names| !names.is_empty()).unwrap_or_default()
}

/// The names in a line that is a byline and nothing else.
pub(crate) fn of_line(line: &str) -> Vec<String> {
    let begins = line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ") || by.eq_ignore_ascii_case("by:"));
    if !begins || line.len() > 100 || line.ends_with(['!', '?', '"', '”']) {
        return Vec::new();
    }
    let names = names(line);
    let person = |name: &String| name.contains(' ') && name.split(' ').count() <= 4 && is_written_as_name(name);
    if names.iter().all(person) { names } else { Vec::new() }
}

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
        // "Ann Lee, MD, Senior Writer": what she is follows who she is.
        let says_what = !names.is_empty() && (is_degree(&name) || is_job(&name));
        if is_name(&name) && !says_what && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// "By Ann Lee", "by: Ann Lee", "Written by Ann Lee" without the words before the name.
fn without_by(text: &str) -> &str {
    const LEADS: [&str; 13] = [
        "posted by",
        "written by",
        "reported by",
        "reporting by",
        "article by",
        "words by",
        "story by",
        "text by",
        "author:",
        "von",
        "por",
        "par",
        "by",
    ];
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
    let joined = [" and ", " And ", " with "];
    joined.iter().fold(parts, |parts, word| parts.into_iter().flat_map(|part| part.split(word)).collect())
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
        // "page.author.name", "undefined": a template that was not filled in.
        && (name.contains(' ') || !name.contains(".author"))
        && !["undefined", "null", "none", "unknown"].iter().any(|nobody| name.eq_ignore_ascii_case(nobody))
}

/// "MD", "RDN", "Ph.D.", "E-RYT 500"
fn is_degree(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic());
    part.len() <= 12
        && !part.contains(' ')
        && letters.clone().filter(|c| c.is_uppercase()).count() * 2 > letters.count()
        || part.starts_with("E-RYT")
}

/// "Senior Writer", "Head of Marketing"
pub(crate) fn is_job(part: &str) -> bool {
    const JOBS: [&str; 24] = [
        "editor",
        "writer",
        "reporter",
        "correspondent",
        "contributor",
        "journalist",
        "director",
        "manager",
        "founder",
        "head",
        "officer",
        "president",
        "attorney",
        "consultant",
        "specialist",
        "analyst",
        "engineer",
        "professor",
        "staff",
        "author",
        "marketing",
        "ceo",
        "expert",
        "lead",
    ];
    part.split(|c: char| !c.is_alphabetic()).any(|word| JOBS.iter().any(|job| word.eq_ignore_ascii_case(job)))
}

/// An account, a desk or a house where a person should be.
pub(crate) fn is_desk(name: &str) -> bool {
    const DESKS: [&str; 22] = [
        "admin",
        "administrator",
        "editor",
        "editors",
        "editorial",
        "staff",
        "webmaster",
        "guest",
        "author",
        "user",
        "team",
        "desk",
        "newsroom",
        "inc",
        "llc",
        "ltd",
        "blog",
        "news",
        "media",
        "association",
        "magazine",
        "posts",
    ];
    let last = name.split(|c: char| !c.is_alphanumeric()).rfind(|word| !word.is_empty()).unwrap_or("");
    name.starts_with("Team ") || DESKS.iter().any(|desk| last.eq_ignore_ascii_case(desk))
}

/// Whether a text is written as names of people are: every word but particles with a capital, and none of the words
/// that pages put beside names.
pub(crate) fn is_written_as_name(name: &str) -> bool {
    const NO_NAMES: [&str; 33] = [
        "about",
        "all",
        "author",
        "authors",
        "by",
        "comments",
        "contact",
        "follow",
        "from",
        "home",
        "insights",
        "last",
        "menu",
        "min",
        "minutes",
        "more",
        "posted",
        "published",
        "read",
        "reading",
        "reviewed",
        "share",
        "sign",
        "subscribe",
        "the",
        "today",
        "updated",
        "view",
        "welcome",
        "written",
        "your",
        "you",
        "our",
    ];
    let is_word =
        |word: &str| NO_NAMES.iter().any(|no| word.trim_matches(|c: char| !c.is_alphabetic()).eq_ignore_ascii_case(no));
    let name =
        name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).filter(|rest| is_desk(rest)).unwrap_or(name);
    let words = || name.split(' ');
    name.starts_with(char::is_uppercase)
        && !words().any(is_weekday)
        && !words().any(|word| is_word(word) || word.contains(|c: char| c.is_ascii_digit()))
        && !name.split_once('.').is_some_and(|(a, b)| !a.contains(' ') && b.starts_with(char::is_lowercase))
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 14] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ];
    DAYS.iter().any(|day| word.trim_end_matches([',', '.']).eq_ignore_ascii_case(day))
}

/// A line without the dates in it: "Dec 17, 2025 Ann Lee" -> "Ann Lee".
pub(crate) fn without_dates(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_year = |word: &str| {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
    };
    let is_day = |word: &str| {
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let is_month = |word: &str| crate::dates::is_month(word.trim_matches(|c: char| !c.is_alphabetic()));
    // "May" and "August" are names of people too; a month stands beside a number.
    let numeric = |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| is_day(word) || is_year(word));
    let kept = words.iter().enumerate().filter(|&(at, word)| {
        let beside = numeric(at.checked_sub(1)) || numeric(Some(at + 1));
        let is_number = word.bytes().any(|b| b.is_ascii_digit());
        !(is_number || beside && is_month(word))
    });
    kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
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
        assert_eq!(names("Ann Lee, MS, RDN, LD"), ["Ann Lee"]);
        assert_eq!(names("Ann Lee, Head of Marketing and Bo Li"), ["Ann Lee", "Bo Li"]);
        assert_eq!(names("Byron Bay"), ["Byron Bay"]);
        assert_eq!(names("Anders Sandal and Andy And"), ["Anders Sandal", "Andy And"]);
        assert_eq!(names("https://a.org/x"), Vec::<String>::new());
        assert_eq!(names("ann@a.org"), Vec::<String>::new());
    }

    #[test]
    fn a_text_may_begin_with_a_byline() {
        assert_eq!(at_head("By Ann Lee and Bo Li\n\nIt rained."), ["Ann Lee", "Bo Li"]);
        assert_eq!(at_head("RAINVILLE\n\nBy Ann Lee\n\nIt rained."), ["Ann Lee"]);
        for text in ["By noon it rained.", "By Monday the Senate had left", "By the sea", "It rained.\nBy"] {
            assert_eq!(at_head(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn dates_are_taken_out_of_a_line() {
        assert_eq!(without_dates("Dec 17, 2025 Ann Lee"), "Ann Lee");
        assert_eq!(without_dates("June 1st, 2024 Ann May"), "Ann May");
        assert_eq!(without_dates("April May"), "April May");
    }

    #[test]
    fn names_are_told_from_words_of_the_page() {
        assert!(is_written_as_name("Ann van Lee") && is_written_as_name("A. J. Lee"));
        assert!(!is_written_as_name("About the Author") && !is_written_as_name("page.head.author"));
        assert!(is_desk("Rainfit Team") && is_desk("admin") && !is_desk("Ann Deskin"));
    }
}
