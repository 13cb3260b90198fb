//! What a title says of its page: articles tell, ask and advise; pages that offer are named for what they offer.

/// Things that are offered or listed.
const OFFERS: [&str; 37] = [
    "admissions",
    "agency",
    "certificate",
    "certificates",
    "certification",
    "certifications",
    "class",
    "classes",
    "company",
    "consultant",
    "consultants",
    "consulting",
    "coupons",
    "course",
    "courses",
    "deals",
    "discounts",
    "enrollment",
    "issues",
    "lesson",
    "lessons",
    "movers",
    "news",
    "offers",
    "package",
    "packages",
    "prices",
    "pricing",
    "program",
    "programs",
    "rental",
    "rentals",
    "reviews",
    "services",
    "solutions",
    "testimonials",
    "tuition",
];

/// Words that titles of articles begin with.
const OPENERS: [&str; 19] = [
    "are", "best", "can", "do", "does", "how", "is", "should", "the", "tips", "top", "what", "when", "where", "which",
    "who", "why", "will", "your",
];

/// Words that stand in titles of articles and hardly elsewhere.
const ADVICE: [&str; 7] = ["beginners", "defined", "explained", "guide", "tips", "versus", "vs"];

fn words(title: &str) -> Vec<String> {
    let words = title.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn has_offer(words: &[String]) -> bool {
    words.iter().any(|word| OFFERS.contains(&word.as_str()))
}

/// "Data Analytics Services", "Top Roof Repair Agency"
pub(super) fn is_of_offer(title: &str) -> bool {
    let words = words(title);
    words.len() <= 8
        && has_offer(&words)
        && (is_boast(&words) || !is_told(title, &words))
        && !words.iter().any(|word| word == "a" || is_year(word))
}

/// "How to choose a course", "Rent or buy?", "7 tips for renters", "The best cameras of 2025"
pub(super) fn is_of_article(title: &str) -> bool {
    let words = words(title);
    is_told(title, &words) && !is_boast(&words) || words.iter().any(|word| is_year(word))
}

/// "Best free courses": who offers them says so.
fn is_boast(words: &[String]) -> bool {
    words.first().is_some_and(|first| matches!(first.as_str(), "best" | "top")) && has_offer(words)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_told(title: &str, words: &[String]) -> bool {
    let Some(first) = words.first() else { return false };
    OPENERS.contains(&first.as_str()) && words.len() >= 3
        || first.starts_with(|c: char| c.is_ascii_digit())
        || title.contains('?')
        || words.iter().any(|word| ADVICE.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_offers_is_named_for_what_it_offers() {
        assert!(is_of_offer("Roof Repair Services") && is_of_offer("News") && is_of_offer("Best Roofing Company"));
        assert!(!is_of_offer("How to Choose Roof Repair Services") && !is_of_offer("Rain again on the coast"));
    }

    #[test]
    fn an_article_tells_asks_and_advises() {
        for title in ["What rain costs", "Rain or snow?", "9 roofs that leak", "A Roofer's Guide", "Best Roofs of 2025"]
        {
            assert!(is_of_article(title), "{title}");
        }
        assert!(!is_of_article("Best Roofing Company") && !is_of_article("Roof Repair"));
    }
}
