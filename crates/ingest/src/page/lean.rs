//! The markup of a page without what none of its readers looks at: programs, styles, drawings, what stands for browsers
//! that run no programs, the words of comments, and most attributes. Building the tree costs more than anything else that
//! is done to a page, and half of the bytes of most pages are of these kinds.
//!
//! Only the insides of elements and attributes go, so that the tree that is left is the one that a parser makes of the whole
//! page. Wherever markup is so odd that this would not be sure, the rest of the page stays as it is.

use memchr::{memchr, memmem};

/// The longest name of an element or attribute that is asked for: `radialgradient`.
const LONGEST: usize = 14;

/// A page without them.
pub(super) fn lean(html: &str) -> String {
    let mut cutter = Cutter { html, out: String::with_capacity(html.len() / 2), copied: 0, attributes: Vec::new() };
    let mut at = 0;
    while let Some(next) = memchr(b'<', &html.as_bytes()[at..]).and_then(|found| cutter.markup(at + found)) {
        at = cutter.indent(next);
    }
    cutter.cut(html.len(), html.len());
    cutter.out
}

struct Cutter<'h> {
    html: &'h str,
    out: String,
    /// All before this place is copied or cut.
    copied: usize,
    /// Those of the tag at hand.
    attributes: Vec<Attribute>,
}

/// Places of an attribute: `name=value` and the white space after it, up to the next.
#[derive(Clone, Copy)]
struct Attribute {
    start: usize,
    name_end: usize,
    /// After the value, or after the name where there is none.
    end: usize,
    next: usize,
}

/// Where a tag ends.
struct Tag {
    end: usize,
    closes_itself: bool,
}

