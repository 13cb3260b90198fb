//! The way from a page to its quotes.

use super::{
    Cue, Quote, QuoteKind, Rivals, amend,
    content::{Extents, Stretch},
    cue::{CueMatch, CueWord, Form, Lexicon, takes},
    dialogue,
    frame::{self, Frame},
    gate::Tagged,
    headline, interview,
    learned::{Calibration, Features, Weights},
    marks::{self, Style},
    occasion::Occasions,
    page::{NONE, Page, Window},
    source::{self, Source, Sources, Weighed},
    speaker,
    word::Role,
};
use crate::{
    Span, Zone,
    entities::Cast,
    extractor::Article,
    model::ModelFile,
    syntax::{Syntax, Tag},
    text::Token,
};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Finds reported speech.
#[derive(Debug)]
pub(crate) struct Reporter {
    pub(super) lexicon: Lexicon,
    pub(super) sources: Sources,
    occasions: Occasions,
    weights: Weights,
}

impl Reporter {
    /// Takes this room's weights from a model file; without them nothing is found.
    pub(crate) fn read(file: &ModelFile<'_>) -> Self {
        let weights = Weights::read(file).unwrap_or_default();
        Self { lexicon: Lexicon::default(), sources: Sources::default(), occasions: Occasions::default(), weights }
    }
}

/// A quote in the making: tokens, not yet characters.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) cue: Option<CueMatch>,
    /// With the marks of quotations.
    pub(super) parts: Vec<Stretch>,
    pub(super) source: Option<Source>,
    pub(super) confidence: f32,
    pub(super) speaker_confidence: f32,
    pub(super) rule: &'static str,
    /// All who were weighed as its source by its cue.
    pub(super) weighed: Weighed,
}

/// How often rows are right that the models are so sure of; fitted on annotated articles held out from training.
const CONTENT: Calibration = Calibration { slope: 0.5, shift: 0.0 };
const SPEAKER: Calibration = Calibration { slope: 0.75, shift: 0.95 };

/// A frame is believed from this probability on; within a quotation, where people tell of much that is
/// no report, from a higher one.
const BELIEF: f32 = 0.5;
const NESTED_BELIEF: f32 = 0.6;

impl Reporter {
    /// Whether the sentence of these tokens may report something: the others need no tree, and nothing is looked for in
    /// them.
    pub(crate) fn may_report(&self, tokens: &[Token], syntax: &Syntax, sentence: Range<usize>) -> bool {
        let tagged = Tagged::of(tokens, syntax, sentence);
        tagged.is_worth_a_tree(&self.weights.gates, &self.lexicon, &mut Features::new())
    }

    /// The quotes of an article, ordered by place, with their [`super::Rivals`] if `explain`.
    pub(crate) fn quotes(&self, article: Article<'_>, cast: &mut Cast, explain: bool) -> Vec<Quote> {
        let mut out = Vec::new();
        for zone in [Zone::Title, Zone::Body] {
            if article.source(zone).is_empty() {
                continue;
            }
            let mut page = Page::read(article, zone);
            page.note_names(cast);
            let cues = self.lexicon.find(&mut page);
            let mut drafts = self.claims(&page, cast, &cues);
            self.dangling(&page, cast, &cues, &mut drafts);
            interview::turns(&page, &self.sources, cast, &mut drafts);
            headline::attributed(&page, &self.sources, cast, &mut drafts);
            // In reading order, so that a speaker can be known from what stands before.
            drafts.sort_by_key(|d| d.cue.map_or_else(|| d.parts.first().map_or(0, |p| p.0), |c| c.first));
            out.extend(self.finish(&page, article, cast, &drafts, explain));
        }
        out
    }

