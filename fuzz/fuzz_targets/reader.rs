//! Any bytes under any name end as articles and rejects, and every text is kept within its caps.
//! The first byte chooses the name, so that one corpus serves every reader.
#![no_main]

use copydesk_ingest::{Options, Reader, discover};
use libfuzzer_sys::fuzz_target;
use std::sync::Once;

const NAMES: [&str; 16] = [
    "a.txt", "a.html", "a.json", "a.jsonl", "a.csv", "a.tsv", "a.parquet", "a.warc", "a.txt.gz", "a.jsonl.gz",
    "a.warc.gz", "a.jsonl.zst", "a.jsonl.bz2", "a.jsonl.xz", "a.warc.lz4", "a",
];

fuzz_target!(|bytes: &[u8]| {
    // The reader catches what panics in the depths of a decoder: only what it lets through is a finding.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let Some((name, bytes)) = bytes.split_first() else { return };
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join(NAMES[*name as usize % NAMES.len()]);
    std::fs::write(&path, bytes).expect("written");
    let options = Options { max_record_bytes: 1 << 20, max_text_bytes: 1 << 18, ..Options::default() };
    let reader = Reader::new(&options);
    for source in discover(&[path.display().to_string()]).expect("the file is there") {
        for record in source.records(&options) {
            if let Ok(article) = record.and_then(|record| reader.article(record)) {
                assert!(article.text.len() <= options.max_text_bytes && !article.text.is_empty());
            }
        }
    }
});
