//! How long a thread has computed. Time on the wall would make the limit for a page depend on how busy the machine is,
//! and so the output of a run.

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The computing time of one thread; time on the wall where the system does not tell.
#[derive(Debug)]
pub(super) struct Clock {
    stat: Option<PathBuf>,
    begun: Instant,
}

/// The unit of the times in `/proc/<pid>/stat`, the same on all systems that have it.
const TICK: Duration = Duration::from_millis(10);

impl Clock {
    /// The clock of the thread that calls.
    pub(super) fn of_this_thread() -> Self {
        let stat =
            std::fs::read_link("/proc/thread-self").ok().map(|link| PathBuf::from("/proc").join(link).join("stat"));
        Self { stat: stat.filter(|stat| computed(stat).is_some()), begun: Instant::now() }
    }

    /// The time so far.
    pub(super) fn now(&self) -> Duration {
        self.stat.as_ref().and_then(computed).unwrap_or_else(|| self.begun.elapsed())
    }
}

/// Fields 14 and 15 of a stat file: ticks in the program and in the system for it. The name before may hold anything.
fn computed(stat: &PathBuf) -> Option<Duration> {
    let text = std::fs::read_to_string(stat).ok()?;
    let (_, fields) = text.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u32>().ok();
    Some(TICK * (ticks()? + ticks()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_sleeps_does_not_compute() {
        let clock = Clock::of_this_thread();
        let begun = clock.now();
        std::thread::sleep(Duration::from_millis(100));
        if clock.stat.is_some() {
            assert!(clock.now().saturating_sub(begun) < Duration::from_millis(50));
        }
    }
}
