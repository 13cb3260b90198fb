//! The names of Universal Dependencies: tags, forms of words, relations.

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        #[repr(u8)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every one, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in annotated files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The one of that name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }

            /// The one of that number.
            pub fn numbered(number: u8) -> Option<Self> {
                Self::ALL.get(number as usize).copied()
            }
        }
    };
}

names! {
    /// Universal part-of-speech tags.
    #[expect(missing_docs, reason = "the names of the Universal Dependencies standard")]
    Tag {
        Adj = "ADJ",
        Adp = "ADP",
        Adv = "ADV",
        Aux = "AUX",
        Cconj = "CCONJ",
        Det = "DET",
        Intj = "INTJ",
        Noun = "NOUN",
        Num = "NUM",
        Part = "PART",
        Pron = "PRON",
        Propn = "PROPN",
        Punct = "PUNCT",
        Sconj = "SCONJ",
        Sym = "SYM",
        Verb = "VERB",
        #[default]
        X = "X",
    }
}

names! {
    /// The form that a word stands in, where English shows one.
    Form {
        /// Nothing to tell.
        #[default]
        Plain = "plain",
        /// a noun or name in the singular
        Singular = "singular",
        /// a noun or name in the plural
        Plural = "plural",
        /// a verb's base form: "(to) say"
        Base = "base",
        /// past tense: "said" in "he said"
        Past = "past",
        /// present tense, not third person singular: "they say"
        Present = "present",
        /// third person singular of the present: "he says"
        ThirdPerson = "third",
        /// past participle: "said" in "was said"
        PastParticiple = "participle",
        /// "-ing" form
        Gerund = "gerund",
        /// "can", "would"
        Modal = "modal",
        /// "larger", "more"
        Comparative = "comparative",
        /// "largest", "most"
        Superlative = "superlative",
        /// personal pronoun: "he", "them"
        Personal = "personal",
        /// "his", "'s", "whose"
        Possessive = "possessive",
        /// "who", "which", "when"
        Interrogative = "wh",
        /// "to" before a verb
        To = "to",
        /// "up" of "give up"
        Particle = "particle",
        /// "there" of "there are"
        There = "there",
        /// a mark that opens: “ (
        Opening = "opening",
        /// a mark that closes: ” )
        Closing = "closing",
        /// a mark that ends a sentence: . ! ?
        Final = "final",
        /// ","
        Comma = "comma",
        /// ":", ";", a dash
        Colon = "colon",
        /// a hyphen inside a word
        Hyphen = "hyphen",
        /// the sign of a currency
        Currency = "currency",
    }
}

impl Form {
    /// The form that a Penn Treebank tag tells of.
    pub fn of_penn(tag: &str) -> Self {
        match tag {
            "NN" | "NNP" => Self::Singular,
            "NNS" | "NNPS" => Self::Plural,
            "VB" => Self::Base,
            "VBD" => Self::Past,
            "VBP" => Self::Present,
            "VBZ" => Self::ThirdPerson,
            "VBN" => Self::PastParticiple,
            "VBG" => Self::Gerund,
            "MD" => Self::Modal,
            "JJR" | "RBR" => Self::Comparative,
            "JJS" | "RBS" => Self::Superlative,
            "PRP" => Self::Personal,
            "PRP$" | "POS" | "WP$" => Self::Possessive,
            "WDT" | "WP" | "WRB" => Self::Interrogative,
            "TO" => Self::To,
            "RP" => Self::Particle,
            "EX" => Self::There,
            "``" | "-LRB-" => Self::Opening,
            "''" | "-RRB-" => Self::Closing,
            "." => Self::Final,
            "," => Self::Comma,
            ":" => Self::Colon,
            "HYPH" => Self::Hyphen,
            "$" => Self::Currency,
            _ => Self::Plain,
        }
    }
}

names! {
    /// Universal dependency relations, with the subtypes that English uses.
    #[expect(missing_docs, reason = "the names of the Universal Dependencies standard")]
    Relation {
        Acl = "acl",
        AclRelcl = "acl:relcl",
        Advcl = "advcl",
        AdvclRelcl = "advcl:relcl",
        Advmod = "advmod",
        Amod = "amod",
        Appos = "appos",
        Aux = "aux",
        AuxPass = "aux:pass",
        Case = "case",
        Cc = "cc",
        CcPreconj = "cc:preconj",
        Ccomp = "ccomp",
        Compound = "compound",
        CompoundPrt = "compound:prt",
        Conj = "conj",
        Cop = "cop",
        Csubj = "csubj",
        CsubjPass = "csubj:pass",
        #[default]
        Dep = "dep",
        Det = "det",
        DetPredet = "det:predet",
        Discourse = "discourse",
        Dislocated = "dislocated",
        Expl = "expl",
        Fixed = "fixed",
        Flat = "flat",
        Goeswith = "goeswith",
        Iobj = "iobj",
        List = "list",
        Mark = "mark",
        Nmod = "nmod",
        NmodDesc = "nmod:desc",
        NmodPoss = "nmod:poss",
        NmodUnmarked = "nmod:unmarked",
        Nsubj = "nsubj",
        NsubjOuter = "nsubj:outer",
        NsubjPass = "nsubj:pass",
        Nummod = "nummod",
        Obj = "obj",
        Obl = "obl",
        OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked",
        Orphan = "orphan",
        Parataxis = "parataxis",
        Punct = "punct",
        Reparandum = "reparandum",
        Root = "root",
        Vocative = "vocative",
        Xcomp = "xcomp",
    }
}

impl Relation {
    /// The relation of that name, or the one that it is a subtype of.
    pub fn nearest(name: &str) -> Self {
        Self::named(name).or_else(|| Self::named(name.split(':').next()?)).unwrap_or_default()
    }

    /// A subject of any kind.
    pub const fn is_subject(self) -> bool {
        matches!(self, Self::Nsubj | Self::NsubjPass | Self::NsubjOuter | Self::Csubj | Self::CsubjPass)
    }
}