impl Cutter<'_> {
    fn bytes(&self) -> &[u8] {
        self.html.as_bytes()
    }

    /// Leaves out what is between two places, which touch ASCII characters and come in order.
    fn cut(&mut self, start: usize, end: usize) {
        self.out.push_str(&self.html[self.copied..start]);
        self.copied = end;
    }

    /// Goes over the markup that begins at a `<`; where it ends, if what follows is to be looked at.
    fn markup(&mut self, at: usize) -> Option<usize> {
        match *self.bytes().get(at + 1)? {
            b'!' if self.bytes()[at..].starts_with(b"<!--") => {
                let (words_end, end) = comment(self.bytes(), at + 4)?;
                self.cut(at + 4, words_end);
                Some(end)
            }
            b'!' | b'?' => after(self.bytes(), at, b'>'),
            b'/' => match self.bytes().get(at + 2)? {
                b if b.is_ascii_alphabetic() => Some(self.tag(name_end(self.bytes(), at + 2))?.end),
                _ => after(self.bytes(), at, b'>'),
            },
            b if b.is_ascii_alphabetic() => self.element(at),
            _ => Some(at + 1),
        }
    }

    /// Of the white space between two tags one character says as much as all.
    fn indent(&mut self, at: usize) -> usize {
        let rest = &self.bytes()[at..];
        let end = at + rest.iter().position(|b| !is_space(*b)).unwrap_or(rest.len());
        if end > at + 1 {
            self.cut(at + 1, end);
        }
        end
    }

    fn element(&mut self, at: usize) -> Option<usize> {
        let named = name_end(self.bytes(), at + 1);
        let Tag { end, closes_itself } = self.tag(named)?;
        let mut lower = [0; LONGEST];
        let name = lowered(&self.bytes()[at + 1..named], &mut lower);
        match name {
            // Links to style sheets, icons and the like.
            b"link" if !self.attributes.iter().any(|a| self.is_telling_link(a)) => self.cut(named, end - 1),
            b"base" => self.cut(named, end - 1),
            b"script" => {
                let close = closing(self.bytes(), end, name)?;
                let program = &self.bytes()[end..close];
                // `</script>` need not be the end of a program that writes one.
                if memmem::find(program, b"<!--").is_some() && memmem::find(program, b"<script").is_some() {
                    return None;
                }
                if !self.attributes.iter().any(|a| is_linked_data(self.value(a))) {
                    self.cut(named, end - 1);
                    self.cut(end, close);
                }
                return Some(close);
            }
            b"style" | b"noscript" => {
                let close = closing(self.bytes(), end, name)?;
                self.cut(named, end - 1);
                self.cut(end, close);
                return Some(close);
            }
            b"title" | b"textarea" | b"iframe" | b"xmp" | b"noembed" | b"noframes" => {
                self.cut_attributes();
                return closing(self.bytes(), end, name);
            }
            b"svg" => {
                self.cut_attributes();
                if !closes_itself {
                    let close = self.drawing(end)?;
                    self.cut(end, close);
                    return Some(close);
                }
            }
            // Other rules hold inside.
            b"plaintext" | b"math" => return None,
            b"meta" => {}
            _ => self.cut_attributes(),
        }
        Some(end)
    }

    /// Reads the attributes of a tag from the end of its name on.
    fn tag(&mut self, from: usize) -> Option<Tag> {
        self.attributes.clear();
        let bytes = self.html.as_bytes();
        let mut at = from;
        loop {
            at += bytes[at..].iter().position(|b| !is_space(*b) && *b != b'/')?;
            if bytes[at] == b'>' {
                return Some(Tag { end: at + 1, closes_itself: at > from && bytes[at - 1] == b'/' });
            }
            let start = at;
            let ends_name = |b: &u8| is_space(*b) || matches!(b, b'/' | b'>' | b'=');
            at += 1 + bytes[at + 1..].iter().position(ends_name)?;
            let name_end = at;
            let sign = at + bytes[at..].iter().position(|b| !is_space(*b))?;
            if bytes[sign] == b'=' {
                at = sign + 1 + bytes[sign + 1..].iter().position(|b| !is_space(*b))?;
                at = match bytes[at] {
                    quote @ (b'"' | b'\'') => after(bytes, at + 1, quote)?,
                    b'>' => at,
                    _ => at + bytes[at..].iter().position(|b| is_space(*b) || *b == b'>')?,
                };
            }
            let next = at + bytes[at..].iter().position(|b| !is_space(*b))?;
            self.attributes.push(Attribute { start, name_end, end: at, next });
        }
    }

    /// Leaves out the attributes of the tag at hand that nobody asks for.
    fn cut_attributes(&mut self) {
        for at in 0..self.attributes.len() {
            let attribute = self.attributes[at];
            let mut lower = [0; LONGEST];
            let kept = match lowered(&self.bytes()[attribute.start..attribute.name_end], &mut lower) {
                b"class" | b"id" | b"href" | b"rel" | b"src" | b"alt" | b"title" | b"name" | b"type" | b"role"
                | b"content" | b"property" | b"itemprop" | b"itemtype" | b"datetime" | b"pubdate" | b"hidden"
                | b"lang" | b"dir" | b"data-src" | b"data" | b"summary" | b"datatable" | b"colspan" | b"rowspan"
                | b"aria-hidden" | b"aria-modal" => true,
                // What is not to be seen.
                b"style" => {
                    let style = self.value(&attribute);
                    contains(style, b"display") || contains(style, b"visibility")
                }
                _ => false,
            };
            if !kept {
                self.cut(attribute.start, attribute.next);
            }
        }
    }

    fn value(&self, attribute: &Attribute) -> &[u8] {
        &self.bytes()[attribute.name_end..attribute.end]
    }

    /// Whether an attribute of a `<link>` says something about the article.
    fn is_telling_link(&self, attribute: &Attribute) -> bool {
        let name = &self.bytes()[attribute.start..attribute.name_end];
        name.eq_ignore_ascii_case(b"itemprop")
            || name.eq_ignore_ascii_case(b"rel")
                && (contains(self.value(attribute), b"canonical") || contains(self.value(attribute), b"author"))
    }

    /// Where the `<svg>` closes whose inside begins here, if that is nothing but a drawing.
    fn drawing(&mut self, from: usize) -> Option<usize> {
        let (mut at, mut depth) = (from, 1);
        loop {
            at += memchr(b'<', &self.bytes()[at..])?;
            let rest = &self.bytes()[at..];
            let closes = rest.starts_with(b"</");
            let name_at = at + 1 + usize::from(closes);
            if rest.starts_with(b"<!--") {
                at = comment(self.bytes(), at + 4)?.1;
            } else if rest.starts_with(b"<![CDATA[") {
                at += memmem::find(rest, b"]]>")?;
            } else if self.bytes().get(name_at)?.is_ascii_alphabetic() {
                let named = name_end(self.bytes(), name_at);
                let mut lower = [0; LONGEST];
                let name = lowered(&self.bytes()[name_at..named], &mut lower);
                if !is_of_drawings(name) {
                    return None;
                }
                if closes && name == b"svg" {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                let Tag { end, closes_itself } = self.tag(named)?;
                depth += usize::from(name == b"svg" && !closes && !closes_itself);
                at = end;
            } else {
                at += 1;
            }
        }
    }
}

