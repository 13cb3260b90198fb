//! Whether two wordings are of one utterance.

use super::{ANEW, Quote, SHORT};
use crate::groups::Days;
use crate::record::{Fields, Record};
use crate::words::{self, mix};
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// The words of an utterance as they were quoted somewhere, by whom and when.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wording {
    pub(super) words: Vec<u64>,
    /// Known speakers it was put to: some of them, where there are many.
    pub(super) speakers: Vec<i64>,
    /// Hash of its numbers.
    numbers: u64,
    days: Days,
}

/// Speakers of one wording that are remembered.
const SPEAKERS: usize = 8;

/// Words that carry no content of their own.
const SMALL_WORDS: &str = "a about all also an and any are as at be because been being but by can could did do does for from \
    had has have he her here him his how i if im in into is it its just me more my no not now of on one or our out people \
    said say she should so some such than that the their them then there these they this those to up us very was we well \
    were what when where which who will with would you your ready going get go got know think want make need";

static SMALL: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut hashes: Vec<u64> = SMALL_WORDS.split_whitespace().map(|w| xxh3_64(w.as_bytes())).collect();
    hashes.sort_unstable();
    hashes
});

impl Wording {
    pub(super) fn of(quote: &Quote) -> Self {
        let mut wording = Self::default();
        words::each(&quote.text, &mut String::new(), |word| {
            let hash = xxh3_64(word.as_bytes());
            if word.bytes().any(|b| b.is_ascii_digit()) {
                wording.numbers = wording.numbers.wrapping_add(mix(hash));
            }
            wording.words.push(hash);
        });
        wording.add(quote);
        wording
    }

    /// One more quote of these words.
    pub(super) fn add(&mut self, quote: &Quote) {
        self.days.add(quote.date);
        // Quotes come ordered by date and id, so that it is always the same ones that are remembered.
        if let Some(speaker) = quote.speaker_id
            && self.speakers.len() < SPEAKERS
            && !self.speakers.contains(&speaker)
        {
            self.speakers.push(speaker);
        }
    }

    /// Whether a quote of that day is too late to be of the same short utterance.
    pub(super) fn is_over(&self, date: Option<i32>) -> bool {
        matches!((self.days.last, date), (Some(last), Some(date)) if date - last > ANEW)
    }

    pub(super) fn write(&self, record: &mut Record) {
        record.u64(self.numbers).maybe(self.days.first, Record::i32).maybe(self.days.last, Record::i32);
        record.u32(self.speakers.len() as u32);
        for speaker in &self.speakers {
            record.i64(*speaker);
        }
        for word in &self.words {
            record.u64(*word);
        }
    }

    pub(super) fn read(mut fields: Fields<'_>) -> Self {
        let numbers = fields.u64();
        let days = Days { first: fields.maybe(Fields::i32), last: fields.maybe(Fields::i32) };
        let speakers = (0..fields.u32()).map(|_| fields.i64()).collect();
        let words = (0..fields.0.len() / 8).map(|_| fields.u64()).collect();
        Self { words, speakers, numbers, days }
    }

    /// Days between the two, 0 where they overlap or a date is not known.
    fn days_apart(&self, other: &Self) -> i32 {
        match (self.days.first, self.days.last, other.days.first, other.days.last) {
            (Some(a), Some(b), Some(c), Some(d)) => (c - b).max(a - d).max(0),
            _ => 0,
        }
    }
}

/// What must be common, as shares of the shorter wording.
#[derive(Clone, Copy, Debug)]
struct Asked {
    words: usize,
    content: usize,
    share_of_content: f64,
    share_of_pairs: f64,
}

/// Of the same speaker: "We will not bend" and "We will not bend to anyone".
const SAME_SPEAKER: Asked = Asked { words: 4, content: 1, share_of_content: 0.7, share_of_pairs: 0.6 };
/// Of different speakers, or where one is not known, the words alone must show it.
const ANY_SPEAKER: Asked = Asked { words: SHORT, content: 4, share_of_content: 0.75, share_of_pairs: 0.65 };

