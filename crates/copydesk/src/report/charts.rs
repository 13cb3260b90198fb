//! The report's drawings, as inline SVG that takes its colours from the page: bars, columns over days, ranges, and who is
//! in the news with whom.

use super::rows::written;
use crate::html::escaped;
use std::fmt::Write;

/// A bar for a table's cell, in percent of the longest.
pub(super) fn bar(share: f64) -> String {
    let width = (share * 1000.0).round() / 10.0;
    format!(
        "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"bar\" width=\"{width}\" height=\"10\"/></svg>"
    )
}

/// Columns over equal stretches of time.
pub(super) fn columns(counts: &[i64]) -> String {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let step = 100.0 / counts.len().max(1) as f64;
    let width = (step * 0.85).min(6.0);
    let mut path = String::new();
    for (i, n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
        let height = 10.0 * *n as f64 / most as f64;
        // Writing to a string cannot fail.
        let _ = write!(path, "M{:.1} 10v-{height:.1}h{width:.2}v{height:.1}z", i as f64 * step);
    }
    format!(
        "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path class=\"bar\" d=\"{path}\"/></svg>"
    )
}

/// What was reported on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reported {
    /// Days since 1970.
    pub(super) day: i32,
    pub(super) low: f64,
    pub(super) high: f64,
    /// The number reported most often.
    pub(super) mode: Option<f64>,
    /// Two of the reports cannot both hold.
    pub(super) conflict: bool,
}

/// From the lowest to the highest number, for a table's cell; tenfold is always the same distance.
pub(super) fn range(low: f64, high: f64, most: f64, conflict: bool) -> String {
    let at = |n: f64| 2.0 + 96.0 * (1.0 + n.max(0.0)).ln() / (1.0 + most.max(1.0)).ln();
    format!(
        "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path class=\"axis\" d=\"M0 5h100\"/>\
         <rect class=\"{}\" x=\"{:.1}\" y=\"2\" width=\"{:.1}\" height=\"6\"/></svg>",
        if conflict { "warn" } else { "bar" },
        at(low) - 1.0,
        at(high) - at(low) + 2.0
    )
}

/// The box of a chart over days: left, right, top and bottom of its plot.
const PLOT: [f64; 4] = [8.0, 312.0, 22.0, 104.0];

/// A series over days: a stroke from the lowest to the highest number of a day, a point on the most frequent one.
pub(super) fn series(days: &[Reported]) -> String {
    let [left, right, top, bottom] = PLOT;
    let (Some(first), Some(last)) = (days.first().map(|d| d.day), days.last().map(|d| d.day)) else {
        return String::new();
    };
    let most = days.iter().map(|d| d.high).fold(1.0, f64::max);
    let x = |day: i32| left + 8.0 + (right - left - 16.0) * f64::from(day - first) / f64::from((last - first).max(1));
    let y = |n: f64| bottom - (bottom - top) * n / most;
    let mut out = String::from("<svg viewBox=\"0 0 320 126\" role=\"img\">");
    let _ = write!(
        out,
        "<path class=\"axis\" d=\"M{left} {top}H{right}M{left} {bottom}H{right}\"/>\
         <text class=\"soft\" x=\"{left}\" y=\"{}\" font-size=\"11\">{}</text>\
         <text class=\"soft\" x=\"{left}\" y=\"{}\" font-size=\"11\">{}</text>\
         <text class=\"soft\" x=\"{right}\" y=\"{}\" font-size=\"11\" text-anchor=\"end\">{}</text>",
        top - 5.0,
        grouped(most),
        bottom + 16.0,
        written(first),
        bottom + 16.0,
        written(last)
    );
    let line: Vec<String> =
        days.iter().map(|d| format!("{:.1} {:.1}", x(d.day), y(d.mode.unwrap_or(d.high)))).collect();
    let _ = write!(out, "<path class=\"trend\" d=\"M{}\"/>", line.join("L"));
    for d in days {
        let class = if d.conflict { "range warn" } else { "range" };
        let told = if d.low < d.high { format!("{} to {}", grouped(d.low), grouped(d.high)) } else { grouped(d.high) };
        let _ = write!(
            out,
            "<g><title>{}: {told}</title><path class=\"{class}\" d=\"M{:.1} {:.1}V{:.1}\"/>",
            written(d.day),
            x(d.day),
            y(d.low),
            y(d.high)
        );
        let dot = if d.conflict { "warn" } else { "bar" };
        let at = y(d.mode.unwrap_or(d.high));
        let _ = write!(out, "<circle class=\"{dot}\" cx=\"{:.1}\" cy=\"{at:.1}\" r=\"3.5\"/></g>", x(d.day));
    }
    out + "</svg>"
}

