//! A run directory: opened, written shard by shard, committed.
//!
//! ```text
//! DIR/manifest.json            the commit point: there when the run is whole
//! DIR/views.sql                views for DuckDB
//! DIR/<table>/part-00000.…     one part a shard; one part in all for the tables of the whole corpus
//! DIR/.copydesk/lock           held while a run writes
//! DIR/.copydesk/run.json       who the run is, until it is whole
//! DIR/.copydesk/shard-00000.*  receipt and article ids of a finished shard, until the run is whole
//! ```

use crate::ExportError;
use crate::durable::{digest_of, link_or_copy, sync_dir, write_file};
use crate::lock::Lock;
use crate::manifest::{Counts, Manifest, OutputFile, Position, Receipt, RunIdentity};
use crate::part::Part;
use crate::rows::Batches;
use crate::schema::{AGGREGATE_TABLES, ARTICLES, BASE_TABLES, Table, all_tables};
use crate::tables::Tables;
use crate::views;
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;
use std::io;

pub(crate) const MANIFEST: &str = "manifest.json";
const STATE: &str = ".copydesk";
const RUN: &str = ".copydesk/run.json";

/// What was found where a run was to be written.
#[derive(Debug)]
pub enum Opened {
    /// This very run, already whole.
    Whole(Box<Manifest>),
    /// A directory to write to, perhaps with some shards done.
    Ready(RunDir),
}

/// A run directory that this process writes.
#[derive(Debug)]
pub struct RunDir {
    dir: Utf8PathBuf,
    identity: RunIdentity,
    done: Vec<Receipt>,
    _lock: Lock,
}

/// What to do with a run that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Resume it if it is the same run, refuse otherwise.
    Resume,
    /// Remove it.
    Overwrite,
}

impl RunDir {
    /// Opens `dir` for a run, making it if it is not there.
    ///
    /// # Errors
    /// [`ExportError::Locked`] while another process writes there, [`ExportError::Differs`] if another run
    /// is there, [`ExportError::Foreign`] if tables of unknown origin are, [`ExportError::Damaged`] if a
    /// finished shard has lost a file, [`ExportError::Io`] if the directory cannot be written.
    pub fn open(dir: &Utf8Path, identity: RunIdentity, existing: Existing) -> Result<Opened, ExportError> {
        let state = dir.join(STATE);
        fs::create_dir_all(&state).map_err(ExportError::io("create", state.clone()))?;
        let lock = Lock::take(dir, state.join("lock"))?;
        if existing == Existing::Overwrite {
            remove_run(dir)?;
        }
        if let Some(manifest) = read_manifest(dir)? {
            refuse_differences(dir, &manifest.identity, &identity)?;
            remove_state(dir)?;
            return Ok(Opened::Whole(Box::new(manifest)));
        }
        let done = if let Some(there) = read_json::<RunIdentity>(&dir.join(RUN))? {
            refuse_differences(dir, &there, &identity)?;
            read_receipts(dir)?
        } else {
            refuse_foreign(dir)?;
            write_json(&dir.join(RUN), &identity)?;
            Vec::new()
        };
        for table in BASE_TABLES {
            let path = dir.join(table.name);
            fs::create_dir_all(&path).map_err(ExportError::io("create", path.clone()))?;
            remove_garbage(&path, done.len())?;
        }
        sync_dir(dir)?;
        Ok(Opened::Ready(Self { dir: dir.to_owned(), identity, done, _lock: lock }))
    }

    /// Opens a run that is whole, to make its aggregates anew. Its manifest stands, but names no
    /// aggregates, until [`RunDir::finish`].
    ///
    /// # Errors
    /// [`ExportError::Damaged`] if no run was finished in `dir`, [`ExportError::Locked`] while another
    /// process writes there.
    pub fn reopen(dir: &Utf8Path) -> Result<Self, ExportError> {
        let path = dir.join(MANIFEST);
        let missing =
            || ExportError::Damaged { path: path.clone(), detail: "there is none, so no run was finished here".into() };
        if !path.exists() {
            return Err(missing());
        }
        let state = dir.join(STATE);
        fs::create_dir_all(&state).map_err(ExportError::io("create", state.clone()))?;
        let lock = Lock::take(dir, state.join("lock"))?;
        let manifest = read_manifest(dir)?.ok_or_else(missing)?;
        if !manifest.aggregates.is_empty() {
            let without = Manifest { aggregates: Vec::new(), ..manifest.clone() };
            write_file(&dir.join("views.sql"), views::sql(dir, &without).as_bytes())?;
            write_json(&path, &without)?;
        }
        Ok(Self { dir: dir.to_owned(), identity: manifest.identity, done: manifest.shards, _lock: lock })
    }