/// Names of elements that stand in drawings and hold nothing but their parts.
fn is_of_drawings(name: &[u8]) -> bool {
    name.contains(&b':')
        || name.starts_with(b"fe")
        || name.starts_with(b"animate")
        || matches!(
            name,
            b"svg"
                | b"g"
                | b"path"
                | b"circle"
                | b"ellipse"
                | b"rect"
                | b"line"
                | b"polyline"
                | b"polygon"
                | b"use"
                | b"defs"
                | b"symbol"
                | b"clippath"
                | b"mask"
                | b"lineargradient"
                | b"radialgradient"
                | b"stop"
                | b"pattern"
                | b"text"
                | b"tspan"
                | b"textpath"
                | b"title"
                | b"desc"
                | b"style"
                | b"image"
                | b"metadata"
                | b"filter"
                | b"set"
                | b"marker"
                | b"switch"
        )
}

/// A name in lower case, as much of it as the longest name of interest has.
fn lowered<'b>(name: &[u8], into: &'b mut [u8; LONGEST]) -> &'b [u8] {
    let len = name.len().min(into.len());
    into[..len].copy_from_slice(&name[..len]);
    into[..len].make_ascii_lowercase();
    &into[..len]
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

fn name_end(bytes: &[u8], from: usize) -> usize {
    let ends = |b: &u8| is_space(*b) || matches!(b, b'/' | b'>');
    bytes[from..].iter().position(ends).map_or(bytes.len(), |len| from + len)
}

/// The place after the next such byte.
fn after(bytes: &[u8], from: usize, byte: u8) -> Option<usize> {
    memchr(byte, bytes.get(from..)?).map(|found| from + found + 1)
}

/// Where the words of a comment end that begin here, and where the comment does.
fn comment(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let rest = &bytes[from..];
    for short in [&b">"[..], b"->"] {
        if rest.starts_with(short) {
            return Some((from, from + short.len()));
        }
    }
    let mut at = 0;
    loop {
        at += memmem::find(&rest[at..], b"--")?;
        if let Some(sign) = [&b">"[..], b"!>"].into_iter().find(|sign| rest[at + 2..].starts_with(sign)) {
            return Some((from + at, from + at + 2 + sign.len()));
        }
        at += 1;
    }
}

/// Where the tag begins that closes an element of this name, inside of which no others can be.
fn closing(bytes: &[u8], from: usize, name: &[u8]) -> Option<usize> {
    memmem::find_iter(&bytes[from..], b"</").map(|found| from + found).find(|at| {
        let rest = &bytes[at + 2..];
        rest.len() > name.len()
            && rest[..name.len()].eq_ignore_ascii_case(name)
            && (is_space(rest[name.len()]) || matches!(rest[name.len()], b'/' | b'>'))
    })
}

/// `application/ld+json`; some write the sign as a reference.
fn is_linked_data(kind: &[u8]) -> bool {
    contains(kind, b"/ld") && contains(kind, b"json")
}

