//! The word lists of this room, read once from `lexicon/*.tsv`: number words, units, currencies,
//! modifiers and closed classes of words. Knows no grammar.

use rustc_hash::FxHashMap;

use super::kind::Modifier;

/// What a number word contributes to a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Numeric {
    /// "zero" to "nine"
    Unit(f64),
    /// "ten" to "nineteen"
    Teen(f64),
    /// "twenty" to "ninety"
    Ten(f64),
    /// "hundred"
    Hundred,
    /// "thousand", "million", "crore"
    Scale(f64),
    /// "dozen"
    Dozen,
    /// "dozens", "hundreds": the lowest amount meant
    Vague(f64),
    /// "third"
    Ordinal(f64),
    /// "fifths"
    Parts(f64),
    /// "half"
    Half,
    /// "quarter"
    Quarter,
    /// "twice", "triple"
    Multiple(f64),
    /// "doubled", "halved"
    Growth(f64),
    /// "sixfold"
    Fold(f64),
    /// "several", "few"
    Several(f64),
    /// "couple"
    Couple,
}

/// Closed classes of words; each is a bit of [`Word::classes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Month,
    Weekday,
    Clock,
    TimeBefore,
    Label,
    LabelBare,
    Street,
    StreetAfter,
    Phone,
    RateNoun,
    Dimension,
    People,
    KilledVerb,
    KilledNoun,
    Toll,
    InjuredVerb,
    InjuredNoun,
    Missing,
    Displaced,
    Detained,
    Up,
    Down,
    Vote,
    Score,
    RankNoun,
    Superlative,
    Estimated,
    Feared,
    Projected,
    Denied,
    Negation,
    Report,
    MoneyNoun,
    AgeNoun,
    Function,
    Numbered,
    Predicative,
    Determiner,
    HarmBetween,
    HarmLink,
    ChangeBetween,
    ChangeNoun,
    HalfBefore,
    AfterMultiple,
    RangeVerb,
    Kin,
    AfterTimes,
    IndexName,
    OneBefore,
    OneAfter,
    Animal,
}

const CLASS_NAMES: &[(&str, Class)] = &[
    ("month", Class::Month),
    ("weekday", Class::Weekday),
    ("clock", Class::Clock),
    ("time_before", Class::TimeBefore),
    ("label", Class::Label),
    ("label_bare", Class::LabelBare),
    ("street", Class::Street),
    ("street_after", Class::StreetAfter),
    ("phone", Class::Phone),
    ("rate_noun", Class::RateNoun),
    ("dimension", Class::Dimension),
    ("people", Class::People),
    ("killed_verb", Class::KilledVerb),
    ("killed_noun", Class::KilledNoun),
    ("toll", Class::Toll),
    ("injured_verb", Class::InjuredVerb),
    ("injured_noun", Class::InjuredNoun),
    ("missing_word", Class::Missing),
    ("displaced_word", Class::Displaced),
    ("detained_word", Class::Detained),
    ("up_verb", Class::Up),
    ("down_verb", Class::Down),
    ("vote_word", Class::Vote),
    ("score_word", Class::Score),
    ("rank_noun", Class::RankNoun),
    ("superlative", Class::Superlative),
    ("estimated", Class::Estimated),
    ("feared", Class::Feared),
    ("projected", Class::Projected),
    ("denied", Class::Denied),
    ("negation", Class::Negation),
    ("report_verb", Class::Report),
    ("money_noun", Class::MoneyNoun),
    ("age_noun", Class::AgeNoun),
    ("function", Class::Function),
    ("numbered", Class::Numbered),
    ("predicative", Class::Predicative),
    ("determiner", Class::Determiner),
    ("harm_between", Class::HarmBetween),
    ("harm_link", Class::HarmLink),
    ("change_between", Class::ChangeBetween),
    ("change_noun", Class::ChangeNoun),
    ("half_before", Class::HalfBefore),
    ("after_multiple", Class::AfterMultiple),
    ("range_verb", Class::RangeVerb),
    ("kin", Class::Kin),
    ("after_times", Class::AfterTimes),
    ("index_name", Class::IndexName),
    ("one_before", Class::OneBefore),
    ("one_after", Class::OneAfter),
    ("animal", Class::Animal),
];

/// All that the lists say of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    /// One bit a [`Class`].
    pub(super) classes: u64,
    /// Its part in number words.
    pub(super) number: Option<Numeric>,
    /// Some unit's form begins with it.
    pub(super) opens_unit: bool,
    /// Some currency's word or sign begins with it.
    pub(super) opens_currency: bool,
    /// Some modifier's phrase ends (before a number) with it.
    pub(super) ends_modifier: bool,
}

