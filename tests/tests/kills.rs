//! Killed a hundred times, at moments spread over a run from its start to its commit, and started again each time: the
//! directory ends as that of the run which nobody killed, byte for byte, with nothing beside it.

#![expect(clippy::print_stdout, reason = "which moments were hit is worth reading")]

use copydesk_tests::{Corpus, copydesk, files, succeed};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

const KILLS: usize = 100;

/// Moments are drawn from it; where they fall within a run still depends on the machine.
const SEED: u64 = 20_261_126;

const SHARDS: usize = 8;

/// One article a shard.
fn corpus() -> Corpus {
    Corpus::padded(SHARDS, 1025 << 10)
}

fn run(corpus: &Corpus) -> Command {
    let mut command = copydesk();
    command.current_dir(corpus.path()).args(["run", "articles.jsonl", "--out", "out", "--shard-mib", "1", "--quiet"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Numbers between 0 and 1, the same every time (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How far a killed run had come.
fn stage(out: &Path) -> &'static str {
    let receipts = (0..u32::MAX).take_while(|n| out.join(format!(".copydesk/shard-{n:05}.json")).exists()).count();
    match receipts {
        _ if out.join("manifest.json").exists() => "after the manifest",
        0 if !out.join(".copydesk/run.json").exists() => "before anything was written",
        0 => "in the first shard",
        SHARDS.. => "in the tables of the whole corpus",
        _ => "between the first and the last shard",
    }
}

#[test]
fn a_hundred_kills_change_no_byte() {
    let corpus = corpus();
    let out = corpus.path().join("out");
    succeed(&mut run(&corpus));
    let expected = files(&out);
    assert!(expected.contains_key(&format!("quotes/part-{:05}.parquet", SHARDS - 1)), "{:?}", expected.keys());
    fs::remove_dir_all(&out).expect("removed");
    // Timed once more, now that the program and the corpus are in memory.
    let started = Instant::now();
    succeed(&mut run(&corpus));
    let took = started.elapsed();

    let mut random = Random(SEED);
    let (mut kills, mut wholes) = (BTreeMap::<_, usize>::new(), 0);
    while kills.values().sum::<usize>() < KILLS {
        if out.join("manifest.json").exists() {
            // Whole, by a run that ended or that was killed after its last step but one.
            succeed(&mut run(&corpus));
            assert!(files(&out) == expected, "other bytes after {kills:?}");
            fs::remove_dir_all(&out).expect("removed");
            wholes += 1;
        }
        let mut child = run(&corpus).spawn().expect("started");
        sleep(took.mul_f64(random.next()));
        if child.try_wait().expect("asked").is_none() {
            child.kill().expect("killed");
            child.wait().expect("ended");
            *kills.entry(stage(&out)).or_default() += 1;
        }
    }
    succeed(&mut run(&corpus));
    assert!(files(&out) == expected, "other bytes after {kills:?}");
    println!("killed {kills:?}; whole {wholes} times in between");
}
