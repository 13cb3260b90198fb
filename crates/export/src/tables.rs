//! Finished shards read again, and tables of the whole corpus written: what an aggregation needs of a
//! run directory.

use crate::ExportError;
use crate::builder::{Row, TableBuilder};
use crate::manifest::{OutputFile, Receipt};
use crate::part::{Format, Part, PartReader};
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
        let folder = format!("{}/", table.name);
        let files = self.shards.iter().flat_map(|s| &s.files).filter(|f| f.path.starts_with(&folder));
        let mut parts: Vec<Utf8PathBuf> = files.map(|f| self.dir.join(&f.path)).collect();
        parts.reverse();
        TableReader { table, columns, format: self.format, parts, open: None }
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

/// Batches of one base table, shard after shard.
#[derive(Debug)]
pub struct TableReader {
    table: &'static Table,
    columns: &'static [&'static str],
    format: Format,
    /// Parts not yet opened, the next one last.
    parts: Vec<Utf8PathBuf>,
    open: Option<PartReader>,
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
