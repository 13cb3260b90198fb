//! One text as this room reads it: tokens with their place inside quotation marks, cut into windows.
//!
//! A *window* is a sentence as its speaker utters it. The words between marks belong to another
//! speaker's level: for the sentence around them they are one opaque piece, and inside they have
//! windows of their own. So `“A. B,” he said` is one window of the narrator (mark, mark, "he", "said")
//! and two windows of the quotation.

use super::{
    marks::{self, Region},
    word::Role,
};
use crate::{
    Span, Zone,
    entities::Cast,
    extractor::Article,
    model::{combine, hash_bytes},
    syntax::{self, Relation, Tag},
    text::{Shape, Token},
};
use std::ops::Range;

/// A window has at most this many tokens of its own: a paragraph that never ends is cut, so that looking around in a
/// window costs no more than this.
const LONGEST_WINDOW: usize = 5000;

/// Stands for "no region", "no token".
pub(crate) const NONE: u32 = u32::MAX;

/// A text under the eyes of this room.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) zone: Zone,
    pub(crate) source: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) tags: &'a [Tag],
    pub(crate) forms: &'a [syntax::Form],
    pub(crate) words: &'a [syntax::Word],
    pub(crate) heads: &'a [u32],
    pub(crate) relations: &'a [Relation],
    /// Which function word or mark a token is.
    pub(crate) roles: Vec<Role>,
    /// Hash of the token in lower case.
    pub(crate) lower: Vec<u64>,
    /// The paragraph of each token.
    pub(crate) paragraph: Vec<u32>,
    /// The sentence of each token.
    pub(crate) sentence: Vec<u32>,
    pub(crate) sentences: &'a [crate::text::Sentence],
    /// Which tokens belong to a name.
    pub(crate) named: Vec<bool>,
    /// What reporting word each token begins: 0 none, else its form and part of speech.
    pub(crate) cue_marks: Vec<u8>,
    /// Quotation marks and what stands between them.
    pub(crate) regions: Vec<Region>,
    /// Tokens of each region: opening mark to closing mark.
    pub(crate) region_tokens: Vec<RegionTokens>,
    /// The innermost region whose words hold the token, or [`NONE`].
    pub(crate) level: Vec<u32>,
    /// The region that the token opens, or [`NONE`].
    pub(crate) opens: Vec<u32>,
    /// The region that the token closes, or [`NONE`].
    pub(crate) closes: Vec<u32>,
    pub(crate) windows: Vec<Window>,
    /// The window of each token.
    pub(crate) window: Vec<u32>,
    /// Position of each token in its window's spine.
    pub(crate) spine_at: Vec<u32>,
    /// Position in its window's spine after the last semicolon before each token.
    pub(crate) part_from: Vec<u32>,
    /// Dependents of each token, by head: a compressed table.
    children: Vec<u32>,
    children_from: Vec<u32>,
    /// First and last token of the subtree of each token.
    pub(crate) subtree: Vec<(u32, u32)>,
}

/// The tokens of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegionTokens {
    /// The opening mark, or [`NONE`] where the tokenizer did not cut it off.
    pub(crate) open: u32,
    /// The words inside.
    pub(crate) inner: Range<u32>,
    /// The closing mark, or [`NONE`].
    pub(crate) close: u32,
}

/// A sentence of one level of speech.
#[derive(Debug, Default)]
pub(crate) struct Window {
    /// Its own tokens in order, the marks of the regions in it, not what these regions hold.
    pub(crate) spine: Vec<u32>,
    /// The region it stands in, or [`NONE`].
    pub(crate) level: u32,
}

impl<'a> Page<'a> {
    /// Whether the sentence of a token was parsed.
    pub(crate) fn is_parsed(&self, token: u32) -> bool {
        let at = token as usize;
        self.heads.get(at).is_some_and(|head| *head != token) || self.relations.get(at) != Some(&Relation::Dep)
    }

