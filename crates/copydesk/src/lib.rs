//! `copydesk run` as a function: for the command line, and for the wheel.
//!
//! [`run`] does what the command does and says how far it is to a [`Watch`]; [`Exit::of`] says what an error means.

mod division;
mod exit;
mod feed;
mod job;
mod pipeline;
mod plan;
mod settings;
mod watch;

pub use exit::{Exit, HELP as EXIT_CODES, InputError, RefusedError, UsageError};
pub use job::{Before, Done, aggregate, merge, run};
pub use pipeline::Articles;
pub use settings::Request;
pub use watch::Watch;
