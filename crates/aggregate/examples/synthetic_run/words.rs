//! What invented articles are made of: chance, names, places, and what people say and do. Everything follows from the seed.

/// Random numbers that are the same everywhere (splitmix64).
#[derive(Clone, Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut n = self.0;
        n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        n ^ (n >> 31)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }

    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }
}

const FIRST: [&str; 24] = [
    "Ada", "Boris", "Clara", "Dmitri", "Elena", "Farid", "Grace", "Hassan", "Irina", "Jonas", "Keiko", "Luis", "Maria",
    "Nadia", "Omar", "Petra", "Quentin", "Rosa", "Samuel", "Tanya", "Usman", "Vera", "Walter", "Yusuf",
];
const SYLLABLES: [&str; 20] = [
    "bar", "del", "fen", "gor", "hal", "jor", "kel", "lin", "mar", "nov", "ost", "pel", "rad", "sel", "tor", "vak",
    "wen", "yar", "zim", "cas",
];
const ROLES: [&str; 10] = [
    "Foreign Minister",
    "mayor",
    "police chief",
    "professor",
    "spokesperson",
    "striker",
    "chief executive",
    "senator",
    "surgeon",
    "union leader",
];
pub(crate) const PLACES: [&str; 16] = [
    "Kyiv",
    "Paris",
    "Nairobi",
    "Lima",
    "Jakarta",
    "Springfield",
    "Cairo",
    "Manila",
    "Bogota",
    "Lagos",
    "Warsaw",
    "Beirut",
    "Kabul",
    "Dhaka",
    "Tbilisi",
    "Quito",
];
pub(crate) const OUTLETS: [&str; 12] = [
    "Harbour Times",
    "Daily Ledger",
    "Northern Post",
    "City Wire",
    "Global Desk",
    "Evening Standardist",
    "The Courier",
    "Plain News",
    "Metro Record",
    "Valley Herald",
    "Coastal Mail",
    "Press Union",
];
const VERBS: [&str; 12] = [
    "defend", "rebuild", "reopen", "inspect", "close", "support", "question", "finance", "repair", "watch", "protect",
    "abandon",
];
const NOUNS: [&str; 24] = [
    "bridge",
    "harbour",
    "hospital",
    "border",
    "budget",
    "railway",
    "school",
    "market",
    "river",
    "treaty",
    "power station",
    "court",
    "election",
    "pipeline",
    "village",
    "museum",
    "factory",
    "airport",
    "union",
    "reservoir",
    "ministry",
    "stadium",
    "road",
    "library",
];
const ADJECTIVES: [&str; 12] = [
    "old", "northern", "public", "damaged", "disputed", "crowded", "southern", "empty", "central", "flooded", "new",
    "regional",
];

pub(crate) fn surname(n: usize) -> String {
    let mut name = String::new();
    let mut rest = n;
    for _ in 0..3 {
        name += SYLLABLES[rest % SYLLABLES.len()];
        rest /= SYLLABLES.len();
    }
    let mut letters = name.chars();
    letters.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

pub(crate) fn surname_of(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

pub(crate) fn person(n: usize) -> (String, &'static str) {
    let first = FIRST[(n * 7 + n / 5) % FIRST.len()];
    (format!("{first} {}", surname(n * 37 + 11)), ROLES[n % ROLES.len()])
}

pub(crate) fn organization(n: usize) -> (String, String) {
    let name = format!("{} {} Agency", surname(n * 53 + 5), ["Relief", "Energy", "Transport", "Health"][n % 4]);
    let acronym: String = name.split(' ').filter_map(|w| w.chars().next()).collect();
    (name, acronym)
}

fn thing(dice: &mut Dice) -> String {
    format!("the {} {}", dice.of(&ADJECTIVES), dice.of(&NOUNS))
}

pub(crate) fn saying(dice: &mut Dice) -> String {
    if dice.percent(12) {
        return (*dice.of(&["we are ready", "this is a sad day", "we need more time"])).to_owned();
    }
    let (a, b, c) = (thing(dice), thing(dice), thing(dice));
    let (v, w, x) = (dice.of(&VERBS), dice.of(&VERBS), dice.of(&VERBS));
    format!("we will {v} {a} before anyone can {w} {b}, and nobody has to {x} {c} in {} days", 2 + dice.below(40))
}

pub(crate) fn fact(dice: &mut Dice) -> String {
    let (a, b, c) = (thing(dice), thing(dice), thing(dice));
    format!(
        "Workers near {a} had to {} {b} while officials from {} decided to {} {c}.",
        dice.of(&VERBS),
        thing(dice),
        dice.of(&VERBS)
    )
}

/// How articles reword what was said.
pub(crate) fn reworded(saying: &str, dice: &mut Dice) -> String {
    match dice.below(10) {
        0 => saying.replace(", and", " - and").replace("nobody has", "no one has"),
        1 | 2 => saying.split(", and").next().unwrap_or(saying).to_owned(),
        3 => saying.replacen("will", "are going to", 1),
        _ => saying.to_owned(),
    }
}
