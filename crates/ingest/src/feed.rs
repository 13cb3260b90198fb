//! An item of a feed: its fields, and its body, which is a text or the markup of one. Entities are those of XML and the
//! usual ones of HTML: what a feed defines itself is never resolved, so that it cannot grow.

use crate::draft::{Draft, Refusal, one_line};
use crate::page::unescaped;
use crate::record::Channel;
use crate::{Published, PublishedSource, Reason, address, byline, charset, dates};
use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What stands in an item.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Item {
    /// All but the text.
    pub(crate) draft: Draft,
    pub(crate) body: Body,
    /// Whether the body may be no more than the beginning of the article.
    pub(crate) is_summary: bool,
}

/// The body of an item.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Text(String),
    Markup(String),
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// Values of an item that are asked for after all are read.
#[derive(Default)]
struct Values {
    permalink: Option<String>,
    updated: Option<dates::When>,
    published: Option<dates::When>,
    content: String,
    summary: String,
}

/// Reads an item.
///
/// # Errors
/// Markup that is broken.
pub(crate) fn item(bytes: &[u8], channel: &Channel) -> Result<Item, Refusal> {
    let xml = decoded(bytes, channel);
    let mut reader = Reader::from_str(&xml);
    let (mut draft, mut values, mut inside) = (Draft::default(), Values::default(), false);
    loop {
        let event = reader.read_event().and_then(|event| match event {
            Event::Start(start) if inside => {
                let inner = reader.read_text(start.name())?;
                Ok(Some((start, String::from_utf8_lossy(&inner).into_owned())))
            }
            Event::Empty(start) if inside => Ok(Some((start, String::new()))),
            Event::End(_) | Event::Eof | Event::Empty(_) => Ok(None),
            other => {
                inside |= matches!(other, Event::Start(_));
                Ok(Some((BytesStart::new(""), String::new())))
            }
        });
        match event {
            Ok(Some((start, inner))) => put(&mut draft, &mut values, &start, &inner),
            Ok(None) => break,
            Err(error) => {
                let detail = format!("broken markup at byte {} of the item: {error}", reader.error_position());
                return Err(Refusal { url: draft.url, ..Refusal::new(Reason::BadRecord, detail) });
            }
        }
    }
    draft.url = draft.url.or(values.permalink).map(|url| absolute(&url, channel));
    draft.outlet.clone_from(&channel.title);
    draft.language.clone_from(&channel.language);
    let when = values.published.or(values.updated);
    // Nothing is published after it was seen, but for clocks and places.
    let when = when.filter(|when| channel.seen.is_none_or(|seen| when.date <= seen.succ_opt().unwrap_or(seen)));
    draft.published = when.map(|when| Published { date: when.date, at: when.at, source: PublishedSource::Input });
    let is_summary = values.content.trim().is_empty();
    let raw = if is_summary { values.summary } else { values.content };
    Ok(Item { draft, body: body(&raw), is_summary })
}

/// Takes in one element of an item.
fn put(draft: &mut Draft, values: &mut Values, start: &BytesStart<'_>, inner: &str) {
    let name = start.name();
    let name = name.as_ref();
    let name = name.strip_prefix(b"atom:").or_else(|| name.strip_prefix(b"rss:")).unwrap_or(name);
    let line = || one_line(&unescaped(&text(inner)));
    match name {
        b"title" if draft.title.is_none() => draft.title = line().map(|title| without_tags(&title)),
        b"link" => {
            let is_own = attribute(start, b"rel").is_none_or(|rel| rel == "alternate");
            if is_own && draft.url.is_none() {
                draft.url = attribute(start, b"href").or_else(line);
            }
        }
        b"guid" | b"id" => {
            draft.source_id = line();
            let is_link = name == b"guid" && attribute(start, b"isPermaLink").is_none_or(|is| is != "false");
            values.permalink = line().filter(|id| is_link && address::parse(id).is_some());
        }
        b"pubDate" | b"published" | b"issued" | b"dc:date" | b"dcterms:issued" => {
            values.published = values.published.or(line().and_then(|line| dates::parse(&line)));
        }
        b"updated" | b"modified" | b"dcterms:modified" => {
            values.updated = line().and_then(|line| dates::parse(&line));
        }
        b"author" | b"dc:creator" => {
            let line = named(inner).or_else(line);
            let names = line.map(|line| byline::names(without_address(&line))).unwrap_or_default();
            let new = names.into_iter().filter(|name| !draft.authors.contains(name)).collect::<Vec<_>>();
            draft.authors.extend(new);
        }
        b"category" | b"dc:subject" if draft.section.is_none() => {
            draft.section = attribute(start, b"label").or_else(|| attribute(start, b"term")).or_else(line);
        }
        b"content:encoded" | b"content" => values.content.push_str(inner),
        b"description" | b"summary" if values.summary.is_empty() => inner.clone_into(&mut values.summary),
        _ => {}
    }
}

/// The name in an `<author>` of Atom.
fn named(inner: &str) -> Option<String> {
    let rest = &inner[inner.find("<name>")? + 6..];
    one_line(&unescaped(&text(&rest[..rest.find("</name>")?])))
}

