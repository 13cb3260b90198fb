//! The report's drawings: bars, ranges over days, and who is in the news with whom, as inline SVG.

use crate::html::escaped;
use std::fmt::Write;

/// A bar for a table's cell, in percent of the longest.
pub(super) fn bar(share: f64) -> String {
    let width = (share * 1000.0).round() / 10.0;
    format!(
        "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"bar\" width=\"{width}\" height=\"10\"/></svg>"
    )
}

/// Columns over days, the first and last day named.
pub(super) fn days(counts: &[(String, i64)]) -> String {
    let most = counts.iter().map(|c| c.1).max().unwrap_or(0).max(1);
    let step = 100.0 / counts.len().max(1) as f64;
    let mut out = String::from("<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\">");
    for (i, (day, n)) in counts.iter().enumerate() {
        let height = 10.0 * *n as f64 / most as f64;
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "<rect class=\"bar\" x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{height:.2}\"><title>{}: {n}</title></rect>",
            i as f64 * step,
            10.0 - height,
            (step * 0.8).min(6.0),
            escaped(day)
        );
    }
    out + "</svg>"
}

/// An edge of the graph: two positions in the list of names, and in how many articles both stand.
pub(super) type Edge = (usize, usize, i64);

/// Names on a circle, joined where they share articles; the more, the thicker.
pub(super) fn circle(names: &[String], edges: &[Edge]) -> String {
    let most = edges.iter().map(|e| e.2).max().unwrap_or(1).max(1) as f64;
    let spot = |i: usize, radius: f64| {
        let angle = std::f64::consts::TAU * i as f64 / names.len().max(1) as f64;
        (330.0 + radius * angle.cos(), 240.0 + radius * angle.sin())
    };
    let mut out =
        String::from("<svg viewBox=\"0 0 660 480\" role=\"img\" aria-label=\"Who is in the news with whom\">");
    for (a, b, n) in edges {
        let ((x1, y1), (x2, y2)) = (spot(*a, 150.0), spot(*b, 150.0));
        let width = 1.0 + 5.0 * *n as f64 / most;
        let _ = write!(
            out,
            "<line class=\"edge\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke-width=\"{width:.1}\"/>"
        );
    }
    for (i, name) in names.iter().enumerate() {
        let ((x, y), (tx, ty)) = (spot(i, 150.0), spot(i, 164.0));
        let anchor = if tx < 320.0 {
            "end"
        } else if tx > 340.0 {
            "start"
        } else {
            "middle"
        };
        let short: String = name.chars().take(24).collect();
        let _ = write!(
            out,
            "<circle class=\"bar\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>\
             <text x=\"{tx:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" font-size=\"13\">{}</text>",
            ty + 4.0,
            escaped(&short)
        );
    }
    out + "</svg>"
}
