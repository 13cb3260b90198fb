//! The first stage: inputs cut into batches of raw records, and batches into shards.
//!
//! Where a batch and a shard end depends on the records alone, never on threads or machine: that is
//! what makes the output the same everywhere.

use crate::division::Division;
use crate::watch::Progress;
use copydesk_export::Position;
use copydesk_ingest::{Options, Record, Reject, Source};
use crossbeam_channel::Sender;
use std::sync::atomic::{AtomicBool, Ordering};

/// A run of records, in input order.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) records: Vec<Result<Record, Reject>>,
    /// Bytes of the raw records.
    pub(crate) bytes: u64,
    /// Where the next batch begins.
    pub(crate) end: Position,
    /// Whether a shard ends here.
    pub(crate) shard_ends: ShardEnds,
}

/// Whether a batch is the last of its shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShardEnds {
    /// More of it comes.
    Later,
    /// With this batch.
    Here,
}

/// How the feed ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fed {
    /// Every record was sent.
    All,
    /// Someone asked to stop, or nobody takes batches any more.
    Stopped,
}

/// Records are held in memory in batches of about this many bytes (one record may be larger): with one
/// batch being cut, one waiting, one in work and one being written, this bounds the memory of a run.
const BATCH_BYTES: u64 = 4 << 20;
const BATCH_RECORDS: usize = 2048;

/// Cuts inputs into batches.
#[derive(Debug)]
pub(crate) struct Feed<'a> {
    pub(crate) sources: &'a [Source],
    pub(crate) reading: &'a Options,
    pub(crate) limit: Option<u64>,
    pub(crate) shard_bytes: u64,
    /// Which shards are made here.
    pub(crate) division: &'a Division,
    /// How many of them are done, how many records these have, and where the next begins.
    pub(crate) shards_done: u64,
    pub(crate) records_done: u64,
    pub(crate) position: Position,
    pub(crate) progress: &'a Progress<'a>,
    pub(crate) stop: &'a AtomicBool,
}

impl Feed<'_> {
    /// Sends every batch of every shard that is made here. The last batch ends a shard; nothing to do is one empty shard.
    pub(crate) fn send(&self, batches: &Sender<Batch>) -> Fed {
        let resumed = self.division.resumed(self.position, self.shards_done, self.records_done);
        let mut cutter = Cutter { end: resumed.position, ..Cutter::default() };
        let (mut shard, mut sent) = (resumed.shard, self.shards_done);
        let mut left = self.limit.map(|n| n.saturating_sub(resumed.records));
        let mut made = self.makes(shard);
        for (input, source) in self.sources.iter().enumerate().skip(resumed.position.input) {
            if !self.division.reads(input) {
                continue;
            }
            let skip = if input == resumed.position.input { resumed.position.record } else { 0 };
            let mut records = source.records(self.reading);
            for _ in 0..skip {
                if records.next().is_none() || self.stopped() {
                    break;
                }
            }
            cutter.end = Position { input, record: skip };
            while left != Some(0) {
                if self.stopped() {
                    return Fed::Stopped;
                }
                let Some(record) = records.next() else { break };
                left = left.map(|n| n - 1);
                cutter.push(record, made);
                self.progress.read(input, records.bytes_read());
                if let Some(batch) = cutter.cut(self.shard_bytes) {
                    let ends = batch.shard_ends == ShardEnds::Here;
                    if made && batches.send(batch).is_err() {
                        return Fed::Stopped;
                    }
                    if ends {
                        sent += u64::from(made);
                        shard += 1;
                        made = self.makes(shard);
                    }
                }
            }
            self.progress.read(input, source.bytes.unwrap_or(records.bytes_read()));
            if self.division.shard_ends_after(input) {
                cutter.end = Position { input: input + 1, record: 0 };
                // One that was just closed needs no empty one after it.
                if !cutter.shard_is_empty() {
                    let batch = cutter.rest();
                    if made && batches.send(batch).is_err() {
                        return Fed::Stopped;
                    }
                    sent += u64::from(made);
                    shard += 1;
                    made = self.makes(shard);
                }
            }
        }
        if sent == 0 && batches.send(cutter.rest()).is_err() {
            return Fed::Stopped;
        }
        Fed::All
    }

    fn makes(&self, shard: u64) -> bool {
        self.division.makes(shard, self.shards_done)
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Where batches and shards end.
#[derive(Debug, Default)]
struct Cutter {
    records: Vec<Result<Record, Reject>>,
    bytes: u64,
    /// Bytes and records of the shard so far, this batch included.
    shard_bytes: u64,
    shard_records: u64,
    end: Position,
}

impl Cutter {
    /// Counts a record, and keeps it if its shard is made here.
    fn push(&mut self, record: Result<Record, Reject>, made: bool) {
        let bytes = match &record {
            Ok(record) => record.len() as u64,
            Err(_) => 0,
        };
        self.bytes += bytes;
        self.shard_bytes += bytes;
        self.shard_records += 1;
        self.end.record += 1;
        if made {
            self.records.push(record);
        }
    }

    /// The batch, if it is full.
    fn cut(&mut self, shard_bytes: u64) -> Option<Batch> {
        // A shard also ends after many tiny records: its tables must not grow without bound.
        const SHARD_RECORDS: u64 = 1 << 18;
        if self.shard_bytes >= shard_bytes || self.shard_records >= SHARD_RECORDS {
            self.shard_bytes = 0;
            self.shard_records = 0;
            return Some(self.batch(ShardEnds::Here));
        }
        (self.bytes >= BATCH_BYTES || self.records.len() >= BATCH_RECORDS).then(|| self.batch(ShardEnds::Later))
    }

    fn shard_is_empty(&self) -> bool {
        self.shard_records == 0
    }

    fn rest(&mut self) -> Batch {
        self.shard_bytes = 0;
        self.shard_records = 0;
        self.batch(ShardEnds::Here)
    }

    fn batch(&mut self, shard_ends: ShardEnds) -> Batch {
        let records = std::mem::take(&mut self.records);
        Batch { records, bytes: std::mem::take(&mut self.bytes), end: self.end, shard_ends }
    }
}
