//! What a run holds at its worst.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Peak memory of a command that succeeds, in KiB, looked at every few milliseconds.
///
/// # Panics
/// If it fails, or ends before it could be looked at.
pub fn peak(command: &mut Command) -> u64 {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait().expect("asked") {
            break ended;
        }
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let kib = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok());
        peak = kib.unwrap_or(peak);
        sleep(Duration::from_millis(5));
    };
    assert!(ended.success(), "{command:?}");
    assert!(peak > 0, "{command:?} was too short to be looked at");
    peak
}
