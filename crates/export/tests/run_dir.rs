//! The promises of a run directory, one test each.

use camino::Utf8PathBuf;
use chrono::NaiveDate;
use copydesk_export::schema::{QUOTE_VARIANTS, QUOTES};
use copydesk_export::{
    Counts, Existing, ExportError, Format, InputFile, Manifest, Opened, Position, Rows, RunDir, RunIdentity, verify,
};
use copydesk_extract::{Document, Extractor, Scratch};
use copydesk_ingest::{Article, ArticleKey, Origin, Published, PublishedSource};
use std::collections::BTreeMap;
use std::fs;

struct Place {
    _keep: tempfile::TempDir,
    dir: Utf8PathBuf,
}

fn place() -> Place {
    let keep = tempfile::tempdir().expect("a directory");
    let dir = Utf8PathBuf::from_path_buf(keep.path().join("tables")).expect("UTF-8");
    Place { _keep: keep, dir }
}

fn identity(map: &str) -> RunIdentity {
    let input = InputFile { name: "a.jsonl".into(), bytes: Some(9), fingerprint: "f".into() };
    RunIdentity::new("1.0.0", Format::Parquet, BTreeMap::from([("map".into(), map.into())]), vec![input])
}

fn article(n: u128) -> Article {
    Article {
        origin: Origin { input: "a.jsonl".into(), record: n as i64, offset: None },
        key: ArticleKey(n << 64),
        source_id: Some(n.to_string()),
        url: None,
        domain: None,
        outlet: Some("The Desk".into()),
        title: Some("Rivals meet in Gävle".into()),
        authors: vec!["Ann Lee".into()],
        section: None,
        published: NaiveDate::from_ymd_opt(2026, 5, 1).map(|date| Published {
            date,
            at: None,
            source: PublishedSource::Input,
        }),
        lang: "en".into(),
        lang_confidence: Some(0.9),
        text: "“Så, yes,” Ann Lee said. At least 12 people came.".into(),
    }
}

fn open(place: &Place) -> RunDir {
    match RunDir::open(&place.dir, identity(""), Existing::Resume).expect("opened") {
        Opened::Ready(run) => run,
        Opened::Whole(_) => panic!("the run is whole already"),
    }
}

fn write_shard(run: &mut RunDir, n: u128) {
    let mut rows = Rows::default();
    let article = article(n);
    let document = Document { title: article.title.as_deref(), body: &article.text };
    rows.article(&article, &Extractor::new().extract(document, &mut Scratch::default()));
    let mut shard = run.shard().expect("begun");
    shard.write(&rows.finish().expect("rows")).expect("written");
    shard.count(&Counts { records: 1, articles: 1, ..Counts::default() });
    run.commit(shard, Position { input: 0, record: n as u64 + 1 }).expect("committed");
}

fn files(place: &Place) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(&place.dir)
        .into_iter()
        .map(|e| e.expect("an entry"))
        .filter(|e| e.file_type().is_file() && e.file_name() != "lock")
        .map(|e| (e.path().display().to_string(), fs::read(e.path()).expect("readable")))
        // The views name their directory; here it has no name of its own.
        .map(|(path, bytes)| match String::from_utf8(bytes) {
            Ok(text) => (path, text.replace(place.dir.as_str(), "DIR").into_bytes()),
            Err(binary) => (path, binary.into_bytes()),
        })
        .map(|(path, bytes)| (path.replace(place.dir.as_str(), ""), bytes))
        .collect()
}

fn whole(place: &Place) -> Manifest {
    let mut run = open(place);
    for n in run.done().len()..3 {
        write_shard(&mut run, n as u128);
    }
    run.finish(Vec::new()).expect("finished")
}

#[test]
fn a_run_broken_off_anywhere_ends_with_the_same_bytes() {
    let unbroken = place();
    whole(&unbroken);
    for done in 0..3 {
        let broken = place();
        let mut run = open(&broken);
        for n in 0..done {
            write_shard(&mut run, n);
        }
        // A shard under way when the power goes: parts without a receipt, and a temporary file.
        let begun = run.shard().expect("begun");
        drop(begun);
        fs::write(broken.dir.join(format!("quotes/part-{done:05}.parquet")), b"garbage").expect("written");
        fs::write(broken.dir.join("figures/.abc.tmp"), b"garbage").expect("written");
        drop(run);
        assert_eq!(open(&broken).done().len(), done as usize);
        whole(&broken);
        assert!(files(&broken) == files(&unbroken), "other bytes when broken off after {done} shards");
    }
}

/// All cells of the quotes, as the aggregates read them.
fn quotes(run: &RunDir) -> Vec<String> {
    let columns = &["quote_id", "text", "published_date", "speaker", "parts"];
    let tables = run.tables().expect("tables");
    let batches = tables.read(&QUOTES, columns).map(|batch| batch.expect("read"));
    batches.flat_map(|batch| batch.columns().iter().map(|c| format!("{c:?}")).collect::<Vec<_>>()).collect()
}

