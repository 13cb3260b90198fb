//! Singular forms of English nouns, by ending and a short list of irregular ones.

/// "buses" → "bus", "men" → "man", "countries" → "country".
pub(super) fn singular(word: &str) -> String {
    let irregular = match word {
        "men" => "man",
        "women" => "woman",
        "children" => "child",
        "feet" => "foot",
        "teeth" => "tooth",
        "mice" => "mouse",
        "lives" => "life",
        "wives" => "wife",
        "knives" => "knife",
        "leaves" => "leaf",
        "halves" => "half",
        "policemen" => "policeman",
        "servicemen" => "serviceman",
        "gunmen" => "gunman",
        "fishermen" => "fisherman",
        "firemen" => "fireman",
        "countrymen" => "countryman",
        "businessmen" => "businessman",
        "lawmen" => "lawman",
        "criteria" => "criterion",
        "crises" => "crisis",
        "analyses" => "analysis",
        "bases" => "base",
        "buses" => "bus",
        "viruses" => "virus",
        "bonuses" => "bonus",
        "campuses" => "campus",
        "gases" => "gas",
        "movies" => "movie",
        "cookies" => "cookie",
        "ties" => "tie",
        "species" | "series" | "people" | "police" | "headquarters" | "means" | "news" | "aircraft" | "sheep"
        | "fish" | "barracks" | "dead" | "wounded" | "injured" => word,
        _ => "",
    };
    if !irregular.is_empty() {
        return irregular.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies")
        && stem.len() > 1
    {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("es")
        && (stem.ends_with("ss")
            || stem.ends_with("sh")
            || stem.ends_with("ch")
            || stem.ends_with('x')
            || stem.ends_with("zz")
            || stem.ends_with("oo")
            || matches!(
                stem,
                "hero" | "potato" | "tomato" | "echo" | "veto" | "mosquito" | "torpedo" | "volcano" | "cargo"
            ))
    {
        return stem.to_owned();
    }
    if let Some(stem) = word.strip_suffix('s')
        && !stem.ends_with('s')
        && !stem.ends_with('u')
        && !stem.ends_with('i')
        && stem.len() > 1
    {
        return stem.to_owned();
    }
    word.to_owned()
}
