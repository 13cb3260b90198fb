//! Dates as people and machines write them. What is ambiguous or no date is none: NULL rather than wrong.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A day as it was written and, where a time was written with it, the moment in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct When {
    /// The day where the text was written: "2024-05-01T22:00:00-05:00" is of the first of May.
    pub(crate) date: NaiveDate,
    pub(crate) at: Option<NaiveDateTime>,
}

/// Years in which news can have been published, and epoch seconds that mean a date.
const YEARS: std::ops::RangeInclusive<i32> = 1600..=2100;
const EPOCH_SECONDS: std::ops::Range<i64> = 100_000_000..4_102_444_800;

/// What comes first where all parts of a date are numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// Nobody knows: "05/06/2024" is no date.
    #[default]
    Unknown,
    /// "05/06/2024" is of June.
    DayFirst,
    /// "05/06/2024" is of May.
    MonthFirst,
}

/// The date that a text is or begins with: "2024-05-01T10:00:00Z", "Wed, 1 May 2024 10:00:00 GMT", "3Feb2006",
/// "May 1, 2024", "20240501", "1714557600". A time without a zone is taken as UTC.
pub(crate) fn parse(text: &str) -> Option<When> {
    parse_as(text, Order::Unknown)
}

/// The same where the order of day and month is known.
pub(crate) fn parse_as(text: &str, order: Order) -> Option<When> {
    let text = text.trim();
    if let Some(when) = epoch(text) {
        return Some(when);
    }
    let tokens: Vec<Token<'_>> = tokens(text).take(24).collect();
    let mut rest = Cursor { tokens: &tokens, order };
    rest.skip_weekday();
    let date = date(&mut rest)?;
    let at = time(&mut rest).and_then(|(time, zone)| {
        let zone = zone?;
        NaiveDateTime::new(date, time).checked_sub_signed(TimeDelta::minutes(zone))
    });
    Some(When { date, at })
}

/// The first date that stands somewhere in a text: "Posted on May 1, 2024 by Ann Lee".
pub(crate) fn find(text: &str, order: Order) -> Option<When> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = c.is_alphanumeric() && !before.is_alphanumeric();
        // Nearly every word is passed over here: a date begins with a digit, a month or a day of the week.
        let may = begins && (c.is_ascii_digit() || begins_date(&text[at..]));
        if may && let Some(when) = parse_as(&text[at..], order) {
            return Some(when);
        }
        before = c;
    }
    None
}

fn begins_date(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    is_weekday(word) || month(word).is_some()
}

/// Seconds or milliseconds since 1970.
pub(crate) fn epoch(text: &str) -> Option<When> {
    let whole = text.split('.').next()?;
    if !matches!(whole.len(), 9..=13) || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = if EPOCH_SECONDS.contains(&number) { number } else { number / 1000 };
    let at = DateTime::from_timestamp(seconds, 0).filter(|_| EPOCH_SECONDS.contains(&seconds))?.naive_utc();
    Some(When { date: at.date(), at: Some(at) })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// A number and how many digits it was written with.
    Number(u32, usize),
    Word(&'a str),
    Sign(char),
}

fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let (token, len) = if first.is_ascii_digit() {
            let len = run(|c| c.is_ascii_digit());
            (Token::Number(rest[..len].parse().unwrap_or(u32::MAX), len), len)
        } else if first.is_alphabetic() {
            let len = run(char::is_alphabetic);
            (Token::Word(&rest[..len]), len)
        } else {
            (Token::Sign(first), first.len_utf8())
        };
        rest = &rest[len..];
        Some(token)
    })
}

struct Cursor<'a> {
    tokens: &'a [Token<'a>],
    order: Order,
}

