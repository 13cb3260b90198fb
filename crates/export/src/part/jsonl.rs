//! Batches as JSON lines, for people who want to read or `grep` tables.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType, Date32Type, Float32Type, Float64Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};
use chrono::{DateTime, Days, NaiveDate};
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