    /// The finished shards as tables to read, and a place for the tables that are made of them.
    ///
    /// # Errors
    /// If directories cannot be made or cleared of what a killed run left.
    pub fn tables(&self) -> Result<Tables<'_>, ExportError> {
        for table in AGGREGATE_TABLES {
            let path = self.dir.join(table.name);
            fs::create_dir_all(&path).map_err(ExportError::io("create", path.clone()))?;
            remove_garbage(&path, 0)?;
        }
        let scratch = self.dir.join(STATE);
        remove_garbage(&scratch, 0)?;
        sync_dir(&self.dir)?;
        Ok(Tables::new(&self.dir, scratch, self.identity.format, &self.done))
    }

    /// The finished shards, in order from 0.
    pub fn done(&self) -> &[Receipt] {
        &self.done
    }

    /// Where the next shard begins.
    pub fn position(&self) -> Position {
        self.done.last().map(|r| r.end).unwrap_or_default()
    }

    /// The ids of the articles in finished shards.
    ///
    /// # Errors
    /// If a shard's list of ids cannot be read.
    pub fn article_ids(&self) -> Result<Vec<i64>, ExportError> {
        let mut ids = Vec::new();
        for receipt in &self.done {
            let path = self.dir.join(ids_name(receipt.shard));
            let bytes = fs::read(&path).map_err(ExportError::io("read", &*path))?;
            if bytes.len() as u64 != receipt.counts.articles * 8 {
                return Err(ExportError::Damaged { path, detail: "it does not list one id an article".into() });
            }
            ids.extend(bytes.as_chunks::<8>().0.iter().map(|b| i64::from_le_bytes(*b)));
        }
        Ok(ids)
    }

    /// Begins the next shard.
    ///
    /// # Errors
    /// If a part cannot be created.
    pub fn shard(&self) -> Result<ShardWriter, ExportError> {
        let shard = self.done.len() as u32;
        let parts = BASE_TABLES
            .iter()
            .map(|t| Part::create(&self.dir, t, shard, self.identity.format))
            .collect::<Result<_, _>>()?;
        Ok(ShardWriter { shard, parts, ids: Vec::new(), counts: Counts::default() })
    }

    /// Gives a shard's parts their names, then writes its receipt: from here on it is done.
    ///
    /// # Errors
    /// If a file cannot be written; the shard is then garbage and will be redone.
    pub fn commit(&mut self, shard: ShardWriter, end: Position) -> Result<(), ExportError> {
        let mut counts = shard.counts;
        let files = shard.parts.into_iter().map(Part::commit).collect::<Result<Vec<_>, _>>()?;
        for (table, file) in BASE_TABLES.iter().zip(&files) {
            counts.rows.insert(table.name.to_owned(), file.rows);
        }
        self.receive(Receipt { shard: shard.shard, end, counts, files }, &shard.ids)
    }

    /// Takes over a finished shard of another directory as the next shard here: the same files, linked where the file
    /// system can and copied where it cannot. `ids` are those of its articles.
    ///
    /// # Errors
    /// If a file cannot be linked, copied or written.
    pub(crate) fn adopt(&mut self, from: &Utf8Path, shard: &Receipt, ids: &[i64]) -> Result<(), ExportError> {
        let number = self.done.len() as u32;
        let mut files = Vec::new();
        for (table, file) in BASE_TABLES.iter().zip(&shard.files) {
            let path = Part::name(table, number, self.identity.format);
            link_or_copy(&from.join(&file.path), &self.dir.join(&path))?;
            sync_dir(&self.dir.join(table.name))?;
            files.push(OutputFile { path, ..file.clone() });
        }
        let ids: Vec<u8> = ids.iter().flat_map(|id| id.to_le_bytes()).collect();
        self.receive(Receipt { shard: number, end: shard.end, counts: shard.counts.clone(), files }, &ids)
    }

    /// From here on a shard is done.
    fn receive(&mut self, receipt: Receipt, ids: &[u8]) -> Result<(), ExportError> {
        write_file(&self.dir.join(ids_name(receipt.shard)), ids)?;
        write_json(&self.dir.join(receipt_name(receipt.shard)), &receipt)?;
        self.done.push(receipt);
        Ok(())
    }

    /// Commits the run with the aggregates that were made of it: views, then the manifest.
    ///
    /// # Errors
    /// If a file cannot be written; the run can then be started again and has nothing left to do but this.
    pub fn finish(self, aggregates: Vec<OutputFile>) -> Result<Manifest, ExportError> {
        let manifest = Manifest::new(self.identity, self.done, aggregates);
        write_file(&self.dir.join("views.sql"), views::sql(&self.dir, &manifest).as_bytes())?;
        write_json(&self.dir.join(MANIFEST), &manifest)?;
        remove_state(&self.dir)?;
        Ok(manifest)
    }
}

