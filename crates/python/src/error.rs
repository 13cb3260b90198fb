//! Errors as exceptions, with the sentences of the command line.

use copydesk::Exit;
use pyo3::prelude::*;

/// The exception for an error: the class says what the command's exit code says.
pub(crate) fn exception(py: Python<'_>, error: &anyhow::Error) -> PyErr {
    let class = match Exit::of(error) {
        Exit::Usage => "UsageError",
        Exit::Input => "InputError",
        Exit::Output => "OutputError",
        Exit::Refused => "RefusedError",
        Exit::Damaged => "DamagedError",
        Exit::Done | Exit::Bug | Exit::Interrupted => "Error",
    };
    let made = py
        .import("copydesk.errors")
        .and_then(|errors| errors.getattr(class))
        .and_then(|class| class.call1((format!("{error:#}"),)));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// An option with a value that it cannot have.
pub(crate) fn usage(py: Python<'_>, what: impl std::fmt::Display) -> PyErr {
    exception(py, &copydesk::UsageError(what.to_string()).into())
}
