//! Learns word classes from raw text: the exchange algorithm on class bigrams (Martin, Liermann and
//! Ney 1998). Each word moves to the class that makes the text likeliest, round after round.

use crate::config::Config;
use crate::data::{Data, raw_text};
use crate::model::{Model, Part};
use anyhow::Result;
use copydesk_extract::model::{WordClass, WordClasses};
use copydesk_extract::syntax::WORD_CLASSES;
use copydesk_extract::text::{Text, read};
use rustc_hash::FxHashMap;

/// Words with their neighbours.
struct Corpus {
    /// By falling frequency, then by letters; word 0 is the sentence's edge.
    words: Vec<String>,
    counts: Vec<u32>,
    /// Neighbours with counts, before and after.
    before: Vec<Vec<(u32, u32)>>,
    after: Vec<Vec<(u32, u32)>>,
}

pub(crate) fn learn(config: &Config, data: &mut Data, _model: &Model) -> Result<Part> {
    let c = &config.classes;
    let corpus = corpus(&c.raw, data, c.least_count)?;
    let fine = cluster(&corpus, c.fine as usize, c.core_words, c.rounds);
    let coarse = cluster(&corpus, c.coarse as usize, c.core_words, c.rounds);
    let words = corpus
        .words
        .iter()
        .enumerate()
        .skip(1)
        .map(|(i, w)| (w.as_str(), WordClass { fine: fine[i] as u16 + 1, coarse: coarse[i] as u16 + 1 }));
    let bytes = WordClasses::write(words);
    let report =
        format!("{} words in {} and {} classes\n{}", corpus.words.len(), c.fine, c.coarse, sample(&corpus, &fine));
    Ok(Part { sections: vec![(WORD_CLASSES.to_owned(), bytes)], report, ..Part::default() })
}

/// The words of some classes, to look at.
fn sample(corpus: &Corpus, class: &[usize]) -> String {
    let lines: Vec<String> = ["said", "Monday", "Iraq", "killed", "minister", "Smith", "million"]
        .iter()
        .filter_map(|w| corpus.words.iter().position(|x| x == w))
        .map(|w| {
            let mates = (1..corpus.words.len()).filter(|i| class[*i] == class[w]).take(12);
            mates.map(|i| corpus.words[i].as_str()).collect::<Vec<_>>().join(" ")
        })
        .collect();
    lines.join("\n")
}

/// Between sentences.
const EDGE: u32 = u32::MAX;

fn corpus(paths: &[String], data: &mut Data, least: u32) -> Result<Corpus> {
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut spelled: Vec<String> = Vec::new();
    let mut stream: Vec<u32> = Vec::new();
    let mut text = Text::default();
    for path in paths {
        let raw = data.text(path)?;
        for line in raw.lines() {
            let source = &*raw_text(path, line)?;
            read(source, &mut text);
            for s in &text.sentences {
                stream.push(EDGE);
                for t in &text.tokens[s.tokens.start as usize..s.tokens.end as usize] {
                    let word: String =
                        t.span.of(source).chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
                    let next = spelled.len() as u32;
                    let number = *numbers.entry(word).or_insert_with_key(|w| {
                        spelled.push(w.clone());
                        next
                    });
                    stream.push(number);
                }
            }
        }
    }
    stream.push(EDGE);
    let mut counts = vec![0u32; spelled.len()];
    for w in stream.iter().filter(|w| **w != EDGE) {
        counts[*w as usize] += 1;
    }
    let mut order: Vec<usize> = (0..spelled.len()).filter(|w| counts[*w] >= least).collect();
    order.sort_by(|a, b| counts[*b].cmp(&counts[*a]).then_with(|| spelled[*a].cmp(&spelled[*b])));
    let mut rank = vec![u32::MAX; spelled.len()];
    for (i, w) in order.iter().enumerate() {
        rank[*w] = i as u32 + 1;
    }
    let n = order.len() + 1;
    let mut pairs: FxHashMap<u64, u32> = FxHashMap::default();
    let ranked = |w: u32| if w == EDGE { 0 } else { rank[w as usize] };
    for pair in stream.windows(2) {
        let (a, b) = (ranked(pair[0]), ranked(pair[1]));
        if a != u32::MAX && b != u32::MAX && (a, b) != (0, 0) {
            *pairs.entry(u64::from(a) << 32 | u64::from(b)).or_default() += 1;
        }
    }
    let mut sorted: Vec<(u64, u32)> = pairs.into_iter().collect();
    sorted.sort_unstable();
    let mut corpus = Corpus {
        words: std::iter::once(String::new()).chain(order.iter().map(|w| spelled[*w].clone())).collect(),
        counts: vec![0; n],
        before: vec![Vec::new(); n],
        after: vec![Vec::new(); n],
    };
    for (pair, count) in sorted {
        let (a, b) = ((pair >> 32) as u32, pair as u32);
        corpus.after[a as usize].push((b, count));
        corpus.before[b as usize].push((a, count));
        corpus.counts[a as usize] += count;
    }
    Ok(corpus)
}

