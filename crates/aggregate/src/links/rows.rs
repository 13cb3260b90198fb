//! What every entity of every article brings to the question who it is.

use crate::AggregateError;
use crate::columns::{Columns, texts};
use crate::names::{Name, acronym, is_acronym, telling_words};
use crate::record::{Fields, Record};
use crate::sorter::{Sorter, Spool, SpoolReader};
use copydesk_export::Tables;
use copydesk_export::schema::ENTITIES;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// An entity of an article.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row<'r> {
    pub(super) kind: Cow<'r, str>,
    pub(super) name_hash: u64,
    pub(super) article: i64,
    pub(super) index: i32,
    /// The name is a surname or an acronym alone.
    pub(super) short: bool,
    pub(super) name: Cow<'r, str>,
    /// Short forms that it has or may have.
    pub(super) forms: Vec<u64>,
    pub(super) date: Option<i32>,
    pub(super) mentions: i32,
    pub(super) role: Option<Cow<'r, str>>,
    /// he, she, they
    pub(super) pronoun: Option<Cow<'r, str>>,
    /// Words of role and affiliation.
    pub(super) told: Vec<u64>,
    /// The names most mentioned beside it.
    pub(super) company: Vec<u64>,
}

/// All rows, and what they say together.
#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) rows: SpoolReader,
    /// Pairs of names that articles use of one entity, each with how many articles must say so.
    pub(super) forms: Sorter,
    /// Names too common to tell anyone by their company.
    pub(super) common: FxHashSet<u64>,
}

/// How many companions are kept.
const COMPANY: usize = 10;

/// Reads the entities, article by article.
pub(super) fn read(tables: &Tables<'_>) -> Result<Evidence, AggregateError> {
    let mut reader = Reader {
        rows: Spool::new(tables.scratch())?,
        forms: Sorter::new(tables.scratch()),
        names: Sorter::new(tables.scratch()),
        record: Record::default(),
        articles: 0,
    };
    let mut article: Vec<Row<'static>> = Vec::new();
    for batch in tables.read(
        &ENTITIES,
        &[
            "article_id",
            "entity_index",
            "published_date",
            "type",
            "name",
            "aliases",
            "role",
            "affiliation",
            "pronoun",
            "n_mentions",
        ],
    ) {
        let batch = batch?;
        let columns = Columns(&batch);
        let (articles, indices, dates) = (columns.i64(0)?, columns.i32(1)?, columns.date(2)?);
        let (kinds, names, aliases) = (columns.text(3)?, columns.text(4)?, columns.texts(5)?);
        let (roles, affiliations, pronouns) = (columns.text(6)?, columns.text(7)?, columns.text(8)?);
        let mentions = columns.i32(9)?;
        for row in 0..batch.num_rows() {
            if article.first().is_some_and(|r| r.article != articles.value(row)) {
                reader.end_article(&mut article)?;
            }
            let kind = kinds.get(row).unwrap_or_default();
            let text = names.get(row).unwrap_or_default();
            let name = Name::of(kind, text);
            let mut told = Vec::new();
            telling_words(roles.get(row).unwrap_or_default(), &mut told);
            telling_words(affiliations.get(row).unwrap_or_default(), &mut told);
            let forms = reader.aliases(kind, &name, &texts(aliases, row))?;
            article.push(Row {
                name_hash: name.hash(kind),
                article: articles.value(row),
                index: indices.get(row).unwrap_or_default(),
                short: name.short,
                forms,
                date: dates.get(row),
                mentions: mentions.get(row).unwrap_or_default(),
                role: roles.get(row).map(|r| r.to_owned().into()),
                pronoun: pronouns.get(row).map(|p| p.to_owned().into()),
                told,
                company: Vec::new(),
                name: text.to_owned().into(),
                kind: kind.to_owned().into(),
            });
        }
    }
    reader.end_article(&mut article)?;
    let common = common(reader.names, reader.articles)?;
    Ok(Evidence { rows: reader.rows.read()?, forms: reader.forms, common })
}