    /// What the cues claim.
    fn claims(&self, page: &Page<'_>, cast: &Cast, cues: &[CueMatch]) -> Vec<Draft> {
        let mut scratch = Features::new();
        let mut drafts = Vec::new();
        let extents = Extents {
            starts: &self.weights.starts,
            ends: &self.weights.ends,
            left_starts: &self.weights.left_starts,
            left_ends: &self.weights.left_ends,
        };
        for &cue in cues {
            if !page.is_parsed(cue.first) {
                continue;
            }
            let entry = self.lexicon.entry(cue);
            let p = frame::judge(&self.weights.frames, page, cue, entry, &mut scratch);
            let (at, most) = (1..4).map(|i| (i, p[i])).fold((0, 0.0), |a, b| if b.1 > a.1 { b } else { a });
            let nested = page.level[cue.first as usize] != NONE;
            if 1.0 - p[0] < if nested { NESTED_BELIEF } else { BELIEF } || at == 0 {
                continue;
            }
            let frame = Frame::ALL[at];
            let Some((parts, q)) = extents.find(page, cue, entry, frame, &mut scratch) else { continue };
            let (parts, introduced) = amend::bounds(page, cue, entry, parts);
            // "the concession it had offered was …": nothing can be reported that begins with its verb.
            let verb_first = |s: &Stretch| {
                s.0 == page.along(cue.last, 1) && matches!(page.role(s.0), Role::Be | Role::Have | Role::Modal)
            };
            if parts.iter().any(verb_first) {
                continue;
            }
            let weighed = self.weigh(page, cast, cue, frame, &parts, &mut scratch);
            let (source, sure) = weighed.best();
            drafts.push(Draft {
                cue: Some(cue),
                rule: if introduced { "cue-colon" } else { rule(page, cue, entry.word, frame, &parts) },
                parts,
                source,
                confidence: most * q,
                speaker_confidence: sure,
                weighed,
            });
        }
        amend::part_coordinated(page, &mut drafts);
        amend::drop_doubles(page, drafts)
    }

    /// Who could speak by a cue.
    fn weigh(
        &self,
        page: &Page<'_>,
        cast: &Cast,
        cue: CueMatch,
        frame: Frame,
        parts: &[Stretch],
        scratch: &mut Features,
    ) -> Weighed {
        let all = source::candidates(page, &self.sources, cue);
        let entry = self.lexicon.entry(cue);
        source::weigh(&self.weights.sources, page, &self.sources, cast, cue, entry, frame, parts, all, scratch)
    }

    /// Drafts become quotes.
    fn finish(
        &self,
        page: &Page<'_>,
        article: Article<'_>,
        cast: &Cast,
        drafts: &[Draft],
        explain: bool,
    ) -> Vec<Quote> {
        let outer = OuterMarks::of(page);
        let mut out: Vec<Quote> = Vec::new();
        for (draft, speaker) in drafts.iter().zip(speaker::all(page, article, cast, &self.sources, drafts)) {
            let (speaker, sure) = match speaker {
                Some((speaker, p)) => (Some(speaker), draft.speaker_confidence * p),
                None => (None, draft.speaker_confidence),
            };
            let parts: Vec<Span> = draft.parts.iter().filter_map(|p| trimmed(page, *p)).collect();
            if parts.is_empty() {
                continue;
            }
            let cue = draft.cue.map(|c| {
                let entry = self.lexicon.entry(c);
                Cue {
                    span: page.span(c.first, c.last),
                    lemma: entry.lemma.to_owned(),
                    class: entry.class,
                    negated: frame::voice(page, c) & 16 != 0 && c.form != Form::Ing,
                }
            });
            let (addressee, medium) = draft.cue.map_or((None, None), |c| {
                let entry = self.lexicon.entry(c);
                let to = self.occasions.addressee(page, &self.sources, c, entry, &draft.parts, draft.source);
                (to, self.occasions.medium(page, c, entry, &draft.parts, draft.source))
            });
            let mut evidence = parts.iter().copied().reduce(Span::hull).unwrap_or_default();
            if let Some(c) = &cue {
                evidence = evidence.hull(c.span);
            }
            if let Some(s) = &speaker {
                evidence = evidence.hull(s.mention);
            }
            let rivals = if explain {
                speaker::rivals(page, article, cast, &self.sources, draft, speaker.as_ref())
            } else {
                Rivals::default()
            };
            out.push(Quote {
                zone: page.zone,
                kind: outer.kind(page, &parts),
                parts,
                cue,
                speaker,
                addressee,
                medium,
                evidence: sentences_around(page, evidence),
                confidence: CONTENT.of(draft.confidence),
                speaker_confidence: SPEAKER.of(sure),
                rule: draft.rule,
                rivals,
            });
        }
        // One row a stretch of text: two readings of one stretch are one utterance, the surer reading stands.
        out.sort_by(|a, b| {
            let (x, y) = (a.hull(), b.hull());
            x.start.cmp(&y.start).then(y.end.cmp(&x.end)).then(b.confidence.total_cmp(&a.confidence))
        });
        out.dedup_by(|later, first| later.hull() == first.hull());
        out
    }

