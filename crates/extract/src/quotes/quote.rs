//! What a quote is: the row that this room hands on.

use super::{Cue, Speaker};
use crate::{Place, Span, Zone};

/// One attributed utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Title or body; all spans of the quote point into it.
    pub zone: Zone,
    /// How much of it stands between quotation marks.
    pub kind: QuoteKind,
    /// The content, without outer marks and without "that"; several parts where the attribution
    /// splits it ("A," he said. "B.") or it runs over paragraphs. Ordered, disjoint, never empty.
    pub parts: Vec<Span>,
    /// The word that reports ("said", "according to").
    pub cue: Option<Cue>,
    /// Who says it, where the text tells.
    pub speaker: Option<Speaker>,
    /// Who was told ("CBS News").
    pub addressee: Option<Span>,
    /// Through what it was said, where the text tells.
    pub medium: Option<Medium>,
    /// The evidence: the sentences that hold content, cue and speaker.
    pub evidence: Span,
    /// Probability that this is reported speech with this content.
    pub confidence: f32,
    /// Probability that the speaker is right, given that the quote is (1 where none is given and
    /// none was to be found).
    pub speaker_confidence: f32,
    /// What found it; a stable name that `copydesk inspect --why` explains.
    pub rule: &'static str,
    /// Who else was in question as its speaker; only [`crate::Extractor::explain`] tells.
    pub rivals: Rivals,
}

/// Who else was in question as the speaker of a quote, the most probable first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rivals {
    /// Other phrases around the cue, as the model weighed them that chose the speaker's.
    pub phrases: Vec<Rival>,
    /// Others named before, whom the speaker's pronoun could have stood for.
    pub referents: Vec<Rival>,
}

/// One who could have been the speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// The fullest name, or the phrase; `None` where the rival reading is that the text names no speaker.
    pub name: Option<String>,
    /// Position in [`crate::Extraction::entities`], if it is a named entity.
    pub entity: Option<u32>,
    /// The probability that the model gave it, before calibration.
    pub probability: f32,
}

impl Quote {
    /// The smallest span that covers all parts.
    pub fn hull(&self) -> Span {
        self.parts.iter().copied().reduce(Span::hull).unwrap_or_default()
    }

    /// Where the quote stands.
    pub fn place(&self) -> Place {
        Place { zone: self.zone, span: self.hull() }
    }
}

/// How much of an utterance stands between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteKind {
    /// All of it.
    Direct,
    /// Some of it.
    Mixed,
    /// None of it.
    Indirect,
}

impl QuoteKind {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// Through what something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Medium {
    /// "in a statement"
    Statement,
    /// "in an interview"
    Interview,
    /// "told a news conference"
    PressConference,
    /// "posted on X"
    SocialMedia,
    /// "in a letter"
    Letter,
    /// "the report said"
    Report,
    /// "told the court"
    Court,
    /// "on state television"
    Broadcast,
}

impl Medium {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Statement,
        Self::Interview,
        Self::PressConference,
        Self::SocialMedia,
        Self::Letter,
        Self::Report,
        Self::Court,
        Self::Broadcast,
    ];

    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Interview => "interview",
            Self::PressConference => "press_conference",
            Self::SocialMedia => "social_media",
            Self::Letter => "letter",
            Self::Report => "report",
            Self::Court => "court",
            Self::Broadcast => "broadcast",
        }
    }
}
