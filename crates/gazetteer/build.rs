//! Writes the towns of the dependency in the form that `src/lib.rs` searches: 22 MB of JSON become 4 MB.

#[path = "src/fold.rs"]
#[expect(unreachable_pub, reason = "public for the library, which includes the file too")]
mod fold;

use std::collections::BTreeMap;
use std::{env, fs, io, path::Path};

/// Where names in Arabic bear an article that news drops: "Al Fallūjah".
const ARABIC: [&str; 19] =
    ["AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "PS", "QA", "SA", "SD", "SY", "TN", "YE", "MR"];
const ARTICLES: [&str; 8] = ["al", "ar", "as", "at", "ad", "az", "an", "ash"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/fold.rs");
    // Name → towns, each 13 bytes: country, region, latitude and longitude in 1e-5 degrees.
    let mut towns: BTreeMap<String, Vec<[u8; 13]>> = BTreeMap::new();
    for city in cities_json::CITIES.iter() {
        let mut town = [0u8; 13];
        for (to, from) in town[..2].iter_mut().zip(city.country.bytes()) {
            *to = from;
        }
        for (to, from) in town[2..5].iter_mut().zip(city.admin1.bytes()) {
            *to = from;
        }
        town[5..9].copy_from_slice(&((city.lat * 1e5).round() as i32).to_le_bytes());
        town[9..].copy_from_slice(&((city.lng * 1e5).round() as i32).to_le_bytes());
        let name = fold::fold(&city.name);
        if let Some((article, rest)) = name.split_once(' ')
            && ARTICLES.contains(&article)
            && ARABIC.contains(&city.country.as_str())
        {
            towns.entry(rest.to_owned()).or_default().push(town);
        }
        towns.entry(name).or_default().push(town);
    }
    // `names`: for every name, in order, its end in the text of names and the end of its towns.
    let (mut index, mut names, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (name, mut here) in towns {
        here.sort_unstable();
        here.dedup();
        names.extend_from_slice(name.as_bytes());
        places.extend(here.into_iter().flatten());
        index.extend_from_slice(&(names.len() as u32).to_le_bytes());
        index.extend_from_slice(&(places.len() as u32).to_le_bytes());
    }
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("no OUT_DIR"))?;
    for (file, bytes) in [("index", index), ("names", names), ("towns", places)] {
        fs::write(Path::new(&out).join(file), bytes)?;
    }
    Ok(())
}