impl<'a> Cursor<'a> {
    fn word(&mut self, test: impl Fn(&str) -> bool) -> Option<&'a str> {
        let [Token::Word(word), rest @ ..] = self.tokens else { return None };
        test(word).then(|| {
            self.tokens = rest;
            *word
        })
    }

    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        let [Token::Number(number, len), rest @ ..] = self.tokens else { return None };
        digits.contains(len).then(|| {
            self.tokens = rest;
            *number
        })
    }

    fn sign(&mut self, signs: &[char]) -> Option<char> {
        let [Token::Sign(sign), rest @ ..] = self.tokens else { return None };
        signs.contains(sign).then(|| {
            self.tokens = rest;
            *sign
        })
    }

    fn skip_weekday(&mut self) {
        if self.word(is_weekday).is_some() {
            while self.sign(&[',', '.', '-']).is_some() {}
        }
    }
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && DAYS.iter().any(|day| starts_alike(day, word))
}

/// Whether `word`, in any case, begins the long form `full`.
fn starts_alike(full: &str, word: &str) -> bool {
    full.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether a word names a month, whole or shortened.
pub(crate) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let number = MONTHS.iter().position(|month| word.len() >= 3 && starts_alike(month, word));
    match number {
        Some(number) => Some(number as u32 + 1),
        None => OTHER_MONTHS.get(&*word.to_lowercase()).copied(),
    }
}

/// Months in other languages of the press.
static OTHER_MONTHS: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| {
    let rows = include_str!("../lexicon/months.tsv").lines().filter(|row| !row.starts_with('#'));
    let months = rows.flat_map(|row| row.split('\t').skip(1).zip(1..));
    months.flat_map(|(forms, number)| forms.split(' ').map(move |form| (form, number))).collect()
});

fn date(rest: &mut Cursor<'_>) -> Option<NaiveDate> {
    let start = rest.tokens;
    for form in [year_first, year_and_word, compact, day_first, month_first, by_slashes] {
        rest.tokens = start;
        if let Some((year, month, day)) = form(rest)
            && let Some(date) = NaiveDate::from_ymd_opt(year as i32, month, day)
            && YEARS.contains(&(year as i32))
        {
            return Some(date);
        }
    }
    None
}

type Ymd = (u32, u32, u32);

/// "2024-05-01", "2024/5/1", "2024.05.01"
fn year_first(rest: &mut Cursor<'_>) -> Option<Ymd> {
    let year = rest.number(4..=4)?;
    let sign = rest.sign(&['-', '/', '.'])?;
    let month = rest.number(1..=2)?;
    rest.sign(&[sign])?;
    Some((year, month, rest.number(1..=2)?))
}

/// "2024 May 1", "2024-May-01"
fn year_and_word(rest: &mut Cursor<'_>) -> Option<Ymd> {
    let year = rest.number(4..=4)?;
    while rest.sign(&['-', '.', ',', '/']).is_some() {}
    let month = month(rest.word(|word| month(word).is_some())?)?;
    while rest.sign(&['-', '.', ',', '/']).is_some() {}
    Some((year, month, rest.number(1..=2)?))
}

/// "20240501", "20240501103000"
fn compact(rest: &mut Cursor<'_>) -> Option<Ymd> {
    let number = rest.number(8..=8)?;
    Some((number / 10_000, number / 100 % 100, number % 100))
}

/// "3Feb2006", "3 February 2006", "1st of May, 2024", "03-Feb-2006", "1. Mai 2024", "1 de mayo de 2024"
fn day_first(rest: &mut Cursor<'_>) -> Option<Ymd> {
    let day = rest.number(1..=2)?;
    rest.word(is_ordinal);
    rest.word(is_of);
    while rest.sign(&['-', '.', ',', '/', 'º']).is_some() {}
    let month = month(rest.word(|word| month(word).is_some())?)?;
    rest.word(is_of);
    while rest.sign(&['-', '.', ',', '/']).is_some() {}
    Some((rest.number(4..=4)?, month, day))
}

