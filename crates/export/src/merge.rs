//! The shares of a run united into the directory that the run in one piece writes, byte for byte.
//!
//! A share has whole shards of the run, so most files only get another name. What a share cannot know is which articles
//! came before in the shards of others: the second article of a key is a reject in the run, but an article in its share.
//! Where that is so the shard is written again without it, and that gives the bytes of the run because the bytes of a part
//! depend on its rows alone.

use crate::error::Difference;
use crate::manifest::{Counts, Manifest, Receipt};
use crate::part::PartReader;
use crate::rows::Rows;
use crate::run_dir::{MANIFEST, read_manifest};
use crate::schema::{ARTICLES, BASE_TABLES, REJECTS, Table};
use crate::share::Share;
use crate::{Existing, ExportError, Opened, RunDir};
use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch, StringArray, UInt64Array};
use arrow::compute::{concat_batches, filter_record_batch, take_record_batch};
use arrow::datatypes::{Int32Type, Int64Type};
use arrow::error::ArrowError;
use camino::{Utf8Path, Utf8PathBuf};
use copydesk_ingest::{ArticleKey, Origin, Reason, Reject};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::sync::Arc;

/// Why directories cannot be united.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// A directory with a run that is no share of one.
    #[error("{path} holds a whole run, not a share of one (--shard)")]
    Whole {
        /// The directory.
        path: Utf8PathBuf,
    },
    /// Shares of different runs.
    #[error("{first} and {path} are shares of different runs: {what} is {there} in the one and {asked} in the other",
        what = .difference.what, there = .difference.there, asked = .difference.asked)]
    Differ {
        /// The first directory.
        first: Utf8PathBuf,
        /// Another.
        path: Utf8PathBuf,
        /// The first thing in which they differ.
        difference: Difference,
    },
    /// The same share twice.
    #[error("{first} and {path} both hold share {share}")]
    Twice {
        /// The first directory.
        first: Utf8PathBuf,
        /// Another.
        path: Utf8PathBuf,
        /// What both hold.
        share: Share,
    },
    /// Shares that no directory holds.
    #[error("no directory holds share {}", .missing.iter().map(Share::to_string).collect::<Vec<_>>().join(", "))]
    Missing {
        /// Which.
        missing: Vec<Share>,
    },
    /// A directory could not be read or written.
    #[error(transparent)]
    Table(#[from] ExportError),
}

/// Unites the finished shares in `dirs` in `out`. What a merge that was killed has done is not done again.
///
/// Only lengths of files are looked at; [`crate::verify`] reads them all.
///
/// # Errors
/// If the directories are not all shares of one run, and if a file cannot be read or written; see [`MergeError`].
pub fn merge(dirs: &[Utf8PathBuf], out: &Utf8Path, existing: Existing) -> Result<Opened, MergeError> {
    let shares = read_shares(dirs)?;
    let Some((_, first)) = shares.first() else { return Err(MergeError::Missing { missing: Share::all(1).collect() }) };
    let inputs: BTreeMap<String, usize> =
        first.identity.inputs.iter().enumerate().map(|(n, input)| (input.name.clone(), n)).collect();
    let mut run = match RunDir::open(out, first.identity.whole(), existing)? {
        Opened::Ready(run) => run,
        whole @ Opened::Whole(_) => return Ok(whole),
    };
    let mut seen: HashSet<i64> = run.article_ids()?.into_iter().collect();
    for (dir, shard) in in_order(&shares).into_iter().skip(run.done().len()) {
        let shard = Shard { dir, receipt: shard, format: first.identity.format };
        let ids = shard.article_ids()?;
        // A share has no key twice, so that what was seen before was seen in another shard.
        let again: HashSet<i64> = ids.iter().copied().filter(|id| !seen.insert(*id)).collect();
        if again.is_empty() {
            run.adopt(dir, shard.receipt, &ids)?;
        } else {
            shard.rewrite(&mut run, &again, &inputs)?;
        }
    }
    Ok(Opened::Ready(run))
}

