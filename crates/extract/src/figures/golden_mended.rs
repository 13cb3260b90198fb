//! Golden cases of faults that were mended: each stands for a sentence that was once read wrongly. The notation is told in
//! [`super::golden`].

use super::golden::{EXTRACTOR, check};
use crate::{Document, Scratch};

/// The values of a text's figures, to the last bit.
fn values(text: &str) -> Vec<f64> {
    let found = EXTRACTOR.extract(Document { title: None, body: text }, &mut Scratch::default());
    found.figures.iter().filter_map(|f| f.value).collect()
}

#[test]
fn decimals_are_scaled_exactly() {
    assert_eq!(
        values("The firm lost $2.05bn, then $1.1m, then $0.29 trillion."),
        [2_050_000_000.0, 1_100_000.0, 290e9]
    );
    assert_eq!(values("The fee rose 1.1 cents to 57.3 cents."), [0.011, 0.573]);
    assert_eq!(values("Some 2.3m people and 4.35 million sheep live there."), [2_300_000.0, 4_350_000.0]);
    assert_eq!(values("The mill made 2.5 dozen ladders and half a million nails."), [30.0, 500_000.0]);
}

#[test]
fn a_rate_without_its_noun() {
    check("The road kills [15 a year|casualty.killed 15 people per year of people].");
    check(
        "The yard ships [400 containers a day|count 400 container per day of containers]; last year it was [300 a day|count 300 container per day of containers].",
    );
}

#[test]
fn the_number_of_those_harmed() {
    check("The number of villagers killed rose to [40|casualty.killed 40 of villagers; increase].");
    check(
        "The number of villagers killed in the raid rose to [40|casualty.killed 40 of villagers; 31 -> 40] from [31|casualty.killed 31 of villagers].",
    );
}

#[test]
fn a_part_keeps_the_harm_of_its_whole() {
    check("[17|casualty.killed 17 of people] killed, including [four children|casualty.killed 4 of children; part].");
    check(
        "[17 people|casualty.killed 17 of people] were killed, including [four children|casualty.killed 4 of children; part], and [20|casualty.injured 20 of people] were hurt.",
    );
    check(
        "They found [28 bodies|casualty.killed 28 of bodies], [13|casualty.killed 13 of children; part] of them children.",
    );
    check(
        "Gunmen killed [46 people|casualty.killed 46 of people] in [11 villages|count 11 of villages], including [nine children|casualty.killed 9 of children; part].",
    );
    check(
        "[Four prisoners|casualty.killed 4 of prisoners] and [four guards|casualty.killed 4 of guards] were killed in the riot.",
    );
    check("[Nineteen people|casualty.missing 19 of people] are missing and [208|count 208 of people] were rescued.");
}

#[test]
fn a_change_over_hundredths() {
    check("The stock rose from [98 cents|money 0.98 USD of stock] to [$1.02|money 1.02 USD of stock; 0.98 -> 1.02].");
    check("The fare fell from [£1.10|money 1.1 GBP of fare] to [98p|money 0.98 GBP of fare; 1.1 -> 0.98].");
}

#[test]
fn harm_in_other_words() {
    check("[Two night watchmen|casualty.killed 2 of night watchmen] died.");
    check("She lost her mother and [two nephews|casualty.killed 2 of nephews].");
    check("[Three patients|casualty.killed 3 of patients] receiving the drug died.");
    check("We buried [41 members|casualty.killed 41 of members] last winter.");
    check("Of [187 injured passengers|casualty.injured 187 of injured passengers], most went home.");
    check("The [four missing boxes|count 4 of missing boxes] were in the cellar.");
    check("Police are holding [50 suspects|casualty.detained 50 of suspects].");
    check("[Some 1,840 people|casualty.displaced ~1840 of people] from [five villages|count 5 of villages] had fled.");
    check("[Two Filipinos|casualty.injured 2 of Filipinos] were recently wounded.");
    check("We have rounded up the top [ten|count 10] and left the rest.");
    check("She was wounded [two other times|count 2 of other times] in the war.");
}

#[test]
fn whole_and_part_of_things() {
    check("The flood spoiled [13|count 13 of farms] of the county's [19 farms|count 19 of farms].");
    check("[Fifty-eight buildings|count 58 of buildings], [21|count 21 of houses] of them houses, are gone.");
}

#[test]
fn what_lasts_and_what_is_paid() {
    check("He was sentenced to [14 years|duration 14 year of prison] in prison.");
    check("The miners are owed [two months|duration 2 month of pay]' pay.");
    check("Prices hit a [16-month|duration 16 month of high] high.");
    check("The yard sells the smallest model of its boat for [$700|money 700 USD of smallest model].");
    check("Net debt, [$6.8 billion|money 6800000000 USD of Net debt] at the last count, fell.");
    check("A [20 percent|percentage_change 20 percent of capacity; increase] boost in capacity is due.");
    check("Traffic saw a [two-fold|ratio 2 of rise] rise.");
    check("They want [$2 billion|money 2000000000 USD of pumps] worth of pumps.");
}

#[test]
fn numbers_of_laws_notes_and_pages() {
    check("Her 401(k) plan and his 403(b) plan were closed.");
    check("The shop is open from 2 to 5pm and from 6 to 9 p.m.");
    assert!(values("Exercise helps [24]. Sleep does too [7].").is_empty());
    check("See J Sleep Med. 2023;63:345–59 and 2019;39(4):544-555.");
    check("Sections 10-12 of the law were struck.");
    check("Gunmen gunned down [28 commuters|casualty.killed 28 of commuters].");
}

#[test]
fn who_lists_and_who_reckons() {
    check(
        "The council, as of 6 p.m., listed [74|casualty.killed 74 of people; says council] dead, [118|casualty.injured 118 of people; says council] injured and [61|casualty.missing 61 of people; says council] missing.",
    );
    check(
        "Police in Hillah gave the toll as [17|casualty.killed 17 of people; says Police] dead and [44|casualty.injured 44 of people; says Police] wounded.",
    );
    check("[Some 2,400 elephants|count ~2400 of elephants; says government] remain, by the government's last count.");
}

#[test]
fn a_bare_dollar_is_less_sure_than_a_named_one() {
    let confidence = |text: &str| {
        let found = EXTRACTOR.extract(Document { title: None, body: text }, &mut Scratch::default());
        found.figures.first().map(|f| (f.currency, f.confidence))
    };
    let (bare, named) = (confidence("The mill cost $40 million."), confidence("The mill cost US$40 million."));
    assert!(bare.zip(named).is_some_and(|(bare, named)| bare.0 == named.0 && bare.1 < named.1), "{bare:?} {named:?}");
    check("It rose [5%|percentage_change 5 percent; increase] to [$10|money 10 USD].");
}

#[test]
fn a_figure_in_a_quote_is_the_speakers() {
    let text = "\"We lost 12 boats in the storm,\" said Ida Holm, the harbour master. Forty came back.";
    let found = EXTRACTOR.extract(Document { title: None, body: text }, &mut Scratch::default());
    let told: Vec<_> = found.figures.iter().map(|f| (f.value, f.source.as_deref(), f.quote)).collect();
    assert_eq!(told, [(Some(12.0), Some("Ida Holm"), Some(0)), (Some(40.0), None, None)]);
}
