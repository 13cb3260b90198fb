//! What each stage of extraction costs, on real articles: `cargo bench -p copydesk-benches --bench stages`.

use copydesk_benches::{articles, words};
use copydesk_extract::text::{self, Text};
use copydesk_extract::{Document, Extractor, Scratch};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn stages(criterion: &mut Criterion) {
    let texts = articles(100);
    let mut group = criterion.benchmark_group("stages");
    // Elements are words: criterion prints words and bytes a second.
    let bytes = texts.iter().map(|t| t.len() as u64).sum();
    group.throughput(Throughput::ElementsAndBytes { elements: words(&texts), bytes }).sample_size(10);
    group.bench_function("tokens and sentences", |b| {
        let mut read = Text::default();
        b.iter(|| texts.iter().for_each(|t| text::read(black_box(t), &mut read)));
    });
    group.bench_function("names and tags", |b| {
        let extractor = Extractor::new();
        let mut scratch = Scratch::default();
        b.iter(|| {
            for body in &texts {
                black_box(extractor.names(Document { title: None, body }, &mut scratch));
            }
        });
    });
    group.bench_function("all layers", |b| {
        let extractor = Extractor::new();
        let mut scratch = Scratch::default();
        b.iter(|| {
            for body in &texts {
                black_box(extractor.extract(Document { title: None, body }, &mut scratch));
            }
        });
    });
    group.finish();
    criterion.bench_function("load the model", |b| b.iter(Extractor::new));
}

criterion_group!(benches, stages);
criterion_main!(benches);
