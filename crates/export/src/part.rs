//! One file of one table.

use crate::ExportError;
use crate::durable::DurableFile;
use crate::manifest::OutputFile;
use crate::schema::{SCHEMA_VERSION, Table};
use arrow::array::RecordBatch;
use arrow::compute::BatchCoalescer;
use camino::Utf8Path;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

mod jsonl;
mod read;

pub(crate) use read::PartReader;

/// What parts are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Parquet: zstd, dictionaries, page index, bloom filters on ids.
    #[default]
    Parquet,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// The files' extension.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Jsonl => "jsonl",
        }
    }
}

/// A part being written.
#[derive(Debug)]
pub(crate) struct Part {
    /// Path relative to the run directory.
    name: String,
    rows: u64,
    writer: Writer,
}

enum Writer {
    Parquet(Box<Encoder>),
    Jsonl(Box<DurableFile>),
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Parquet(_) => "Parquet",
            Self::Jsonl(_) => "Jsonl",
        })
    }
}

/// Rows in a row group: fixed, so that the bytes depend on the rows alone.
const ROWS_IN_GROUP: usize = 1 << 16;

/// Rows encoded at once. Where pages end depends on it, and so on the rows alone, however they come: a shard that a
/// merge writes again has the bytes that a run gives it.
const ROWS_AT_ONCE: usize = 1 << 10;

/// Parquet, from batches of any size.
struct Encoder {
    rows: BatchCoalescer,
    out: ArrowWriter<Lent>,
}

/// The file while the encoder has it. It is taken back when the encoder is done: the encoder's own way of giving it back
/// makes text of what its last write said, and a full disk would look like a failure nobody foresaw.
struct Lent(Option<DurableFile>);

impl Lent {
    fn file(&mut self) -> io::Result<&mut DurableFile> {
        self.0.as_mut().ok_or_else(|| io::Error::other("the file was taken back"))
    }
}

impl Write for Lent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file()?.flush()
    }
}

impl Encoder {
    fn new(file: DurableFile, table: &Table) -> Result<Self, ParquetError> {
        let out = ArrowWriter::try_new(Lent(Some(file)), table.arrow(), Some(properties(table)))?;
        Ok(Self { rows: BatchCoalescer::new(table.arrow(), ROWS_AT_ONCE), out })
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        self.rows.push_batch(batch.clone())?;
        self.encode()
    }

    fn encode(&mut self) -> Result<(), ParquetError> {
        while let Some(full) = self.rows.next_completed_batch() {
            self.out.write(&full)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<DurableFile, ParquetError> {
        self.rows.finish_buffered_batch()?;
        self.encode()?;
        self.out.finish()?;
        let taken = self.out.inner_mut().0.take();
        taken.ok_or_else(|| ParquetError::General("the file was taken back".to_owned()))
    }
}

impl Part {
    pub(crate) fn create(dir: &Utf8Path, table: &Table, shard: u32, format: Format) -> Result<Self, ExportError> {
        let name = Self::name(table, shard, format);
        let path = dir.join(&name);
        let file = DurableFile::create(path.clone())?;
        let writer = match format {
            Format::Jsonl => Writer::Jsonl(Box::new(file)),
            Format::Parquet => Writer::Parquet(Box::new(Encoder::new(file, table).map_err(ExportError::encode(path))?)),
        };
        Ok(Self { name, rows: 0, writer })
    }

    /// The path of a part, relative to the run directory.
    pub(crate) fn name(table: &Table, shard: u32, format: Format) -> String {
        format!("{}/part-{shard:05}.{}", table.name, format.extension())
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), ExportError> {
        self.rows += batch.num_rows() as u64;
        match &mut self.writer {
            Writer::Parquet(w) => w.write(batch).map_err(ExportError::encode(&*self.name)),
            Writer::Jsonl(file) => jsonl::write(batch, file).map_err(ExportError::io("write", &*self.name)),
        }
    }

    /// Gives the part its name.
    pub(crate) fn commit(self) -> Result<OutputFile, ExportError> {
        let file = match self.writer {
            Writer::Jsonl(mut file) => {
                file.flush().map_err(ExportError::io("write", &*self.name))?;
                *file
            }
            Writer::Parquet(w) => w.finish().map_err(ExportError::encode(&*self.name))?,
        };
        let done = file.commit()?;
        Ok(OutputFile { path: self.name, rows: self.rows, bytes: done.bytes, digest: done.digest })
    }
}

/// How parts are encoded. zstd level 3 and dictionaries are what the readers named in the contract all
/// decode; the page index lets them skip pages; bloom filters find one article or quote by its id.
fn properties(table: &Table) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_created_by("copydesk".to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new(
            "copydesk.schema_version".to_owned(),
            SCHEMA_VERSION.to_string(),
        )]))
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROWS_IN_GROUP))
        .set_statistics_enabled(EnabledStatistics::Page);
    for id in ["article_id", "quote_id", "figure_id", "entity_id", "cluster_id"] {
        if table.columns.iter().any(|c| c.name == id) {
            properties = properties
                .set_column_bloom_filter_enabled(ColumnPath::from(id), true)
                .set_column_bloom_filter_max_ndv(ColumnPath::from(id), ROWS_IN_GROUP as u64);
        }
    }
    // Bodies never repeat: a dictionary of them would be built only to be thrown away.
    if table.name == "articles" {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from("text"), false);
    }
    properties.build()
}
