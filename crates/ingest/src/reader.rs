//! From one raw record to one article, or to the reason why not.

use crate::{Article, Options, Reason, Record, Reject, Stage};

/// Turns records into articles; one a thread, since it keeps scratch space.
#[derive(Debug)]
pub struct Reader {
    options: Options,
}

impl Reader {
    /// A reader with these options.
    pub fn new(options: &Options) -> Self {
        Self { options: options.clone() }
    }

    /// The article in a record. A pure function of the record and the options, but for pages that run out of time.
    ///
    /// # Errors
    /// The reject that stands for the record.
    pub fn article(&self, record: Record) -> Result<Article, Reject> {
        let _ = &self.options;
        let n_bytes = i64::try_from(record.len()).ok();
        let detail = Some("not built yet".to_owned());
        Err(Reject { origin: record.origin, stage: Stage::Parse, reason: Reason::NoText, detail, url: None, n_bytes })
    }
}