/// "May 1, 2024", "Feb. 3rd 2006"
fn month_first(rest: &mut Cursor<'_>) -> Option<Ymd> {
    let month = month(rest.word(|word| month(word).is_some())?)?;
    while rest.sign(&['-', '.', ',', '/']).is_some() {}
    let day = rest.number(1..=2)?;
    rest.word(is_ordinal);
    while rest.sign(&['-', '.', ',', '/']).is_some() {}
    Some((rest.number(4..=4)?, month, day))
}

/// "13/05/2024" and "05/13/2024" can be read in one way only, "05/06/2024" in two: then the order decides.
fn by_slashes(rest: &mut Cursor<'_>) -> Option<Ymd> {
    let a = rest.number(1..=2)?;
    let sign = rest.sign(&['/', '.', '-'])?;
    let b = rest.number(1..=2)?;
    rest.sign(&[sign])?;
    let year = rest.number(4..=4)?;
    match (a, b) {
        (13.., ..=12) => Some((year, b, a)),
        (..=12, 13..) => Some((year, a, b)),
        // With points the day comes first everywhere.
        _ if sign == '.' => Some((year, b, a)),
        _ if a == b => Some((year, a, b)),
        _ => match rest.order {
            Order::DayFirst => Some((year, b, a)),
            Order::MonthFirst => Some((year, a, b)),
            Order::Unknown => None,
        },
    }
}

fn is_ordinal(word: &str) -> bool {
    ["st", "nd", "rd", "th", "er"].iter().any(|o| word.eq_ignore_ascii_case(o))
}

fn is_of(word: &str) -> bool {
    ["of", "de"].iter().any(|of| word.eq_ignore_ascii_case(of))
}

/// A time of day and its zone in minutes east of UTC; the zone is `None` where a word says one that is not known.
fn time(rest: &mut Cursor<'_>) -> Option<(NaiveTime, Option<i64>)> {
    while rest.sign(&[',', '-', '|', '–', '—', '•', '·', '@']).is_some() {}
    rest.word(|word| word.eq_ignore_ascii_case("t") || word.eq_ignore_ascii_case("at"));
    let hour = rest.number(1..=2)?;
    let (mut minute, mut second) = (0, 0);
    let colon = rest.sign(&[':']).is_some();
    if colon {
        minute = rest.number(2..=2)?;
        if rest.sign(&[':']).is_some() {
            second = rest.number(2..=2)?.min(59);
            if rest.sign(&['.', ',']).is_some() {
                rest.number(1..=9)?;
            }
        }
    }
    let half = half_of_day(rest);
    if !colon && half.is_none() {
        return None;
    }
    let hour = match half {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, zone(rest)))
}

/// "pm", "p.m.": whether it is the second half.
fn half_of_day(rest: &mut Cursor<'_>) -> Option<bool> {
    if let Some(word) = rest.word(|word| ["am", "pm"].iter().any(|h| word.eq_ignore_ascii_case(h))) {
        return Some(word.starts_with(['p', 'P']));
    }
    let [Token::Word(half), Token::Sign('.'), Token::Word(m), after @ ..] = rest.tokens else { return None };
    if !m.eq_ignore_ascii_case("m") || !["a", "p"].iter().any(|h| half.eq_ignore_ascii_case(h)) {
        return None;
    }
    rest.tokens = after;
    rest.sign(&['.']);
    Some(half.eq_ignore_ascii_case("p"))
}

/// Names of zones that mean one offset.
const ZONES: [(&str, i64); 15] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("EST", -300),
    ("EDT", -240),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("CET", 60),
    ("CEST", 120),
    ("JST", 540),
    ("AEST", 600),
];

fn zone(rest: &mut Cursor<'_>) -> Option<i64> {
    rest.sign(&['(']);
    if let Some(word) = rest.word(|_| true) {
        let known = ZONES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|&(_, minutes)| minutes);
        // "GMT+0200" goes on.
        return known.map(|base| base + offset(rest).unwrap_or(0));
    }
    if rest.tokens.is_empty() { Some(0) } else { offset(rest).or(Some(0)) }
}

