//! Who is who across articles.
//!
//! 1. Full names that are forms of one name make one group (case, marks, titles, middle initials; forms
//!    that articles themselves use of one person).
//! 2. A group of persons is split where the text tells its bearers apart ([`bearers`]).
//! 3. Short forms ("Lavrov", "WHO") go to the full name that fits the article's company best
//!    ([`short_forms`]); what fits nothing stays by itself.
//!
//! An entity's id is a hash of its type and name (and of its first article where several bear the name).

mod bearers;
mod rows;
mod short_forms;

use crate::AggregateError;
use crate::record::{Fields, Record};
use crate::sorter::{Sorter, Spool, SpoolReader};
use crate::union::Union;
use crate::words::mix;
use copydesk_export::schema::ENTITY_LINKS;
use copydesk_export::{OutputFile, Tables};
use rows::{Evidence, Row};
use std::collections::BTreeMap;

/// An entity of an article, linked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Linked {
    pub(crate) index: i32,
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) date: Option<i32>,
    pub(crate) mentions: i32,
    pub(crate) role: Option<String>,
}

impl Linked {
    /// Reads what [`write`] spooled, after the article's id.
    pub(crate) fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            index: fields.i32(),
            id: fields.i64(),
            name: fields.text().into_owned(),
            kind: fields.text().into_owned(),
            date: fields.maybe(Fields::i32),
            mentions: fields.i32(),
            role: fields.maybe(|f| f.text().into_owned()),
        }
    }
}

/// Makes the table; gives it to the other aggregates ordered by article and entity.
pub(crate) fn write(tables: &Tables<'_>) -> Result<(OutputFile, SpoolReader), AggregateError> {
    let scratch = tables.scratch();
    let Evidence { mut rows, forms, common } = rows::read(tables)?;
    let forms = OneName::new(forms)?;
    let mut full = Sorter::new(scratch);
    let mut short = Sorter::new(scratch);
    let mut record = Vec::new();
    let mut key = Record::default();
    while rows.read(&mut record)? {
        let row = Row::read(Fields(&record));
        if row.short {
            short.push(key.clear().text(&row.kind).u64(row.name_hash).u8(1).raw(&record).bytes())?;
        } else {
            full.push(key.clear().text(&row.kind).u64(forms.root(row.name_hash)).raw(&record).bytes())?;
        }
    }
    drop(rows);
    let mut named = Sorter::new(scratch);
    bearers::tell_apart(full, &common, &mut named, &mut short)?;
    short_forms::resolve(short, &mut named)?;
    names(named, scratch).and_then(|links| write_links(tables, links))
}

/// The id of the entity that bears a name.
fn entity_id(kind: &str, name: u64, bearer: Option<i64>) -> i64 {
    let kind = xxhash_rust::xxh3::xxh3_64(kind.as_bytes());
    mix(kind ^ mix(name ^ bearer.map_or(0, |article| mix(article.cast_unsigned())))).cast_signed()
}

/// What [`bearers`] and [`short_forms`] say of a row: whose it is.
fn say(named: &mut Sorter, record: &mut Record, id: i64, row: &Row<'_>) -> Result<(), AggregateError> {
    record.clear().i64(id).i64(row.article).i32(row.index).text(&row.kind).bool(row.short).text(&row.name);
    record.maybe(row.date, Record::i32).i32(row.mentions).maybe(row.role.as_deref(), Record::text);
    named.push(record.bytes())
}

/// Gives every entity the name it has most often: of full forms, where it has any that are no acronym.
fn names(named: Sorter, scratch: &camino::Utf8Path) -> Result<Sorter, AggregateError> {
    let mut links = Sorter::new(scratch);
    let mut named = named.sorted()?;
    let mut group: Vec<Vec<u8>> = Vec::new();
    let mut current = None;
    loop {
        let record = named.next()?;
        let id = record.map(|r| Fields(r).i64());
        if id != current || record.is_none() {
            if let Some(id) = current {
                name_one(id, &group, &mut links)?;
            }
            group.clear();
            current = id;
        }
        let Some(record) = record else { return Ok(links) };
        group.push(record.to_vec());
    }
}

fn name_one(id: i64, group: &[Vec<u8>], links: &mut Sorter) -> Result<(), AggregateError> {
    let mut forms: BTreeMap<(bool, String), u64> = BTreeMap::new();
    for record in group {
        let mut fields = Fields(record);
        let (_, _, _) = (fields.i64(), fields.i64(), fields.i32());
        let kind = fields.text();
        let short = fields.bool() && kind == "person";
        *forms.entry((short, fields.text().into_owned())).or_default() += 1;
    }
    let better = |a: &(&(bool, String), &u64)| (!a.0.0, *a.1, a.0.1.len(), std::cmp::Reverse(a.0.1.clone()));
    let name = forms.iter().max_by_key(better).map(|(form, _)| form.1.clone()).unwrap_or_default();
    let mut out = Record::default();
    for record in group {
        let mut fields = Fields(record);
        let (_, article, index) = (fields.i64(), fields.i64(), fields.i32());
        let kind = fields.text();
        let (_, _) = (fields.bool(), fields.text());
        // Date, mentions and role follow as they are.
        links.push(out.clear().i64(article).i32(index).i64(id).text(&name).text(&kind).raw(fields.0).bytes())?;
    }
    Ok(())
}

fn write_links(tables: &Tables<'_>, links: Sorter) -> Result<(OutputFile, SpoolReader), AggregateError> {
    let mut out = tables.create(&ENTITY_LINKS)?;
    let mut spool = Spool::new(tables.scratch())?;
    let mut links = links.sorted()?;
    while let Some(record) = links.next()? {
        spool.push(record)?;
        let mut fields = Fields(record);
        let article = fields.i64();
        let link = Linked::read(&mut fields);
        out.row()?
            .i64("article_id", article)
            .i32("entity_index", link.index)
            .i64("entity_id", link.id)
            .text("name", &*link.name)
            .text("type", &*link.kind)
            .end();
    }
    Ok((out.commit()?, spool.read()?))
}

/// Which names are forms of one name.
#[derive(Debug)]
struct OneName {
    names: Vec<u64>,
    root: Vec<u64>,
}

impl OneName {
    /// From pairs of names that articles use of one entity.
    fn new(pairs: Sorter) -> Result<Self, AggregateError> {
        // One article may err; what several say of things that are no persons holds everywhere. (Persons'
        // forms were compared before.)
        let mut said: Vec<((u64, u64), u32)> = Vec::new();
        let mut sorted = pairs.sorted()?;
        let mut needed = Vec::new();
        while let Some(record) = sorted.next()? {
            let mut fields = Fields(record);
            let pair = (fields.u64(), fields.u64());
            match said.last_mut() {
                Some((last, n)) if *last == pair => *n += 1,
                _ => {
                    said.push((pair, 1));
                    needed.push(fields.u32());
                }
            }
        }
        let pairs: Vec<(u64, u64)> =
            said.iter().zip(needed).filter(|((_, n), needed)| n >= needed).map(|((pair, _), _)| *pair).collect();
        let mut names: Vec<u64> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        names.sort_unstable();
        names.dedup();
        let mut union = Union::new(names.len());
        let at = |name: u64| names.binary_search(&name).unwrap_or_default() as u32;
        for (a, b) in pairs {
            union.unite(at(a), at(b));
        }
        let root = (0..names.len() as u32).map(|n| names[union.find(n) as usize]).collect();
        Ok(Self { names, root })
    }

    fn root(&self, name: u64) -> u64 {
        self.names.binary_search(&name).map_or(name, |n| self.root[n])
    }
}
