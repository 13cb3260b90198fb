//! Golden cases of casualties: who was harmed, when, where, and who says so. The notation is told in [`super::golden`].

use super::golden::{EXTRACTOR, check};
use crate::{Document, Scratch};

#[test]
fn casualties() {
    check(
        "[At least 12 people|casualty.killed >=12 of people; says regional police] were killed and [90|casualty.injured 90 of people; says regional police] injured in Odesa, according to the regional police.",
    );
    check(
        "The blast killed [19 villagers|casualty.killed 19 of villagers], including [seven women|casualty.killed 7 of women; part].",
    );
    check(
        "[Nine soldiers|casualty.killed 9 of soldiers] and [two medics|casualty.killed 2 of medics] died; [31|casualty.missing 31 of medics] are missing.",
    );
    check(
        "Police arrested [three men|casualty.detained 3 of men] and detained [40 others|casualty.detained 40 of others].",
    );
    check("The flood left [2,600 people|casualty.displaced 2600 of people] homeless.");
    check("[No casualties|casualty.killed 0 of casualties] were reported.");
    check("Gunmen killed [five guards|casualty.killed 5 of guards] and wounded [11|casualty.injured 11 of guards].");
    check("The number of dead was put at [31|casualty.killed 31 of people].");
    check("[Up to 80 people|casualty.killed up to 80 of people; feared] are feared dead.");
    check("The army denied that [24 villagers|casualty.killed 24 of villagers; denied; says army] had died.");
    check("[Nineteen people|casualty.killed 19 of people], not [24|casualty.killed 24 of people; negated], died.");
}

#[test]
fn tolls_told_again() {
    check(
        "The fire killed [23 guards|casualty.killed 23 of guards] at the mill. The clinic counted [26|casualty.killed 26 of guards; says clinic].",
    );
    check(
        "The heat has killed [64 people|casualty.killed 64 of people; 51 -> 64], up from [51|casualty.killed 51 of people] on Monday.",
    );
    check(
        "[Fourteen miners|casualty.killed 14 of miners] died, [five|casualty.killed 5 of miners; part] of them in the lift.",
    );
    check("That brought to [64|casualty.killed 64 of people] the number of people shot dead.");
    check(
        "The clinic counted [26 beds|count 26 of beds; says clinic]. The mayor said [40|count 40 of beds; says mayor].",
    );
}

#[test]
fn harm_without_its_usual_words() {
    check(
        "[Nine miners|casualty.killed 9 of miners] were killed and [23|casualty.injured 23 of miners] hurt in a blast.",
    );
    check("The blaze drove [9,000 people|casualty.displaced 9000 of people] from their homes.");
    check("Camps took in [1,200 refugees|casualty.displaced 1200 of refugees].");
    check("Police arrested [40 Portuguese|casualty.detained 40 of Portuguese] at the port.");
    check("The frost killed [300 reindeer|count 300 of reindeer].");
    check("A bomb killed [three men|casualty.killed 3 of men] at [two hotels|count 2 of hotels] in the port.");
}

#[test]
fn event_and_place_of_a_casualty() {
    let text = "At least 12 people were killed and 90 injured in Odesa.";
    let found = EXTRACTOR.extract(Document { title: None, body: text }, &mut Scratch::default());
    let told: Vec<_> = found.figures.iter().map(|f| (f.event.as_deref(), f.location.map(|l| l.of(text)))).collect();
    assert_eq!(told, [(Some("kill"), Some("Odesa")), (Some("injure"), Some("Odesa"))]);
}

/// When each figure held, as the text says.
fn moments(text: &str) -> Vec<Option<&str>> {
    let found = EXTRACTOR.extract(Document { title: None, body: text }, &mut Scratch::default());
    found.figures.iter().map(|f| f.as_of.map(|s| s.of(text))).collect()
}

#[test]
fn when_a_toll_held() {
    let shared = "At least 12 people were killed and 90 injured as of Tuesday.";
    assert_eq!(moments(shared), [Some("as of Tuesday"), Some("as of Tuesday")]);
    assert_eq!(moments("By Monday evening 57 bodies had been found."), [Some("By Monday evening")]);
    assert_eq!(moments("The war has killed 1,400 people since Feb. 24."), [Some("since Feb. 24")]);
    assert_eq!(moments("As of 6 p.m. on Friday, 74 people were dead."), [Some("As of 6 p.m. on Friday")]);
    assert_eq!(moments("Floods have killed 31 villagers so far this year."), [Some("so far this year")]);
    let told_again = "The toll rose to 64 on Friday from 51 on Monday.";
    assert_eq!(moments(told_again), [Some("on Friday"), Some("on Monday")]);
    assert_eq!(moments("Nine miners died on 4 March 2019, police said on Sunday."), [Some("on 4 March 2019")]);
    assert_eq!(moments("Police said on Sunday that nine miners had died."), [Some("on Sunday")]);
    assert_eq!(moments("Nine miners died."), [None], "the text does not say");
    assert_eq!(moments("As of Tuesday 40 roads were closed."), [None], "no casualty");
}

#[test]
fn harm_told_in_phrases() {
    check("[Three people|casualty.injured 3 of people] suffered burns.");
    check("[Nineteen patients|casualty.injured 19 of patients] are in serious condition.");
    check("[Six workers|casualty.injured 6 of workers] were taken to the hospital.");
    check("[Seven miners|casualty.missing 7 of miners] have not been found.");
    check("[Some 9,000 people|casualty.displaced ~9000 of people] are living in shelters.");
    check("[Four prisoners|casualty.killed 4 of prisoners] were killed in the riot.");
    check("Police held [67 people|casualty.detained 67 of people]; the hall held [40 meetings|count 40 of meetings].");
    check(
        "[Eighteen people|casualty.missing 18 of people] were unaccounted for, among them [five sailors|casualty.missing 5 of sailors; part].",
    );
    check(
        "[Seven rebels|casualty.killed 7 of rebels] were killed in the clashes, along with [two soldiers|casualty.killed 2 of soldiers].",
    );
    check(
        "[Thirty-one passengers|casualty.missing 31 of passengers], most of them from Senegal and Gambia, are still unaccounted for.",
    );
    check("The dead numbered [10|casualty.killed 10 of people].");
    check("[12|casualty.killed 12 of people] killed, including [3 children|casualty.killed 3 of children; part].");
    check("[12 people|casualty.killed 12 of people] were killed and [90|casualty.injured 90 of people] injured.");
}

#[test]
fn who_counted() {
    check("Police put the dead at [17|casualty.killed 17 of people; says Police].");
    check("The loss was put at [$3 million|money 3000000 USD of loss; says insurer] by the insurer.");
    check("Regulators counted [38 breaches|count 38 of breaches; says Regulators].");
}

#[test]
fn the_first_article() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../datasets/articles/seed.txt");
    let body = std::fs::read_to_string(path).expect("the article that the project began with");
    let found = EXTRACTOR.extract(Document { title: None, body: &body }, &mut Scratch::default());
    let told: Vec<_> =
        found.figures.iter().map(|f| (f.place.span.of(&body), f.category, f.source.as_deref())).collect();
    let services = found.figures.first().and_then(|f| f.source.as_deref());
    assert!(services.is_some_and(|s| s.ends_with("state emergency services")), "{services:?}");
    assert_eq!(
        told,
        [
            ("At least 12 people", "casualty.killed", services),
            ("90", "casualty.injured", services),
            ("at least 70 missiles", "count", Some("Ukrainian air force")),
            ("145 drones", "count", Some("Ukrainian air force")),
            ("33-year-old", "age", None),
        ]
    );
}
