//! Two people of one name, kept apart where the text tells them apart.
//!
//! Articles that name someone of the same name are joined where they share a word of role or affiliation,
//! or company that is not everyone's company. What remains unjoined is another bearer only if both sides
//! are told by something that differs: by roles, or by "he" and "she". Else silence is no difference.

use super::rows::Row;
use super::{entity_id, say};
use crate::AggregateError;
use crate::record::{Fields, Record};
use crate::sorter::Sorter;
use crate::union::Union;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Walks the groups of one name, says who each row is, and offers every entity to its short forms.
pub(super) fn tell_apart(
    full: Sorter,
    common: &FxHashSet<u64>,
    named: &mut Sorter,
    short: &mut Sorter,
) -> Result<(), AggregateError> {
    let mut sorted = full.sorted()?;
    let mut group: Vec<Vec<u8>> = Vec::new();
    let mut current: Option<(String, u64)> = None;
    loop {
        let record = sorted.next()?;
        let mut fields = Fields(record.unwrap_or_default());
        let key = record.map(|_| (fields.text().into_owned(), fields.u64()));
        if key != current {
            if let Some((kind, name)) = &current {
                one_name(kind, *name, &group, common, named, short)?;
            }
            group.clear();
            current = key;
        }
        if record.is_none() {
            return Ok(());
        }
        group.push(fields.0.to_vec());
    }
}

fn one_name(
    kind: &str,
    name: u64,
    group: &[Vec<u8>],
    common: &FxHashSet<u64>,
    named: &mut Sorter,
    short: &mut Sorter,
) -> Result<(), AggregateError> {
    let mut rows: Vec<Row<'_>> = group.iter().map(|r| Row::read(Fields(r))).collect();
    for row in &mut rows {
        row.company.retain(|c| !common.contains(c));
    }
    let bearers = if kind == "person" && rows.len() > 1 { bearers(&rows) } else { vec![(0..rows.len()).collect()] };
    let mut record = Record::default();
    for (n, bearer) in bearers.iter().enumerate() {
        // The most frequent bearer has the name's own id, which no other article can change.
        let first = bearer.iter().map(|r| rows[*r].article).min();
        let id = entity_id(kind, name, first.filter(|_| n > 0));
        let mut evidence: BTreeMap<u64, u32> = BTreeMap::new();
        let mut forms: BTreeMap<u64, u32> = BTreeMap::new();
        for row in bearer.iter().map(|r| &rows[*r]) {
            say(named, &mut record, id, row)?;
            for item in row.told.iter().chain(&row.company) {
                *evidence.entry(*item).or_default() += 1;
            }
            for form in &row.forms {
                *forms.entry(*form).or_default() += 1;
            }
        }
        let mut evidence: Vec<(u32, u64)> = evidence.into_iter().map(|(item, n)| (u32::MAX - n, item)).collect();
        evidence.sort_unstable();
        evidence.truncate(EVIDENCE);
        for (form, n) in forms {
            record.clear().text(kind).u64(form).u8(0).u32(u32::MAX - n).i64(id).u32(evidence.len() as u32);
            for (_, item) in &evidence {
                record.u64(*item);
            }
            short.push(record.bytes())?;
        }
    }
    Ok(())
}

/// How much is remembered of an entity for its short forms.
const EVIDENCE: usize = 64;

/// The rows of each bearer of a name, the bearer with most rows first.
fn bearers(rows: &[Row<'_>]) -> Vec<Vec<usize>> {
    // Where one article has the name twice, it tells two bearers apart itself, and its company says nothing.
    let twice: FxHashSet<i64> =
        rows.windows(2).filter(|w| w[0].article == w[1].article).map(|w| w[0].article).collect();
    let mut items: Vec<(u64, u32)> = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let company = if twice.contains(&row.article) { &[] } else { row.company.as_slice() };
        items.extend(row.told.iter().chain(company).map(|item| (*item, n as u32)));
    }
    items.sort_unstable();
    let mut union = Union::new(rows.len());
    for pair in items.windows(2).filter(|w| w[0].0 == w[1].0) {
        union.unite(pair[0].1, pair[1].1);
    }
    let mut sets: BTreeMap<u32, Bearer> = BTreeMap::new();
    for (n, row) in rows.iter().enumerate() {
        sets.entry(union.find(n as u32)).or_default().add(n, row);
    }
    let by_size = |b: &Bearer| (std::cmp::Reverse(b.rows.len()), b.rows[0]);
    let mut sets: Vec<Bearer> = sets.into_values().collect();
    sets.sort_by_key(by_size);
    let mut bearers: Vec<Bearer> = Vec::new();
    for set in sets {
        match bearers.iter_mut().find(|bearer| !bearer.differs_from(&set)) {
            Some(bearer) => bearer.join(set),
            None => bearers.push(set),
        }
    }
    bearers.sort_by_key(by_size);
    bearers.into_iter().map(|b| b.rows).collect()
}

