//! What a run is told: options first, then `copydesk.toml`, then defaults.

use crate::cli::RunArgs;
use crate::exit::UsageError;
use camino::{Utf8Path, Utf8PathBuf};
use copydesk_export::Format;
use copydesk_ingest::{FieldMap, Options, Repair};
use serde::Deserialize;
use std::num::NonZero;
use std::thread::available_parallelism;

/// Everything a run needs to know.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) inputs: Vec<String>,
    pub(crate) out: Utf8PathBuf,
    pub(crate) threads: usize,
    pub(crate) reading: Options,
    pub(crate) limit: Option<u64>,
    pub(crate) format: Format,
    pub(crate) shard_bytes: u64,
    pub(crate) aggregates: bool,
    pub(crate) overwrite: bool,
    pub(crate) quiet: bool,
}

/// The settings file: what people would otherwise type every time.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    threads: Option<usize>,
    format: Option<Format>,
    map: Option<String>,
    keep_language: Option<bool>,
    repair: Option<bool>,
    shard_mib: Option<u64>,
}

const DEFAULT_FILE: &str = "copydesk.toml";
const DEFAULT_SHARD_MIB: u64 = 64;

impl Settings {
    /// Puts options, settings file and defaults together.
    ///
    /// # Errors
    /// [`UsageError`] for a settings file that cannot be read or says something unknown.
    pub(crate) fn of(args: &RunArgs) -> anyhow::Result<Self> {
        let file = File::read(args.config.as_deref())?;
        let map = match (&args.map, &file.map) {
            (Some(map), _) => map.clone(),
            (None, Some(text)) => {
                text.parse::<FieldMap>().map_err(|e| UsageError(format!("map in {DEFAULT_FILE}: {e}")))?
            }
            (None, None) => FieldMap::default(),
        };
        let cores = available_parallelism().map_or(1, NonZero::get);
        let shard_mib = args.shard_mib.or(file.shard_mib).unwrap_or(DEFAULT_SHARD_MIB).max(1);
        Ok(Self {
            inputs: args.inputs.clone(),
            out: args.out.clone(),
            threads: args.threads.or(file.threads).unwrap_or(cores).max(1),
            reading: Options {
                map,
                keep_language: args.keep_language || file.keep_language.unwrap_or(false),
                repair: if args.repair || file.repair.unwrap_or(false) { Repair::Certain } else { Repair::Never },
                ..Options::default()
            },
            limit: args.limit,
            format: args.format.map(Into::into).or(file.format).unwrap_or_default(),
            shard_bytes: shard_mib.saturating_mul(1 << 20),
            aggregates: !args.no_aggregates,
            overwrite: args.overwrite,
            quiet: args.quiet,
        })
    }
}

impl File {
    fn read(named: Option<&Utf8Path>) -> Result<Self, UsageError> {
        let path = named.unwrap_or(Utf8Path::new(DEFAULT_FILE));
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(|e| UsageError(format!("failed to read {path}: {e}"))),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && named.is_none() => Ok(Self::default()),
            Err(e) => Err(UsageError(format!("failed to read {path}: {e}"))),
        }
    }
}
