//! Which shards there are, and which of them a process makes.
//!
//! Where shards end depends on the inputs alone. Successive inputs form a **stretch**: as many as together take up a
//! shard's size on disk, or one that is larger. A shard ends at a size of raw records, and where its stretch ends; so the
//! shards of a stretch can be told without reading the stretches before it.
//!
//! Processes that share a run take turns ([`Share::takes`]). Where there are at least as many stretches as processes they
//! take stretches, and none reads what another does. Where there are fewer (one large file), or a limit counts records from
//! the first, every process cuts all of the input into records, which is cheap, and makes of them only its own shards.

use copydesk_export::{Position, Share};
use copydesk_ingest::Source;

/// The shards of a run, and those made here.
#[derive(Debug)]
pub(crate) struct Division {
    /// The number of the stretch of each input.
    stretches: Vec<u64>,
    turns: Turns,
}

/// How processes take turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turns {
    /// There is only this one.
    None,
    Stretches(Share),
    Shards(Share),
}

/// From where a process that was stopped goes on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Resumed {
    pub(crate) position: Position,
    /// Shards and records before it, counted as [`Division::makes`] and a limit count them.
    pub(crate) shard: u64,
    pub(crate) records: u64,
}

impl Division {
    pub(crate) fn new(sources: &[Source], shard_bytes: u64, share: Option<Share>, limit: Option<u64>) -> Self {
        let sizes: Vec<u64> = sources.iter().map(|s| s.bytes.unwrap_or(0)).collect();
        Self::of_sizes(&sizes, shard_bytes, share, limit)
    }

    fn of_sizes(sizes: &[u64], shard_bytes: u64, share: Option<Share>, limit: Option<u64>) -> Self {
        let (mut stretch, mut bytes) = (0, 0);
        let stretches: Vec<u64> = sizes
            .iter()
            .map(|size| {
                if bytes >= shard_bytes {
                    stretch += 1;
                    bytes = 0;
                }
                bytes += size;
                stretch
            })
            .collect();
        let turns = match share {
            None => Turns::None,
            Some(share) if limit.is_none() && stretch + 1 >= u64::from(share.of()) => Turns::Stretches(share),
            Some(share) => Turns::Shards(share),
        };
        Self { stretches, turns }
    }

    /// Whether this input is read here.
    pub(crate) fn reads(&self, input: usize) -> bool {
        match (self.turns, self.stretches.get(input)) {
            (Turns::Stretches(share), Some(&stretch)) => share.takes(stretch),
            _ => true,
        }
    }

    /// Whether a shard ends after this input whatever its size: the last of a stretch.
    pub(crate) fn shard_ends_after(&self, input: usize) -> bool {
        self.stretches.get(input) != self.stretches.get(input + 1)
    }

    /// Whether a shard is made here, where `done` were made before. Shards are counted among those of the inputs that are
    /// read here.
    pub(crate) fn makes(&self, shard: u64, done: u64) -> bool {
        match self.turns {
            Turns::Shards(share) => share.takes(shard) && shard / u64::from(share.of()) >= done,
            Turns::None | Turns::Stretches(_) => true,
        }
    }

    /// Where to go on after so many finished shards with so many records, the last of which ended at `end`.
    pub(crate) fn resumed(&self, end: Position, shards: u64, records: u64) -> Resumed {
        match self.turns {
            // Others made shards in between: only reading from the start tells how many.
            Turns::Shards(_) => Resumed { position: Position::default(), shard: 0, records: 0 },
            Turns::None | Turns::Stretches(_) => Resumed { position: end, shard: shards, records },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARD: u64 = 100;

    fn share(text: &str) -> Share {
        text.parse().expect("a share")
    }

    fn read(sizes: &[u64], of: &str, limit: Option<u64>) -> Vec<usize> {
        let division = Division::of_sizes(sizes, SHARD, Some(share(of)), limit);
        (0..sizes.len()).filter(|&input| division.reads(input)).collect()
    }

    #[test]
    fn small_inputs_form_stretches_of_the_size_of_a_shard() {
        let division = Division::of_sizes(&[60, 60, 60, 300, 10, 10], SHARD, None, None);
        assert_eq!(division.stretches, [0, 0, 1, 1, 2, 2]);
        assert_eq!((0..6).filter(|&n| division.shard_ends_after(n)).collect::<Vec<_>>(), [1, 3, 5]);
    }

    #[test]
    fn a_process_reads_only_its_own_stretches_where_there_are_enough() {
        assert_eq!(read(&[100, 100, 100, 50, 60], "1/2", None), [0, 2]);
        assert_eq!(read(&[100, 100, 100, 50, 60], "2/2", None), [1, 3, 4]);
    }

    #[test]
    fn every_process_reads_one_large_file_and_makes_its_own_shards() {
        assert_eq!(read(&[1000], "3/3", None), [0]);
        assert_eq!(read(&[100, 100, 100], "3/3", Some(5)), [0, 1, 2]);
        let division = Division::of_sizes(&[1000], SHARD, Some(share("2/3")), None);
        assert_eq!((0..9).filter(|&n| division.makes(n, 0)).collect::<Vec<_>>(), [1, 4, 7]);
        assert_eq!((0..9).filter(|&n| division.makes(n, 1)).collect::<Vec<_>>(), [4, 7]);
    }
}
