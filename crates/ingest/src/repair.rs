//! What bad collectors have done to plain text, undone only where it is certain (`--repair`): references left as they
//! were (`&amp;nbsp;`), UTF-8 read as Windows-1252 (`â€™`), lines broken at a width, paragraphs run together. What may
//! have been meant stays. The repaired text is the text that is stored, and offsets point into it.

use encoding_rs::WINDOWS_1252;

/// The text as its writer gave it, as far as that is certain.
///
/// Line ends have to be `\n`.
pub(crate) fn repaired(text: &str) -> String {
    let text = unescaped(text);
    let text = without_mojibake(&text);
    let text = unwrapped(&text);
    with_paragraphs(&text)
}

/// A headline: one line, so that only its characters can be damaged.
pub(crate) fn repaired_line(line: &str) -> String {
    without_mojibake(&unescaped(line))
}

/// `&nbsp;`, `&amp;nbsp;`, `&#8217;`, `&amp;quot;`: plain text has no references, so that one that is known was left.
/// A bare `&amp;` is one too.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    // Twice: for what was escaped twice. A known reference never comes out of one that was meant.
    let once = crate::page::unescaped(text);
    crate::page::unescaped(&once).replace('\u{a0}', " ")
}

/// Runs of characters that are UTF-8 when taken as the bytes of Windows-1252: `â€™` is ’, `Ã©` is é. Text in any
/// language hardly ever has such a run by chance: an accented capital followed by a sign.
pub(crate) fn without_mojibake(text: &str) -> String {
    if !text.chars().any(is_lead) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_lead) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some((meant, len)) = first_broken(rest) {
            out.push(meant);
            rest = &rest[len..];
        } else {
            let len = rest.chars().next().map_or(rest.len(), char::len_utf8);
            out.push_str(&rest[..len]);
            rest = &rest[len..];
        }
    }
    out.push_str(rest);
    out
}

/// The characters that the first byte of a longer UTF-8 sequence turns into: Â to ô.
fn is_lead(c: char) -> bool {
    ('\u{c2}'..='\u{f4}').contains(&c)
}

/// The byte that was read as this character: by Windows-1252, or by Latin 1, which leaves controls.
fn byte_of(c: char) -> Option<u8> {
    if let '\u{80}'..='\u{ff}' = c {
        return u8::try_from(u32::from(c)).ok();
    }
    let mut buffer = [0; 4];
    let (encoded, _, unknown) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    (!unknown && encoded.len() == 1).then(|| encoded[0])
}

/// The character that a text begins with in pieces, and how long the pieces are.
fn first_broken(text: &str) -> Option<(char, usize)> {
    let (mut bytes, mut len) = (Vec::with_capacity(4), 0);
    for c in text.chars().take(4) {
        bytes.push(byte_of(c)?);
        len += c.len_utf8();
        if bytes.len() > 1
            && let Ok(found) = std::str::from_utf8(&bytes)
        {
            // Letters of the West, punctuation, signs: what is broken so in practice.
            let meant = found.chars().next()?;
            let usual = matches!(meant as u32, 0xa0..=0x24f | 0x2010..=0x2044 | 0x20ac | 0x2122 | 0x2212);
            return usual.then_some((if meant == '\u{a0}' { ' ' } else { meant }, len));
        }
    }
    None
}

/// Lines broken at a width are joined. It is certain where nearly every line is as full as it can be: the first word of
/// the next line would not have fitted.
fn unwrapped(text: &str) -> String {
    const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;
    const BREAKS: usize = 4;
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    if !WIDTHS.contains(&width) {
        return text.to_owned();
    }
    let is_full = |line: &str, next: &str| {
        let word = next.split(' ').next().unwrap_or("");
        line.chars().count() + 1 + word.chars().count() > width
    };
    let inner = || lines.windows(2).filter(|pair| !pair[0].is_empty() && !pair[1].trim().is_empty());
    let (all, full) = (inner().count(), inner().filter(|pair| is_full(pair[0], pair[1])).count());
    if all < BREAKS || full * 10 < all * 8 {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        out.push_str(line);
        let Some(next) = lines.get(at + 1) else { break };
        let joins = !line.is_empty() && !next.trim().is_empty() && is_full(line, next) && !is_item(next);
        out.push(if joins { ' ' } else { '\n' });
        // A line that ends before it is full ends a paragraph.
        if !joins && !line.is_empty() && !next.trim().is_empty() && ends_sentence(line) {
            out.push('\n');
        }
    }
    out
}

