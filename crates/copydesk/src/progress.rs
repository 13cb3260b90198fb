//! How far a run is: a bar where a terminal shows it, nothing elsewhere.

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts what is done and draws it.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    /// Bytes of the inputs before each input.
    before: Vec<u64>,
    articles: Arc<AtomicU64>,
}

impl Progress {
    /// For inputs of these sizes (`None`: unknown, as of standard input).
    pub(crate) fn new(sizes: &[Option<u64>], quiet: bool) -> Self {
        let mut total = 0;
        let before = sizes
            .iter()
            .map(|size| {
                let so_far = total;
                total += size.unwrap_or(0);
                so_far
            })
            .collect();
        let articles = Arc::new(AtomicU64::new(0));
        let hidden = quiet || !std::io::stderr().is_terminal();
        let known = sizes.iter().all(Option::is_some);
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(known.then_some(total), target);
        let template = if known {
            "{bar:32} {bytes}/{total_bytes}  {articles}  {left}"
        } else {
            "{spinner} {bytes}  {articles}  {elapsed}"
        };
        let shown = Arc::clone(&articles);
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
        Self { bar, before, articles }
    }

    /// So many bytes of an input are read.
    pub(crate) fn read(&self, input: usize, bytes: u64) {
        self.bar.set_position(self.before.get(input).copied().unwrap_or(0) + bytes);
    }

    /// So many more articles are done.
    pub(crate) fn articles(&self, n: u64) {
        self.articles.fetch_add(n, Ordering::Relaxed);
    }

    /// Clears the bar.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
