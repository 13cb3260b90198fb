//! What can be asked, and the words for it.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use copydesk::EXIT_CODES;
use copydesk_export::{Format, Share};
use copydesk_ingest::FieldMap;

/// Quotes, entities and figures from large news corpora, as Parquet tables.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, propagate_version = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read articles, extract, write a run directory of tables
    Run(RunArgs),
    /// Show one article with its quotes, entities and figures marked
    Inspect(InspectArgs),
    /// Make one web page of a finished run
    Report(ReportArgs),
    /// Measure quotes, entities and figures against annotated articles
    Eval(EvalArgs),
    /// Print the documentation of the tables
    Schema(SchemaArgs),
    /// Make the tables of the whole corpus of a finished run: copies, utterances, speakers, who with whom
    Aggregate(AggregateArgs),
    /// Unite the shares of a run (run --shard) in one directory
    Merge(MergeArgs),
    /// Compare the files of a finished run with its manifest
    Verify(VerifyArgs),
    /// Print a shell's completions
    Completions(CompletionsArgs),
    /// Write the manual pages
    #[command(hide = true)]
    Man(ManArgs),
}

const RUN_EXAMPLES: &str = "\
Examples:
  copydesk run articles/ --out tables
  copydesk run 'crawl/*.warc.gz' --out tables --threads 8
  copydesk run dump.csv.zst --map text=story,title=hed,date=day --out tables
  zcat dump.jsonl.gz | copydesk run - --out tables --limit 1000
  copydesk run articles/ --out lines --format jsonl
  copydesk run crawl/ --out shares/3 --shard 3/16     # one of 16 jobs; then copydesk merge

A run that was stopped goes on where it stopped when the same command is given again.
What you set every time can stand in copydesk.toml (threads, format, map, keep-language, repair, shard-mib).";

