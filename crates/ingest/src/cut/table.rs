//! Rows of a CSV or TSV file with a header row; a quoted field may hold line ends.

use super::{Cut, Fault, Piece};
use crate::options::{Field, FieldMap};
use crate::record::{CsvTable, Payload};
use crate::stream::{End, Stream, Taken, take};
use crate::{Options, Reason};
use std::sync::Arc;

pub(crate) struct Rows {
    stream: Stream,
    options: Options,
    delimiter: u8,
    table: Option<Arc<CsvTable>>,
    over: bool,
}

impl Rows {
    pub(crate) fn new(mut stream: Stream, delimiter: u8, options: &Options) -> Self {
        if stream.peek(3) == b"\xef\xbb\xbf" {
            stream.consume(3);
        }
        Self { stream, options: options.clone(), delimiter, table: None, over: false }
    }

    /// The next row that is not empty.
    fn row(&mut self) -> Option<(u64, Taken, Vec<u8>)> {
        while !self.over {
            let offset = self.stream.offset();
            let (mut row, mut scan) = (Vec::new(), Scan::new(self.delimiter));
            let taken = take(&mut self.stream, self.options.max_record_bytes, &mut row, |chunk| scan.end(chunk));
            self.over = matches!(taken.end, End::GivenUp | End::Input);
            if Fault::of(&taken, &self.options).is_some() || !row.trim_ascii().is_empty() {
                return Some((offset, taken, row));
            }
        }
        None
    }

    fn header(&mut self, row: &[u8]) -> Result<Arc<CsvTable>, Fault> {
        let columns = fields(row, self.delimiter).map_err(|detail| Fault::new(Reason::BadRecord, detail))?;
        let columns: Vec<Arc<str>> = columns.into_iter().map(|name| name.trim().into()).collect();
        if !columns.iter().any(|name| is_text(name, &self.options.map)) {
            let names = columns.join(", ");
            return Err(Fault::new(Reason::BadRecord, format!("no text column among: {names}")));
        }
        Ok(Arc::new(CsvTable { delimiter: self.delimiter, columns }))
    }
}

/// Whether a column of this name is a body.
pub(crate) fn is_text(name: &str, map: &FieldMap) -> bool {
    map.field(name).is_some_and(|(field, _)| field == Field::Text)
}

impl Cut for Rows {
    fn next(&mut self) -> Option<Piece> {
        loop {
            let (offset, taken, row) = self.row()?;
            let offset = Some(offset);
            if let Some(fault) = Fault::of(&taken, &self.options) {
                return Some(Piece { offset, content: Err(fault) });
            }
            match &self.table {
                Some(table) => {
                    return Some(Piece { offset, content: Ok(Payload::Csv { table: Arc::clone(table), row }) });
                }
                None => match self.header(&row) {
                    Ok(table) => self.table = Some(table),
                    Err(fault) => {
                        self.over = true;
                        return Some(Piece { offset, content: Err(fault.sized(taken.bytes)) });
                    }
                },
            }
        }
    }
}

/// The fields of one row.
pub(crate) fn fields(row: &[u8], delimiter: u8) -> Result<Vec<String>, String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).flexible(true).from_reader(row);
    let mut record = csv::ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => {}
        Ok(false) => return Err("an empty row".to_owned()),
        Err(error) => return Err(error.to_string()),
    }
    let text = |field: &[u8]| String::from_utf8(field.to_vec()).map_err(|_| "not UTF-8".to_owned());
    record.iter().map(text).collect()
}

/// Where a row ends, seen chunk by chunk: at a line end outside of quotes. A quote counts at the start of a field only.
struct Scan {
    delimiter: u8,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// After a quote inside quotes: the end of the field, or the first half of a doubled quote.
    QuoteInQuoted,
}

impl Scan {
    fn new(delimiter: u8) -> Self {
        Self { delimiter, state: State::FieldStart }
    }

    fn end(&mut self, chunk: &[u8]) -> Option<usize> {
        for (at, &byte) in chunk.iter().enumerate() {
            self.state = match (self.state, byte) {
                (State::Quoted, b'"') => State::QuoteInQuoted,
                (State::FieldStart | State::QuoteInQuoted, b'"') | (State::Quoted, _) => State::Quoted,
                (_, b'\n') => return Some(at + 1),
                (_, byte) if byte == self.delimiter => State::FieldStart,
                _ => State::Plain,
            };
        }
        None
    }
}
