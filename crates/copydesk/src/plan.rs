//! Who a run is: its inputs as they are now, and every setting that can change a row.

use crate::exit::InputError;
use crate::settings::Settings;
use copydesk_export::{InputFile, RunIdentity};
use copydesk_ingest::{Repair, Source};
use std::collections::BTreeMap;

/// The identity of a run over `sources` with `settings`.
///
/// # Errors
/// If an input cannot be opened.
pub(crate) fn identity(settings: &Settings, sources: &[Source]) -> Result<RunIdentity, InputError> {
    let reading = &settings.reading;
    let config = BTreeMap::from([
        ("map".to_owned(), reading.map.to_string()),
        ("keep-language".to_owned(), reading.keep_language.to_string()),
        ("repair".to_owned(), (reading.repair == Repair::Certain).to_string()),
        ("limit".to_owned(), settings.limit.map_or_else(|| "none".to_owned(), |n| n.to_string())),
        ("shard-mib".to_owned(), (settings.shard_bytes >> 20).to_string()),
    ]);
    let inputs = sources
        .iter()
        .map(|s| match s.version() {
            Some(version) => {
                Ok(InputFile { name: s.name.to_string(), bytes: s.bytes, fingerprint: version.to_owned() })
            }
            None => InputFile::of(&s.name, s.path()).map_err(|e| InputError(format!("failed to open {}: {e}", s.name))),
        })
        .collect::<Result<_, _>>()?;
    let identity = RunIdentity::new(env!("CARGO_PKG_VERSION"), settings.format, config, inputs);
    Ok(RunIdentity { share: settings.share, ..identity })
}
