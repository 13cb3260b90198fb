//! Writes a run directory of an invented corpus with its aggregates: for tests that need tables of known
//! content, and for measuring aggregates at any size.
//!
//! `synthetic_run DIR ARTICLES [SEED] [ARTICLES_PER_SHARD] [order: given | reversed] [copies: yes | no]`

#[expect(dead_code, reason = "what the example does not read, the tests do")]
mod corpus;

use camino::Utf8Path;
use copydesk_export::{Counts, Existing, Format, Opened, Position, Rows, RunDir, RunIdentity};
use std::collections::BTreeMap;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |n: usize, default: usize| args.get(n).and_then(|a| a.parse().ok()).unwrap_or(default);
    let dir = Utf8Path::new(args.first().map_or("synthetic", |a| a));
    let (articles, seed, shard) = (number(1, 1000), number(2, 1) as u64, number(3, 5000));
    let reversed = args.get(4).is_some_and(|a| a == "reversed");
    let copies = args.get(5).is_none_or(|a| a != "no");
    let identity = RunIdentity::new("synthetic", Format::Parquet, BTreeMap::new(), Vec::new());
    let Opened::Ready(mut run) = RunDir::open(dir, identity, Existing::Overwrite)? else { return Ok(()) };
    let mut numbers: Vec<usize> = (0..articles).filter(|n| copies || !corpus::is_copy(*n)).collect();
    if reversed {
        numbers.reverse();
    }
    let started = Instant::now();
    for numbers in numbers.chunks(shard) {
        let mut writer = run.shard()?;
        for numbers in numbers.chunks(200) {
            let mut rows = Rows::default();
            for n in numbers {
                let made = corpus::make(*n, articles, seed);
                rows.article(&made.article, &made.found);
            }
            writer.write(&rows.finish()?)?;
        }
        writer.count(&Counts { records: numbers.len() as u64, articles: numbers.len() as u64, ..Counts::default() });
        run.commit(writer, Position::default())?;
    }
    let made = started.elapsed();
    let (started, cpu) = (Instant::now(), cpu_seconds());
    let aggregates = copydesk_aggregate::aggregate(&run.tables()?)?;
    let (took, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let manifest = run.finish(aggregates)?;
    let rows = |table: &str| manifest.counts.rows.get(table).copied().unwrap_or(0);
    let all = rows("articles") + rows("entities") + rows("quotes") + rows("figures");
    let said = format!(
        "{articles} articles, {} mentions, {} entities, {} quotes, {} figures in {:.1} s; aggregates in {took:.1} s ({cpu:.1} s of one core), {:.1} µs of it a row, peak {} MiB\n",
        rows("mentions"),
        rows("entities"),
        rows("quotes"),
        rows("figures"),
        made.as_secs_f64(),
        cpu * 1e6 / all as f64,
        peak_mib()
    );
    std::io::Write::write_all(&mut std::io::stdout(), said.as_bytes())?;
    Ok(())
}

/// Processor time of this process so far, where the system tells.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that the process ever had, where the system tells.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
}
