//! What the learned extents of reports leave to grammar: colons, predicates, second reports, double claims.

use super::{
    content::Stretch,
    cue::{CueEntry, CueMatch, Form, takes},
    page::{NONE, Page},
    reporter::Draft,
    word::Role,
};
use crate::{Span, syntax::Tag};

/// The content of a cue with its bounds set right, and whether a colon introduces it.
pub(super) fn bounds(page: &Page<'_>, cue: CueMatch, entry: &CueEntry, parts: Vec<Stretch>) -> (Vec<Stretch>, bool) {
    if let Some(quotation) = introduced(page, cue, &parts) {
        return (vec![quotation], true);
    }
    let part = predicate(page, cue, entry.takes, &parts).or_else(|| before_colon(page, cue, &parts));
    (part.map_or(parts, |part| vec![part]), false)
}

/// "said the money was gone: “…”": the report ends at the colon; the quotation after it is a row of its own.
fn before_colon(page: &Page<'_>, cue: CueMatch, parts: &[Stretch]) -> Option<Stretch> {
    let &[(start, end)] = parts else { return None };
    let open = page.region_tokens.get(page.closes[end as usize] as usize)?.open;
    if start <= cue.last || open == NONE || open <= start || page.window[open as usize] != page.window[start as usize] {
        return None;
    }
    let colon = page.along(open, -1);
    let last = page.along(colon, -1);
    (page.role(colon) == Role::Colon && last != NONE && last > start).then_some((start, last))
}

/// "described chaos: “…”": where a colon follows a bare noun phrase, the quotation after it is the content.
fn introduced(page: &Page<'_>, cue: CueMatch, parts: &[Stretch]) -> Option<Stretch> {
    let &[(start, end)] = parts else { return None };
    let colon = page.along(end, 1);
    if start < cue.last
        || page.window[start as usize] != page.window[cue.last as usize]
        || page.role(colon) != Role::Colon
    {
        return None;
    }
    let clause = (start..=end).any(|t| matches!(page.tag(t), Tag::Verb | Tag::Aux) || page.opens[t as usize] != NONE);
    let open = colon + 1;
    let region = page.opens.get(open as usize).copied().filter(|r| *r != NONE && !clause)?;
    let close = page.region_tokens[region as usize].close;
    (close != NONE).then_some((open, close))
}

/// "called the deal “a handrail”", "dismissed it as “a farce”": what is said of somebody or something is the
/// quotation alone.
fn predicate(page: &Page<'_>, cue: CueMatch, kinds: u16, parts: &[Stretch]) -> Option<Stretch> {
    let &[(start, end)] = parts else { return None };
    let open = page.region_tokens.get(page.closes[end as usize] as usize)?.open;
    if start <= cue.last || open == NONE || open <= start || page.window[open as usize] != page.window[start as usize] {
        return None;
    }
    let object = || (0..).map(|i| page.along(start, i)).take_while(|t| *t < open);
    if object().any(|t| {
        matches!(page.tag(t), Tag::Verb | Tag::Aux) || page.role(t).parts_clauses() || page.opens[t as usize] != NONE
    }) {
        return None;
    }
    let last = page.along(open, -1);
    let said_of_it = match page.role(last) {
        Role::As => kinds & takes::AS != 0,
        _ => kinds & takes::PREDICATE != 0 && matches!(page.tag(last), Tag::Noun | Tag::Propn | Tag::Pron | Tag::Num),
    };
    said_of_it.then_some((open, end))
}

/// Two reports of one speaker: "said that A and added that B", "said A, adding that B". The content of
/// the first ends where the second cue's clause begins.
pub(super) fn part_coordinated(page: &Page<'_>, drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        let Some(cue) = drafts[i].cue else { continue };
        let Some(&(start, end)) = drafts[i].parts.last().filter(|p| p.0 > cue.last) else { continue };
        let inside = |d: &&Draft| {
            d.cue.is_some_and(|c| {
                c.first > start && c.last < end && page.window[c.first as usize] == page.window[start as usize]
            })
        };
        let Some(next) = drafts[i + 1..].iter().take(6).find(inside) else { continue };
        let Some(second) = next.cue else { continue };
        let speaks_inside = next.source.is_some_and(|s| s.first >= start && s.last <= end);
        if let (Some(close), Some(part)) = (quotation_before_aside(page, start, second), drafts[i].parts.last_mut()) {
            part.1 = close;
            continue;
        }
        // Somebody in the content says the second thing: it stays inside.
        if speaks_inside {
            continue;
        }
        let mut at = page.along(second.first, -1);
        for _ in 0..3 {
            if at != NONE
                && (page.role(at) == Role::Also
                    || matches!(page.role(at), Role::Have | Role::Time)
                    || page.tag(at) == Tag::Adv)
            {
                at = page.along(at, -1);
            }
        }
        let joined = match page.role(at) {
            Role::And | Role::But => second.form == cue.form && second.form != Form::Base || second.form == Form::Ing,
            Role::Comma => second.form == Form::Ing,
            _ => false,
        };
        if !joined {
            continue;
        }
        let mut cut = page.along(at, -1);
        while cut != NONE && cut > start && page.role(cut).parts_clauses() {
            cut = page.along(cut, -1);
        }
        if cut != NONE
            && cut >= start
            && let Some(part) = drafts[i].parts.last_mut()
        {
            part.1 = cut;
        }
    }
}

/// "praised it as “A,” though he noted B": where content that begins with a quotation ends before the clause of
/// another cue.
fn quotation_before_aside(page: &Page<'_>, start: u32, second: CueMatch) -> Option<u32> {
    let close = page.region_tokens.get(page.opens[start as usize] as usize)?.close;
    let next = Some(page.along(close, 1)).filter(|_| close != NONE && close < second.first)?;
    let next = if page.role(next) == Role::Comma { page.along(next, 1) } else { next };
    (page.role(next) == Role::Subordinator).then_some(close)
}

/// Where two cues claim the same content, the surer one keeps it.
pub(super) fn drop_doubles(page: &Page<'_>, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let hull = |d: &Draft| {
        let spans = d.parts.iter().map(|p| page.span(p.0, p.1));
        spans.reduce(Span::hull).unwrap_or_default()
    };
    let mut order: Vec<(Span, usize)> = drafts.iter().enumerate().map(|(i, d)| (hull(d), i)).collect();
    order.sort_by_key(|(s, i)| (s.start, s.end, *i));
    let mut keep = vec![true; drafts.len()];
    for (k, (a, i)) in order.iter().enumerate() {
        for (b, j) in order[k + 1..].iter().take(8).take_while(|(b, _)| b.start < a.end) {
            let shared = a.end.min(b.end) - b.start;
            let all = a.hull(*b).len() as u32;
            if keep[*i] && keep[*j] && shared * 10 >= all * 8 {
                let worse = if drafts[*i].confidence >= drafts[*j].confidence { *j } else { *i };
                keep[worse] = false;
            }
        }
    }
    let mut at = 0;
    drafts.retain(|_| {
        at += 1;
        keep[at - 1]
    });
    drafts
}
