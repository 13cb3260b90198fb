//! The row that a number becomes: [`Figure`]. How it is found is told elsewhere in this room.

use super::kind::{Certainty, Change, FigureKind, Modifier};
use crate::{Place, Span};

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
    /// When a casualty figure held, the words of the text: "as of Tuesday", "since Feb. 24".
    pub as_of: Option<Span>,
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
