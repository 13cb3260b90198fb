//! Who said what: marks, cues, content, speaker.

use crate::{Place, Span, Zone, entities::Cast, extractor::Article};

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

/// The word or phrase that reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// As it stands in the text.
    pub span: Span,
    /// Dictionary form: "say", "according to".
    pub lemma: String,
    /// What kind of report it makes.
    pub class: CueClass,
    /// "did not say", "never confirmed".
    pub negated: bool,
}

/// Kinds of reporting words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueClass {
    /// say, tell, add, note, according to
    Say,
    /// claim, allege, insist
    Claim,
    /// deny, refute, reject
    Deny,
    /// warn, caution
    Warn,
    /// ask, question
    Ask,
    /// urge, call on, demand
    Urge,
    /// promise, pledge, vow
    Promise,
    /// accuse, blame, criticize
    Accuse,
    /// praise, hail
    Praise,
    /// announce, declare, confirm
    Announce,
    /// write, post, tweet
    Write,
    /// any other reporting word
    Other,
}

impl CueClass {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Say => "say",
            Self::Claim => "claim",
            Self::Deny => "deny",
            Self::Warn => "warn",
            Self::Ask => "ask",
            Self::Urge => "urge",
            Self::Promise => "promise",
            Self::Accuse => "accuse",
            Self::Praise => "praise",
            Self::Announce => "announce",
            Self::Write => "write",
            Self::Other => "other",
        }
    }
}

/// Who says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Fullest name in the article; for an unnamed source its noun phrase; `None` where a pronoun
    /// could not be resolved.
    pub name: Option<String>,
    /// The words at the quote: "he", "Lavrov", "a senior official".
    pub mention: Span,
    /// Name, pronoun or noun phrase.
    pub reference: crate::entities::Reference,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// Position in [`crate::Extraction::entities`], if the speaker is a named entity.
    pub entity: Option<u32>,
    /// Title or function as the text gives it: "Foreign Minister".
    pub role: Option<String>,
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeakerKind {
    /// A named person.
    Person,
    /// A named organization.
    Organization,
    /// A country or city that acts: "Moscow said".
    Place,
    /// Adherents or nationals: "Republicans say".
    Group,
    /// A source that the article leaves unnamed.
    Anonymous,
}

impl SpeakerKind {
    /// The name used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Group => "group",
            Self::Anonymous => "anonymous",
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

/// Finds reported speech.
#[derive(Debug, Default)]
pub(crate) struct Reporter {}

impl Reporter {
    /// The quotes of an article, ordered by place. May add pronoun and noun-phrase mentions of
    /// speakers to the cast.
    pub(crate) fn quotes(&self, _article: Article<'_>, _cast: &mut Cast) -> Vec<Quote> {
        Vec::new()
    }
}
