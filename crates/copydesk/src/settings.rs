//! What a run is told: what was asked first, then the settings file, then defaults.

use crate::exit::UsageError;
use camino::{Utf8Path, Utf8PathBuf};
use copydesk_export::{Format, Share};
use copydesk_ingest::{FieldMap, Options, Repair};
use serde::Deserialize;
use std::num::NonZero;
use std::thread::available_parallelism;

/// What a run is asked to do; what is not said has its default.
#[expect(clippy::struct_excessive_bools, reason = "the switches of a command line and of a function in Python")]
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files, directories, globs or `-`.
    pub inputs: Vec<String>,
    /// Where the tables go.
    pub out: Utf8PathBuf,
    /// Threads that extract; all cores.
    pub threads: Option<usize>,
    /// Which field holds what.
    pub map: Option<FieldMap>,
    /// Stop after so many records.
    pub limit: Option<u64>,
    /// Keep articles that are not in English.
    pub keep_language: bool,
    /// Undo certain damage in plain text and fields.
    pub repair: bool,
    /// Leave out the tables of the whole corpus. Those of a share are always left out.
    pub no_aggregates: bool,
    /// Remove the run that is there.
    pub overwrite: bool,
    /// Form of the tables; Parquet.
    pub format: Option<Format>,
    /// MiB of raw records in a shard.
    pub shard_mib: Option<u64>,
    /// Which share of the run to do; all of it.
    pub share: Option<Share>,
    /// A settings file.
    pub config: Option<Utf8PathBuf>,
}

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
    pub(crate) share: Option<Share>,
    pub(crate) aggregates: bool,
    pub(crate) overwrite: bool,
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

const DEFAULT_SHARD_MIB: u64 = 64;

impl Settings {
    /// Puts request, settings file and defaults together.
    ///
    /// # Errors
    /// [`UsageError`] for a settings file that cannot be read or says something unknown.
    pub(crate) fn of(request: &Request) -> Result<Self, UsageError> {
        let file = request.config.as_deref().map_or_else(|| Ok(File::default()), File::read)?;
        let map = match (&request.map, &file.map) {
            (Some(map), _) => map.clone(),
            (None, Some(text)) => text.parse::<FieldMap>().map_err(|e| {
                let path = request.config.as_deref().unwrap_or(Utf8Path::new("the settings file"));
                UsageError(format!("map in {path}: {e}"))
            })?,
            (None, None) => FieldMap::default(),
        };
        let cores = available_parallelism().map_or(1, NonZero::get);
        let shard_mib = request.shard_mib.or(file.shard_mib).unwrap_or(DEFAULT_SHARD_MIB).max(1);
        Ok(Self {
            inputs: request.inputs.clone(),
            out: request.out.clone(),
            threads: request.threads.or(file.threads).unwrap_or(cores).max(1),
            reading: Options {
                map,
                keep_language: request.keep_language || file.keep_language.unwrap_or(false),
                repair: if request.repair || file.repair.unwrap_or(false) { Repair::Certain } else { Repair::Never },
                ..Options::default()
            },
            limit: request.limit,
            format: request.format.or(file.format).unwrap_or_default(),
            shard_bytes: shard_mib.saturating_mul(1 << 20),
            share: request.share,
            aggregates: !request.no_aggregates && request.share.is_none(),
            overwrite: request.overwrite,
        })
    }
}

impl File {
    fn read(path: &Utf8Path) -> Result<Self, UsageError> {
        let failed = |e: &dyn std::fmt::Display| UsageError(format!("failed to read {path}: {e}"));
        let text = std::fs::read_to_string(path).map_err(|e| failed(&e))?;
        toml::from_str(&text).map_err(|e| failed(&e))
    }
}
