//! The small drawings in the report's tables (bars, columns over days, ranges), and who is in the news with whom, as inline
//! SVG that takes its colours from the page. What has axes is in [`super::series`].

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
    fn long_names_end_in_an_ellipsis() {
        assert_eq!(shortened("Department of Homeland Security and more"), "Department of Homeland Sec…");
        assert_eq!(shortened("Ana Ruiz"), "Ana Ruiz");
    }
}
