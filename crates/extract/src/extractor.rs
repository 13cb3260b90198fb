//! The one way through the rooms.

use crate::model::{self, ModelFile};
use crate::{Document, Extraction, Zone, entities, figures, quotes, syntax, text};

/// Reads articles. Made once, shared by all threads: it holds only the embedded model and lexicons.
#[derive(Debug)]
pub struct Extractor {
    analyser: syntax::Analyser,
    namer: entities::Namer,
    reporter: quotes::Reporter,
    counter: figures::Counter,
}

/// Memory that is reused from one article to the next; one per thread.
///
/// It carries nothing from article to article: an article alone and the same article after a
/// thousand others give the same extraction.
#[derive(Debug, Default)]
pub struct Scratch {
    title: Analysis,
    body: Analysis,
}

/// One text (title or body) with everything known about it before names are looked for.
#[derive(Debug, Default)]
pub(crate) struct Analysis {
    pub(crate) text: text::Text,
    pub(crate) syntax: syntax::Syntax,
}

/// The title and the body under analysis, as the later rooms see them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Article<'a> {
    pub(crate) document: Document<'a>,
    pub(crate) title: &'a Analysis,
    pub(crate) body: &'a Analysis,
}

impl<'a> Article<'a> {
    /// The characters of a zone.
    pub(crate) fn source(&self, zone: Zone) -> &'a str {
        match zone {
            Zone::Title => self.document.title.unwrap_or(""),
            Zone::Body => self.document.body,
        }
    }

    /// The analysis of a zone.
    pub(crate) fn analysis(&self, zone: Zone) -> &'a Analysis {
        match zone {
            Zone::Title => self.title,
            Zone::Body => self.body,
        }
    }
}

impl Default for Extractor {
    fn default() -> Self {
        Self::new()
    }
}

impl Extractor {
    /// Loads the embedded model.
    pub fn new() -> Self {
        Self::with_model(model::EMBEDDED)
    }

    /// Loads a model file. Parts that it lacks, or that are malformed, stay empty and find nothing.
    pub fn with_model(bytes: &[u8]) -> Self {
        let file = ModelFile::read(bytes).unwrap_or_default();
        Self {
            analyser: syntax::Analyser::read(&file),
            namer: entities::Namer::read(&file),
            reporter: quotes::Reporter::read(&file),
            counter: figures::Counter::default(),
        }
    }

    /// Reads one article. Never panics, whatever the text; linear in its length.
    pub fn extract(&self, document: Document<'_>, scratch: &mut Scratch) -> Extraction {
        self.read(document, scratch, false)
    }

    /// Like [`Self::extract`], and each quote tells who else was in question as its speaker.
    ///
    /// ```
    /// use copydesk_extract::{Document, Extractor, Scratch};
    ///
    /// let body = "Ana Ruiz met Boris Kent in Madrid on Monday. She said that the talks had failed.";
    /// let found = Extractor::new().explain(Document { title: None, body }, &mut Scratch::default());
    /// let rivals = &found.quotes[0].rivals;
    /// assert!(rivals.referents.iter().any(|r| r.name.as_deref() == Some("Boris Kent") && r.probability < 0.5));
    /// ```
    pub fn explain(&self, document: Document<'_>, scratch: &mut Scratch) -> Extraction {
        self.read(document, scratch, true)
    }

    fn read(&self, document: Document<'_>, scratch: &mut Scratch, explain: bool) -> Extraction {
        let article = self.analyse(document, scratch);
        let mut cast = self.namer.cast(article);
        let quotes = self.reporter.quotes(article, &mut cast, explain);
        let figures = self.counter.figures(article, &cast, &quotes);
        let (mentions, entities) = cast.into_rows(&quotes);
        Extraction {
            sentences: article.body.text.sentences.iter().map(|s| s.span).collect(),
            words: article.body.text.words,
            dateline: article.body.text.dateline,
            quotes,
            mentions,
            entities,
            figures,
        }
    }

    /// The names of an article and who is who, and nothing else: no trees, quotes or figures. What the
    /// other layers add to them (pronouns, roles that only a quote tells) is missing.
    pub fn names(
        &self,
        document: Document<'_>,
        scratch: &mut Scratch,
    ) -> (Vec<entities::Mention>, Vec<entities::Entity>) {
        let article = self.tag(document, scratch);
        self.namer.cast(article).into_rows(&[])
    }

    /// Tokens and tags of both texts.
    fn tag<'a>(&self, document: Document<'a>, scratch: &'a mut Scratch) -> Article<'a> {
        for (source, analysis) in
            [(document.title.unwrap_or(""), &mut scratch.title), (document.body, &mut scratch.body)]
        {
            text::read(source, &mut analysis.text);
            self.analyser.tag(source, &analysis.text, &mut analysis.syntax);
        }
        Article { document, title: &scratch.title, body: &scratch.body }
    }

    /// Tokens and tags of both texts, and trees of the sentences that may report something: nobody asks for others,
    /// and a tree costs more than all else that is done for a sentence.
    fn analyse<'a>(&self, document: Document<'a>, scratch: &'a mut Scratch) -> Article<'a> {
        self.tag(document, scratch);
        for analysis in [&mut scratch.title, &mut scratch.body] {
            let reports = |at: usize, syntax: &syntax::Syntax| {
                let sentence = &analysis.text.sentences[at].tokens;
                let sentence = sentence.start as usize..sentence.end as usize;
                self.reporter.may_report(&analysis.text.tokens, syntax, sentence)
            };
            self.analyser.parse(&analysis.text, reports, &mut analysis.syntax);
        }
        Article { document, title: &scratch.title, body: &scratch.body }
    }

    /// What an annotated article teaches about quotes (for training).
    pub fn quote_lessons(
        &self,
        document: Document<'_>,
        told: &[quotes::Told],
        scratch: &mut Scratch,
    ) -> quotes::Lessons {
        // All sentences: which ones to leave out is one of the lessons.
        self.tag(document, scratch);
        self.analyser.parse(&scratch.body.text, |_, _| true, &mut scratch.body.syntax);
        let article = Article { document, title: &scratch.title, body: &scratch.body };
        let cast = self.namer.cast(article);
        self.reporter.lessons(quotes::Page::read(article, Zone::Body), &cast, told)
    }
}
