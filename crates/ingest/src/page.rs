//! Web pages: the body of the article in a page, and what the page says about it.
//!
//! A page is parsed once. It is worked on in a thread of its own with a large stack, which is left behind where a page
//! takes too long; what panics there is a reject.

use crate::draft::{Draft, Refusal};
use crate::{Options, address, repair};
use crate::{Reason, dates::When};
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

mod authors;
mod clock;
mod jsonld;
mod kind;
mod lean;
mod margins;
mod metadata;
mod published;
mod render;
pub(crate) use render::unglued;
mod survey;
mod title;

use margins::Told;

/// What is to be read.
#[derive(Debug)]
enum Task {
    Page(Page),
    /// Markup of an article and of nothing else.
    Fragment(String),
}

/// A page as text.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) html: String,
    /// Where it was found.
    pub(crate) url: Option<String>,
    /// When it was found; nothing was published later than that.
    pub(crate) crawled: Option<When>,
}

/// Reads pages within limits of size, depth and time.
#[derive(Debug)]
pub(crate) struct Pages {
    max_bytes: usize,
    timeout: Duration,
    /// What the threads do.
    work: fn(&Task) -> Result<Draft, Refusal>,
    worker: RefCell<Option<Worker>>,
}

#[derive(Debug)]
struct Worker {
    tasks: Sender<Task>,
    drafts: Receiver<Result<Draft, Refusal>>,
    clock: clock::Clock,
}

/// Elements within elements, from the root; browsers stop at 512. Real pages stay below 100.
const MAX_DEPTH: usize = 2_000;
/// Address space, not memory: pages of the usual depth touch a small part of it.
const STACK: usize = 256 << 20;

impl Pages {
    pub(crate) fn new(options: &Options) -> Self {
        let work = |task: &Task| match task {
            Task::Page(page) => read(page),
            Task::Fragment(markup) => fragment(markup),
        };
        Self { max_bytes: options.max_html_bytes, timeout: options.page_timeout, work, worker: RefCell::default() }
    }

    /// The article in a page.
    pub(crate) fn draft(&self, page: Page) -> Result<Draft, Refusal> {
        self.work(Task::Page(page))
    }

    /// The text of an article that comes as markup.
    pub(crate) fn text(&self, markup: String) -> Result<String, Refusal> {
        self.work(Task::Fragment(markup)).map(|draft| draft.text)
    }

    fn work(&self, task: Task) -> Result<Draft, Refusal> {
        let (Task::Page(Page { html, .. }) | Task::Fragment(html)) = &task;
        let (len, cap) = (html.len(), self.max_bytes);
        if len > cap {
            return Err(Refusal::new(Reason::TooLong, format!("a page of {len} bytes; the limit is {cap}")));
        }
        if open_elements(html) > 2 * MAX_DEPTH {
            return Err(too_deep());
        }
        let mut slot = self.worker.borrow_mut();
        let worker = match &mut *slot {
            Some(worker) => worker,
            none => none.insert(Worker::start(self.work).map_err(|e| Refusal::new(Reason::Io, e.to_string()))?),
        };
        let died = || Refusal::new(Reason::Panic, "the thread for pages ended");
        worker.tasks.send(task).map_err(|_| died())?;
        match worker.draft(self.timeout) {
            Ok(draft) => draft,
            Err(error) => {
                // The thread is left to finish for nobody; the next page gets a new one.
                *slot = None;
                Err(match error {
                    RecvTimeoutError::Timeout => {
                        Refusal::new(Reason::Timeout, format!("the page took more than {:?}", self.timeout))
                    }
                    RecvTimeoutError::Disconnected => died(),
                })
            }
        }
    }
}

impl Worker {
    fn start(work: fn(&Task) -> Result<Draft, Refusal>) -> std::io::Result<Self> {
        let (tasks, incoming) = channel::<Task>();
        let (outgoing, drafts) = channel();
        let (told, clock) = channel();
        thread::Builder::new().name("page".to_owned()).stack_size(STACK).spawn(move || {
            // Nobody waits for it any more where this fails.
            let _ = told.send(clock::Clock::of_this_thread());
            for task in incoming {
                let draft = catch_unwind(AssertUnwindSafe(|| work(&task)))
                    .unwrap_or_else(|_| Err(Refusal::new(Reason::Panic, "the reader of pages panicked")));
                if outgoing.send(draft).is_err() {
                    break;
                }
            }
        })?;
        let clock = clock.recv().map_err(std::io::Error::other)?;
        Ok(Self { tasks, drafts, clock })
    }