    /// Reads a zone of an article.
    pub(crate) fn read(article: Article<'a>, zone: Zone) -> Self {
        let source = article.source(zone);
        let analysis = article.analysis(zone);
        let tokens = &analysis.text.tokens[..];
        let n = tokens.len();
        let mut buffer = String::new();
        let mut page = Page {
            zone,
            source,
            tokens,
            tags: &analysis.syntax.tags,
            forms: &analysis.syntax.forms,
            words: &analysis.syntax.words,
            heads: &analysis.syntax.heads,
            relations: &analysis.syntax.relations,
            roles: Vec::with_capacity(n),
            lower: Vec::with_capacity(n),
            paragraph: vec![0; n],
            sentence: vec![0; n],
            sentences: &analysis.text.sentences,
            named: vec![false; n],
            cue_marks: vec![0; n],
            regions: marks::read(source),
            region_tokens: Vec::new(),
            level: vec![NONE; n],
            opens: vec![NONE; n],
            closes: vec![NONE; n],
            windows: Vec::new(),
            window: vec![0; n],
            spine_at: vec![0; n],
            part_from: vec![0; n],
            children: vec![0; n],
            children_from: vec![0; n + 1],
            subtree: Vec::with_capacity(n),
        };
        for t in tokens {
            let word = t.span.of(source);
            buffer.clear();
            buffer.extend(word.chars().flat_map(char::to_lowercase));
            page.lower.push(hash_bytes(buffer.as_bytes()));
            page.roles.push(Role::of(&buffer, t.shape));
        }
        for (i, s) in page.sentences.iter().enumerate() {
            for t in s.tokens.clone() {
                page.paragraph[t as usize] = s.paragraph;
                page.sentence[t as usize] = i as u32;
            }
        }
        page.place_regions();
        page.cut_windows();
        page.grow_trees();
        page
    }

    /// Notes which tokens belong to names.
    pub(crate) fn note_names(&mut self, cast: &Cast) {
        let from = cast.mentions.partition_point(|m| m.place.zone < self.zone);
        let mut t = 0;
        for m in cast.mentions[from..].iter().take_while(|m| m.place.zone == self.zone) {
            while t < self.tokens.len() && self.tokens[t].span.end <= m.place.span.start {
                t += 1;
            }
            while t < self.tokens.len() && self.tokens[t].span.start < m.place.span.end {
                self.named[t] = true;
                t += 1;
            }
        }
    }

    /// Finds the tokens of every region, and the level of every token.
    fn place_regions(&mut self) {
        let n = self.tokens.len();
        let mut at = 0;
        let mut stack: Vec<usize> = Vec::new();
        self.region_tokens = vec![RegionTokens { open: NONE, inner: 0..0, close: NONE }; self.regions.len()];
        let mut next = 0;
        while at < n {
            let span = self.tokens[at].span;
            while let Some(&top) = stack.last() {
                if span.start < self.regions[top].inner.end {
                    break;
                }
                let r = self.regions[top];
                let place = &mut self.region_tokens[top];
                place.inner.end = at as u32;
                if r.closed && span.start < r.outer.end {
                    place.close = at as u32;
                    self.closes[at] = top as u32;
                }
                stack.pop();
            }
            let outer = stack.last().map_or(NONE, |s| *s as u32);
            while next < self.regions.len() && self.regions[next].outer.start < span.end {
                let r = self.regions[next];
                let place = &mut self.region_tokens[next];
                if r.inner.start >= span.end {
                    place.open = at as u32;
                    self.opens[at] = next as u32;
                    place.inner = at as u32 + 1..at as u32 + 1;
                } else {
                    place.inner = at as u32..at as u32;
                }
                stack.push(next);
                next += 1;
            }
            let opened = self.opens[at] != NONE;
            self.level[at] = if opened { outer } else { stack.last().map_or(NONE, |s| *s as u32) };
            at += 1;
        }
        for top in stack {
            self.region_tokens[top].inner.end = n as u32;
        }
        for r in &mut self.region_tokens {
            r.inner.end = r.inner.end.max(r.inner.start);
        }
    }

    /// Cuts each level into windows.
    fn cut_windows(&mut self) {
        let mut open: Vec<u32> = vec![NONE; self.regions.len() + 1];
        for t in 0..self.tokens.len() {
            let level = self.level[t];
            let slot = if level == NONE { 0 } else { level as usize + 1 };
            let goes_on = open[slot] != NONE && {
                let spine = &self.windows[open[slot] as usize].spine;
                let last = *spine.last().unwrap_or(&0) as usize;
                let same_sentence = self.sentence[last] == self.sentence[t];
                // A sentence that ends inside a region does not end the sentence around it.
                let inside = t > 0 && self.level[t - 1] != level && self.paragraph[last] == self.paragraph[t];
                spine.len() < LONGEST_WINDOW && (same_sentence || inside)
            };
            if !goes_on {
                open[slot] = self.windows.len() as u32;
                self.windows.push(Window { spine: Vec::new(), level });
            }
            let window = open[slot];
            self.window[t] = window;
            let spine = &mut self.windows[window as usize].spine;
            self.spine_at[t] = spine.len() as u32;
            self.part_from[t] = spine.last().map_or(0, |before| match self.roles[*before as usize] {
                Role::Semicolon => spine.len() as u32,
                _ => self.part_from[*before as usize],
            });
            spine.push(t as u32);
        }
    }