    /// Quotations that no cue claims.
    fn dangling(&self, page: &Page<'_>, cast: &Cast, cues: &[CueMatch], drafts: &mut Vec<Draft>) {
        let used = drafts.iter().filter_map(|d| d.cue.map(|c| c.first)).collect();
        let mut beside = Beside { reporter: self, page, cast, cues, used, scratch: Features::new() };
        dialogue::join(page, drafts, &mut beside);
    }
}

/// Answers what [`dialogue`] asks.
struct Beside<'a> {
    reporter: &'a Reporter,
    page: &'a Page<'a>,
    cast: &'a Cast,
    cues: &'a [CueMatch],
    /// First tokens of the cues that claim something already.
    used: FxHashSet<u32>,
    scratch: Features,
}

impl dialogue::Asked for Beside<'_> {
    fn speech(&mut self, r: usize, claimed: &[bool]) -> f32 {
        dialogue::features(self.page, &self.reporter.sources, r, claimed, &mut self.scratch);
        self.reporter.weights.regions.classify::<2>(&self.scratch)[1]
    }

    fn cue_beside(&mut self, stretch: Stretch, window: u32) -> Option<(CueMatch, Weighed)> {
        let page = self.page;
        // "Rail fares": a noun that looks like a reporting verb.
        let is_other_noun = |c: &CueMatch| {
            page.tag(c.first) == Tag::Noun
                && self.reporter.lexicon.entry(*c).word == CueWord::Verb
                && c.form == Form::Base
        };
        let fits = |c: &&CueMatch| {
            page.window[c.first as usize] == window
                && !self.used.contains(&c.first)
                && !is_other_noun(c)
                && self.reporter.lexicon.entry(**c).takes & takes::QUOTATION != 0
        };
        let from = self.cues.partition_point(|c| c.first < stretch.0);
        let before = self.cues[..from].iter().rev().take(4).find(fits);
        let after =
            self.cues[from..].iter().take_while(|c| c.first <= stretch.1 + 12).find(|c| c.first > stretch.1 && fits(c));
        let (cue, frame) = match (before, after) {
            (_, Some(c)) => (*c, Frame::Before),
            (Some(c), None) => (*c, Frame::After),
            (None, None) => return None,
        };
        self.used.insert(cue.first);
        Some((cue, self.reporter.weigh(page, self.cast, cue, frame, &[stretch], &mut self.scratch)))
    }

    fn subject(&self, window: &Window) -> Option<Source> {
        source::subject(self.page, &self.reporter.sources, window)
    }

    fn label(&self, window: &Window, colon: u32) -> Option<Source> {
        source::label(self.page, &self.reporter.sources, window, colon)
    }
}