/// n · ln n, from a table where n is small.
struct Entropy(Vec<f64>);

impl Entropy {
    fn new() -> Self {
        Self((0..1 << 17).map(Self::exact).collect())
    }

    fn exact(n: u32) -> f64 {
        if n == 0 { 0.0 } else { f64::from(n) * f64::from(n).ln() }
    }

    #[inline]
    fn of(&self, n: u32) -> f64 {
        self.0.get(n as usize).copied().unwrap_or_else(|| Self::exact(n))
    }
}

/// The class of each word. The sentence's edge keeps a class of its own, the last.
fn cluster(corpus: &Corpus, classes: usize, core: usize, rounds: usize) -> Vec<usize> {
    let entropy = Entropy::new();
    let n = corpus.words.len();
    let all = classes + 1;
    let core = core.min(n - 1);
    // Words beyond the core join in the last round.
    let mut class: Vec<Option<usize>> =
        (0..n).map(|w| if w == 0 { Some(classes) } else { (w <= core).then(|| (w - 1) % classes) }).collect();
    let mut pairs = vec![0u32; all * all]; // row: class before, column: class after
    let mut sums = vec![0u32; all];
    for w in 0..=core {
        let a = class[w].unwrap_or(0);
        for (v, count) in &corpus.after[w] {
            if let Some(b) = class[*v as usize] {
                pairs[a * all + b] += count;
            }
        }
        sums[a] += corpus.counts[w];
    }
    let mut left = vec![0u32; all];
    let mut right = vec![0u32; all];
    for round in 0..=rounds {
        let range = if round == rounds { core + 1..n } else { 1..core + 1 };
        let mut moved = 0;
        for w in range {
            // Neighbouring classes of the word, itself apart.
            left.fill(0);
            right.fill(0);
            let mut own = 0;
            for (v, count) in &corpus.before[w] {
                if let (Some(c), true) = (class[*v as usize], *v as usize != w) {
                    left[c] += count;
                }
            }
            for (v, count) in &corpus.after[w] {
                match class[*v as usize] {
                    _ if *v as usize == w => own += count,
                    Some(c) => right[c] += count,
                    None => {}
                }
            }
            let lefts: Vec<usize> = (0..all).filter(|c| left[*c] > 0).collect();
            let rights: Vec<usize> = (0..all).filter(|c| right[*c] > 0).collect();
            let old = class[w];
            if let Some(a) = old {
                for c in &lefts {
                    pairs[c * all + a] -= left[*c];
                }
                for c in &rights {
                    pairs[a * all + c] -= right[*c];
                }
                pairs[a * all + a] -= own;
                sums[a] -= corpus.counts[w];
            }
            let mut gains = vec![0.0f64; classes];
            for c in &lefts {
                let row = &pairs[c * all..c * all + classes];
                for (b, gain) in gains.iter_mut().enumerate() {
                    if b != *c {
                        *gain += entropy.of(row[b] + left[*c]) - entropy.of(row[b]);
                    }
                }
            }
            for (b, gain) in gains.iter_mut().enumerate() {
                let row = &pairs[b * all..(b + 1) * all];
                for c in &rights {
                    if b != *c {
                        *gain += entropy.of(row[*c] + right[*c]) - entropy.of(row[*c]);
                    }
                }
                let within = left[b] + right[b] + own;
                *gain += entropy.of(row[b] + within) - entropy.of(row[b]);
                *gain -= 2.0 * (entropy.of(sums[b] + corpus.counts[w]) - entropy.of(sums[b]));
            }
            let mut best = old.unwrap_or(0);
            for (b, gain) in gains.iter().enumerate() {
                if *gain > gains[best] + 1e-9 {
                    best = b;
                }
            }
            moved += usize::from(old != Some(best));
            class[w] = Some(best);
            for c in &lefts {
                pairs[c * all + best] += left[*c];
            }
            for c in &rights {
                pairs[best * all + c] += right[*c];
            }
            pairs[best * all + best] += own;
            sums[best] += corpus.counts[w];
        }
        tell(round, moved);
    }
    class.into_iter().map(|c| c.unwrap_or(0)).collect()
}

#[expect(clippy::print_stderr, reason = "progress for people")]
fn tell(round: usize, moved: usize) {
    eprintln!("  round {round}: {moved} words moved");
}
