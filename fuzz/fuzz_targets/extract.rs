//! Any text gives an extraction whose spans are slices of it, ordered, and the same when read after another text.
#![no_main]

use copydesk_extract::{Document, Extractor, Place, Scratch, Zone};
use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::sync::OnceLock;

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

fuzz_target!(|input: (Option<String>, String)| {
    static EXTRACTOR: OnceLock<Extractor> = OnceLock::new();
    let extractor = EXTRACTOR.get_or_init(Extractor::new);
    let document = Document { title: input.0.as_deref(), body: &input.1 };
    let used = SCRATCH.with_borrow_mut(|scratch| extractor.extract(document, scratch));
    assert_eq!(used, extractor.extract(document, &mut Scratch::default()), "the article before was remembered");
    let text = |zone| match zone {
        Zone::Title => document.title.unwrap_or(""),
        Zone::Body => document.body,
    };
    let check = |place: Place| {
        let span = place.span.start as usize..place.span.end as usize;
        assert!(!span.is_empty() && text(place.zone).get(span).is_some(), "{place:?}");
    };
    for quote in &used.quotes {
        assert!(!quote.parts.is_empty());
        quote.parts.iter().for_each(|part| check(Place { zone: quote.zone, span: *part }));
    }
    used.mentions.iter().for_each(|mention| check(mention.place));
    used.figures.iter().for_each(|figure| check(figure.place));
    assert!(used.mentions.is_sorted_by_key(|m| (m.place.zone, m.place.span.start)));
    assert!(used.figures.is_sorted_by_key(|f| (f.place.zone, f.place.span.start)));
    assert!(used.mentions.iter().all(|m| (m.entity as usize) < used.entities.len()));
});