/// "+02:00", "-0500", "+2"
fn offset(rest: &mut Cursor<'_>) -> Option<i64> {
    let sign = if rest.sign(&['+', '-', '−'])? == '+' { 1 } else { -1 };
    let (hours, minutes) = match rest.tokens.first()? {
        Token::Number(n, 4) => (n / 100, n % 100),
        Token::Number(hours, 1..=2) => {
            let minutes = match rest.tokens {
                [_, Token::Sign(':'), Token::Number(minutes, 2), ..] => *minutes,
                _ => 0,
            };
            (*hours, minutes)
        }
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let found = parse(text).map_or("none".to_owned(), |when| match when.at {
            Some(at) => at.to_string(),
            None => when.date.to_string(),
        });
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn machines_write_dates() {
        check("2024-05-01T10:00:00Z", "2024-05-01 10:00:00");
        check("2024-05-01T22:00:00-05:00", "2024-05-02 03:00:00");
        check("2024-05-01T10:00:00.123+0200", "2024-05-01 08:00:00");
        check("2024-05-01 10:00:00", "2024-05-01 10:00:00");
        check("2024-05-01", "2024-05-01");
        check("Wed, 01 May 2024 10:00:00 GMT", "2024-05-01 10:00:00");
        check("1 May 2024 10:00:00 +0200", "2024-05-01 08:00:00");
        check("3Feb2006", "2006-02-03");
        check("20240501", "2024-05-01");
        check("1714557600", "2024-05-01 10:00:00");
        check("1714557600000", "2024-05-01 10:00:00");
    }

    #[test]
    fn people_write_dates() {
        check("May 1, 2024", "2024-05-01");
        check("Wednesday, May 1st, 2024 at 3:05 p.m. EDT", "2024-05-01 19:05:00");
        check("Feb. 3, 2006 | 12:10 am", "2006-02-03 00:10:00");
        check("1st of September 2024", "2024-09-01");
        check("13/05/2024", "2024-05-13");
        check("1.5.2024", "2024-05-01");
        // Whose eastern time it is, nobody knows: the day stays.
        check("May 1, 2024 3:05 pm ET", "2024-05-01");
    }

    #[test]
    fn the_day_is_that_of_the_place_and_the_moment_is_utc() {
        let when = parse("2024-05-01T22:00:00-05:00").expect("date");
        assert_eq!(when.date.to_string(), "2024-05-01");
        assert_eq!(when.at.map(|at| at.to_string()).as_deref(), Some("2024-05-02 03:00:00"));
    }

    #[test]
    fn months_have_names_in_other_languages() {
        check("1er mai 2024", "2024-05-01");
        check("1. März 2024", "2024-03-01");
        check("14 de octubre de 2024", "2024-10-14");
        check("3 août 2024 à 10:00", "2024-08-03");
        check("12 grudnia 2024", "2024-12-12");
    }

    #[test]
    fn the_order_of_day_and_month_is_the_places() {
        let check = |order, expect: &str| {
            assert_eq!(parse_as("05/06/2024", order).map(|w| w.date.to_string()).as_deref(), Some(expect));
        };
        check(Order::DayFirst, "2024-06-05");
        check(Order::MonthFirst, "2024-05-06");
        assert_eq!(parse_as("05/13/2024", Order::DayFirst).map(|w| w.date.to_string()).as_deref(), Some("2024-05-13"));
    }

    #[test]
    fn a_date_is_found_in_a_line() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(find(text, Order::Unknown).map(|w| w.date.to_string()).as_deref(), expect, "{text}");
        };
        check("Posted on May 1, 2024 by Ann Lee", Some("2024-05-01"));
        check("on Friday December 19, 2025 @08:00PM", Some("2025-12-19"));
        check("Last updated: 2024-05-01", Some("2024-05-01"));
        check("In 2024 they may go", None);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "soon", "05/06/2024", "2024-13-45", "0001-01-01", "9999-12-31", "12", "May", "99999999"] {
            check(text, "none");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}|[0-9:/T .,+-]{0,30}") {
            parse(&text);
        }
    }
}
