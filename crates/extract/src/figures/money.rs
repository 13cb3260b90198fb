//! Money: signs, codes and words of currencies, and which dollar, pound or rupee is meant.

use std::cell::OnceCell;

use super::lexicon::{Lexicon, Money, Numeric};
use super::piece::{Kind, Pieces};

/// A sum's currency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Coin {
    /// Position in [`Lexicon::currencies`].
    pub(super) currency: u16,
    /// Hundredths were meant ("cents").
    pub(super) minor: bool,
    /// The text itself decides which dollar it is.
    pub(super) sure: bool,
}

/// How often each currency's country is named in the article; counted when first asked for.
pub(super) struct Context<'a> {
    texts: [&'a str; 2],
    lexicon: &'a Lexicon,
    counts: OnceCell<Vec<u32>>,
}

/// Currencies that people call dollar, the default first.
const DOLLARS: &[&str] = &["USD", "AUD", "CAD", "NZD", "SGD", "FJD"];

/// Words that are money only where the article names the country: "three won", "real", "crowns".
const WEAK_WORDS: &[&str] = &[
    "won", "real", "sol", "som", "soms", "sums", "crown", "crowns", "colon", "dram", "drams", "kip", "lek", "lev",
    "lei", "leu", "loti", "penny", "lari", "rand", "rands", "toman", "leone", "leones", "kina", "tala", "cordobas",
    "sterling", "buck",
];

