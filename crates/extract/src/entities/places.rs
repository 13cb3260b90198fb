//! What place names mean before an article is read: which country or state a name is, and which town of a name is
//! meant where nothing else is said ("London").

use super::lexicon::{PLACES, lines};
use copydesk_gazetteer::{Country, Region, fold};
use rustc_hash::FxHashMap;

/// The towns that bare names mean, with their region and their name in the gazetteer.
const TOWNS: &str = include_str!("../../lexicon/towns.tsv");

/// GeoNames numbers the divisions of some countries that the news names without the country.
const NUMBERED: [(&str, &str, &str); 30] = [
    ("CA", "AB", "01"),
    ("CA", "BC", "02"),
    ("CA", "MB", "03"),
    ("CA", "NB", "04"),
    ("CA", "NL", "05"),
    ("CA", "NS", "07"),
    ("CA", "ON", "08"),
    ("CA", "PE", "09"),
    ("CA", "QC", "10"),
    ("CA", "SK", "11"),
    ("CA", "YT", "12"),
    ("CA", "NT", "13"),
    ("CA", "NU", "14"),
    ("AU", "New South Wales", "02"),
    ("AU", "Northern Territory", "03"),
    ("AU", "Queensland", "04"),
    ("AU", "South Australia", "05"),
    ("AU", "Tasmania", "06"),
    ("AU", "Victoria", "07"),
    ("AU", "Western Australia", "08"),
    ("GB", "England", "ENG"),
    ("GB", "Scotland", "SCT"),
    ("GB", "Wales", "WLS"),
    ("GB", "Northern Ireland", "NIR"),
    ("PS", "Gaza Strip", "GZ"),
    ("PS", "West Bank", "WE"),
    ("FR", "Corsica", "94"),
    ("IT", "Sicily", "15"),
    ("IT", "Sardinia", "14"),
    ("DE", "Bavaria", "02"),
];

/// Names of states and towns that are gone: no country of today is meant by them.
const GONE: [&str; 8] =
    ["Soviet Union", "USSR", "U.S.S.R.", "Yugoslavia", "Czechoslovakia", "Persia", "South Vietnam", "Belorussia"];

/// What sort of place a name may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    /// A country, or one of the countries of the United Kingdom.
    Country,
    /// A state or province that the news names without its country.
    State,
    /// "Pa.", "TX": a state, behind a comma.
    Abbreviation,
    /// An area, a river, a landmark.
    Area,
    /// A town.
    Town,
    /// "Iraqi": no place, but it tells of one.
    People,
}

/// One meaning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Meaning {
    pub(super) sort: Sort,
    /// None: in no country or in several ("Sahara").
    pub(super) country: Option<Country>,
    pub(super) region: Option<Region>,
}

/// The meanings of names, by folded name.
#[derive(Debug)]
pub(super) struct Places {
    meanings: FxHashMap<String, Vec<Meaning>>,
    /// Folded name in the news → folded name in the gazetteer.
    spelled: FxHashMap<String, String>,
}

