//! Part-of-speech tags and dependency trees (Universal Dependencies).

use crate::text::Text;

/// Tags and trees, parallel to [`Text::tokens`].
#[derive(Debug, Default)]
pub struct Syntax {
    /// One tag a token.
    pub tags: Vec<Tag>,
    /// The governing token, as a position in [`Text::tokens`]; a root governs itself.
    pub heads: Vec<u32>,
    /// The relation to the governing token.
    pub relations: Vec<Relation>,
}

/// Universal part-of-speech tags.
#[expect(missing_docs, reason = "the names of the Universal Dependencies standard")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tag {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

/// Universal dependency relations, the few subtypes that matter here included.
#[expect(missing_docs, reason = "the names of the Universal Dependencies standard")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Relation {
    Acl,
    AclRelcl,
    Advcl,
    Advmod,
    Amod,
    Appos,
    Aux,
    AuxPass,
    Case,
    Cc,
    Ccomp,
    Compound,
    CompoundPrt,
    Conj,
    Cop,
    Csubj,
    #[default]
    Dep,
    Det,
    Discourse,
    Dislocated,
    Expl,
    Fixed,
    Flat,
    Goeswith,
    Iobj,
    List,
    Mark,
    Nmod,
    NmodPoss,
    Nsubj,
    NsubjPass,
    Nummod,
    Obj,
    Obl,
    ObjAgent,
    Orphan,
    Parataxis,
    Punct,
    Reparandum,
    Root,
    Vocative,
    Xcomp,
}

/// Tags and parses.
#[derive(Debug, Default)]
pub(crate) struct Tagger {}

impl Tagger {
    /// Fills `into` for every token of `text`.
    pub(crate) fn analyse(&self, _source: &str, text: &Text, into: &mut Syntax) {
        let n = text.tokens.len();
        into.tags.clear();
        into.tags.resize(n, Tag::X);
        into.heads.clear();
        into.heads.extend(0..n as u32);
        into.relations.clear();
        into.relations.resize(n, Relation::Dep);
    }
}
