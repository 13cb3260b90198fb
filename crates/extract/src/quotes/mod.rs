//! Who said what: marks, cues, content, speaker.
//!
//! One way through: [`gate`] tells which sentences are worth a tree; [`marks`] pairs the quotation marks; [`page`] cuts the text into windows of one
//! level of speech; [`cue`] finds the words that may report; [`frame`] decides whether each does and on
//! which side its content stands; [`content`] finds where that begins and ends, by what [`bounds`] tells; [`amend`] sets right what grammar
//! alone decides; [`source`] finds who
//! speaks; [`dialogue`] takes the quotations that no cue claims. The decisions are linear and their
//! weights learned ([`learned`]); what they may choose from is written here.

mod amend;
mod bounds;
mod content;
mod cue;
mod dialogue;
mod frame;
mod gate;
mod headline;
mod interview;
mod learned;
mod lessons;
mod marks;
mod occasion;
mod page;
mod quote;
mod reporter;
mod source;
mod speaker;
mod word;

pub use cue::{Cue, CueClass};
pub use learned::{Choice, Features, Lessons, SECTIONS};
pub use lessons::Told;
pub(crate) use page::Page;
pub use quote::{Medium, Quote, QuoteKind, Rival, Rivals};
pub(crate) use reporter::Reporter;
pub use speaker::{Speaker, SpeakerKind};
