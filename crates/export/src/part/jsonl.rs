//! Batches as JSON lines, for people who want to read or `grep` tables, and back.

use crate::ExportError;
use crate::builder::{PartCell, TableBuilder};
use crate::rows::days;
use crate::schema::{Kind, Table};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType, Date32Type, Float32Type, Float64Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes one object a row, keys in the order of the columns.
pub(super) fn write(batch: &RecordBatch, out: &mut impl Write) -> io::Result<()> {
    let schema = batch.schema();
    for row in 0..batch.num_rows() {
        let object: Map<String, Value> = schema
            .fields()
            .iter()
            .zip(batch.columns())
            .map(|(field, column)| (field.name().clone(), value(column, row)))
            .collect();
        serde_json::to_writer(&mut *out, &object)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn value(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Int64 => json!(column.as_primitive::<Int64Type>().value(row)),
        DataType::Int32 => json!(column.as_primitive::<Int32Type>().value(row)),
        // Shortest decimal that reads back as the same f32, instead of its neighbour in f64.
        DataType::Float32 => json!(column.as_primitive::<Float32Type>().value(row).to_string().parse::<f64>().ok()),
        DataType::Float64 => json!(column.as_primitive::<Float64Type>().value(row)),
        DataType::Boolean => json!(column.as_boolean().value(row)),
        DataType::Utf8 => json!(column.as_string::<i32>().value(row)),
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            let epoch = NaiveDate::default();
            let date = if days < 0 {
                epoch.checked_sub_days(Days::new(u64::from(days.unsigned_abs())))
            } else {
                epoch.checked_add_days(Days::new(u64::from(days.unsigned_abs())))
            };
            json!(date.map(|d| d.to_string()))
        }
        DataType::Timestamp(TimeUnit::Microsecond, None) => {
            let at = DateTime::from_timestamp_micros(column.as_primitive::<TimestampMicrosecondType>().value(row));
            json!(at.map(|t| t.naive_utc().to_string()))
        }
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            Value::Array((0..items.len()).map(|i| value(&items, i)).collect())
        }
        DataType::Struct(fields) => {
            let columns = column.as_struct().columns();
            Value::Object(fields.iter().zip(columns).map(|(f, c)| (f.name().clone(), value(c, row))).collect())
        }
        // The schema has no other types; a new one would show up here as a name instead of a value.
        other => json!(other.to_string()),
    }
}

/// Reads rows that [`write`] wrote; what a line does not have is NULL.
pub(super) fn read(table: &'static Table, lines: &str) -> Result<RecordBatch, ExportError> {
    let mut rows = TableBuilder::new(table);
    for line in lines.lines() {
        let object: Map<String, Value> = serde_json::from_str(line)
            .map_err(|e| ExportError::Damaged { path: table.name.into(), detail: e.to_string() })?;
        let mut row = rows.row();
        for column in table.columns {
            let cell = object.get(column.name).unwrap_or(&Value::Null);
            let name = column.name;
            row = match column.kind {
                Kind::I64 => row.i64(name, cell.as_i64()),
                Kind::I32 => row.i32(name, cell.as_i64().and_then(|n| i32::try_from(n).ok())),
                Kind::F32 => row.f32(name, cell.as_f64().map(|n| n as f32)),
                Kind::F64 => row.f64(name, cell.as_f64()),
                Kind::Bool => row.bool(name, cell.as_bool()),
                Kind::Text => row.text(name, cell.as_str()),
                Kind::Texts => row.texts(name, &texts(cell)),
                Kind::Date => row.date(name, cell.as_str().and_then(|d| d.parse::<NaiveDate>().ok()).map(days)),
                Kind::Timestamp => row.timestamp(name, cell.as_str().and_then(micros)),
                Kind::Parts => row.parts(name, &parts(cell)),
            };
        }
        row.end();
    }
    rows.finish()
}

fn texts(cell: &Value) -> Vec<String> {
    cell.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

fn parts(cell: &Value) -> Vec<PartCell> {
    let number = |part: &Value, name: &str| part[name].as_i64().and_then(|n| i32::try_from(n).ok()).unwrap_or_default();
    let part = |p: &Value| PartCell {
        chars: (number(p, "char_start"), number(p, "char_end")),
        bytes: (number(p, "byte_start"), number(p, "byte_end")),
    };
    cell.as_array().into_iter().flatten().map(part).collect()
}

fn micros(text: &str) -> Option<i64> {
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok()?;
    Some(at.and_utc().timestamp_micros())
}