#[test]
fn finished_shards_are_read_again_in_both_formats() {
    let of = |format: Format| {
        let place = place();
        let identity = RunIdentity { format, ..identity("") };
        let Opened::Ready(mut run) = RunDir::open(&place.dir, identity, Existing::Resume).expect("opened") else {
            panic!("the run is whole already");
        };
        for n in 0..2 {
            write_shard(&mut run, n);
        }
        quotes(&run)
    };
    let parquet = of(Format::Parquet);
    assert!(parquet.len() >= 5);
    assert_eq!(of(Format::Jsonl), parquet);
}

#[test]
fn aggregates_are_made_anew_behind_a_manifest_that_names_none() {
    let place = place();
    whole(&place);
    let make = || {
        let run = RunDir::reopen(&place.dir).expect("reopened");
        let tables = run.tables().expect("tables");
        let mut table = tables.create(&QUOTE_VARIANTS).expect("begun");
        table.row().expect("a row").i64("quote_id", 1).i64("cluster_id", 1).end();
        let file = table.commit().expect("committed");
        (run, file)
    };
    let (run, file) = make();
    let manifest = run.finish(vec![file]).expect("finished");
    assert_eq!(manifest.aggregates.len(), 1);
    let again = make();
    drop(again);
    let (manifest, wrong) = verify(&place.dir).expect("a manifest");
    assert!(wrong.is_empty() && manifest.aggregates.is_empty(), "broken off between the table and the manifest");
}

#[test]
fn the_manifest_adds_up_and_nothing_else_is_left() {
    let place = place();
    let manifest = whole(&place);
    assert_eq!(manifest.counts.records, 3);
    assert_eq!(manifest.counts.rows["articles"], 3);
    let mut listed: Vec<String> = manifest.files().map(|f| format!("/{}", f.path)).collect();
    listed.extend(["/manifest.json".into(), "/views.sql".into()]);
    listed.sort();
    assert_eq!(files(&place).into_keys().collect::<Vec<_>>(), listed);
    let (again, wrong) = verify(&place.dir).expect("a manifest");
    assert_eq!((again, wrong.len()), (manifest, 0));
}

#[test]
fn a_whole_run_is_not_done_twice() {
    let place = place();
    let manifest = whole(&place);
    match RunDir::open(&place.dir, identity(""), Existing::Resume).expect("opened") {
        Opened::Whole(there) => assert_eq!(*there, manifest),
        Opened::Ready(_) => panic!("a whole run was begun again"),
    }
}

#[test]
fn another_run_is_refused_with_what_differs_and_can_be_overwritten() {
    let place = place();
    write_shard(&mut open(&place), 0);
    let refused = RunDir::open(&place.dir, identity("text=body"), Existing::Resume).expect_err("refused");
    assert!(matches!(refused, ExportError::Differs { .. }));
    assert!(refused.to_string().contains("--map is  there and text=body here"), "{refused}");
    match RunDir::open(&place.dir, identity("text=body"), Existing::Overwrite).expect("opened") {
        Opened::Ready(run) => assert_eq!(run.done().len(), 0),
        Opened::Whole(_) => panic!("the old run is still there"),
    }
}

#[test]
fn a_second_run_at_once_is_refused() {
    let place = place();
    let first = open(&place);
    let second = RunDir::open(&place.dir, identity(""), Existing::Resume).expect_err("refused");
    assert!(matches!(second, ExportError::Locked { .. }), "{second}");
    drop(first);
    open(&place);
}

#[test]
fn tables_of_unknown_origin_are_not_touched() {
    let place = place();
    fs::create_dir_all(place.dir.join("quotes")).expect("made");
    fs::write(place.dir.join("quotes/mine.parquet"), b"precious").expect("written");
    let refused = RunDir::open(&place.dir, identity(""), Existing::Resume).expect_err("refused");
    assert!(matches!(refused, ExportError::Foreign { .. }), "{refused}");
    assert_eq!(fs::read(place.dir.join("quotes/mine.parquet")).expect("there"), b"precious");
}

#[test]
fn a_lost_part_of_a_finished_shard_is_damage() {
    let place = place();
    let mut run = open(&place);
    write_shard(&mut run, 0);
    drop(run);
    fs::remove_file(place.dir.join("quotes/part-00000.parquet")).expect("removed");
    let damaged = RunDir::open(&place.dir, identity(""), Existing::Resume).expect_err("damaged");
    assert!(matches!(damaged, ExportError::Damaged { .. }), "{damaged}");
}

#[test]
fn a_flipped_bit_is_found() {
    let place = place();
    whole(&place);
    let path = place.dir.join("figures/part-00001.parquet");
    let mut bytes = fs::read(&path).expect("readable");
    bytes[20] ^= 1;
    fs::write(&path, bytes).expect("written");
    let (_, wrong) = verify(&place.dir).expect("a manifest");
    assert_eq!(wrong.len(), 1);
    assert!(wrong[0].to_string().contains("figures/part-00001.parquet"), "{}", wrong[0]);
}
