//! Finished shards read again, and tables of the whole corpus written: what an aggregation needs of a
//! run directory; and whole runs, for whoever only reads.

use crate::ExportError;
use crate::builder::{Row, TableBuilder};
use crate::manifest::{Manifest, OutputFile, Receipt};
use crate::part::{Format, Part, PartReader};
use crate::run_dir::verify;
use crate::schema::Table;
use arrow::array::RecordBatch;
use camino::{Utf8Path, Utf8PathBuf};

/// The tables of a run directory whose shards are all done.
#[derive(Debug)]
pub struct Tables<'r> {
    dir: &'r Utf8Path,
    scratch: Utf8PathBuf,
    format: Format,
    shards: &'r [Receipt],
}

impl<'r> Tables<'r> {
    pub(crate) fn new(dir: &'r Utf8Path, scratch: Utf8PathBuf, format: Format, shards: &'r [Receipt]) -> Self {
        Self { dir, scratch, format, shards }
    }

    /// A directory for temporary files, on the disk that holds the tables.
    pub fn scratch(&self) -> &Utf8Path {
        &self.scratch
    }

    /// The rows of a base table in the order of the run, with the columns named, in the order named.
    pub fn read(&self, table: &'static Table, columns: &'static [&'static str]) -> TableReader {
        let files = self.shards.iter().flat_map(|s| &s.files);
        TableReader::new(self.dir, files, self.format, table, columns)
    }

    /// Begins a table of the whole corpus.
    ///
    /// # Errors
    /// If its file cannot be created.
    pub fn create(&self, table: &'static Table) -> Result<TableWriter, ExportError> {
        let part = Part::create(self.dir, table, 0, self.format)?;
        Ok(TableWriter { rows: TableBuilder::new(table), part })
    }
}

/// A run that is whole, to be read and nothing else: no lock is taken and nothing is written.
#[derive(Debug)]
pub struct FinishedRun {
    dir: Utf8PathBuf,
    manifest: Manifest,
}

impl FinishedRun {
    /// Opens the run of a directory, and compares every file with its manifest.
    ///
    /// # Errors
    /// If no run was finished there, or a file is not what the manifest says.
    pub fn open(dir: &Utf8Path) -> Result<Self, ExportError> {
        let (manifest, wrong) = verify(dir)?;
        wrong.into_iter().next().map_or(Ok(Self { dir: dir.to_owned(), manifest }), Err)
    }

    /// What the run says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The rows of any table in the order of the run, with the columns named, in the order named.
    pub fn read(&self, table: &'static Table, columns: &'static [&'static str]) -> TableReader {
        TableReader::new(&self.dir, self.manifest.files(), self.manifest.identity.format, table, columns)
    }
}

/// Batches of one table, part after part.
#[derive(Debug)]
pub struct TableReader {
    table: &'static Table,
    columns: &'static [&'static str],
    format: Format,
    /// Parts not yet opened, the next one last.
    parts: Vec<Utf8PathBuf>,
    open: Option<PartReader>,
}

impl TableReader {
    /// The parts of a table among the files of a run.
    fn new<'f>(
        dir: &Utf8Path,
        files: impl Iterator<Item = &'f OutputFile>,
        format: Format,
        table: &'static Table,
        columns: &'static [&'static str],
    ) -> Self {
        let folder = format!("{}/", table.name);
        let files = files.filter(|f| f.path.starts_with(&folder));
        let mut parts: Vec<Utf8PathBuf> = files.map(|f| dir.join(&f.path)).collect();
        parts.reverse();
        Self { table, columns, format, parts, open: None }
    }
}

impl Iterator for TableReader {
    type Item = Result<RecordBatch, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = self.open.as_mut().and_then(Iterator::next) {
                return Some(batch);
            }
            let path = self.parts.pop()?;
            match PartReader::open(path, self.table, self.columns, self.format) {
                Ok(part) => self.open = Some(part),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Rows held before they are encoded.
const BATCH: usize = 1 << 13;

/// A table of the whole corpus being written: it appears whole or not at all.
#[derive(Debug)]
pub struct TableWriter {
    rows: TableBuilder,
    part: Part,
}

impl TableWriter {
    /// Begins a row, in the order of the table's schema.
    ///
    /// # Errors
    /// If the rows so far cannot be written.
    pub fn row(&mut self) -> Result<Row<'_>, ExportError> {
        if self.rows.len() >= BATCH {
            self.part.write(&self.rows.finish()?)?;
        }
        Ok(self.rows.row())
    }

    /// Gives the table its name.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn commit(mut self) -> Result<OutputFile, ExportError> {
        if !self.rows.is_empty() {
            self.part.write(&self.rows.finish()?)?;
        }
        self.part.commit()
    }
}
