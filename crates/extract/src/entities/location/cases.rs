//! Hard cases in words: `[Name|CC]`, `[Name|CC latitude longitude]` in whole degrees, `[Name|]` where it is left open.
//! A place that a case says nothing of stands without brackets.

use crate::entities::EntityKind;
use crate::entities::cases::read;

fn check(expect: &str) {
    let (mut body, mut wanted, mut rest) = (String::new(), Vec::new(), expect);
    while let Some((before, inside)) = rest.split_once('[') {
        let (name, after) = inside.split_once('|').expect("a bar");
        let (told, after) = after.split_once(']').expect("a closing bracket");
        body += before;
        body += name;
        wanted.push((name, told));
        rest = after;
    }
    body += rest;
    read(&body, |_, cast| {
        for (name, told) in wanted {
            let entity = cast
                .entities
                .iter()
                .find(|e| e.kind == EntityKind::Place && (e.name == name || e.aliases.iter().any(|a| a == name)))
                .unwrap_or_else(|| panic!("no place {name} in {body}: {:?}", cast.entities));
            let found = entity.location.map_or_else(String::new, |l| {
                let point = l.point.map(|p| format!(" {:.0} {:.0}", p.latitude(), p.longitude()));
                l.country.as_str().to_owned() + &point.unwrap_or_default()
            });
            assert_eq!(found, told, "{name} in {body}");
        }
    });
}

#[test]
fn countries_and_areas_have_a_code_and_no_point() {
    check("The leaders of [Ukraine|UA], [France|FR] and [Germany|DE] met in [Paris|FR 49 2] on Monday.");
    check("Troops crossed the [Sahara|] and reached southern [Algeria|DZ] on Friday.");
    check("Fires spread in [Sicily|IT] and [Texas|US], officials said.");
    check("Senator Carl Levin (D-[Mich.|US]) praised the plan on Monday.");
}

#[test]
fn famous_towns_need_no_context() {
    check("The minister flew from [London|GB 52 -0] to [Kyiv|UA 50 31] on Tuesday.");
    check("A court in [Cologne|DE 51 7] and one in [Chicago|US 42 -88] ruled on the case.");
    check("Fighting went on in [Fallujah|IQ 33 44] and [Basra|IQ 31 48], the army said.");
}

#[test]
fn a_state_or_country_beside_the_name_says_which() {
    check("Police in [Paris|US 34 -96], Texas, arrested two men on Monday.");
    check("She was born in [London|CA 43 -81], Ontario, and lives in Toronto.");
    check("The plant in [Cleveland|US 35 -85], Tenn., will close, the company said.");
    check("The mayor of [Tripoli|LB 34 36], Lebanon, called for calm on Sunday.");
    check("Shells hit [Chuhuiv|UA 50 37] in eastern Ukraine on Thursday.");
}

#[test]
fn the_article_says_which() {
    check("The factory in [Manchester|US 43 -71] will hire 200 people. New Hampshire's governor praised the plan.");
    check("The director left [London|GB 52 -0] for Los Angeles, California, on Monday.");
    check("The march in [Manchester|GB 53 -2] was peaceful, British police said.");
    check("Iraqi police said a bomb went off in [Samarra|IQ 34 44] on Friday.");
}

#[test]
fn what_the_text_leaves_open_stays_open() {
    check("The company will build a factory in [Springfield|US], the governor said on Monday.");
    check("Senators praised the work done in [Wapakoneta|US] for American veterans.");
    check("He travelled to [Georgia|] on Monday to meet officials.");
    check("They met in [Kleinmachnow|] last week.");
}

#[test]
fn a_state_and_its_town_are_told_apart_by_the_dateline() {
    check("[NEW YORK|US 41 -74] (Reuters) - Stocks fell on Tuesday.");
    check("Voters in [New York|US] went to the polls on Tuesday.");
}