/// The name of what found a quote.
fn rule(page: &Page<'_>, cue: CueMatch, word: CueWord, frame: Frame, parts: &[Stretch]) -> &'static str {
    let quoted = parts.first().is_some_and(|p| page.opens[p.0 as usize] != NONE);
    match (frame, word) {
        (_, CueWord::Preposition) => "according-to",
        (_, CueWord::Noun) => "cue-noun",
        (Frame::Around, _) if quoted => "quotation-split",
        (Frame::Around, _) => "clause-split",
        (Frame::Before, _) if quoted => "quotation-cue",
        (Frame::Before, _) => "clause-cue",
        (Frame::After, _) => {
            let start = parts.first().map_or(NONE, |p| p.0);
            let before = if start > cue.last && page.window[start as usize] == page.window[cue.last as usize] {
                page.along(start, -1)
            } else {
                NONE
            };
            match page.role(before) {
                Role::That => "cue-that",
                Role::Of | Role::For | Role::Against | Role::About => "cue-of",
                Role::As => "cue-as",
                _ if quoted => "cue-quotation",
                Role::Colon => "cue-colon",
                _ => match page.role(start) {
                    Role::Whether | Role::Wh | Role::Who => "cue-question",
                    Role::To => "cue-infinitive",
                    _ => "cue-clause",
                },
            }
        }
        (Frame::None, _) => "none",
    }
}

/// The sentences that a span touches.
fn sentences_around(page: &Page<'_>, span: Span) -> Span {
    let from = page.sentences.partition_point(|s| s.span.end <= span.start);
    let to = page.sentences.partition_point(|s| s.span.start < span.end);
    let touched = page.sentences.get(from..to).unwrap_or_default();
    [touched.first(), touched.last()].into_iter().flatten().fold(span, |hull, s| hull.hull(s.span))
}

/// The characters of a stretch without the marks and stops around it.
fn trimmed(page: &Page<'_>, stretch: Stretch) -> Option<Span> {
    let (mut a, mut b) = stretch;
    // Content that is one quotation, or begins and ends with one.
    loop {
        if a > b || b as usize >= page.tokens.len() {
            return None;
        }
        let opens = page.opens[a as usize];
        let stop = |t: u32| {
            page.role(t).parts_clauses()
                && !(page.role(t) == Role::Stop && page.word(t) != ".")
                && page.role(t) != Role::Bracket
        };
        let region = page.region_tokens.get(opens as usize);
        if region.is_some_and(|r| r.close == b || (r.close == NONE && r.inner.end > b)) {
            let region = region?;
            b = if region.close == b { b.checked_sub(1)? } else { region.inner.end.checked_sub(1)? };
            a += 1;
            continue;
        }
        // `the elements of the deal.”`: a mark after a stop closes what was said, not a word in it.
        let closes = page.closes[b as usize];
        if closes != NONE && b > a && stop(b - 1) {
            b -= 1;
            continue;
        }
        if stop(b) && b > a {
            b -= 1;
            continue;
        }
        if (stop(a) || (page.role(a) == Role::Quote && opens == NONE)) && a < b {
            a += 1;
            continue;
        }
        break;
    }
    Some(page.span(a, b)).filter(|s| !s.is_empty())
}

/// The regions that count as quotation marks of the article's style.
struct OuterMarks {
    spans: Vec<Span>,
}

impl OuterMarks {
    fn of(page: &Page<'_>) -> Self {
        let british = marks::is_british(page.source);
        let mut spans: Vec<Span> = Vec::new();
        for r in &page.regions {
            if (r.style == Style::Double || british) && spans.last().is_none_or(|s| s.end <= r.outer.start) {
                spans.push(r.outer);
            }
        }
        Self { spans }
    }

    /// How much of `parts` stands between marks.
    fn kind(&self, page: &Page<'_>, parts: &[Span]) -> QuoteKind {
        let (mut all, mut inside) = (0, 0);
        for p in parts {
            let mut at = self.spans.partition_point(|s| s.end <= p.start);
            for (i, c) in p.of(page.source).char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let place = p.start + i as u32;
                while self.spans.get(at).is_some_and(|s| s.end <= place) {
                    at += 1;
                }
                let _ = c;
                all += 1;
                inside += usize::from(self.spans.get(at).is_some_and(|s| s.start <= place));
            }
        }
        match inside {
            0 => QuoteKind::Indirect,
            n if n * 100 >= all * 95 => QuoteKind::Direct,
            _ => QuoteKind::Mixed,
        }
    }
}
