//! Questions about trees that the later rooms ask. Each answer takes time by its own size.

use super::{Relation, Syntax, Tag};
use std::ops::Range;

/// No token.
const NONE: u32 = u32::MAX;
/// How far a shared subject is looked for up the tree.
const CLIMB: usize = 8;

/// Dependents and extents of all tokens, made once an article.
#[derive(Debug, Default)]
pub(super) struct Forest {
    /// First dependent of each token.
    first: Vec<u32>,
    /// The next dependent of the same governor.
    sibling: Vec<u32>,
    /// First and last token of each subtree.
    extent: Vec<(u32, u32)>,
    /// Dependents not yet counted in.
    open: Vec<u32>,
    ready: Vec<u32>,
}

impl Forest {
    /// Reads `heads`, where a root governs itself and no cycle is longer.
    pub(super) fn plant(&mut self, heads: &[u32]) {
        let n = heads.len();
        for (list, value) in [(&mut self.first, NONE), (&mut self.sibling, NONE), (&mut self.open, 0)] {
            list.clear();
            list.resize(n, value);
        }
        self.extent.clear();
        self.extent.extend((0..n as u32).map(|i| (i, i)));
        for (word, head) in heads.iter().enumerate().rev() {
            let head = *head as usize;
            if head != word {
                self.sibling[word] = self.first[head];
                self.first[head] = word as u32;
                self.open[head] += 1;
            }
        }
        self.ready.clear();
        self.ready.extend((0..n as u32).filter(|i| self.open[*i as usize] == 0));
        while let Some(word) = self.ready.pop() {
            let head = heads[word as usize] as usize;
            if head == word as usize {
                continue;
            }
            let (from, to) = self.extent[word as usize];
            let whole = &mut self.extent[head];
            *whole = (whole.0.min(from), whole.1.max(to));
            self.open[head] -= 1;
            if self.open[head] == 0 {
                self.ready.push(head as u32);
            }
        }
    }
}

impl Syntax {
    /// The tokens that `token` governs, left to right.
    pub fn dependents(&self, token: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.forest.first.get(token as usize).copied().unwrap_or(NONE);
        std::iter::successors((first != NONE).then_some(first), |at| {
            self.forest.sibling.get(*at as usize).copied().filter(|next| *next != NONE)
        })
    }

    /// The first dependent of `token` with one of these relations.
    pub fn dependent(&self, token: u32, relations: &[Relation]) -> Option<u32> {
        self.dependents(token).find(|d| relations.contains(&self.relation(*d)))
    }

    /// The relation of `token` to its governor.
    pub fn relation(&self, token: u32) -> Relation {
        self.relations.get(token as usize).copied().unwrap_or_default()
    }

    /// The tag of `token`.
    pub fn tag(&self, token: u32) -> Tag {
        self.tags.get(token as usize).copied().unwrap_or_default()
    }

    /// The governor of `token`; none for a root.
    pub fn governor(&self, token: u32) -> Option<u32> {
        self.heads.get(token as usize).copied().filter(|head| *head != token)
    }

    /// `token` and everything that hangs on it, from the first token to the last.
    pub fn subtree(&self, token: u32) -> Range<u32> {
        self.forest.extent.get(token as usize).map_or(token..token, |(from, to)| *from..to + 1)
    }

    /// Whether `token` is `head` or hangs on it.
    pub fn is_under(&self, token: u32, head: u32) -> bool {
        // Trees are projective, so a subtree is all that its extent holds.
        self.subtree(head).contains(&token)
    }

    /// The root that `token` hangs on; one step where most sentences end, as many as the tree is deep at most.
    pub fn root_of(&self, token: u32) -> u32 {
        let mut at = token;
        while let Some(head) = self.governor(at) {
            at = head;
        }
        at
    }

    /// The subject of a verb (or of an adjective or noun with a copula), if it has one of its own.
    pub fn subject(&self, verb: u32) -> Option<u32> {
        self.dependents(verb).find(|d| self.relation(*d).is_subject())
    }

    /// The subject of a verb, also where it shares that of the verb it is coordinated with or
    /// completes: "Ruiz rose and *said*", "Ruiz seemed to *say*", "Ruiz, *speaking* in Kyiv".
    pub fn shared_subject(&self, verb: u32) -> Option<u32> {
        let mut at = verb;
        for _ in 0..CLIMB {
            if let Some(subject) = self.subject(at) {
                return Some(subject);
            }
            let head = self.governor(at)?;
            match self.relation(at) {
                Relation::Conj | Relation::Xcomp | Relation::Advcl | Relation::Parataxis => at = head,
                Relation::Acl | Relation::AclRelcl => return Some(head),
                _ => return None,
            }
        }
        None
    }

    /// The clause of a verb without its conjunction and outer punctuation: in "He said that it rained.",
    /// "it rained" for "rained".
    pub fn clause(&self, verb: u32) -> Range<u32> {
        let mut range = self.subtree(verb);
        let trims = |at: u32, verb: u32| {
            at != verb
                && (self.tag(at) == Tag::Punct
                    || (self.governor(at) == Some(verb)
                        && matches!(self.relation(at), Relation::Mark | Relation::Cc)
                        && self.tag(at) != Tag::Part))
        };
        while range.start < range.end && trims(range.start, verb) {
            range.start += 1;
        }
        while range.start < range.end && self.tag(range.end - 1) == Tag::Punct && range.end - 1 != verb {
            range.end -= 1;
        }
        range
    }

    /// The noun phrase of `noun` without clauses, appositions and prepositional phrases: "the 33-year-old lawyer".
    pub fn noun_phrase(&self, noun: u32) -> Range<u32> {
        let mut range = noun..noun + 1;
        for d in self.dependents(noun) {
            let subtree = self.subtree(d);
            match self.relation(d) {
                Relation::Flat | Relation::Compound | Relation::Fixed | Relation::Goeswith | Relation::Nummod => {
                    range = range.start.min(subtree.start)..range.end.max(subtree.end);
                }
                Relation::Det | Relation::DetPredet | Relation::Amod | Relation::NmodPoss | Relation::Advmod
                    if d < noun =>
                {
                    range.start = range.start.min(subtree.start);
                }
                _ => {}
            }
        }
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Ruiz said that it rained ."
    fn sentence() -> Syntax {
        let mut syntax = Syntax {
            tags: vec![Tag::Propn, Tag::Verb, Tag::Sconj, Tag::Pron, Tag::Verb, Tag::Punct],
            heads: vec![1, 1, 4, 4, 1, 1],
            relations: vec![
                Relation::Nsubj,
                Relation::Root,
                Relation::Mark,
                Relation::Nsubj,
                Relation::Ccomp,
                Relation::Punct,
            ],
            ..Syntax::default()
        };
        syntax.forest.plant(&syntax.heads);
        syntax
    }

    #[test]
    fn trees_answer() {
        let s = sentence();
        assert_eq!(s.dependents(1).collect::<Vec<_>>(), [0, 4, 5]);
        assert_eq!(s.subtree(1), 0..6);
        assert_eq!(s.subtree(4), 2..5);
        assert_eq!(s.clause(4), 3..5);
        assert_eq!(s.subject(1), Some(0));
        assert_eq!(s.root_of(3), 1);
        assert!(s.is_under(3, 4) && !s.is_under(0, 4));
    }

    #[test]
    fn no_tree_answers_nothing() {
        let s = Syntax::default();
        assert_eq!(s.dependents(7).count(), 0);
        assert_eq!(s.subtree(7), 7..7);
        assert_eq!(s.subject(7), None);
        assert_eq!(s.clause(7), 7..7);
    }
}