    /// Turns heads into children and subtrees.
    fn grow_trees(&mut self) {
        let n = self.tokens.len();
        for (t, &h) in self.heads.iter().enumerate() {
            if h as usize != t {
                self.children_from[h as usize + 1] += 1;
            }
        }
        for i in 0..n {
            self.children_from[i + 1] += self.children_from[i];
        }
        let mut fill = self.children_from.clone();
        for (t, &h) in self.heads.iter().enumerate() {
            if h as usize != t {
                self.children[fill[h as usize] as usize] = t as u32;
                fill[h as usize] += 1;
            }
        }
        self.subtree.extend((0..n as u32).map(|t| (t, t)));
        // Leaves first: a token hands its reach on when all its dependents have.
        let mut waiting: Vec<u32> = (0..n).map(|t| self.children_from[t + 1] - self.children_from[t]).collect();
        let mut ready: Vec<u32> = (0..n as u32).filter(|t| waiting[*t as usize] == 0).collect();
        while let Some(t) = ready.pop() {
            let h = self.heads[t as usize];
            if h == t {
                continue;
            }
            let (a, b) = self.subtree[t as usize];
            let reach = &mut self.subtree[h as usize];
            *reach = (reach.0.min(a), reach.1.max(b));
            waiting[h as usize] -= 1;
            if waiting[h as usize] == 0 {
                ready.push(h);
            }
        }
    }

    /// The dependents of a token, in order.
    pub(crate) fn dependents(&self, t: u32) -> &[u32] {
        let t = t as usize;
        &self.children[self.children_from[t] as usize..self.children_from[t + 1] as usize]
    }

    /// The words of a token.
    pub(crate) fn word(&self, t: u32) -> &'a str {
        self.tokens[t as usize].span.of(self.source)
    }

    /// Which function word or mark a token is; [`Role::Edge`] where there is none.
    pub(crate) fn role(&self, t: u32) -> Role {
        self.roles.get(t as usize).copied().unwrap_or(Role::Edge)
    }

    /// Tag of a token; `X` where there is none.
    pub(crate) fn tag(&self, t: u32) -> Tag {
        self.tags.get(t as usize).copied().unwrap_or_default()
    }

    /// Form that a token stands in, as a number.
    pub(crate) fn form(&self, t: u32) -> u64 {
        self.forms.get(t as usize).map_or(255, |f| *f as u64)
    }

    /// Fine word class of a token; 0 where there is none.
    pub(crate) fn class(&self, t: u32) -> u64 {
        self.words.get(t as usize).map_or(0, |w| u64::from(w.class.fine))
    }

    /// Coarse word class of a token; 0 where there is none.
    pub(crate) fn coarse(&self, t: u32) -> u64 {
        self.words.get(t as usize).map_or(0, |w| u64::from(w.class.coarse))
    }

    /// Shape of a token.
    pub(crate) fn shape(&self, t: u32) -> Shape {
        self.tokens.get(t as usize).map_or(Shape::Mark, |x| x.shape)
    }

    /// Hash of the lower-case word; 0 where there is none.
    pub(crate) fn hash(&self, t: u32) -> u64 {
        self.lower.get(t as usize).copied().unwrap_or(0)
    }

    /// The window of a token.
    pub(crate) fn window_of(&self, t: u32) -> &Window {
        &self.windows[self.window[t as usize] as usize]
    }

    /// The token `by` places further on the spine of `t`, or [`NONE`].
    pub(crate) fn along(&self, t: u32, by: i32) -> u32 {
        if t == NONE {
            return NONE;
        }
        let at = self.spine_at[t as usize] as i32 + by;
        usize::try_from(at).ok().and_then(|i| self.window_of(t).spine.get(i)).copied().unwrap_or(NONE)
    }

    /// Bytes from the first token to the last.
    pub(crate) fn span(&self, first: u32, last: u32) -> Span {
        Span { start: self.tokens[first as usize].span.start, end: self.tokens[last as usize].span.end }
    }

    /// What reporting word a token begins; 0 for none.
    pub(crate) fn cue_mark(&self, t: u32) -> u64 {
        self.cue_marks.get(t as usize).map_or(0, |m| u64::from(*m))
    }

    /// Hash of tag and function word of a token: what kind of word it is.
    pub(crate) fn kind(&self, t: u32) -> u64 {
        combine(self.role(t) as u64, self.tag(t) as u64 * 256 + self.form(t))
    }
}