/// The manifests of all shares of one run, each share once.
fn read_shares(dirs: &[Utf8PathBuf]) -> Result<Vec<(&Utf8Path, Manifest)>, MergeError> {
    let mut shares: Vec<(&Utf8Path, Manifest)> = Vec::new();
    let mut held: BTreeMap<Share, &Utf8Path> = BTreeMap::new();
    for path in dirs {
        let manifest = whole_share(path)?;
        let Some(share) = manifest.identity.share else { return Err(MergeError::Whole { path: path.clone() }) };
        if let Some((first, one)) = shares.first() {
            let mut differences = one.identity.whole().differences(&manifest.identity.whole());
            let of = |share: Option<Share>| share.map_or_else(String::new, |s| s.of().to_string());
            let (there, asked) = (of(one.identity.share), of(Some(share)));
            if there != asked {
                differences.push(Difference { what: "the number of shares".to_owned(), there, asked });
            }
            if let Some(difference) = differences.into_iter().next() {
                return Err(MergeError::Differ { first: (*first).to_owned(), path: path.clone(), difference });
            }
        }
        if let Some(first) = held.insert(share, path) {
            return Err(MergeError::Twice { first: first.to_owned(), path: path.clone(), share });
        }
        shares.push((path, manifest));
    }
    let of = held.keys().next().map_or(1, |s| s.of());
    let missing: Vec<Share> = Share::all(of).filter(|s| !held.contains_key(s)).collect();
    if missing.is_empty() { Ok(shares) } else { Err(MergeError::Missing { missing }) }
}

/// The manifest of a share that is done, with every file there in full length.
fn whole_share(dir: &Utf8Path) -> Result<Manifest, ExportError> {
    let path = dir.join(MANIFEST);
    let manifest = read_manifest(dir)?.ok_or_else(|| ExportError::Damaged {
        path,
        detail: "there is none, so no share of a run was finished here".to_owned(),
    })?;
    for file in manifest.files() {
        let path = dir.join(&file.path);
        if fs::metadata(&path).map(|m| m.len()).ok() != Some(file.bytes) {
            let detail = format!("it had {} bytes when its shard was done", file.bytes);
            return Err(ExportError::Damaged { path, detail });
        }
    }
    Ok(manifest)
}

/// The shards of the run. A share with nothing to do has one without records, which the run has only if it has no other.
fn in_order<'s>(shares: &'s [(&Utf8Path, Manifest)]) -> Vec<(&'s Utf8Path, &'s Receipt)> {
    let mut shards: Vec<_> = shares.iter().flat_map(|(dir, m)| m.shards.iter().map(move |s| (*dir, s))).collect();
    shards.sort_by_key(|(_, shard)| (shard.counts.records > 0, shard.end));
    let empty = shards.iter().take_while(|(_, shard)| shard.counts.records == 0).count();
    shards.split_off(empty.min(shards.len().saturating_sub(1)))
}

/// A finished shard of a share.
struct Shard<'s> {
    dir: &'s Utf8Path,
    receipt: &'s Receipt,
    format: crate::Format,
}

