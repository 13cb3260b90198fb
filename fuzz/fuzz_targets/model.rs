//! Any bytes in place of the model give an extractor that reads on.
#![no_main]

use copydesk_extract::{Document, Extractor, Scratch};
use libfuzzer_sys::fuzz_target;

const BODY: &str = "“The talks will go on,” Foreign Minister Ana Ruiz of Chile said on Monday. At least 12 people were hurt.";

fuzz_target!(|bytes: &[u8]| {
    Extractor::with_model(bytes).extract(Document { title: None, body: BODY }, &mut Scratch::default());
});
