//! Golden cases: one sentence, and the same sentence with every figure in brackets.
//!
//! `[words|category value unit of counted; notes]`: a value is `12`, `>=12`, `>12`, `<=12`, `<12`, `~12`,
//! `nearly 12`, `up to 12`, `10..15`, or `12..120?` where the text is vague.

use super::{Figure, Modifier};
use crate::{Document, Extractor, Scratch, Zone};
use std::fmt::Write;
use std::sync::LazyLock;

/// Loaded once: the model is large.
pub(super) static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

/// Asserts that the marked sentence is what its plain form gives. A bracket with "|" is a figure.
pub(super) fn check(expected: &str) {
    let (mut plain, mut rest) = (String::new(), expected);
    while let Some(open) = rest.find('[') {
        plain.push_str(&rest[..open]);
        let (inside, after) = rest[open + 1..].split_once(']').unwrap_or((&rest[open + 1..], ""));
        plain.push_str(inside.split_once('|').map_or(inside, |(words, _)| words));
        rest = after;
    }
    plain.push_str(rest);
    assert_eq!(marked(&plain), expected);
}

/// The sentence with its figures in brackets.
fn marked(text: &str) -> String {
    let figures = EXTRACTOR.extract(Document { title: None, body: text }, &mut Scratch::default()).figures;
    let (mut out, mut at) = (String::new(), 0);
    for figure in figures.iter().filter(|f| f.place.zone == Zone::Body) {
        let span = figure.place.span;
        out.push_str(&text[at..span.start as usize]);
        let _ = write!(out, "[{}|{}]", span.of(text), told(figure));
        at = span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}

fn told(f: &Figure) -> String {
    let number = match (f.value, f.low, f.high) {
        (None, Some(low), Some(high)) if f.modifier == Modifier::Vague => format!("{low}..{high}?"),
        (None, Some(low), Some(high)) => format!("{low}..{high}"),
        (Some(value), ..) => {
            let value = (value * 1000.0).round() / 1000.0;
            match f.modifier {
                Modifier::AtLeast => format!(">={value}"),
                Modifier::MoreThan => format!(">{value}"),
                Modifier::AtMost => format!("<={value}"),
                Modifier::LessThan => format!("<{value}"),
                Modifier::About => format!("~{value}"),
                Modifier::Nearly => format!("nearly {value}"),
                Modifier::UpTo => format!("up to {value}"),
                _ => format!("{value}"),
            }
        }
        _ => "?".to_owned(),
    };
    let mut told = format!("{} {number}", f.category);
    let counts = f.unit.as_deref() == f.counted.as_deref()
        || f.kind == super::FigureKind::Count
            && f.unit.as_deref().is_some_and(|u| !u.contains(" per ") && !u.starts_with("per "));
    if let Some(unit) = f.unit.as_deref().filter(|_| !counts) {
        let _ = write!(told, " {unit}");
    }
    if let Some(counted) = &f.counted {
        let _ = write!(told, " of {counted}");
    }
    if let (Some(from), Some(to)) = (f.change_from, f.change_to) {
        let _ = write!(told, "; {from} -> {to}");
    } else if f.change != super::Change::None {
        let _ = write!(told, "; {}", f.change.as_str());
    }
    if f.certainty != super::Certainty::Asserted {
        let _ = write!(told, "; {}", f.certainty.as_str());
    }
    if f.negated {
        told.push_str("; negated");
    }
    if f.rule == "part" {
        told.push_str("; part");
    }
    if let Some(source) = &f.source {
        let _ = write!(told, "; says {source}");
    }
    told
}

#[test]
fn numbers_in_digits_and_words() {
    check(
        "[Forty-two houses|count 42 of houses] and [three hundred and sixty barns|count 360 of barns] burned in the valley.",
    );
    check(
        "[Half a million people|casualty.displaced 500000 of people] fled, and [a dozen villages|count 12 of villages] are empty.",
    );
    check("[About 1.5m people|count ~1500000 of people] voted, and a [100m|distance 100 metre of race] race was run.");
    check(
        "The city spent [$2.3bn|money 2300000000 USD of port] on the port and [US$40 million|money 40000000 USD of city] on buses.",
    );
    check(
        "A fine of [RM250,000|money 250000 MYR of fine] was paid, and a deposit of [€1.200,50|money 1200.5 EUR of deposit] was lost.",
    );
    check(
        "The scheme will cost [Rs 5 crore|money 50000000 INR of scheme; projected] and reach [12,34,567 homes|count 1234567 of homes; projected] in India.",
    );
    check("[Some 816 000 tonnes|measure ~816000 metric ton of wheat] of wheat were shipped.");
    check("She waited [two and a half hours|duration 2.5 hour].");
    check("It sold [3½ million copies|count 3500000 of copies].");
}

#[test]
fn money() {
    check("The fare rose by [26 cents|money 0.26 USD of fare; increase] to [£4.10|money 4.1 GBP of fare].");
    check("Shares in the mill closed at [71p|money 0.71 GBP of Shares].");
    check(
        "New Zealand has offered [$5 million|money 5000000 NZD of New Zealand], and Wellington growers want [NZ$9 million|money 9000000 NZD of Wellington growers].",
    );
    check("The bank of Nigeria lent [N350m|money 350000000 NGN of bridge] for the bridge.");
    check("Farmers were paid [12 million Australian dollars|money 12000000 AUD of Farmers].");
}

#[test]
fn percent_and_points() {
    check(
        "Turnout fell by [two percentage points|percentage_change 2 percentage point of Turnout; decrease] to [61 per cent|percent 61 percent of Turnout].",
    );
    check("The bank raised rates by [25 basis points|percentage_change 25 basis point of rates; increase].");
    check("Prices rose [3.5 pct|percentage_change 3.5 percent of Prices; increase] in June.");
}

#[test]
fn ratios_scores_votes_and_ranks() {
    check("[Two-thirds|ratio 0.667 of voters] of voters and [a fifth|ratio 0.2 of councils] of the councils agreed.");
    check("[Three in five|ratio 0.6 of drivers] drivers pay, and [one in 20|ratio 0.05 of drivers] never will.");
    check("[Nine out of ten|ratio 0.9 of wells] wells are dry.");
    check("Rovers beat Albion [3-1|score 3 of Rovers] on Saturday.");
    check("The motion passed by [52-48|vote 52 of motion] in the upper house.");
    check("The council voted by [27 to 19|vote 27 of council] to close the pool.");
    check(
        "The club is ranked [38th|rank 38 of club] in the world and owns the [third-largest stadium|rank 3 of stadium].",
    );
    check(
        "The haul was [three times|ratio 3 of yearly average] the yearly average, [twice|ratio 2 of record] the record.",
    );
    check("Output grew [sixfold|ratio 6 of Output; increase].");
    check("Odds of [5 to 2|ratio 2.5 of Odds] were given, and the ratio was [3:1|ratio 3 of ratio].");
}

#[test]
fn ages() {
    check(
        "Lena Okoro, [44|age 44 year of age of Lena Okoro], a welder, has a [7-year-old|age 7 year of age of son] son.",
    );
    check(
        "Children [aged 5 to 12|age 5..12 year of age of Children] may enter; nobody [under the age of 21|age <21 year of age] may drink.",
    );
}

#[test]
fn durations_and_measures() {
    check(
        "The strike lasted [three days|duration 3 day of strike] and the last run took [three hours and 21 minutes|duration 201 minute of last run].",
    );
    check(
        "Winds of [120 km/h|measure 120 kilometre per hour of Winds] tore a [10-mile|distance 10 mile of strip] strip; it was [40C|measure 40 celsius] in the shade and [minus 12 degrees Celsius|measure -12 celsius] at night.",
    );
    check(
        "The farm covers [800 hectares|measure 800 hectare of farm], or [8 square kilometres|measure 8 square kilometre of farm].",
    );
    check("It has been closed for [nearly a decade|duration nearly 1 decade].");
}

#[test]
fn rates() {
    check("Oil rose to [$40 a barrel|money 40 dollar per barrel of Oil; increase].");
    check(
        "The clinic treats [15 patients a day|count 15 patient per day of patients] and the refinery made [3 million barrels a day|measure 3000000 barrel per day of refinery].",
    );
    check("Deaths run at [12 per 100,000 people|count 12 death per 100000 people of Deaths].");
    check("We see [15 a year|count 15 per year]. Murders run at [15 a year|count 15 murder per year of Murders].");
}

#[test]
fn ranges() {
    check("[Between 15 and 20 trucks|count 15..20 of trucks] and [10-15 vans|count 10..15 of vans] were lost.");
    check("It will cost [$10 to $15 million|money 10000000..15000000 USD; projected].");
    check("Growth of [5–7%|percentage_change 5..7 percent of Growth; increase] is likely.");
    check("[Four to six weeks|duration 4..6 week] may pass.");
}

#[test]
fn changes_are_no_ranges() {
    check(
        "Unemployment fell from [6.1%|percent 6.1 percent of Unemployment] to [5.8%|percent 5.8 percent of Unemployment; 6.1 -> 5.8].",
    );
    check(
        "Sales rose [5%|percentage_change 5 percent of Sales; increase] to [$10 million|money 10000000 USD of Sales].",
    );
    check("The toll rose to [57|casualty.killed 57 of people; 50 -> 57] from [50|casualty.killed 50 of people].");
    check(
        "Support stands at [44%|percent 44 percent of Support; 67 -> 44], down from [67%|percent 67 percent of Support] a year ago.",
    );
}

#[test]
fn modifiers() {
    check(
        "[At least 12 people|count >=12 of people], [more than 40 sheep|count >40 of sheep] and [nearly 300 hens|count nearly 300 of hens] drowned.",
    );
    check(
        "[Up to 50 migrants|count up to 50 of migrants] and [no fewer than nine guards|count >=9 of guards] are ill.",
    );
    check("The quake broke [200 or more windows|count >=200 of windows].");
    check(
        "[Dozens of homes|count 12..120? of homes] and [hundreds of thousands of trees|count 100000..1000000? of trees] are gone.",
    );
    check("The men were fined [$500|money 500 USD of men] each.");
}

#[test]
fn sources() {
    check("The mayor said that [40 roads|count 40 of roads; says mayor] were closed.");
    check("[About 300 shops|count ~300 of shops; says fire service] burned, according to the fire service.");
}

#[test]
fn more_company() {
    check(
        "A [20-year-old|age 20 year of age] was fined [£80|money 80 GBP] and a [6 point|measure 6 point of lead] lead was lost.",
    );
    check("The tower is [185 metres|distance 185 metre of tower] high and [30 ft|distance 30 foot of tower] wide.");
    check("[Two brothers|count 2 of brothers], both of them bakers, baked [300 loaves|count 300 of loaves].");
    check(
        "The index closed at [9,412.5|measure 9412.5 point of index], down [84 points|measure 84 point of index; decrease].",
    );
    check("The Lions won [16-13|score 16 of Lions], and the Jets ([8-6|score 8 of Lions]) lost.");
    check("The port handled [600,000 containers|count 600000 of containers], a fifth more than in May.");
    check(
        "Of the [60 pupils|count 60 of pupils], [17|count 17 of girls] of them girls, [40|count 40 of pupils] passed.",
    );
    check("[Two F-16s|count 2 of F-16s] were sent with [40 crew|count 40 of crew].");
}

#[test]
fn numbers_that_are_no_figures() {
    check("The vote was held on March 4, 2019.");
    check("He was elected in 1998 and left on 15 May.");
    check("Crime fell in the 1990s.");
    check("The 2019-20 season was cut short.");
    check("The blast came at 7:30 p.m. and again at 2.15pm.");
    check("The 0900 GMT bulletin was late; she arrived at 10 o'clock.");
    check("Call 020 7946 0958 or 202-555-0134 for details.");
    check("Flight 302 left from gate 14.");
    check("A Boeing 737 landed beside an A380.");
    check("COVID-19 and H5N1 are on the list.");
    check("The 5G network was shown at the G8 meeting and the G20.");
    check("Under Section 230 of the act and Article 5, sites are safe.");
    check("He lives at 10 Downing Street.");
    check("The S&P 500 and the Nikkei 225 were flat.");
    check("She is one of the best players, and no one doubts it.");
    check("One of them laughed at the other one.");
    check("It was the third attack on the base, and the first half was dull.");
    check("The 22nd amendment bars it.");
    check("The airline flies the 787, the army the C-17.");
    check("H.R. 4939 passed.");
    check("Windows 10 and version 10.4 ship on the iPhone 4.");
    check("The attacks of 9/11 changed it.");
    check("It rained on 31.12.2009 and 2009-05-01.");
}

#[test]
fn quantities_that_lend_to_each_other() {
    check("It has a [7|distance 7 inch of screen]- or [8-inch|distance 8 inch of screen] screen.");
    check("The plant filled [two million|count 2000000 of bottles] [250ml|measure 250 millilitre of bottles] bottles.");
    check(
        "The index lost [62 points|measure 62 point of index; decrease], or [2.1%|percent 2.1 percent of index], to [7,425|measure 7425 point of index].",
    );
    check(
        "Oil rose to [$6|money 6 dollar per barrel of Oil; increase] ([£4|money 4 pound sterling per barrel of Oil]) a barrel.",
    );
    check(
        "Growth will slow from [5 to 7 per cent|percent 5..7 percent of Growth; projected] to [3 to 5 per cent|percent 3..5 percent of Growth; projected].",
    );
}

#[test]
fn ages_without_years() {
    check("A boy of [six|age 6 year of age of boy] slept. She turned [60|age 60 year of age] in May.");
    check("He was [46|age 46 year of age] when the mill closed.");
}

#[test]
fn more_that_is_no_figure() {
    check("She left at three in the morning and at ten on Thursday.");
    check("The senate passed S. 1072, and trucks use U.S. 212.");
    check("See news/record.cfm?id=284857 for more.");
    check("Read column nine of the Gang of Seven letter.");
}

#[test]
fn a_quake_is_measured() {
    check("A quake of [magnitude 8.0|measure 8 magnitude of quake] woke the town.");
}

#[test]
fn si_values() {
    let text =
        "The 10-mile road, 40 tonnes of gravel and three hours of work cost 15 hectares; it was 20 degrees Celsius.";
    let found = EXTRACTOR.extract(Document { title: None, body: text }, &mut Scratch::default());
    let si: Vec<_> = found.figures.iter().filter_map(|f| f.si).collect();
    assert_eq!(si, [(16_093.44, "m"), (40_000.0, "kg"), (10_800.0, "s"), (150_000.0, "m2"), (293.15, "K")]);
}

#[test]
fn what_money_is_for() {
    check("The trust spent [£31.4m|money 31400000 GBP of beds] on [96 beds|count 96 of beds].");
    check("A collector paid [$340,000|money 340000 USD of statue] for the statue.");
    check("Navarra sold ships worth [$1.5 billion|money 1500000000 USD of ships] to Spain.");
    check("The town got [$90,000|money 90000 USD of federal grants] in federal grants.");
    check(
        "The bank imposed a [7 per cent|percent 7 percent of surcharge] surcharge of [$61,000|money 61000 USD of surcharge].",
    );
}

#[test]
fn what_is_measured() {
    check("Shares of Northern rose; the QX-40 lost [2.3%|percentage_change 2.3 percent of QX-40; decrease].");
    check("Global debt, excluding banks, was [$113 trillion|money 113000000000000 USD of Global debt].");
    check("Sales in Peru, Chile and Kenya rose [35%|percentage_change 35 percent of Sales; increase].");
    check("Builders use [80 per cent|percent 80 percent of clay-to-sand mixtures] clay-to-sand mixtures.");
    check(
        "They dug [8 miles|distance 8 mile of new tunnels] ([13 kilometres|distance 13 kilometre of new tunnels]) of new tunnels.",
    );
    check(
        "Of [540 passengers|count 540 of passengers] on board, [62 per cent|percent 62 percent of passengers] liked the bird.",
    );
    check("Of these casualties, [50 per cent|percent 50 percent of casualties] were children.");
    check("He ran the [32-bed|count 32 of bed] hospital.");
}