#[derive(Debug)]
struct Reader {
    rows: Spool,
    forms: Sorter,
    /// Every full name once an article.
    names: Sorter,
    record: Record,
    articles: u64,
}

impl Reader {
    /// Notes the full forms among an entity's aliases; gives the short ones.
    fn aliases(&mut self, kind: &str, name: &Name, aliases: &[String]) -> Result<Vec<u64>, AggregateError> {
        let mut short = name.short_forms(kind);
        if name.short {
            return Ok(short);
        }
        let hash = name.hash(kind);
        for alias in aliases {
            if kind != "person" && is_acronym(alias) {
                short.push(acronym(alias, kind));
                continue;
            }
            let other = Name::of(kind, alias);
            let other_hash = other.hash(kind);
            if other_hash != hash && name.may_be(&other, kind) {
                let needed = if kind == "person" { 1 } else { 2 };
                let (a, b) = (hash.min(other_hash), hash.max(other_hash));
                self.forms.push(self.record.clear().u64(a).u64(b).u32(needed).bytes())?;
            }
        }
        short.sort_unstable();
        short.dedup();
        Ok(short)
    }

    /// Gives every entity of the article its company, and lets the article go.
    fn end_article(&mut self, article: &mut Vec<Row<'static>>) -> Result<(), AggregateError> {
        if article.is_empty() {
            return Ok(());
        }
        self.articles += 1;
        let mut company: Vec<(i32, u64)> = article
            .iter()
            .filter(|r| !r.short && matches!(&*r.kind, "person" | "organization" | "place" | "event"))
            .map(|r| (-r.mentions, r.name_hash))
            .collect();
        company.sort_unstable();
        let mut names: Vec<u64> = company.iter().map(|c| c.1).collect();
        company.truncate(COMPANY + 1);
        names.sort_unstable();
        names.dedup();
        for name in &names {
            self.names.push(self.record.clear().u64(*name).bytes())?;
        }
        for mut row in article.drain(..) {
            row.company = company.iter().map(|c| c.1).filter(|c| *c != row.name_hash).take(COMPANY).collect();
            row.write(self.record.clear());
            self.rows.push(self.record.bytes())?;
        }
        Ok(())
    }
}

/// Names in more than 2 % of the articles, at least twenty: fewer than fifty an article has room for.
fn common(names: Sorter, articles: u64) -> Result<FxHashSet<u64>, AggregateError> {
    let limit = (articles / 50).max(20);
    let mut common = FxHashSet::default();
    let (mut current, mut n) = (0, 0);
    let mut sorted = names.sorted()?;
    while let Some(record) = sorted.next()? {
        let name = Fields(record).u64();
        n = if name == current { n + 1 } else { 1 };
        current = name;
        if n > limit {
            common.insert(name);
        }
    }
    Ok(common)
}

impl<'r> Row<'r> {
    fn write(&self, record: &mut Record) {
        record.text(&self.kind).u64(self.name_hash).i64(self.article).i32(self.index).bool(self.short).text(&self.name);
        record.maybe(self.date, Record::i32).i32(self.mentions).maybe(self.role.as_deref(), Record::text);
        record.maybe(self.pronoun.as_deref(), Record::text);
        for list in [&self.forms, &self.told, &self.company] {
            record.u32(list.len() as u32);
            for item in list {
                record.u64(*item);
            }
        }
    }

    pub(super) fn read(mut fields: Fields<'r>) -> Self {
        Self {
            kind: fields.text(),
            name_hash: fields.u64(),
            article: fields.i64(),
            index: fields.i32(),
            short: fields.bool(),
            name: fields.text(),
            date: fields.maybe(Fields::i32),
            mentions: fields.i32(),
            role: fields.maybe(Fields::text),
            pronoun: fields.maybe(Fields::text),
            forms: list(&mut fields),
            told: list(&mut fields),
            company: list(&mut fields),
        }
    }
}

fn list(fields: &mut Fields<'_>) -> Vec<u64> {
    (0..fields.u32()).map(|_| fields.u64()).collect()
}