impl Default for Places {
    fn default() -> Self {
        let mut places = Self { meanings: FxHashMap::default(), spelled: FxHashMap::default() };
        let rows: Vec<[&str; 3]> = lines(PLACES)
            .filter_map(|line| {
                let mut fields = line.split('\t');
                Some([fields.next()?, fields.next()?, fields.next()?])
            })
            .collect();
        // The people and short forms that follow a state in the file are its own. (Its capital follows too, but there
        // are many Springfields: which state a town means stands in the list of towns.)
        let mut state: Option<Region> = None;
        for (at, [code, kind, name]) in rows.iter().copied().enumerate() {
            let sort = match kind {
                "country" | "also" | "former" => Sort::Country,
                "state" => Sort::State,
                "postal" | "state_abbreviation" => Sort::Abbreviation,
                "demonym" => Sort::People,
                "city" => Sort::Town,
                _ => Sort::Area,
            };
            if kind == "state" {
                let postal = rows.get(at + 1).filter(|next| next[1] == "postal").map_or(name, |next| next[2]);
                state = Some(region(code, postal));
            } else if matches!(kind, "country" | "region" | "city") {
                state = None;
            }
            let numbered = NUMBERED.iter().any(|n| n.0 == code && n.1 == name);
            let country = Country::of(code).filter(|_| code != "CS" && !GONE.contains(&name));
            places.mean(name, sort, country, state.or_else(|| numbered.then(|| region(code, name))));
        }
        for line in lines(TOWNS) {
            let mut fields = line.split('\t');
            if let (Some(code), Some(region), Some(name)) = (fields.next(), fields.next(), fields.next()) {
                let region = (!region.is_empty()).then(|| Region::of(region));
                places.mean(name, Sort::Town, Country::of(code), region);
                if let Some(spelled) = fields.next() {
                    places.spelled.insert(fold(name), fold(spelled));
                }
            }
        }
        places
    }
}

impl Places {
    fn mean(&mut self, name: &str, sort: Sort, country: Option<Country>, region: Option<Region>) {
        let meanings = self.meanings.entry(fold(name)).or_default();
        // The list of towns says more of a town than the list of places.
        if let Some(known) = meanings.iter_mut().find(|m| m.sort == sort && m.country == country) {
            known.region = known.region.or(region);
        } else {
            meanings.push(Meaning { sort, country, region });
        }
    }

    /// All meanings of a folded name.
    pub(super) fn meanings(&self, folded: &str) -> &[Meaning] {
        self.meanings.get(folded).map_or(&[], Vec::as_slice)
    }

    /// How the gazetteer spells a folded name.
    pub(super) fn spelled<'a>(&'a self, folded: &'a str) -> &'a str {
        self.spelled.get(folded).map_or(folded, String::as_str)
    }
}

fn region(country: &str, code: &str) -> Region {
    Region::of(NUMBERED.iter().find(|n| n.0 == country && n.1 == code).map_or(code, |n| n.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expect: &[(Sort, &str, &str)]) {
        let places = Places::default();
        let expect: Vec<Meaning> = expect
            .iter()
            .map(|(sort, country, region)| Meaning {
                sort: *sort,
                country: Country::of(country),
                region: (!region.is_empty()).then(|| Region::of(region)),
            })
            .collect();
        assert_eq!(places.meanings(&fold(name)), expect, "{name}");
    }

    #[test]
    fn names_mean_places() {
        check("Ukraine", &[(Sort::Country, "UA", "")]);
        check("TEXAS", &[(Sort::State, "US", "TX")]);
        check("Ariz.", &[(Sort::Abbreviation, "US", "AZ")]);
        check("Springfield", &[(Sort::Town, "US", "")]);
        check("Ontario", &[(Sort::State, "CA", "08")]);
        check("Austin", &[(Sort::Town, "US", "TX")]);
        check("Cologne", &[(Sort::Town, "DE", "")]);
        check("Sahara", &[(Sort::Area, "", "")]);
        check("Iraqi", &[(Sort::People, "IQ", "")]);
        check("Yugoslavia", &[(Sort::Country, "", "")]);
        check("Georgia", &[(Sort::Country, "GE", ""), (Sort::State, "US", "GA")]);
        assert_eq!(Places::default().spelled("cologne"), "koln");
    }

    #[test]
    fn every_listed_town_is_in_the_gazetteer() {
        let places = Places::default();
        for line in lines(TOWNS) {
            let fields: Vec<&str> = line.split('\t').collect();
            let country = Country::of(fields[0]).expect("a code");
            let found = copydesk_gazetteer::towns(places.spelled(&fold(fields[2])))
                .any(|t| t.country == country && (fields[1].is_empty() || t.region == Region::of(fields[1])));
            // Names of two countries stand there to keep each from being taken for the other's.
            assert!(found || matches!(fields[2], "Punjab" | "Kashmir"), "{line}");
        }
    }
}