/// Rows that are one person, and by what the person is told.
#[derive(Debug, Default)]
struct Bearer {
    rows: Vec<usize>,
    /// By a role or an affiliation.
    told: bool,
    he: bool,
    she: bool,
}

impl Bearer {
    fn add(&mut self, n: usize, row: &Row<'_>) {
        self.rows.push(n);
        self.told |= !row.told.is_empty();
        self.he |= row.pronoun.as_deref() == Some("he");
        self.she |= row.pronoun.as_deref() == Some("she");
    }

    fn join(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.told |= other.told;
        self.he |= other.he;
        self.she |= other.she;
    }

    /// Whether another, who shares nothing with this one, is told apart.
    fn differs_from(&self, other: &Self) -> bool {
        (self.told && other.told) || (self.he && other.she) || (self.she && other.he)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::telling_words;

    /// Rows of (article, role, pronoun, company).
    fn rows(of: &[(i64, &str, &str, &[u64])]) -> Vec<Row<'static>> {
        of.iter()
            .map(|(article, role, pronoun, company)| {
                let mut told = Vec::new();
                telling_words(role, &mut told);
                Row {
                    kind: "person".into(),
                    name_hash: 1,
                    article: *article,
                    index: 0,
                    short: false,
                    name: "John Smith".into(),
                    forms: Vec::new(),
                    date: None,
                    mentions: 1,
                    role: None,
                    pronoun: (!pronoun.is_empty()).then(|| (*pronoun).to_owned().into()),
                    told,
                    company: company.to_vec(),
                }
            })
            .collect()
    }

    #[test]
    fn roles_and_pronouns_tell_apart() {
        let apart = [
            (1, "striker", "", &[10][..]),
            (2, "professor of law", "", &[20][..]),
            (3, "the law professor", "", &[30][..]),
        ];
        assert_eq!(bearers(&rows(&apart)), [vec![1, 2], vec![0]]);
        let pronouns = [(1, "", "he", &[10][..]), (2, "", "she", &[20][..])];
        assert_eq!(bearers(&rows(&pronouns)).len(), 2);
    }

    #[test]
    fn company_joins_and_silence_is_no_difference() {
        let company = [(1, "striker", "", &[10, 11][..]), (2, "captain", "", &[11, 12][..])];
        assert_eq!(bearers(&rows(&company)).len(), 1);
        let silent = [(1, "striker", "", &[10][..]), (2, "", "", &[20][..])];
        assert_eq!(bearers(&rows(&silent)).len(), 1);
    }

    #[test]
    fn one_office_in_two_words_and_a_post_beside_it_are_no_difference() {
        for (one, other) in [
            ("Congresswoman", "Rep."),
            ("Senator", "Ranking Member"),
            ("Governor", "Govs."),
            ("President", "former Presidents"),
            ("Senators", "Dear Chairman"),
        ] {
            let both = [(1, one, "", &[10][..]), (2, other, "", &[20][..])];
            assert_eq!(bearers(&rows(&both)).len(), 1, "{one}, {other}");
        }
        let both = [(1, "Senator", "", &[10][..]), (2, "chairman of the orchestra", "", &[20][..])];
        assert_eq!(bearers(&rows(&both)).len(), 2);
    }

    #[test]
    fn an_article_that_has_the_name_twice_tells_two_apart() {
        let twice = [(1, "mayor", "", &[10][..]), (1, "surgeon", "", &[10][..])];
        assert_eq!(bearers(&rows(&twice)).len(), 2);
    }
}
