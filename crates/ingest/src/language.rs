//! Which language a text is in. The detector always names one of its sixteen languages; English function words tell
//! whether to believe it, and nothing is turned away that is too short to be sure of.

use whichlang::{Lang, detect_language};

/// What is known of a text's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Language {
    /// ISO 639-1 code, or "und".
    pub(crate) code: &'static str,
    /// Whether the text is certainly not English.
    pub(crate) foreign: bool,
}

/// Bytes looked at.
const SAMPLE: usize = 16 << 10;

/// Words that are frequent in English and rare in the languages beside it.
const FUNCTION_WORDS: [&str; 58] = [
    "the", "of", "and", "to", "that", "for", "with", "as", "at", "from", "his", "her", "he", "she", "are", "be", "has",
    "have", "had", "not", "but", "this", "they", "which", "were", "been", "their", "said", "who", "will", "would",
    "more", "its", "it", "or", "by", "on", "is", "was", "after", "about", "when", "there", "what", "out", "into",
    "than", "could", "over", "we", "you", "our", "i", "how", "your", "can", "all", "these",
];

/// Names the language of a text.
pub(crate) fn of(text: &str) -> Language {
    let sample = sample(text);
    let (mut letters, mut latin, mut words, mut english, mut prose) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        // Names, initials and abbreviations are of no language.
        prose += u32::from(word.len() > 3 && word.starts_with(char::is_lowercase));
        if word.is_ascii() {
            letters += word.len() as u32;
            latin += word.len() as u32;
            english += u32::from(word.len() <= 5 && FUNCTION_WORDS.iter().any(|f| word.eq_ignore_ascii_case(f)));
        } else {
            for c in word.chars() {
                letters += 1;
                latin += u32::from((c as u32) < 0x250 || (0x1e00..0x1f00).contains(&(c as u32)));
            }
        }
    }
    if letters == 0 {
        return Language { code: "und", foreign: false };
    }
    if latin * 2 < letters {
        return Language { code: code(detect_language(sample)), foreign: letters >= 8 };
    }
    let english = f64::from(english) / f64::from(words);
    // Function words alone settle almost every English text; the detector is asked about the others.
    if english >= 0.12 {
        return Language { code: "en", foreign: false };
    }
    let detected = detect_language(sample);
    let says_english = detected == Lang::Eng;
    if says_english && (english >= 0.04 || words < 100) {
        Language { code: "en", foreign: false }
    } else if says_english {
        // One of the many languages that the detector does not know.
        Language { code: "und", foreign: english < 0.02 }
    } else if prose >= 6 && (words >= 20 || words >= 8 && english == 0.0) {
        Language { code: code(detected), foreign: true }
    } else {
        Language { code: "und", foreign: false }
    }
}

/// The beginning of a text, or its middle where it is long: what stands first is often not prose.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let start = text.ceil_char_boundary((text.len() - SAMPLE) / 2);
    &text[start..text.floor_char_boundary(start + SAMPLE)]
}

const fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: &'static str, foreign: bool) {
        assert_eq!(of(text), Language { code, foreign }, "{text}");
    }

    #[test]
    fn english_is_known_however_it_is_written() {
        check("Twelve people were killed in the fire, police said on Friday.", "en", false);
        check("TWELVE PEOPLE WERE KILLED IN THE FIRE, POLICE SAID ON FRIDAY.", "en", false);
        check("Police arrested three men Tuesday night.", "en", false);
    }

    #[test]
    fn other_languages_are_known_where_there_is_enough_text() {
        let french =
            "Douze personnes ont été tuées dans un incendie à Lyon, a annoncé vendredi la préfecture du Rhône.";
        check(french, "fr", true);
        let dutch =
            "Bij een brand in een flat in Rotterdam zijn vrijdag twaalf mensen om het leven gekomen, zegt de politie.";
        check(dutch, "nl", true);
        check("Двенадцать человек погибли при пожаре.", "ru", true);
    }

    #[test]
    fn too_little_text_is_turned_away_by_nobody() {
        let scores = "Top scorers: G Ed Alvarez (12.1 ppg, 3.3 rpg, 2.0 apg), F Lars Berg (9.9 ppg, 8.1 rpg), C Jan Holm (7.7 ppg, 1.1 spg)";
        for text in ["", "12:30", "Oui.", "Bravo, Madrid!", "José Núñez Ramírez", scores] {
            assert!(!of(text).foreign, "{text}");
        }
    }
}