impl<'a> Context<'a> {
    pub(super) fn new(texts: [&'a str; 2], lexicon: &'a Lexicon) -> Self {
        Self { texts, lexicon, counts: OnceCell::new() }
    }

    /// How often the article names places of a currency.
    fn count(&self, currency: u16) -> u32 {
        self.counts.get_or_init(|| self.tally()).get(currency as usize).copied().unwrap_or(0)
    }

    /// Counts the capitalized words, alone and in pairs, that name a currency's country.
    fn tally(&self) -> Vec<u32> {
        let mut counts = vec![0; self.lexicon.currencies.len()];
        for text in self.texts {
            let mut previous: Option<(usize, usize)> = None;
            let mut key = String::new();
            let words = text.split(|c: char| !(c.is_alphabetic() || c == '.' || c == '’' || c == '\''));
            for word in words {
                let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
                let bare = if word.contains('.') && word.len() <= 6 { word } else { word.trim_end_matches('.') };
                if !bare.starts_with(char::is_uppercase) {
                    previous = None;
                    continue;
                }
                let start = bare.as_ptr() as usize - text.as_ptr() as usize;
                let mut add = |name: &str| {
                    key.clear();
                    key.extend(name.chars().flat_map(char::to_lowercase));
                    self.lexicon
                        .places
                        .get(&key)
                        .map(|ids| ids.iter().for_each(|&id| counts[id as usize] += 1))
                        .is_some()
                };
                let pair = previous.is_some_and(|(from, end)| start == end + 1 && add(&text[from..start + bare.len()]));
                if !pair {
                    add(bare);
                }
                previous = Some((start, start + bare.len()));
            }
        }
        counts
    }

    /// Which currency a word or sign means here.
    fn resolve(&self, money: &Money, dollar: bool) -> (u16, bool) {
        let default = money.currencies.first().copied().unwrap_or(0);
        if dollar {
            return self.dollar();
        }
        if money.currencies.len() == 1 {
            return (default, true);
        }
        let best = money.currencies.iter().copied().max_by_key(|&c| (self.count(c), std::cmp::Reverse(c)));
        match best {
            Some(c) if self.count(c) > 0 => (c, true),
            _ => (default, false),
        }
    }

    /// Which dollar: another country's only where the article is about that country and not about America.
    fn dollar(&self) -> (u16, bool) {
        let id = |code: &str| self.lexicon.currencies.iter().position(|c| c.code == code).map_or(0, |p| p as u16);
        let usd = id("USD");
        let best = DOLLARS[1..].iter().map(|code| id(code)).max_by_key(|&c| (self.count(c), std::cmp::Reverse(c)));
        match best {
            Some(c) if self.count(c) >= 2 && self.count(c) > 3 * self.count(usd) => (c, true),
            _ => (usd, self.count(usd) > 0),
        }
    }

    /// True where the article names places of the currencies at least as often as America, where pounds are a weight.
    fn spends_more(&self, money: &Money) -> bool {
        let usd = self.lexicon.currencies.iter().position(|c| c.code == "USD").map_or(0, |p| self.count(p as u16));
        money.currencies.iter().map(|&c| self.count(c)).max().is_some_and(|most| most >= usd)
    }

    /// True where the article names a place of one of the currencies.
    fn local(&self, money: &Money) -> bool {
        money.currencies.iter().any(|&c| self.count(c) > 0)
    }
}

/// "pack loads of 10 to 25 |pounds|", "30 |pounds|, or 14 kilos": the sentence speaks of weight.
fn weighed(p: Pieces<'_>, at: usize) -> bool {
    let large = p.get(at.wrapping_sub(1)).is_some_and(|x| matches!(x.word.number, Some(Numeric::Scale(_))));
    let near = at.saturating_sub(30)..at + 15;
    !large
        && near.into_iter().any(|k| {
            matches!(
                p.low(k),
                "weigh"
                    | "weighs"
                    | "weighed"
                    | "weighing"
                    | "weight"
                    | "weights"
                    | "load"
                    | "loads"
                    | "kilo"
                    | "kilos"
                    | "kg"
                    | "kilogram"
                    | "kilograms"
                    | "ounce"
                    | "ounces"
                    | "oz"
                    | "muscle"
                    | "dumbbell"
                    | "dumbbells"
                    | "heavy"
                    | "heavier"
                    | "lighter"
            )
        })
}

/// A sign or code before a number, "US$", "RM", "Rs.", "€": the coin, and where the number begins.
pub(super) fn sign_before(p: Pieces<'_>, at: usize, context: &Context<'_>) -> Option<(Coin, usize)> {
    let first = p.get(at)?;
    if !matches!(first.kind, Kind::Word | Kind::Mark(_)) || first.kind == Kind::Word && !first.capital {
        return None;
    }
    for length in (1..=5).rev() {
        let end = at + length;
        let numeric = p.digits(end).is_some()
            || matches!(p.get(end).map(|x| x.kind), Some(Kind::VulgarFraction(_)))
            || (p.mark(end, '.') || p.dash(end) && p.glued(end)) && p.glued(end + 1) && p.digits(end + 1).is_some();
        if !numeric || end > p.all.len() {
            continue;
        }
        let text = p.span(at, end).of(p.source);
        let compact;
        let key = if length > 1 && text.contains(' ') {
            compact = text.replace(' ', "");
            compact.as_str()
        } else {
            text
        };
        let Some(money) = p.lexicon.money_signs.get(key) else { continue };
        let letters = key.chars().all(|c| c.is_alphabetic() || c == '.');
        let short = letters
            && key.trim_end_matches('.').len() <= 2
            && !matches!(key.trim_end_matches('.'), "RM" | "Rs" | "Rp" | "Tk" | "Sh");
        // "N1,500", "R212m": a letter right before a large sum
        let large = key.len() <= 2
            && p.glued(end)
            && (p.digits(end).is_some_and(|d| d.grouped)
                || is_scaled(p, end)
                || p.digits(end + 1).is_some_and(|d| d.width == 3 && !p.glued(end + 1)));
        if short && !large && !(context.local(money) && (key.len() > 1 || p.glued(end)))
            || key == "#" && !is_scaled(p, end)
        {
            continue;
        }
        if letters
            && !short
            && key.len() == 3
            && key.chars().all(char::is_uppercase)
            && matches!(key, "ALL" | "TOP" | "TRY" | "MAD" | "SOS" | "ETH" | "CUP" | "PEN" | "NIS")
            && !context.local(money)
        {
            continue;
        }
        let dollar = key == "$";
        let (currency, sure) = if dollar || money.currencies.len() > 1 {
            context.resolve(money, dollar)
        } else {
            (money.currencies[0], true)
        };
        return Some((Coin { currency, minor: false, sure }, end));
    }
    None
}

/// "#8.4 bn": a pound sign that a bad character set turned into "#".
fn is_scaled(p: Pieces<'_>, at: usize) -> bool {
    matches!(p.low(at + 1), "bn" | "m" | "k" | "mn" | "bil" | "million" | "billion" | "trillion")
}

/// A word, code or sign behind a number: "million euros", "Australian dollars", "cents", "71p", "5 €".
pub(super) fn word_after(p: Pieces<'_>, at: usize, context: &Context<'_>) -> Option<(Coin, usize)> {
    let hyphen = p.dash(at) && p.glued(at) && p.glued(at + 1);
    let at = if hyphen { at + 1 } else { at };
    let first = p.get(at)?;
    for length in (1..=5).rev() {
        if at + length > p.all.len() {
            continue;
        }
        let span = p.span(at, at + length);
        if first.word.opens_currency || length > 1 {
            let low = span.of(p.lower);
            if let Some(money) = p.lexicon.money_words.get(low)
                && fits(p, at, low, money, context)
            {
                let dollar = !money.minor && money.currencies.len() > 2 && low.starts_with("dollar")
                    || money.minor && low.starts_with("cent")
                    || low.starts_with("buck");
                let (currency, sure) = context.resolve(money, dollar);
                let coin = Coin { currency, minor: money.minor, sure };
                return Some((coin, at + length));
            }
        }
        let raw = span.of(p.source);
        if length <= 3
            && let Some(money) = p.lexicon.money_signs.get(raw)
            && (raw.len() >= 3 && raw.chars().all(char::is_uppercase) && raw.len() == 3
                || matches!(raw, "€" | "₽" | "₴" | "zł" | "Kč" | "£" | "₪" | "₫" | "RMB" | "FCFA" | "CFA" | "NIS"))
            && !(matches!(raw, "ALL" | "TOP" | "TRY" | "MAD" | "SOS" | "ETH" | "CUP" | "PEN"))
            && p.digits(at + length).is_none()
        {
            let (currency, sure) = context.resolve(money, false);
            return Some((Coin { currency, minor: false, sure }, at + length));
        }
    }
    None
}

/// True where a word can be money at this place.
fn fits(p: Pieces<'_>, at: usize, low: &str, money: &Money, context: &Context<'_>) -> bool {
    match low {
        "p" => p.glued(at) && p.raw(at) == "p",
        "cent" | "¢" => true,
        "pound" | "pounds" => context.local(money) && !weighed(p, at) && context.spends_more(money),
        _ if WEAK_WORDS.contains(&low) => context.local(money) && !p.capital(at),
        _ => !p.capital(at) || low.contains(' ') || low.len() > 3,
    }
}