impl Word {
    /// True where the lists put the word into `class`.
    pub(super) const fn is(self, class: Class) -> bool {
        self.classes >> (class as u32) & 1 == 1
    }
}

/// A unit of measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Canonical singular: "kilometre".
    pub(super) name: &'static str,
    /// "length", "time", "percent" …
    pub(super) dimension: &'static str,
    /// Symbol of the SI unit; empty where there is none.
    pub(super) si: &'static str,
    /// SI = value × factor + offset.
    pub(super) factor: f64,
    /// For temperatures.
    pub(super) offset: f64,
}

impl Unit {
    /// The value in SI units.
    pub(super) fn to_si(self, value: f64) -> Option<(f64, &'static str)> {
        (!self.si.is_empty()).then_some((value * self.factor + self.offset, self.si))
    }
}

/// A currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Currency {
    /// ISO 4217.
    pub(super) code: &'static str,
    /// Singular name: "dollar".
    pub(super) name: &'static str,
}

/// A word, sign or code of money: which currencies it can mean (positions, default first).
#[derive(Clone, Debug, Default)]
pub(super) struct Money {
    pub(super) currencies: Vec<u16>,
    /// Hundredths: "cents".
    pub(super) minor: bool,
}

/// The lists.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: FxHashMap<&'static str, Word>,
    pub(super) units: Vec<Unit>,
    /// First piece → (further pieces joined by one space, unit), longest first.
    unit_forms: FxHashMap<&'static str, Vec<(&'static str, u16)>>,
    pub(super) currencies: Vec<Currency>,
    /// Words of money as they stand after a number, lower case.
    pub(super) money_words: FxHashMap<&'static str, Money>,
    /// Signs and codes as they stand, case kept.
    pub(super) money_signs: FxHashMap<&'static str, Money>,
    /// Last word of the phrase → (the words before it, modifier), longest first.
    modifiers_before: FxHashMap<&'static str, Vec<(&'static str, Modifier)>>,
    /// Phrases after the number, longest first.
    pub(super) modifiers_after: Vec<(&'static str, Modifier)>,
    /// Names of places (lower case) → currencies.
    pub(super) places: FxHashMap<String, Vec<u16>>,
}

/// The lines of a list without its comments.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn number(role: &str, value: f64) -> Option<Numeric> {
    Some(match role {
        "unit" => Numeric::Unit(value),
        "teen" => Numeric::Teen(value),
        "ten" => Numeric::Ten(value),
        "hundred" => Numeric::Hundred,
        "scale" => Numeric::Scale(value),
        "dozen" => Numeric::Dozen,
        "vague" => Numeric::Vague(value),
        "ordinal" => Numeric::Ordinal(value),
        "parts" => Numeric::Parts(value),
        "half" => Numeric::Half,
        "quarter" => Numeric::Quarter,
        "multiple" => Numeric::Multiple(value),
        "growth" => Numeric::Growth(value),
        "fold" => Numeric::Fold(value),
        "several" => Numeric::Several(value),
        "couple" => Numeric::Couple,
        _ => return None,
    })
}

fn modifier(name: &str) -> Modifier {
    match name {
        "at_least" => Modifier::AtLeast,
        "more_than" => Modifier::MoreThan,
        "at_most" => Modifier::AtMost,
        "less_than" => Modifier::LessThan,
        "about" => Modifier::About,
        "nearly" => Modifier::Nearly,
        "up_to" => Modifier::UpTo,
        "between" => Modifier::Between,
        "vague" => Modifier::Vague,
        _ => Modifier::Exact,
    }
}

impl Default for Lexicon {
    fn default() -> Self {
        let mut lexicon = Self {
            words: FxHashMap::default(),
            units: Vec::new(),
            unit_forms: FxHashMap::default(),
            currencies: Vec::new(),
            money_words: FxHashMap::default(),
            money_signs: FxHashMap::default(),
            modifiers_before: FxHashMap::default(),
            modifiers_after: Vec::new(),
            places: FxHashMap::default(),
        };
        lexicon.read_words();
        lexicon.read_units();
        lexicon.read_currencies();
        lexicon.read_modifiers();
        lexicon
    }
}

