//! Who said what: marks, cues, content, speaker.

mod cue;
mod marks;
mod quote;
mod speaker;

pub use cue::{Cue, CueClass};
pub use quote::{Medium, Quote, QuoteKind};
pub use speaker::{Speaker, SpeakerKind};

use crate::{entities::Cast, extractor::Article};

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