/// Whether two wordings are of one utterance.
pub(super) fn are_one(a: &Wording, b: &Wording) -> bool {
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    let same_speaker = short.speakers.iter().any(|s| long.speakers.contains(s));
    let asked = if same_speaker { SAME_SPEAKER } else { ANY_SPEAKER };
    let apart = short.days_apart(long);
    if short.words.len() < asked.words || (short.words.len() < SHORT && apart > ANEW) {
        return false;
    }
    // "Sales rose 5 percent in the first quarter" is said anew every quarter.
    if short.numbers != long.numbers && apart > ANEW && short.words.len() * 2 > long.words.len() {
        return false;
    }
    let mut known: Vec<u64> = long.words.clone();
    known.sort_unstable();
    let content = short.words.iter().filter(|w| SMALL.binary_search(w).is_err());
    let (mut n, mut shared) = (0, 0);
    for word in content {
        n += 1;
        shared += usize::from(known.binary_search(word).is_ok());
    }
    let content_needed = asked.content.max((asked.share_of_content * f64::from(n)).ceil() as usize);
    shared >= content_needed && pairs_shared(short, long) >= asked.share_of_pairs
}

/// Share of the shorter wording's pairs of neighbouring words that the longer one has.
fn pairs_shared(short: &Wording, long: &Wording) -> f64 {
    let pair = |w: &[u64]| mix(w[0] ^ mix(w[1]));
    let mut known: Vec<u64> = long.words.windows(2).map(pair).collect();
    known.sort_unstable();
    let shared = short.words.windows(2).filter(|w| known.binary_search(&pair(w)).is_ok()).count();
    shared as f64 / (short.words.len() - 1).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(text: &str, speaker: Option<i64>, date: i32) -> Wording {
        Wording::of(&Quote {
            short: false,
            date: Some(date),
            id: 1,
            story: 1,
            outlet: None,
            speaker_id: speaker,
            speaker: None,
            text: text.into(),
        })
    }

    fn one(a: (&str, Option<i64>, i32), b: (&str, Option<i64>, i32)) -> bool {
        are_one(&wording(a.0, a.1, a.2), &wording(b.0, b.1, b.2))
    }

    const WHOLE: &str =
        "We will not accept this proposal, and we will defend every village along the river, whatever it costs.";

    #[test]
    fn trimmed_and_altered_wordings_are_one() {
        let trimmed = "We will defend every village along the river";
        let altered =
            "We will not accept that proposal and we shall defend every village along the river whatever it costs";
        for (a, b) in [(Some(1), Some(1)), (Some(1), None), (Some(1), Some(2))] {
            assert!(one((WHOLE, a, 0), (trimmed, b, 1)), "{a:?} {b:?}");
            assert!(one((WHOLE, a, 0), (altered, b, 1)), "{a:?} {b:?}");
        }
    }

    #[test]
    fn commonplaces_are_not() {
        assert!(!one(("We are ready", Some(1), 0), ("We are ready", Some(2), 0)));
        assert!(!one(("We are ready for this", Some(1), 0), ("We are ready for this and for more of it", Some(2), 0)));
        let thanks = "I want to thank all of you for being here";
        assert!(!one((thanks, Some(1), 0), ("I want to thank all of the people who are here", Some(2), 0)));
    }

    #[test]
    fn a_short_wording_joins_its_speakers_longer_one_of_these_days() {
        let short = "We will not accept this proposal";
        assert!(one((WHOLE, Some(1), 0), (short, Some(1), 2)));
        assert!(!one((WHOLE, Some(1), 0), (short, Some(1), 90)));
        assert!(!one((WHOLE, Some(1), 0), (short, Some(2), 0)));
    }

    #[test]
    fn the_same_phrase_with_other_numbers_is_said_anew() {
        let first = "Sales rose 5 percent in the first quarter on strong demand for cars";
        let second = "Sales rose 7 percent in the first quarter on strong demand for cars";
        assert!(!one((first, Some(1), 0), (second, Some(1), 365)));
        assert!(one((first, Some(1), 0), (second, Some(1), 0)));
    }
}