impl Lexicon {
    fn read_words(&mut self) {
        for line in lines(include_str!("../../lexicon/numbers.tsv")) {
            let mut cells = line.split('\t');
            let (Some(word), Some(role), Some(value)) = (cells.next(), cells.next(), cells.next()) else { continue };
            self.words.entry(word).or_default().number = value.parse().ok().and_then(|v| number(role, v));
        }
        for line in lines(include_str!("../../lexicon/figure_words.tsv")) {
            let Some((name, words)) = line.split_once('\t') else { continue };
            let Some(&(_, class)) = CLASS_NAMES.iter().find(|(n, _)| *n == name) else { continue };
            for word in words.split('|') {
                self.words.entry(word).or_default().classes |= 1 << class as u32;
            }
        }
    }

    fn read_units(&mut self) {
        for line in lines(include_str!("../../lexicon/units.tsv")) {
            let cells: Vec<&str> = line.split('\t').collect();
            let &[name, dimension, si, factor, offset, forms] = cells.as_slice() else { continue };
            let id = self.units.len() as u16;
            let parse = |cell: &str| cell.parse().unwrap_or(0.0);
            self.units.push(Unit { name, dimension, si, factor: parse(factor), offset: parse(offset) });
            for form in forms.split('|').filter(|f| !f.is_empty()) {
                let first = first_piece(form);
                let rest = form[first.len()..].trim_start();
                self.words.entry(first).or_default().opens_unit = true;
                self.unit_forms.entry(first).or_default().push((rest, id));
            }
        }
        for first in &["point", "points"] {
            self.words.entry(first).or_default().opens_unit = true;
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for forms in self.unit_forms.values_mut() {
            forms.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
    }

    fn read_currencies(&mut self) {
        for line in lines(include_str!("../../lexicon/currencies.tsv")) {
            let cells: Vec<&'static str> = line.split('\t').collect();
            let &[code, name, words, minor, signs, places] = cells.as_slice() else { continue };
            let id = self.currencies.len() as u16;
            self.currencies.push(Currency { code, name });
            for (list, is_minor) in [(words, false), (minor, true)] {
                for form in list.split(',').filter(|f| !f.is_empty()) {
                    let first = first_piece(form);
                    self.words.entry(first).or_default().opens_currency = true;
                    let money = self.money_words.entry(form).or_default();
                    money.minor = is_minor;
                    money.currencies.push(id);
                }
            }
            for sign in signs.split(',').filter(|s| !s.is_empty()) {
                let money = self.money_signs.entry(sign).or_default();
                money.currencies.push(id);
            }
            for place in places.split(',').filter(|p| !p.is_empty()) {
                self.places.entry(place.to_lowercase()).or_default().push(id);
            }
        }
    }

    fn read_modifiers(&mut self) {
        for line in lines(include_str!("../../lexicon/number_modifiers.tsv")) {
            let mut cells = line.split('\t');
            let (Some(name), Some(side), Some(phrase)) = (cells.next(), cells.next(), cells.next()) else { continue };
            if side == "before" {
                let (rest, last) = phrase.rsplit_once(' ').unwrap_or(("", phrase));
                let last = last.trim_end_matches('.');
                self.words.entry(last).or_default().ends_modifier = true;
                self.modifiers_before.entry(last).or_default().push((rest, modifier(name)));
            } else {
                self.modifiers_after.push((phrase, modifier(name)));
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for forms in self.modifiers_before.values_mut() {
            forms.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        self.modifiers_after.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    }

    /// What the lists say of a word, in lower case.
    pub(super) fn word(&self, lower: &str) -> Word {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// Forms of units that begin with a piece: the rest of the form, and the unit.
    pub(super) fn unit_forms(&self, first: &str) -> &[(&'static str, u16)] {
        self.unit_forms.get(first).map_or(&[], Vec::as_slice)
    }

    /// Modifier phrases that end with a word: what stands before it, and the modifier.
    pub(super) fn modifiers_before(&self, last: &str) -> &[(&'static str, Modifier)] {
        self.modifiers_before.get(last).map_or(&[], Vec::as_slice)
    }

    /// The unit of that canonical name.
    pub(super) fn unit_named(&self, name: &str) -> Option<u16> {
        self.units.iter().position(|u| u.name == name).map(|p| p as u16)
    }
}

/// The first piece of a form, cut as [`super::piece`] cuts text: a run of letters, or one mark.
fn first_piece(form: &'static str) -> &'static str {
    let mut end = 0;
    for (at, c) in form.char_indices() {
        if !c.is_alphabetic() {
            if at == 0 {
                end = c.len_utf8();
            }
            break;
        }
        end = at + c.len_utf8();
    }
    &form[..end]
}