impl Shard<'_> {
    fn read(&self, table: &'static Table, columns: &[&'static str]) -> Result<PartReader, ExportError> {
        let at = BASE_TABLES.iter().position(|t| t.name == table.name).and_then(|at| self.receipt.files.get(at));
        let Some(file) = at else {
            let detail = format!("a shard without {}", table.name);
            return Err(ExportError::Damaged { path: self.dir.join(MANIFEST), detail });
        };
        PartReader::open(self.dir.join(&file.path), table, columns, self.format)
    }

    fn whole_rows(&self, table: &'static Table) -> Result<PartReader, ExportError> {
        let columns: Vec<&'static str> = table.columns.iter().map(|c| c.name).collect();
        self.read(table, &columns)
    }

    fn article_ids(&self) -> Result<Vec<i64>, ExportError> {
        let mut ids = Vec::new();
        for batch in self.read(&ARTICLES, &["article_id"])? {
            ids.extend(batch?.column(0).as_primitive::<Int64Type>().values());
        }
        Ok(ids)
    }

    /// Writes the shard as the next one of `run`, with the articles in `again` as rejects.
    fn rewrite(
        &self,
        run: &mut RunDir,
        again: &HashSet<i64>,
        inputs: &BTreeMap<String, usize>,
    ) -> Result<(), ExportError> {
        let mut writer = run.shard()?;
        let mut counts = self.receipt.counts.clone();
        counts.rows.clear();
        let mut rejects = Vec::new();
        for table in BASE_TABLES.into_iter().filter(|t| t.name != REJECTS.name) {
            for batch in self.whole_rows(table)? {
                let batch = batch?;
                let dropped = dropped(&batch, again);
                if table.name == ARTICLES.name {
                    take_off(&mut rejects, &mut counts, &batch, &dropped);
                }
                writer.write_rows(table, &filter_record_batch(&batch, &not(&dropped)).map_err(encode(table))?)?;
            }
        }
        writer.write_rows(&REJECTS, &self.rejects(&rejects, inputs)?)?;
        writer.count(&counts);
        run.commit(writer, self.receipt.end)
    }

    /// The shard's rejects and those that are new, in the order of the input.
    fn rejects(&self, new: &[Reject], inputs: &BTreeMap<String, usize>) -> Result<RecordBatch, ExportError> {
        let mut rows = Rows::default();
        for reject in new {
            rows.reject(reject);
        }
        let mut batches = self.whole_rows(&REJECTS)?.collect::<Result<Vec<_>, _>>()?;
        batches.extend(rows.finish()?.0.into_iter().next_back());
        let all = concat_batches(&REJECTS.arrow(), &batches).map_err(encode(&REJECTS))?;
        let (names, records) = (text(&all, "input_uri"), i64s(&all, "input_record"));
        let mut order: Vec<u64> = (0..all.num_rows() as u64).collect();
        order.sort_by_key(|&row| (inputs.get(names.value(row as usize)), records.value(row as usize)));
        take_record_batch(&all, &UInt64Array::from(order)).map_err(encode(&REJECTS))
    }
}

/// Which rows belong to these articles.
fn dropped(batch: &RecordBatch, again: &HashSet<i64>) -> BooleanArray {
    i64s(batch, "article_id").values().iter().map(|id| Some(again.contains(id))).collect()
}

fn not(mask: &BooleanArray) -> BooleanArray {
    mask.values().iter().map(|kept| Some(!kept)).collect()
}

/// Counts the marked articles as rejects, and adds these.
fn take_off(rejects: &mut Vec<Reject>, counts: &mut Counts, articles: &RecordBatch, marked: &BooleanArray) {
    let text_of = |name, row| text(articles, name).value(row).to_owned();
    let words = column(articles, "n_words").as_primitive::<Int32Type>();
    for row in (0..articles.num_rows()).filter(|&row| marked.value(row)) {
        let (urls, offsets) = (text(articles, "url"), i64s(articles, "input_offset"));
        let bytes = text(articles, "text").value_length(row) as usize;
        counts.articles = counts.articles.saturating_sub(1);
        counts.text_bytes = counts.text_bytes.saturating_sub(bytes as u64);
        counts.words = counts.words.saturating_sub(u64::from(words.value(row).unsigned_abs()));
        *counts.rejects.entry(Reason::DuplicateId.as_str().to_owned()).or_default() += 1;
        let origin = Origin {
            input: Arc::from(text_of("input_uri", row)),
            record: i64s(articles, "input_record").value(row),
            offset: offsets.is_valid(row).then(|| offsets.value(row)),
        };
        let key = ArticleKey(u128::from_str_radix(&text_of("article_key", row), 16).unwrap_or_default());
        let url = urls.is_valid(row).then(|| urls.value(row).to_owned());
        rejects.push(Reject::duplicate(origin, key, url, bytes));
    }
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> &'b ArrayRef {
    // The reader gave the columns of the table, or an error.
    batch.column(batch.schema_ref().index_of(name).unwrap_or_default())
}

fn text<'b>(batch: &'b RecordBatch, name: &str) -> &'b StringArray {
    column(batch, name).as_string()
}

fn i64s<'b>(batch: &'b RecordBatch, name: &str) -> &'b Int64Array {
    column(batch, name).as_primitive()
}

fn encode(table: &Table) -> impl FnOnce(ArrowError) -> ExportError {
    let path = table.name.into();
    move |source| ExportError::Encode { path, source: source.into() }
}