/// A shard being written: one part a table, all or nothing.
#[derive(Debug)]
pub struct ShardWriter {
    shard: u32,
    parts: Vec<Part>,
    /// Ids of its articles, little-endian.
    ids: Vec<u8>,
    counts: Counts,
}

impl ShardWriter {
    /// Adds what the rows came from.
    pub fn count(&mut self, counts: &Counts) {
        self.counts.add(counts);
    }

    /// Appends rows.
    ///
    /// # Errors
    /// If a part cannot be written.
    pub fn write(&mut self, batches: &Batches) -> Result<(), ExportError> {
        BASE_TABLES.into_iter().zip(&batches.0).try_for_each(|(table, batch)| self.write_rows(table, batch))
    }

    /// Appends rows of one base table.
    pub(crate) fn write_rows(&mut self, table: &Table, batch: &RecordBatch) -> Result<(), ExportError> {
        if let Some(at) = BASE_TABLES.iter().position(|t| t.name == table.name) {
            self.parts[at].write(batch)?;
        }
        if table.name == ARTICLES.name {
            self.remember(batch);
        }
        Ok(())
    }

    fn remember(&mut self, articles: &RecordBatch) {
        let id = ARTICLES.columns.iter().position(|c| c.name == "article_id").unwrap_or_default();
        for id in articles.column(id).as_primitive::<Int64Type>().values() {
            self.ids.extend(id.to_le_bytes());
        }
    }
}

/// Reads a whole run's manifest and compares every file with what it says; gives what is wrong.
///
/// # Errors
/// [`ExportError::Damaged`] if there is no manifest to compare with.
pub fn verify(dir: &Utf8Path) -> Result<(Manifest, Vec<ExportError>), ExportError> {
    let path = dir.join(MANIFEST);
    let manifest = read_manifest(dir)?
        .ok_or_else(|| ExportError::Damaged { path, detail: "there is none, so no run was finished here".into() })?;
    let wrong = manifest.files().filter_map(|f| compare(dir, f).err()).collect();
    Ok((manifest, wrong))
}

fn compare(dir: &Utf8Path, file: &OutputFile) -> Result<(), ExportError> {
    let path = dir.join(&file.path);
    let found = digest_of(&path).map_err(|error| match error {
        ExportError::Io { path, source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
            ExportError::Damaged { path, detail: "it is missing".into() }
        }
        error => error,
    })?;
    if found.bytes != file.bytes || found.digest != file.digest {
        let detail = format!(
            "{} bytes with digest {}, where the manifest says {} bytes with digest {}",
            found.bytes, found.digest, file.bytes, file.digest
        );
        return Err(ExportError::Damaged { path, detail });
    }
    Ok(())
}

fn receipt_name(shard: u32) -> String {
    format!("{STATE}/shard-{shard:05}.json")
}

fn ids_name(shard: u32) -> String {
    format!("{STATE}/shard-{shard:05}.ids")
}

fn refuse_differences(dir: &Utf8Path, there: &RunIdentity, asked: &RunIdentity) -> Result<(), ExportError> {
    let differences = there.differences(asked);
    if differences.is_empty() { Ok(()) } else { Err(ExportError::Differs { path: dir.to_owned(), differences }) }
}