/// "- one", "* two", "3. three"
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line.starts_with(['-', '*', '•', '·']) || (1..=2).contains(&digits) && line[digits..].starts_with(['.', ')'])
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', '!', '?', '…'])
}

/// Breaks between paragraphs that were lost: where every line is a paragraph, and where a sentence ends and the next
/// begins without a space, as tags leave them when they are taken out.
fn with_paragraphs(text: &str) -> String {
    let text = if text.contains("\n\n") { text.to_owned() } else { spaced_lines(text) };
    let glue = if text.contains('\n') { " " } else { "\n\n" };
    crate::page::unglued(&text, glue)
}

/// Lines that all end a sentence, and most of them long, are paragraphs.
fn spaced_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let paragraphs = lines.len() > 1
        && lines.iter().all(|line| ends_sentence(line.trim_end()))
        && lines.iter().filter(|line| line.len() > 80).count() * 2 > lines.len();
    if paragraphs { lines.join("\n\n") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(repaired(text), expect, "{text}");
        assert_eq!(repaired(expect), expect, "what is whole stays");
    }

    #[test]
    fn references_are_resolved() {
        check(
            "Fish &amp;amp; chips&amp;nbsp;cost &pound;5, she said &#8220;today&#8221;.",
            "Fish & chips cost £5, she said “today”.",
        );
        check("AT&T and R&D stay; so does &unknown;.", "AT&T and R&D stay; so does &unknown;.");
    }

    #[test]
    fn mojibake_is_undone_and_accents_stay() {
        check(
            "â€œIt wonâ€™t open,â€\u{9d} said MÃ¼ller â€” in ParÃ\u{ad}s.",
            "“It won’t open,” said Müller — in París.",
        );
        check("Ångström, São Paulo, Âge, NÃO, Çelik", "Ångström, São Paulo, Âge, NÃO, Çelik");
    }

    #[test]
    fn lines_broken_at_a_width_are_joined() {
        let wrapped = "The river burst its banks on Sunday night and took two of the bridges\n\
            with it, the mayor of the town said, and the third was closed by the\n\
            police in the morning when the water had reached the upper road. No one\n\
            was hurt. The mayor said that the school would stay closed until the end\n\
            of the week, and that the buses would go by the hills.\n\n\
            It was the third flood of the year.";
        let text = repaired(wrapped);
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.contains("two of the bridges with it"));
    }

    #[test]
    fn poems_lists_and_short_lines_stay() {
        let poem = "Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you\nAnd so is the rain";
        check(poem, poem);
        let list = "The dead:\n- Ann Lee\n- Bo Li\n- Cy Oh\n- Di Ax\n- Ed Yu";
        check(list, list);
    }

    #[test]
    fn lost_breaks_come_back() {
        check(
            "It rained on Sunday.The river rose, the mayor said.",
            "It rained on Sunday.\n\nThe river rose, the mayor said.",
        );
        check(
            "See the site at Rain.Example or at a.Example, he said.",
            "See the site at Rain.Example or at a.Example, he said.",
        );
        let line =
            "It rained on the coast for the third day in a row, and the river rose above the old bridge at noon.";
        check(&[line, line].join("\n"), &[line, line].join("\n\n"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_repaired(text in "(\\PC{0,20}|â€™|&amp;|\n|[a-z]{3}\\.[A-Z][a-z]{2}){0,20}") {
            repaired(&text);
        }
    }
}
