//! Error rates of `duplicates` on articles edited as desks edit them, among articles that share an event,
//! facts and sayings but are no copies.

#[path = "../examples/synthetic_run/corpus.rs"]
mod corpus;

use camino::{Utf8Path, Utf8PathBuf};
use copydesk_export::{Existing, Format, Opened, Position, Rows, RunDir, RunIdentity};
use corpus::Made;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use std::collections::{BTreeMap, BTreeSet};

const ARTICLES: usize = 6000;

/// Story of every article.
fn stories(dir: &Utf8Path, made: &[Made]) -> BTreeMap<i64, i64> {
    let identity = RunIdentity::new("test", Format::Parquet, BTreeMap::new(), Vec::new());
    let Opened::Ready(mut run) = RunDir::open(dir, identity, Existing::Resume).expect("opened") else {
        panic!("there is a run");
    };
    let mut shard = run.shard().expect("begun");
    let mut rows = Rows::default();
    for made in made {
        rows.article(&made.article, &made.found);
    }
    shard.write(&rows.finish().expect("rows")).expect("written");
    run.commit(shard, Position::default()).expect("committed");
    let files = copydesk_aggregate::aggregate(&run.tables().expect("tables")).expect("aggregated");
    run.finish(files).expect("finished");
    let file = std::fs::File::open(dir.join("duplicates/part-00000.parquet")).expect("there");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    reader
        .get_row_iter(None)
        .expect("rows")
        .map(|row| row.map(|row| (row.get_long(0).expect("an id"), row.get_long(1).expect("an id"))).expect("a row"))
        .collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures for benches/RESULTS.md, with --nocapture")]
fn edited_copies_are_found_and_others_are_not() {
    let keep = tempfile::tempdir().expect("a directory");
    let dir = Utf8PathBuf::from_path_buf(keep.path().join("run")).expect("UTF-8");
    let made: Vec<Made> = (0..ARTICLES).map(|n| corpus::make(n, ARTICLES, 11)).collect();
    let story = stories(&dir, &made);
    // True pairs: articles of one original.
    let mut families: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for (n, made) in made.iter().enumerate() {
        families.entry(made.copy_of.unwrap_or(n)).or_default().push(made.article.key.id());
    }
    let pairs_of = |groups: &mut dyn Iterator<Item = &Vec<i64>>| {
        let mut pairs = BTreeSet::new();
        for group in groups {
            for a in group {
                pairs.extend(group.iter().filter(|b| a < b).map(|b| (*a, *b)));
            }
        }
        pairs
    };
    let expected = pairs_of(&mut families.values());
    let mut groups: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (article, story) in &story {
        groups.entry(*story).or_default().push(*article);
    }
    let found = pairs_of(&mut groups.values());
    let right = found.intersection(&expected).count() as f64;
    let (recall, precision) = (right / expected.len() as f64, right / found.len() as f64);
    let same_event = made.windows(2).filter(|w| w[0].event == w[1].event).count();
    println!("recall {recall:.4}, precision {precision:.4} of {} pairs", expected.len());
    assert!(
        recall >= 0.95 && precision >= 0.99,
        "recall {recall:.3}, precision {precision:.3} of {} pairs ({same_event} neighbours share an event)",
        expected.len()
    );
}
