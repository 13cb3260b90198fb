//! The place that a news text is datelined from: "KYIV, Ukraine (Reuters) -".

use super::{Sentence, Shape, Token};
use crate::Span;

/// The dateline opens one of the first paragraphs (a headline and a date may stand before).
const PARAGRAPHS: u32 = 4;
/// Place, agency and date take no more tokens than this.
const REACH: usize = 18;

/// Words in capitals that open a text and are no place.
const NO_PLACE: [&str; 16] = [
    "FOR",
    "IMMEDIATE",
    "RELEASE",
    "BREAKING",
    "UPDATE",
    "UPDATED",
    "EXCLUSIVE",
    "NEWS",
    "CONTACT",
    "REPORT",
    "VIDEO",
    "PHOTO",
    "CORRECTION",
    "ANALYSIS",
    "OPINION",
    "WATCH",
];

/// Finds the place name of the dateline, if the text has one.
pub(super) fn find(source: &str, tokens: &[Token], sentences: &[Sentence]) -> Option<Span> {
    let mut last = None;
    sentences
        .iter()
        .take_while(|s| s.paragraph < PARAGRAPHS)
        .filter(|s| last.replace(s.paragraph) != Some(s.paragraph))
        .find_map(|s| place(source, tokens.get(s.tokens.start as usize..)?))
}

/// The place, if `tokens` begin with a dateline: a name in capitals, or any name before an agency
/// in brackets, then a dash.
fn place(source: &str, tokens: &[Token]) -> Option<Span> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.span.of(source));
    let glued = |i: usize| i > 0 && i < tokens.len() && tokens[i - 1].span.end == tokens[i].span.start;
    let first = tokens.first()?;
    let shouted = matches!(first.shape, Shape::Upper);
    if !(shouted || first.shape == Shape::Title) || NO_PLACE.contains(&word(0)) {
        return None;
    }
    let (mut at, mut end, mut agency, mut comma) = (0, 0, false, false);
    let is_dash =
        |i: usize| matches!(word(i), "-" | "--" | "–" | "—") && (!(glued(i) && glued(i + 1)) || word(i) == "—");
    while at < REACH.min(tokens.len()) && !is_dash(at) {
        let token = &tokens[at];
        match (token.shape, word(at)) {
            (Shape::Upper | Shape::Title | Shape::Mixed, _) if end == at => {
                if shouted && !comma && token.shape != Shape::Upper && !word(at).ends_with('.') {
                    return None; // "NATO Secretary-General"
                }
                if !is_date(word(at)) {
                    end = at + 1;
                }
            }
            (_, "-" | "'" | "’") if end == at && glued(at) => end = at + 1,
            (_, ",") => {
                comma = true;
                if end == at
                    && tokens.get(at + 1).is_some_and(|t| matches!(t.shape, Shape::Title | Shape::Upper))
                    && !is_date(word(at + 1))
                {
                    end = at + 1;
                }
            }
            (_, "(") => agency = true,
            (Shape::Lower, _) if !agency && !matches!(word(at), "of" | "de" | "the" | "al" | "'s") => return None,
            (_, "." | "!" | "?" | ":" | ";" | "\"" | "“") if !agency => return None,
            _ => {}
        }
        at += 1;
    }
    if !is_dash(at) || end == 0 || !(shouted || agency) {
        return None;
    }
    let last = if word(end - 1) == "," { end.checked_sub(2)? } else { end - 1 };
    Some(Span { start: first.span.start, end: tokens[last].span.end })
}

/// "Jan.", "January", "Monday": where the date of a dateline begins.
fn is_date(word: &str) -> bool {
    const STEMS: [&str; 19] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Mon", "Tue", "Wed", "Thu",
        "Fri", "Sat", "Sun",
    ];
    const WHOLE: [&str; 17] = [
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Sept",
    ];
    let stem = word.trim_end_matches('.');
    STEMS.contains(&stem) || WHOLE.contains(&stem) || stem == "Saturday" || stem == "Sunday"
}

#[cfg(test)]
mod tests {
    use crate::text::{Text, read};

    fn check(source: &str, expect: Option<&str>) {
        let mut text = Text::default();
        read(source, &mut text);
        assert_eq!(text.dateline.map(|d| d.of(source)), expect, "{source}");
    }

    #[test]
    fn datelines() {
        check("KYIV, Ukraine (Reuters) - Talks began.", Some("KYIV, Ukraine"));
        check("Fire kills two\n\nSPOKANE, Wash. — A jury met.", Some("SPOKANE, Wash."));
        check("WILKES-BARRE, Pa. (AP) -- Two men met.", Some("WILKES-BARRE, Pa."));
        check("MOSCOW, Dec. 5 (Interfax) — Two men met.", Some("MOSCOW"));
        check("New Delhi (Agency) – Two men met.", Some("New Delhi"));
        check("NEW YORK—Stocks fell.", Some("NEW YORK"));
    }

    #[test]
    fn no_datelines() {
        check("Trump — who left — said no.", None);
        check("NATO Secretary-General Mark Rutte - a Dutchman - spoke.", None);
        check("FOR IMMEDIATE RELEASE - Today the senator spoke.", None);
        check("The men met.", None);
    }
}
