//! How those who started a run hear how far it is.

use copydesk_ingest::Source;

/// Hears how far a run is; called from several threads, often, so that it should only take note.
pub trait Watch: Sync {
    /// Work begins: so many bytes of input are to be read (`None`: unknown, as of standard input), and so many shards are
    /// done from before.
    fn begin(&self, bytes: Option<u64>, shards_done: usize);
    /// So many bytes of the inputs are read, as they lie on disk.
    fn read(&self, bytes: u64);
    /// So many more articles are done.
    fn articles(&self, n: u64);
}

/// Adds up what is read of each input.
pub(crate) struct Progress<'w> {
    watch: &'w dyn Watch,
    /// Bytes of the inputs before each input.
    before: Vec<u64>,
    total: Option<u64>,
}

impl std::fmt::Debug for Progress<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Progress").field("total", &self.total).finish_non_exhaustive()
    }
}

impl<'w> Progress<'w> {
    /// Over the inputs that `reads` says are read.
    pub(crate) fn new(sources: &[Source], reads: impl Fn(usize) -> bool, watch: &'w dyn Watch) -> Self {
        let mut total = Some(0);
        let mut before = Vec::new();
        for (input, source) in sources.iter().enumerate() {
            before.push(total.unwrap_or(0));
            if reads(input) {
                total = total.zip(source.bytes).map(|(sum, bytes)| sum + bytes);
            }
        }
        Self { watch, before, total }
    }

    pub(crate) fn begin(&self, shards_done: usize) {
        self.watch.begin(self.total, shards_done);
    }

    pub(crate) fn read(&self, input: usize, bytes: u64) {
        self.watch.read(self.before.get(input).copied().unwrap_or(0) + bytes);
    }

    pub(crate) fn articles(&self, n: u64) {
        self.watch.articles(n);
    }
}
