//! The small vocabularies of a figure, with the names that tables use.

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
