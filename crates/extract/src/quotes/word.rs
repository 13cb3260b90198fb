//! Function words and marks: what a word does to the frame of a sentence, whatever the sentence is about.

use crate::text::Shape;

/// The part a word plays around reported speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    /// No function word.
    Content,
    /// Beyond the end of the sentence.
    Edge,
    That,
    Whether,
    Wh,
    To,
    Of,
    By,
    As,
    In,
    On,
    For,
    With,
    At,
    From,
    Against,
    About,
    Preposition,
    And,
    Or,
    But,
    Subordinator,
    I,
    He,
    They,
    It,
    We,
    You,
    Him,
    This,
    His,
    The,
    A,
    Be,
    Have,
    Do,
    Modal,
    Not,
    Who,
    Time,
    Also,
    Comma,
    Colon,
    Semicolon,
    Dash,
    Stop,
    Bracket,
    Ellipsis,
    Quote,
    Possessive,
    Number,
}

impl Role {
    /// The role of a word in lower case.
    pub(crate) fn of(word: &str, shape: Shape) -> Self {
        match shape {
            Shape::QuoteMark => return Self::Quote,
            Shape::Number => return Self::Number,
            // The WHO, the US: no pronouns.
            Shape::Upper if word.len() > 1 && matches!(word, "who" | "us" | "it") => return Self::Content,
            _ => {}
        }
        match word {
            "that" => Self::That,
            "whether" | "if" => Self::Whether,
            "what" | "why" | "how" | "when" | "where" | "which" => Self::Wh,
            "who" | "whom" | "whose" => Self::Who,
            "to" => Self::To,
            "of" => Self::Of,
            "by" => Self::By,
            "as" => Self::As,
            "in" => Self::In,
            "on" => Self::On,
            "for" => Self::For,
            "with" => Self::With,
            "at" => Self::At,
            "from" => Self::From,
            "against" => Self::Against,
            "about" => Self::About,
            "into" | "over" | "under" | "between" | "through" | "during" | "toward" | "towards" | "without"
            | "within" | "among" | "across" | "behind" | "beyond" | "near" | "outside" | "inside" | "upon" | "via"
            | "per" | "amid" | "despite" | "including" | "following" | "like" | "than" => Self::Preposition,
            "and" | "&" => Self::And,
            "or" | "nor" => Self::Or,
            "but" | "yet" => Self::But,
            "while" | "because" | "although" | "though" | "since" | "after" | "before" | "until" | "unless"
            | "once" | "whereas" | "so" => Self::Subordinator,
            "i" => Self::I,
            "he" | "she" => Self::He,
            "they" => Self::They,
            "it" => Self::It,
            "we" => Self::We,
            "you" => Self::You,
            "him" | "them" | "me" | "us" | "himself" | "herself" | "themselves" => Self::Him,
            "this" | "these" | "those" | "there" | "here" => Self::This,
            "his" | "her" | "their" | "its" | "my" | "our" | "your" => Self::His,
            "the" => Self::The,
            "a" | "an" => Self::A,
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" => Self::Be,
            "has" | "have" | "had" | "having" => Self::Have,
            "do" | "does" | "did" => Self::Do,
            "will" | "would" | "can" | "could" | "may" | "might" | "must" | "should" | "shall" => Self::Modal,
            "not" | "n't" | "n’t" | "never" | "no" | "neither" | "none" | "nobody" => Self::Not,
            "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "today"
            | "yesterday" | "tomorrow" | "tonight" | "earlier" | "later" | "recently" | "last" | "week" | "month"
            | "year" | "ago" | "morning" | "afternoon" | "evening" | "night" | "now" | "then" | "january"
            | "february" | "march" | "april" | "june" | "july" | "august" | "september" | "october" | "november"
            | "december" => Self::Time,
            "also" | "however" | "again" | "repeatedly" | "just" | "only" | "even" | "still" | "already"
            | "once-again" => Self::Also,
            "," => Self::Comma,
            ":" => Self::Colon,
            ";" => Self::Semicolon,
            "—" | "–" | "--" | "-" | "―" => Self::Dash,
            "." | "!" | "?" | "?!" | "!!" => Self::Stop,
            "(" | ")" | "[" | "]" => Self::Bracket,
            "…" | "..." => Self::Ellipsis,
            "'s" | "’s" | "'" | "’" => Self::Possessive,
            _ => Self::Content,
        }
    }

    /// Punctuation that parts clauses.
    pub(crate) fn parts_clauses(self) -> bool {
        matches!(self, Self::Comma | Self::Colon | Self::Semicolon | Self::Dash | Self::Stop | Self::Bracket)
    }

    /// Words before which a clause can end.
    pub(crate) fn may_begin_adjunct(self) -> bool {
        matches!(
            self,
            Self::And
                | Self::Or
                | Self::But
                | Self::Subordinator
                | Self::As
                | Self::In
                | Self::On
                | Self::At
                | Self::For
                | Self::With
                | Self::To
                | Self::By
                | Self::From
                | Self::Of
                | Self::About
                | Self::Against
                | Self::Preposition
                | Self::Wh
                | Self::Who
                | Self::Whether
                | Self::That
                | Self::Time
        )
    }
}
