//! Words a second of each stage of the analysis, on `{"text"}` lines: the median of some runs, one thread (Linux).

use copydesk_extract::model::{EMBEDDED, ModelFile};
use copydesk_extract::syntax::{Analyser, Syntax};
use copydesk_extract::text::{Text, read};

/// Seconds that this thread has been on a processor: a busy machine does not count against the code.
fn on_processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

#[expect(clippy::print_stdout, reason = "its output")]
fn main() {
    let path = std::env::args().nth(1).expect("a file of articles");
    let texts: Vec<String> = std::fs::read_to_string(path)
        .expect("a readable file")
        .lines()
        .filter_map(|l| Some(serde_json::from_str::<serde_json::Value>(l).ok()?["text"].as_str()?.to_owned()))
        .collect();
    let loading = on_processor();
    let analyser = Analyser::read(&ModelFile::read(EMBEDDED).expect("a model file"));
    println!("load           {:8.1} ms", (on_processor() - loading) * 1000.0);
    let mut all: Vec<(Text, Syntax)> = texts.iter().map(|_| Default::default()).collect();
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..9 {
        let mut timed = |stage: usize, work: &mut dyn FnMut(&str, &mut Text, &mut Syntax)| {
            let start = on_processor();
            for (source, (text, syntax)) in texts.iter().zip(&mut all) {
                work(source, text, syntax);
            }
            times[stage].push(on_processor() - start);
        };
        timed(0, &mut |source, text, _| read(source, text));
        timed(1, &mut |source, text, syntax| analyser.tag(source, text, syntax));
        timed(2, &mut |_, text, syntax| analyser.parse(text, |_, _| true, syntax));
    }
    let words: u32 = all.iter().map(|(text, _)| text.words).sum();
    for (name, mut all) in ["text", "tags", "trees"].into_iter().zip(times) {
        all.sort_by(f64::total_cmp);
        println!(
            "{name:14} {:8.0} words/s (median), {:8.0} (best)",
            f64::from(words) / all[all.len() / 2],
            f64::from(words) / all[0]
        );
    }
}