/// Tables without a manifest and without a run under way are somebody's, not ours to touch.
fn refuse_foreign(dir: &Utf8Path) -> Result<(), ExportError> {
    for table in all_tables() {
        let path = dir.join(table.name);
        if path.exists() && !entries(&path)?.is_empty() {
            return Err(ExportError::Foreign { path: dir.to_owned(), found: format!("files in {}/", table.name) });
        }
    }
    Ok(())
}

/// The receipts from shard 0 on, without a gap; every file they name must be there in full length.
fn read_receipts(dir: &Utf8Path) -> Result<Vec<Receipt>, ExportError> {
    let mut done = Vec::new();
    while let Some(receipt) = read_json::<Receipt>(&dir.join(receipt_name(done.len() as u32)))? {
        for file in &receipt.files {
            let path = dir.join(&file.path);
            let found = fs::metadata(&path).map(|m| m.len()).ok();
            if found != Some(file.bytes) {
                let detail = format!("it had {} bytes when its shard was done; --overwrite begins anew", file.bytes);
                return Err(ExportError::Damaged { path, detail });
            }
        }
        done.push(receipt);
    }
    Ok(done)
}

/// Parts of unfinished shards and temporary files: what a killed run left.
fn remove_garbage(dir: &Utf8Path, done: usize) -> Result<(), ExportError> {
    for path in entries(dir)? {
        let name = path.file_name().unwrap_or_default();
        let number = name.strip_prefix("part-").and_then(|n| n.split('.').next()).and_then(|n| n.parse::<usize>().ok());
        let temporary = name.starts_with('.') && name.ends_with(".tmp");
        if temporary || number.is_some_and(|n| n >= done) {
            remove_file(&path)?;
        }
    }
    Ok(())
}

/// Removes what a run of this program wrote, the commit point first, and nothing else.
fn remove_run(dir: &Utf8Path) -> Result<(), ExportError> {
    remove_file(&dir.join(MANIFEST))?;
    remove_file(&dir.join("views.sql"))?;
    remove_state(dir)?;
    for table in all_tables() {
        let path = dir.join(table.name);
        if path.exists() {
            fs::remove_dir_all(&path).map_err(ExportError::io("remove", path.clone()))?;
        }
    }
    sync_dir(dir)
}

/// Removes the memory of a run under way, all but the lock.
fn remove_state(dir: &Utf8Path) -> Result<(), ExportError> {
    for path in entries(&dir.join(STATE))? {
        if path.file_name() != Some("lock") {
            remove_file(&path)?;
        }
    }
    Ok(())
}

fn remove_file(path: &Utf8Path) -> Result<(), ExportError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(ExportError::io("remove", path)(e)),
        _ => Ok(()),
    }
}

fn entries(dir: &Utf8Path) -> Result<Vec<Utf8PathBuf>, ExportError> {
    let mut paths = dir
        .read_dir_utf8()
        .and_then(|list| list.map(|e| e.map(|e| e.path().to_owned())).collect::<io::Result<Vec<_>>>())
        .map_err(ExportError::io("list", dir))?;
    paths.sort();
    Ok(paths)
}

/// The manifest in `dir`, if there is one. It may come from anywhere: what it names lies in the directory's own tables.
pub(crate) fn read_manifest(dir: &Utf8Path) -> Result<Option<Manifest>, ExportError> {
    let path = dir.join(MANIFEST);
    let Some(manifest) = read_json::<Manifest>(&path)? else { return Ok(None) };
    if let Some(file) = manifest.files().find(|file| !is_part(&file.path)) {
        let detail = format!("it names {:?}, which is no part of a table", file.path);
        return Err(ExportError::Damaged { path, detail });
    }
    Ok(Some(manifest))
}

/// "quotes/part-00012.parquet"
fn is_part(path: &str) -> bool {
    let Some((table, name)) = path.split_once('/') else { return false };
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    all_tables().any(|t| t.name == table) && name.starts_with("part-") && plain
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Utf8Path) -> Result<Option<T>, ExportError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(ExportError::io("read", path)(e)),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|e| ExportError::Damaged { path: path.to_owned(), detail: e.to_string() })
}

fn write_json(path: &Utf8Path, value: &impl serde::Serialize) -> Result<(), ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)
        .map_err(|e| ExportError::Damaged { path: path.to_owned(), detail: e.to_string() })?;
    bytes.push(b'\n');
    write_file(path, &bytes)
}
