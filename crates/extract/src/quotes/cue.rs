//! The words that report.

use crate::Span;

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