/// "ann@post.example (Ann Lee)" -> "Ann Lee"
fn without_address(line: &str) -> &str {
    match line.split_once('(') {
        Some((before, name)) if before.contains('@') => name.trim_end_matches(')'),
        _ => line,
    }
}

fn attribute(start: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    one_line(&unescaped(&String::from_utf8_lossy(&found.value)))
}

/// An address that is given from the home page on.
fn absolute(link: &str, channel: &Channel) -> String {
    let home = channel.link.as_deref().and_then(address::parse);
    match home {
        Some(home) if address::parse(link).is_none() => home.join(link).map_or_else(|_| link.to_owned(), String::from),
        _ => link.to_owned(),
    }
}

/// The characters of an element: references resolved, CDATA as it is.
fn text(inner: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(inner.len()), inner);
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        out.push_str(&unescaped(before));
        let (data, behind) = after.split_once("]]>").unwrap_or((after, ""));
        out.push_str(data);
        rest = behind;
    }
    out.push_str(&unescaped(rest));
    out
}

/// A body as it stands in its element. Feeds seldom say truly what kind it is of; tags do.
fn body(inner: &str) -> Body {
    let is_markup = |text: &str| {
        memmem::find_iter(text.as_bytes(), b"<").any(|at| {
            let rest = &text[at + 1..];
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && rest.contains('>')
        })
    };
    // Elements of the feed itself, as `xhtml` in Atom.
    if !inner.contains("<![CDATA[") && is_markup(inner) {
        return Body::Markup(inner.to_owned());
    }
    let text = text(inner);
    if is_markup(&text) { Body::Markup(text) } else { Body::Text(unescaped(&text)) }
}

/// A title without the few tags that titles have: "<i>Rain</i> again".
fn without_tags(title: &str) -> String {
    let mut out = title.to_owned();
    for tag in ["<i>", "</i>", "<em>", "</em>", "<b>", "</b>", "<strong>", "</strong>"] {
        out = out.replace(tag, "");
    }
    out
}

/// Whether a summary only leads to its article: it breaks off, or is of a sentence or two.
pub(crate) fn is_teaser(text: &str) -> bool {
    const SHORT: usize = 250;
    let text = text.trim_end();
    text.len() < SHORT || ["…", "...", "[…]", "[...]", "…]", "...]"].iter().any(|end| text.ends_with(end))
}

/// What a feed says of itself before its first item.
pub(crate) fn channel(head: &[u8]) -> Channel {
    let mut channel = Channel { encoding: encoding(head), ..Channel::default() };
    let xml = decoded(head, &channel);
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = false;
    let mut path: Vec<Vec<u8>> = Vec::new();
    // What is broken here costs the rest of the head and no item.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::End(_) => drop(path.pop()),
            Event::Empty(start) => channel_link(&mut channel, &start),
            Event::Start(start) => {
                if path.is_empty() {
                    channel.language = attribute(&start, b"xml:lang");
                }
                channel_link(&mut channel, &start);
                path.push(start.name().as_ref().to_vec());
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                let part = match &event {
                    Event::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    Event::CData(data) => String::from_utf8_lossy(data).into_owned(),
                    Event::GeneralRef(name) => unescaped(&format!("&{};", String::from_utf8_lossy(name))),
                    _ => continue,
                };
                let [.., parent, name] = &path[..] else { continue };
                if !matches!(&**parent, b"channel" | b"feed" | b"rss:channel" | b"atom:feed") {
                    continue;
                }
                let field = match &**name {
                    b"title" | b"atom:title" => &mut channel.title,
                    b"link" => &mut channel.link,
                    b"language" | b"dc:language" => &mut channel.language,
                    _ => continue,
                };
                field.get_or_insert_default().push_str(&part);
            }
            _ => {}
        }
    }
    channel.title = channel.title.as_deref().and_then(one_line).filter(|title| title.len() <= 100);
    channel.link = channel.link.as_deref().and_then(one_line);
    let language = channel.language.as_deref().and_then(|l| l.trim().get(..2)).map(str::to_ascii_lowercase);
    channel.language = language.filter(|l| l.bytes().all(|b| b.is_ascii_lowercase()));
    channel
}

/// `<link rel="alternate" href="…">` of Atom.
fn channel_link(channel: &mut Channel, start: &BytesStart<'_>) {
    let is_own = matches!(start.name().as_ref(), b"link" | b"atom:link")
        && attribute(start, b"rel").is_none_or(|rel| rel == "alternate");
    if is_own && channel.link.is_none() {
        channel.link = attribute(start, b"href");
    }
}

/// `<?xml version="1.0" encoding="ISO-8859-1"?>`
fn encoding(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let declaration = &head[..memmem::find(head, b"?>").filter(|_| head.starts_with(b"<?xml"))?];
    let label = &declaration[memmem::find(declaration, b"encoding")? + 8..];
    let mut parts = label.split(|b| matches!(b, b'"' | b'\''));
    encoding_rs::Encoding::for_label(parts.nth(1)?)
}

fn decoded(bytes: &[u8], channel: &Channel) -> String {
    match (std::str::from_utf8(bytes), channel.encoding) {
        (Ok(text), _) => text.to_owned(),
        (Err(_), Some(encoding)) if encoding != encoding_rs::UTF_8 => {
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
        _ => charset::decode_text(bytes.to_vec()),
    }
}
