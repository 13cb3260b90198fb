//! How far a run is: a bar where a terminal shows it, nothing elsewhere.

use crate::commands::tell;
use copydesk::Watch;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Counts what is done and draws it.
#[derive(Debug)]
pub(crate) struct Progress {
    quiet: bool,
    /// Drawn from when work begins.
    bar: OnceLock<ProgressBar>,
    articles: Arc<AtomicU64>,
}

impl Progress {
    /// Draws nothing, and says nothing, where `quiet` is set.
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet, bar: OnceLock::new(), articles: Arc::default() }
    }

    /// Clears the bar.
    pub(crate) fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }

    fn draw(&self, total: Option<u64>) -> ProgressBar {
        let hidden = self.quiet || !std::io::stderr().is_terminal();
        let known = total.is_some();
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(total, target);
        let template = if known {
            "{bar:32} {bytes}/{total_bytes}  {articles}  {left}"
        } else {
            "{spinner} {bytes}  {articles}  {elapsed}"
        };
        let shown = Arc::clone(&self.articles);
        let style = ProgressStyle::with_template(template)
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .with_key("articles", move |state: &ProgressState, out: &mut dyn Write| {
                let n = shown.load(Ordering::Relaxed);
                let seconds = state.elapsed().as_secs_f64().max(0.001);
                let _ = write!(out, "{n} articles, {:.0}/s", n as f64 / seconds);
            })
            .with_key("left", |state: &ProgressState, out: &mut dyn Write| {
                // The first moments promise nothing.
                if state.elapsed() > Duration::from_secs(3) && state.fraction() > 0.005 {
                    let left = state.elapsed().as_secs_f64() * (1.0 / f64::from(state.fraction()) - 1.0);
                    let _ = write!(out, "{} left", HumanDuration(Duration::from_secs_f64(left.max(0.0))));
                }
            });
        bar.set_style(style);
        if !hidden {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        bar
    }
}

impl Watch for Progress {
    fn begin(&self, bytes: Option<u64>, shards_done: usize) {
        if shards_done > 0 {
            tell(self.quiet, &format!("going on after {shards_done} finished shards\n"));
        }
        self.bar.get_or_init(|| self.draw(bytes));
    }

    fn read(&self, bytes: u64) {
        if let Some(bar) = self.bar.get() {
            bar.set_position(bytes);
        }
    }

    fn articles(&self, n: u64) {
        self.articles.fetch_add(n, Ordering::Relaxed);
    }
}