/// Whether a short text holds some words, in any case of letters.
fn contains(text: &[u8], words: &[u8]) -> bool {
    text.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;
    use proptest::prelude::*;
    use std::fmt::Write;

    /// The tree of a page as the readers of pages see it: without what may go, white space as one space.
    fn tree(html: &str) -> String {
        let document = Document::from(html);
        document.select("script:not([type*=\"json\"]), style, svg").set_html("");
        let mut out = String::new();
        for node in document.root().descendants_it() {
            let depth = node.ancestors_it(None).count();
            if let Some(element) = node.element_ref() {
                let _ = write!(out, "\n{depth} {}", element.name.local);
                let is_empty = matches!(&*element.name.local, "script" | "style" | "link" | "base");
                let kept = ["class", "id", "href", "src", "aria-hidden"];
                for attr in element.attrs.iter().filter(|a| !is_empty && kept.contains(&&*a.name.local)) {
                    let _ = write!(out, " {}={}", attr.name.local, &*attr.value);
                }
            } else if node.is_text() {
                for word in node.text().split_whitespace() {
                    let _ = write!(out, " {word}");
                }
            } else if node.is_comment() {
                let _ = write!(out, "\n{depth} comment");
            }
        }
        out
    }

    fn check(html: &str, expect: &str) {
        assert_eq!(lean(html), expect);
        assert_eq!(tree(html), tree(expect), "{html}");
    }

    #[test]
    fn programs_styles_and_drawings_are_emptied() {
        check("<script async>if (a<b) c('</p>')</SCRIPT ><p>It rained.", "<script></SCRIPT ><p>It rained.");
        check("<style>p { color: red }</style>\n\n  <p>", "<style></style>\n<p>");
        check(
            "<svg class=x viewBox='0 0 1 1'><title>Rain</title><svg><path d=M0/></svg></svg>So",
            "<svg class=x ></svg>So",
        );
        check("<p>One<!-- <p>Two -->three<!-->four", "<p>One<!---->three<!-->four");
        check(
            "<link rel=icon href=i><link rel='canonical' href=/a><base href=b>",
            "<link><link rel='canonical' href=/a><base>",
        );
        // Read as browsers do that run programs, so that a picture in it does not end the head.
        assert_eq!(lean("<head><noscript><img src=x></noscript><title>Rain"), "<head><noscript></noscript><title>Rain");
    }

    #[test]
    fn linked_data_stays() {
        let html = "<script type=\"application/ld+json\">{\"a\": \"<b>\"}</script>";
        check(html, html);
        let html = "<script type='application/ld&#x2B;json' id=x>{}</script>";
        check(html, html);
    }

    #[test]
    fn attributes_that_are_asked_for_stay() {
        check("<a onclick=\"f('>')\" href=x/y/ data-z>Rain</a>", "<a href=x/y/ >Rain</a>");
        check("<p data-a='1'class='b'STYLE=\"color:red\"ID=c hidden>", "<p class='b'ID=c hidden>");
        check("<p style='display: none' jsname>Rain", "<p style='display: none' >Rain");
        check("<br data-x/>So<br/data-y = 'é' /><i é=ü class=é>", "<br />So<br//><i class=é>");
    }

    #[test]
    fn odd_markup_stays() {
        for html in [
            "<p>It rained.<script><!-- document.write('<script>a</script>') --></script><p data-a>So",
            "<svg><path><div data-a>Rain</div><style>p</style>",
            "<p>It rained.<script>if (a",
            "<p>a < b and <3 </> <!doctype x> <?php echo ?> <![CDATA[a]]> </3>",
            "<title>Rain <script data-a></title>",
            "<textarea><p data-a></textarea>",
            "<math><mi data-a>x</mi></math><p data-a>",
            "<p>It rained.<!-- so",
            "<p data-a='",
        ] {
            check(html, html);
        }
    }

    proptest! {
        /// Whatever the markup, the tree is the same.
        #[test]
        fn the_tree_is_the_same(pieces in prop::collection::vec(0..PIECES.len(), 0..24)) {
            let html: String = pieces.iter().map(|&piece| PIECES[piece]).collect();
            prop_assert_eq!(tree(&html), tree(&lean(&html)), "{}", html);
        }
    }

    const PIECES: [&str; 36] = [
        "<p>",
        "</p>",
        "<div class=a data-b=c>",
        "</div>",
        "It rained. ",
        "\n \n",
        "<br/>",
        "<svg viewBox=x>",
        "</svg>",
        "<path d='M 0'/>",
        "<g>",
        "</g>",
        "<script>",
        "</script>",
        "a<b",
        "<!--",
        "-->",
        "--!>",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<a href='x' onclick=\"'>'\">",
        "</a>",
        "<table>",
        "<tr><td>",
        "</table>",
        "<textarea>",
        "</textarea>",
        "<base href=x>",
        "<link rel=icon>",
        "<template>",
        "</template>",
        "<body id=z>",
        "\"",
        "'>",
    ];
}
