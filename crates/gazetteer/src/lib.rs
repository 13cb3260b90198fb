//! Where towns lie: 154,000 populated places of GeoNames by name, embedded.
//!
//! The data come with the crate `cities-json` (GeoNames' `cities1000`, CC BY 4.0: places of more than a thousand
//! people or that are seats of administration); the build script packs them. Nothing is read or allocated before a
//! name is asked for, and then it is a binary search in the program's own image.
//!
//! It knows names and points, nothing of articles: which of ten Springfields is meant is not asked here.
//!
//! ```
//! use copydesk_gazetteer::{fold, towns};
//!
//! let kyiv = towns(&fold("KYIV")).next().expect("one");
//! assert_eq!(kyiv.country.as_str(), "UA");
//! assert!((kyiv.point.latitude() - 50.45).abs() < 0.1);
//! assert!(towns(&fold("Springfield")).count() > 10);
//! ```

mod fold;

pub use fold::fold;

/// Ends of name and towns of every name, two little-endian u32 each.
static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/index"));
static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names"));
static TOWNS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/towns"));

const TOWN: usize = 13;

/// An ISO 3166-1 alpha-2 code: "UA".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Before every country.
    pub const FIRST: Self = Self([0; 2]);

    /// The country of a code of two capital letters.
    pub fn of(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_uppercase).then_some(Self(code))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// GeoNames' code of a first-level division, cut to three letters: "TX", "08", "ENG". Unique within a country for
/// those that the news names without their country; zeros where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region([u8; 3]);

impl Region {
    /// The region of a code.
    pub fn of(code: &str) -> Self {
        let mut region = [0; 3];
        for (to, from) in region.iter_mut().zip(code.bytes()) {
            *to = from;
        }
        Self(region)
    }
}

/// A point on the earth, in hundred-thousandths of a degree (about a metre).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    north: i32,
    east: i32,
}

impl Point {
    /// Degrees north, −90 to 90.
    pub fn latitude(self) -> f64 {
        f64::from(self.north) / 1e5
    }

    /// Degrees east, −180 to 180.
    pub fn longitude(self) -> f64 {
        f64::from(self.east) / 1e5
    }

    /// Whether both points may be one town's: a quarter of a degree apart at most, both ways.
    pub fn is_beside(self, other: Self) -> bool {
        (self.north - other.north).abs() <= 25_000 && (self.east - other.east).abs() <= 25_000
    }
}

/// A populated place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Town {
    /// Its country.
    pub country: Country,
    /// Its first-level division.
    pub region: Region,
    /// Where it lies.
    pub point: Point,
}

/// All towns of a name, which is given as [`fold`] makes it; ordered by country and region.
pub fn towns(folded: &str) -> impl Iterator<Item = Town> + use<> {
    find(folded).unwrap_or_default().chunks_exact(TOWN).filter_map(town)
}

/// The bytes of the towns of a name: a binary search.
fn find(name: &str) -> Option<&'static [u8]> {
    let (mut low, mut high) = (0, INDEX.len() / 8);
    while low < high {
        let middle = low + (high - low) / 2;
        let (name_start, towns_start) = middle.checked_sub(1).map_or(Some((0, 0)), ends)?;
        let (name_end, towns_end) = ends(middle)?;
        match NAMES.get(name_start..name_end)?.cmp(name.as_bytes()) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return TOWNS.get(towns_start..towns_end),
        }
    }
    None
}

fn ends(at: usize) -> Option<(usize, usize)> {
    let entry = INDEX.get(at * 8..at * 8 + 8)?;
    let number = |bytes: &[u8]| bytes.try_into().ok().map(|b| u32::from_le_bytes(b) as usize);
    Some((number(&entry[..4])?, number(&entry[4..])?))
}

fn town(bytes: &[u8]) -> Option<Town> {
    let number = |bytes: &[u8]| bytes.try_into().ok().map(i32::from_le_bytes);
    Some(Town {
        country: Country(bytes.get(..2)?.try_into().ok()?),
        region: Region(bytes.get(2..5)?.try_into().ok()?),
        point: Point { north: number(bytes.get(5..9)?)?, east: number(bytes.get(9..13)?)? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn countries(name: &str) -> Vec<String> {
        let mut found: Vec<String> = towns(&fold(name)).map(|t| t.country.as_str().to_owned()).collect();
        found.dedup();
        found
    }

    #[test]
    fn names_are_found_in_any_spelling() {
        for name in ["Fallujah", "al-Fallujah", "Al Fallūjah", "FALLUJAH"] {
            assert_eq!(countries(name), ["IQ"], "{name}");
        }
        assert!(countries("Sao Paulo").contains(&"BR".to_owned()));
        assert_eq!(fold("St. Louis"), fold("Saint Louis"));
        assert_eq!(fold("Xi’an"), "xian");
        assert!(countries("").is_empty() && countries("zzzz").is_empty() && countries("aaaa").is_empty());
    }

    #[test]
    fn first_and_last_name_are_found() {
        let (first, _) = ends(0).expect("a name");
        let name = std::str::from_utf8(&NAMES[..first]).expect("UTF-8");
        assert!(towns(name).count() > 0, "{name}");
        let last = INDEX.len() / 8 - 1;
        let (start, _) = ends(last - 1).expect("a name");
        let name = std::str::from_utf8(&NAMES[start..]).expect("UTF-8");
        assert!(towns(name).count() > 0, "{name}");
    }

    #[test]
    fn a_point_is_in_degrees() {
        let lima = towns("lima").find(|t| t.country.as_str() == "PE").expect("Lima").point;
        assert!((lima.latitude() + 12.0).abs() < 0.2 && (lima.longitude() + 77.0).abs() < 0.2);
    }
}