    /// Waits for the page at work, for as long as it has not had `limit` of computing.
    fn draft(&self, limit: Duration) -> Result<Result<Draft, Refusal>, RecvTimeoutError> {
        let begun = self.clock.now();
        loop {
            match self.drafts.recv_timeout(limit) {
                Err(RecvTimeoutError::Timeout) if self.clock.now().saturating_sub(begun) < limit => {}
                other => return other,
            }
        }
    }
}

fn too_deep() -> Refusal {
    Refusal::new(Reason::TooLong, format!("elements within elements, more than {MAX_DEPTH} deep"))
}

/// How many block elements are open at the deepest place, going by tags alone: enough to turn away a page that would
/// keep the parser busy for hours.
fn open_elements(html: &str) -> usize {
    const DEEP: [&[u8]; 6] = [b"div", b"span", b"table", b"blockquote", b"section", b"ul"];
    let bytes = html.as_bytes();
    let (mut open, mut deepest) = (0_usize, 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        let (closes, name) = match rest.strip_prefix(b"/") {
            Some(name) => (true, name),
            None => (false, rest),
        };
        let is = |tag: &&[u8]| {
            name.len() > tag.len()
                && name[..tag.len()].eq_ignore_ascii_case(tag)
                && !name[tag.len()].is_ascii_alphanumeric()
        };
        if DEEP.iter().any(is) {
            open = if closes { open.saturating_sub(1) } else { open + 1 };
            deepest = deepest.max(open);
        }
    }
    deepest
}

/// The depth of the tree.
fn depth(document: &Document) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut node = document.root();
    loop {
        if let Some(child) = node.first_child() {
            depth += 1;
            deepest = deepest.max(depth);
            node = child;
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) if depth > 0 => {
                    depth -= 1;
                    node = parent;
                }
                _ => return deepest,
            }
        }
    }
}

fn read(page: &Page) -> Result<Draft, Refusal> {
    let document = Document::from(lean::lean(&page.html));
    if depth(&document) > MAX_DEPTH {
        return Err(too_deep());
    }
    let url = page.url.as_deref().and_then(address::parse);
    let survey = survey::of(&document, url.as_ref());
    let data = jsonld::read(survey.json_ld.iter().map(String::as_str));
    let metadata = metadata::of(&survey, &data, page, url.as_ref());
    let no_article = |why| Refusal::new(Reason::NotArticle, why);
    if let Some(why) = kind::refusal(&survey, &data, &metadata, url.as_ref()) {
        return Err(no_article(why));
    }
    let told = Told { title: metadata.title.as_deref(), authors: &metadata.authors };
    let text = body(document, &told)?;
    let text = repair::without_mojibake(&fuller(text, &survey, &data));
    if let Some(why) = kind::refusal_with_body(&survey, &data, &metadata, url.as_ref(), &text) {
        return Err(no_article(why));
    }
    if text.is_empty() {
        return Err(Refusal::new(Reason::NoText, "a page without a body"));
    }
    Ok(Draft {
        text,
        title: metadata.title.map(|title| repair::without_mojibake(&title)),
        authors: metadata.authors,
        published: metadata.published,
        section: metadata.section,
        outlet: metadata.outlet,
        url: metadata.canonical.clone(),
        canonical: metadata.canonical,
        language: metadata.language,
        source_id: None,
    })
}

/// All of a piece of markup, as text.
fn fragment(markup: &str) -> Result<Draft, Refusal> {
    let document = Document::from(lean::lean(markup));
    if depth(&document) > MAX_DEPTH {
        return Err(too_deep());
    }
    let text = document.body().map(|body| render::text(&body, &Told::default())).unwrap_or_default();
    Ok(Draft { text: repair::without_mojibake(&text), ..Draft::default() })
}

