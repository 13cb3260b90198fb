//! Numbers over days, as a chart with axes: drawn by `plotters`, in the colours of the page.
//!
//! The library writes fixed colours. Each ink here stands for one of the page's, which takes its place once the chart is
//! drawn, so that it is right in the light and in the dark.

use super::charts::grouped;
use super::rows::written;
use plotters::prelude::*;

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

impl Reported {
    fn point(&self) -> f64 {
        self.mode.unwrap_or(self.high)
    }
}

const SOFT: RGBColor = RGBColor(1, 1, 1);
const LINE: RGBColor = RGBColor(2, 2, 2);
const BAR: RGBColor = RGBColor(3, 3, 3);
const WARN: RGBColor = RGBColor(4, 4, 4);

/// The inks, with the variables of the page's style sheet that take their place.
const INKS: [(RGBColor, &str); 4] = [(SOFT, "--soft"), (LINE, "--line"), (BAR, "--bar"), (WARN, "--warn")];

/// In pixels of the drawing, which is stretched to the width of its column.
const SIZE: (u32, u32) = (320, 150);

/// A stroke from the lowest to the highest number of each day and a point on the most frequent one, joined by a line; red
/// where reports contradict each other. Nothing for no days.
///
/// # Errors
///
/// Those of the library.
pub(super) fn series(days: &[Reported]) -> anyhow::Result<String> {
    let (Some(first), Some(last)) = (days.first().map(|d| d.day), days.last().map(|d| d.day)) else {
        return Ok(String::new());
    };
    let most = days.iter().map(|d| d.high).fold(1.0, f64::max);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin(8)
            .margin_right(36)
            .x_label_area_size(24)
            .y_label_area_size(46)
            .build_cartesian_2d(first - 1..last + 1, 0.0..most * 1.08)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(LINE)
            .axis_style(SOFT)
            .x_labels(4)
            .y_labels(4)
            .label_style(("sans-serif", 13).into_font().color(&SOFT))
            .x_label_formatter(&|day| written(*day))
            .y_label_formatter(&|n| grouped(*n))
            .draw()?;
        chart.draw_series(LineSeries::new(days.iter().map(|d| (d.day, d.point())), SOFT))?;
        chart.draw_series(days.iter().map(|d| {
            let ink = if d.conflict { WARN } else { BAR };
            ErrorBar::new_vertical(d.day, d.low, d.point(), d.high, ink.filled(), 7)
        }))?;
        area.present()?;
    }
    Ok(in_the_colours_of_the_page(svg))
}

fn in_the_colours_of_the_page(mut svg: String) -> String {
    for (RGBColor(r, g, b), variable) in INKS {
        for property in ["fill", "stroke"] {
            let fixed = format!("{property}=\"#{r:02X}{g:02X}{b:02X}\"");
            svg = svg.replace(&fixed, &format!("style=\"{property}:var({variable})\""));
        }
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Reported = Reported { day: 19_800, low: 11.0, high: 17.0, mode: Some(17.0), conflict: false };

    #[test]
    fn a_contradiction_is_drawn_as_one() {
        let red = |days: &[Reported]| series(days).expect("drawn").matches("var(--warn)").count();
        assert_eq!(red(&[DAY, Reported { day: 19_803, ..DAY }]), 0);
        assert!(red(&[DAY, Reported { day: 19_803, conflict: true, ..DAY }]) > 0);
    }

    #[test]
    fn days_are_written_and_no_colour_is_fixed() {
        let drawn = series(&[DAY, Reported { day: 19_803, high: 1_200.0, ..DAY }]).expect("drawn");
        assert!(drawn.contains("2024-03-") && drawn.contains("1,000"), "{drawn}");
        assert!(!drawn.contains("=\"#"), "{drawn}");
    }

    #[test]
    fn one_day_and_none_are_drawn_too() {
        assert!(series(&[DAY]).expect("drawn").contains("<circle"));
        assert_eq!(series(&[]).expect("nothing"), "");
    }
}