/// A number with its thousands apart.
pub(super) fn grouped(n: f64) -> String {
    if (0.0..1e15).contains(&n) && n.fract() == 0.0 {
        indicatif::HumanCount(n as u64).to_string()
    } else {
        n.to_string()
    }
}

/// An edge of the graph: two positions in the list of names, and in how many articles both stand.
pub(super) type Edge = (usize, usize, i64);

/// Names below each other, joined by arcs where they share articles; the more, the thicker.
pub(super) fn arcs(names: &[String], edges: &[Edge]) -> String {
    const LINE: f64 = 24.0;
    const SPINE: f64 = 206.0;
    let most = edges.iter().map(|e| e.2).max().unwrap_or(1).max(1) as f64;
    let height = LINE * names.len() as f64;
    let y = |i: usize| LINE * (i as f64 + 0.5);
    let mut out =
        format!("<svg viewBox=\"0 0 400 {height}\" role=\"img\" aria-label=\"Who is in the news with whom\">");
    for (a, b, n) in edges {
        let (top, bottom) = (y(*a.min(b)), y(*a.max(b)));
        let share = *n as f64 / most;
        // Far names bulge further, but never out of the picture.
        let reach = SPINE + 2.0 * (20.0 + 76.0 * (bottom - top) / height.max(1.0));
        let _ = write!(
            out,
            "<path class=\"edge\" d=\"M{SPINE} {top}C{reach:.0} {top} {reach:.0} {bottom} {SPINE} {bottom}\" \
             stroke-width=\"{:.1}\" stroke-opacity=\"{:.2}\"><title>{} – {}: {n} articles</title></path>",
            1.0 + 5.0 * share,
            0.25 + 0.65 * share,
            escaped(&names[*a]),
            escaped(&names[*b])
        );
    }
    for (i, name) in names.iter().enumerate() {
        let _ = write!(
            out,
            "<circle class=\"bar\" cx=\"{SPINE}\" cy=\"{}\" r=\"4.5\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\" font-size=\"13\">{}</text>",
            y(i),
            SPINE - 11.0,
            y(i) + 4.5,
            escaped(&shortened(name))
        );
    }
    out + "</svg>"
}

/// As much of a name as there is room for.
fn shortened(name: &str) -> String {
    const ROOM: usize = 27;
    if name.chars().count() <= ROOM {
        return name.to_owned();
    }
    name.chars().take(ROOM - 1).collect::<String>().trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_without_anything_are_not_drawn() {
        assert_eq!(columns(&[0, 2, 0, 1]).matches('M').count(), 2);
    }

    #[test]
    fn a_contradiction_is_drawn_as_one() {
        let day = Reported { day: 19_800, low: 11.0, high: 17.0, mode: Some(17.0), conflict: false };
        let drawn = series(&[day, Reported { day: 19_801, conflict: true, ..day }]);
        assert_eq!(drawn.matches("range warn").count(), 1);
        assert!(drawn.contains("2024-03-18: 11 to 17"), "{drawn}");
    }

    #[test]
    fn long_names_end_in_an_ellipsis() {
        assert_eq!(shortened("Department of Homeland Security and more"), "Department of Homeland Sec…");
        assert_eq!(shortened("Ana Ruiz"), "Ana Ruiz");
    }
}