/// The text of the article in a page.
fn body(document: Document, told: &Told<'_>) -> Result<String, Refusal> {
    // Classes are kept for the renderer; the text that the crate renders itself is not used, nor its links, so that it
    // is not told where they lead from.
    let config = Config { text_mode: TextMode::Raw, disable_json_ld: true, keep_classes: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config))
        .map_err(|error| Refusal::new(Reason::NotArticle, error.to_string()))?;
    if readability.parse().is_err() {
        return Ok(String::new());
    }
    let root = readability.doc.select_single("#readability-page-1");
    Ok(root.nodes().first().map(|root| render::text(root, told)).unwrap_or_default())
}

/// The body that was cut out, or a fuller one where the cut has plainly missed most of the article: what linked data
/// gives as its body, else all paragraphs outside of side bars.
fn fuller(text: String, survey: &survey::Survey, data: &jsonld::LinkedData) -> String {
    const ENOUGH: usize = 600;
    // Less than two fifths of the whole is no article but a part of it.
    let fewer = |len: usize| len * 5 / 2;
    let joined = |lines: &mut dyn Iterator<Item = &str>| lines.collect::<Vec<_>>().join("\n\n");
    if let Some(body) =
        data.body.as_deref().filter(|body| !body.contains("</") && body.len() > ENOUGH.max(fewer(text.len())))
    {
        return joined(&mut body.lines().map(str::trim).filter(|line| !line.is_empty()));
    }
    let size: usize = survey.paragraphs.iter().map(String::len).sum();
    if size > ENOUGH.max(fewer(text.len())) {
        let all = joined(
            &mut survey.paragraphs.iter().map(String::as_str).filter(|line| !crate::boilerplate::is_known(line)),
        );
        let body = crate::boilerplate::body(&all);
        return all[body].to_owned();
    }
    text
}

/// A text with the references that people forget to resolve: `&amp;`, `&#8217;`.
pub(crate) fn unescaped(text: &str) -> String {
    const NAMED: [(&str, char); 18] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("rsquo", '’'),
        ("lsquo", '‘'),
        ("rdquo", '”'),
        ("ldquo", '“'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("eacute", 'é'),
        ("pound", '£'),
        ("euro", '€'),
        ("uuml", 'ü'),
        ("ouml", 'ö'),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        let found = end.and_then(|end| {
            let name = &rest[1..end];
            let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
            let named = NAMED.iter().find(|(n, _)| *n == name).map(|&(_, c)| c);
            Some((named.or(number.and_then(char::from_u32))?, end + 1))
        });
        let (c, len) = found.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[len..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn page(html: &str) -> Page {
        Page { html: html.to_owned(), url: None, crawled: None }
    }

    /// What becomes of a page, and of the one after it.
    fn two(pages: &Pages, html: &str) -> [Result<String, Reason>; 2] {
        [html, "fine"].map(|html| pages.draft(page(html)).map(|draft| draft.text).map_err(|refusal| refusal.reason))
    }

    #[test]
    fn a_page_that_fails_costs_no_other() {
        let work = |task: &Task| {
            let Task::Page(page) = task else { return Ok(Draft::default()) };
            let begun = Instant::now();
            while page.html == "endless" && begun.elapsed() < Duration::from_secs(60) {}
            assert!(page.html != "odd", "a reader's mistake");
            Ok(Draft { text: page.html.clone(), ..Draft::default() })
        };
        let options = Options { page_timeout: Duration::from_millis(100), max_html_bytes: 10, ..Options::default() };
        let pages = Pages { work, ..Pages::new(&options) };
        let fine = || Ok("fine".to_owned());
        assert_eq!(two(&pages, "odd"), [Err(Reason::Panic), fine()]);
        assert_eq!(two(&pages, "endless"), [Err(Reason::Timeout), fine()]);
        assert_eq!(two(&pages, "a long page"), [Err(Reason::TooLong), fine()]);
    }

    #[test]
    fn a_page_may_have_five_megabytes_and_two_seconds() {
        let pages = Pages::new(&Options::default());
        assert_eq!((pages.max_bytes, pages.timeout), (5 << 20, Duration::from_secs(2)));
    }
}
