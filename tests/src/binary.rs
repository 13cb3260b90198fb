//! Where the program under test lies, and that it is the one of these sources.
//!
//! Cargo names a package's binaries to that package's own tests alone; these tests stand in a package of their
//! own, so the binary is found beside them in the target directory and built where it is missing or stale.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::SystemTime;

/// A command that starts the `copydesk` of these sources, with the workspace root as its working directory.
///
/// The first call in a process builds the program if it is missing or older than its sources; a fresh one is
/// used as it is. Settings of the user at the keyboard (`COPYDESK_LOG`, colour) do not reach it.
///
/// # Panics
/// If the program cannot be built: there is nothing to test then.
pub fn copydesk() -> Command {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let mut command = Command::new(BINARY.get_or_init(fresh_binary));
    command.current_dir(root()).env_remove("COPYDESK_LOG").env("NO_COLOR", "1");
    command
}

/// Runs to the end and holds that all went well.
#[track_caller]
pub fn succeed(command: &mut Command) -> Output {
    let output = command.output().expect("started");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Runs to the end and holds that it failed as it should: with this code, saying that.
#[track_caller]
pub fn fail(command: &mut Command, code: i32, saying: &str) {
    let output = command.output().expect("started");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{command:?}: {said}");
    assert!(said.contains(saying), "{said:?} does not say {saying:?}");
}

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the workspace")
}

fn fresh_binary() -> PathBuf {
    let directory = profile_directory();
    let binary = directory.join(format!("copydesk{}", env::consts::EXE_SUFFIX));
    if is_stale(&binary) {
        build(&directory);
    }
    binary
}

/// `target/release` of `target/release/deps/golden-0123456789abcdef`.
fn profile_directory() -> PathBuf {
    let test = env::current_exe().expect("a running test has a path");
    test.ancestors().nth(2).expect("tests lie in target/PROFILE/deps").to_owned()
}

fn is_stale(binary: &Path) -> bool {
    let Ok(built) = modified(binary) else { return true };
    let sources = [root().join("Cargo.lock"), root().join("Cargo.toml"), root().join("crates")];
    sources.iter().any(|s| newest(s).is_ok_and(|changed| changed > built))
}

fn build(directory: &Path) {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root()).args(["build", "--package", "copydesk"]);
    if directory.file_name().is_some_and(|profile| profile == "release") {
        cargo.arg("--release");
    }
    if let Some(target) = directory.parent() {
        cargo.arg("--target-dir").arg(target);
    }
    let built = cargo.status().expect("cargo can be started");
    assert!(built.success(), "{cargo:?} failed");
}

/// When the file, or the last changed file under the directory, was changed.
fn newest(path: &Path) -> io::Result<SystemTime> {
    if !path.is_dir() {
        return modified(path);
    }
    let mut last = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(path)? {
        last = last.max(newest(&entry?.path())?);
    }
    Ok(last)
}

fn modified(path: &Path) -> io::Result<SystemTime> {
    path.metadata()?.modified()
}