/// `copydesk run`
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are bools")]
#[derive(Debug, Args)]
#[command(after_help = RUN_EXAMPLES)]
pub(crate) struct RunArgs {
    /// Files, directories, globs or - (standard input): text, HTML, JSONL, JSON, CSV, TSV, Parquet, WARC, RSS, Atom,
    /// plain or .gz .zst .xz .bz2; also s3://, gs://, https:// where built with the feature remote
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// Directory for the tables; made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Utf8PathBuf,
    /// Threads that extract [default: all cores]; changes no byte of the output
    #[arg(short, long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Which field holds what in JSON, CSV and Parquet: text=body,title=hed (else the usual names)
    #[arg(long, value_name = "FIELD=NAME,…")]
    pub(crate) map: Option<FieldMap>,
    /// Stop after this many records
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,
    /// Keep articles that are not in English
    #[arg(long)]
    pub(crate) keep_language: bool,
    /// Undo damage in plain text and fields where it is certain: &amp;nbsp;, â€™, lines broken at a width, lost
    /// paragraphs; the repaired text is then the one that offsets point into
    #[arg(long)]
    pub(crate) repair: bool,
    /// Write the tables of articles only, none of the whole corpus (`copydesk aggregate` makes them later)
    #[arg(long)]
    pub(crate) no_aggregates: bool,
    /// Remove the run that is there
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Form of the tables [default: parquet]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<FormatArg>,
    /// MiB of raw records in a shard, the unit of resuming [default: 64]
    #[arg(long, value_name = "MIB")]
    pub(crate) shard_mib: Option<u64>,
    /// Do share I of N only, as one of N processes on as many machines; copydesk merge unites them
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<Share>,
    /// Settings file [default: copydesk.toml here, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<Utf8PathBuf>,
    /// No progress bar and no summary
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FormatArg {
    /// For DuckDB, Polars, pandas, Spark
    Parquet,
    /// For reading and grep
    Jsonl,
}

impl From<FormatArg> for Format {
    fn from(arg: FormatArg) -> Self {
        match arg {
            FormatArg::Parquet => Self::Parquet,
            FormatArg::Jsonl => Self::Jsonl,
        }
    }
}

const INSPECT_EXAMPLES: &str = "\
Examples:
  copydesk inspect article.txt
  copydesk inspect dump.jsonl.gz --record 41 --why
  copydesk inspect article.txt --html > article.html
  copydesk inspect article.txt --json | jq '.quotes[].speaker.name'
  curl -s https://example.org/news/1 | copydesk inspect -";

/// `copydesk inspect`
#[derive(Debug, Args)]
#[command(after_help = INSPECT_EXAMPLES)]
pub(crate) struct InspectArgs {
    /// A file in any format that `run` reads, or - (standard input)
    #[arg(value_name = "FILE")]
    pub(crate) input: String,
    /// Which record of the file, from 0 [default: the first that is an article]
    #[arg(long, value_name = "N")]
    pub(crate) record: Option<i64>,
    /// Which field holds what in JSON, CSV and Parquet
    #[arg(long, value_name = "FIELD=NAME,…")]
    pub(crate) map: Option<FieldMap>,
    /// Tell for each row which rule or model found it, how sure it is, and who else was in question
    #[arg(long)]
    pub(crate) why: bool,
    /// Everything as JSON, with offsets in code points and bytes
    #[arg(long, conflicts_with = "html")]
    pub(crate) json: bool,
    /// A web page that needs no network
    #[arg(long)]
    pub(crate) html: bool,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  copydesk run articles/ --out tables
  copydesk report tables --out report.html

The page needs no network and no JavaScript.";

/// `copydesk report`
#[derive(Debug, Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub(crate) struct ReportArgs {
    /// Directory of a finished run, with the tables across articles
    #[arg(value_name = "DIR")]
    pub(crate) dir: Utf8PathBuf,
    /// File for the page, or - (standard output); replaced if it is there
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    pub(crate) out: Utf8PathBuf,
}

const EVAL_EXAMPLES: &str = "\
Examples:
  copydesk eval gold.jsonl
  copydesk eval gold.jsonl --errors 20
  copydesk eval gold.jsonl --json | jq .quotes.all.with_speaker

A line of the file is one article: {\"id\": …, \"text\": …, \"quotes\": […], \"entities\": […], \"figures\": […]}; a layer that
was not annotated is left out. Offsets count code points of the text. docs/eval.md tells every field and how it is counted.";

/// `copydesk eval`
#[derive(Debug, Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub(crate) struct EvalArgs {
    /// Annotated articles, one JSON object a line
    #[arg(value_name = "GOLD.jsonl")]
    pub(crate) gold: Utf8PathBuf,
    /// The same as JSON, with rates between 0 and 1
    #[arg(long)]
    pub(crate) json: bool,
    /// Show the first N missing, false and differing rows of each layer
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) errors: usize,
}

/// `copydesk schema`
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// One table only
    #[arg(value_name = "TABLE")]
    pub(crate) table: Option<String>,
}

/// `copydesk aggregate`
#[derive(Debug, Args)]
pub(crate) struct AggregateArgs {
    /// Directory of a finished run
    #[arg(value_name = "DIR")]
    pub(crate) dir: Utf8PathBuf,
    /// No summary
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

const MERGE_EXAMPLES: &str = "\
Examples:
  for i in 1 2 3; do copydesk run crawl/ --out shares/$i --shard $i/3; done
  copydesk merge shares/* --out tables

The tables, the manifest and the views are those of `copydesk run crawl/ --out tables`, byte for byte. Files are linked
where the file system can, else copied; the shares can be removed afterwards.";

/// `copydesk merge`
#[derive(Debug, Args)]
#[command(after_help = MERGE_EXAMPLES)]
pub(crate) struct MergeArgs {
    /// The directories of all shares of one run, in any order
    #[arg(required = true, value_name = "DIR")]
    pub(crate) dirs: Vec<Utf8PathBuf>,
    /// Directory for the whole run; made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Utf8PathBuf,
    /// Write no tables of the whole corpus (`copydesk aggregate` makes them later)
    #[arg(long)]
    pub(crate) no_aggregates: bool,
    /// Remove the run that is there
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// No summary
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// `copydesk verify`
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Directory of a finished run
    #[arg(value_name = "DIR")]
    pub(crate) dir: Utf8PathBuf,
}

/// `copydesk completions`
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// `copydesk man`
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Directory for the pages; made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Utf8PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
