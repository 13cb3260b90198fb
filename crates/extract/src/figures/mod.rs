//! Every number with what it counts, how sure, and who says so.

use crate::{Place, Span, entities::Cast, extractor::Article, quotes::Quote};

/// One quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Modifier, number, and unit or counted noun up to its head: "at least 12 people".
    pub place: Place,
    /// What sort of quantity.
    pub kind: FigureKind,
    /// What it is about: "casualty.killed", "percentage_change"; the kind's name where nothing finer applies.
    pub category: &'static str,
    /// The number with its scale ("1.5m" = 1 500 000); `None` for ranges and vague amounts.
    pub value: Option<f64>,
    /// Lower end of a range or a lower bound.
    pub low: Option<f64>,
    /// Upper end of a range or an upper bound.
    pub high: Option<f64>,
    /// "at least", "about" …
    pub modifier: Modifier,
    /// Canonical singular: "kilometre", "percent", ISO 4217 code for money.
    pub unit: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<&'static str>,
    /// The value in SI units, and which.
    pub si: Option<(f64, &'static str)>,
    /// What is counted or measured, also where the text elides it: "90 injured" → people.
    pub counted: Option<String>,
    /// Rise or fall.
    pub change: Change,
    /// "from 6.1% to 5.8%": the old value.
    pub change_from: Option<f64>,
    /// "from 6.1% to 5.8%": the new value.
    pub change_to: Option<f64>,
    /// Dictionary form of the governing verb: "kill".
    pub event: Option<String>,
    /// "did not kill 12"
    pub negated: bool,
    /// Said as fact, estimate, fear, plan or denial.
    pub certainty: Certainty,
    /// Where: the words of the text.
    pub location: Option<Span>,
    /// Where: position in [`crate::Extraction::entities`].
    pub location_entity: Option<u32>,
    /// Who the text gives for the number.
    pub source: Option<String>,
    /// The same as a position in [`crate::Extraction::entities`].
    pub source_entity: Option<u32>,
    /// The quote it stands in: position in [`crate::Extraction::quotes`].
    pub quote: Option<u32>,
    /// The sentence.
    pub evidence: Span,
    /// Probability that value and span are right.
    pub confidence: f32,
    /// What found it.
    pub rule: &'static str,
}

/// Sorts of quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// "12 people"
    Count,
    /// "$2.3bn"
    Money,
    /// "5 per cent"
    Percent,
    /// "70 kilometres"
    Measure,
    /// "three days"
    Duration,
    /// "33-year-old"
    Age,
    /// "three in five"
    Ratio,
    /// "ranked 38th"
    Rank,
    /// "3-1"
    Score,
    /// "52-48"
    Vote,
}

impl FigureKind {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Measure => "measure",
            Self::Duration => "duration",
            Self::Age => "age",
            Self::Ratio => "ratio",
            Self::Rank => "rank",
            Self::Score => "score",
            Self::Vote => "vote",
        }
    }
}

/// How a number is hedged or bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Modifier {
    /// Just the number.
    #[default]
    Exact,
    /// "at least", "no fewer than"
    AtLeast,
    /// "more than", "over"
    MoreThan,
    /// "at most"
    AtMost,
    /// "less than", "under"
    LessThan,
    /// "about", "some"
    About,
    /// "nearly", "almost"
    Nearly,
    /// "up to"
    UpTo,
    /// "between 15 and 20"
    Between,
    /// "dozens"
    Vague,
}

impl Modifier {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::MoreThan => "more_than",
            Self::AtMost => "at_most",
            Self::LessThan => "less_than",
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::UpTo => "up_to",
            Self::Between => "between",
            Self::Vague => "vague",
        }
    }
}

/// Direction of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Change {
    /// No change is told.
    #[default]
    None,
    /// "rose 5%"
    Increase,
    /// "fell 5%"
    Decrease,
}

impl Change {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Increase => "increase",
            Self::Decrease => "decrease",
        }
    }
}

/// How sure the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Certainty {
    /// Told as fact.
    #[default]
    Asserted,
    /// "an estimated 12"
    Estimated,
    /// "feared dead"
    Feared,
    /// "will cost", "is expected to reach"
    Projected,
    /// "denied that 12 had died"
    Denied,
}

impl Certainty {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Estimated => "estimated",
            Self::Feared => "feared",
            Self::Projected => "projected",
            Self::Denied => "denied",
        }
    }
}

/// Finds quantities.
#[derive(Debug, Default)]
pub(crate) struct Counter {}

impl Counter {
    /// The figures of an article, ordered by place.
    pub(crate) fn figures(&self, _article: Article<'_>, _cast: &Cast, _quotes: &[Quote]) -> Vec<Figure> {
        Vec::new()
    }
}
