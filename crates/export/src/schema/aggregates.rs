//! The tables made of the whole corpus: schemas of what `copydesk-aggregate` computes.

use super::Kind::{Bool, Date, F32, F64, I32, I64, Text, Texts};
use super::{Table, always, maybe};

/// One row an article: whose copy it is.
pub static DUPLICATES: Table = Table {
    name: "duplicates",
    about: "one article, and the story it is a copy of",
    columns: &[
        always("article_id", I64, "the article"),
        always("cluster_id", I64, "the story: smallest article_id among its copies"),
        always(
            "is_head",
            Bool,
            "the first of its story (earliest date, then smallest id): WHERE is_head counts each story once",
        ),
        always("kind", Text, "exact (the head's words), near, none (the head itself)"),
        maybe(
            "similarity",
            F32,
            "share of five-word runs common with the head (Jaccard, estimated); NULL for the head",
        ),
    ],
};

/// One row an entity of an article: whom it is across articles.
pub static ENTITY_LINKS: Table = Table {
    name: "entity_links",
    about: "one entity of an article, and who it is across articles",
    columns: &[
        always("article_id", I64, "the article"),
        always("entity_index", I32, "row in entities"),
        always("entity_id", I64, "the same person, organization, place … in every article"),
        always("name", Text, "the name it has most often"),
        always("type", Text, "person, organization, place, group, event, misc"),
    ],
};

/// One row a quote: which utterance it is a wording of.
pub static QUOTE_VARIANTS: Table = Table {
    name: "quote_variants",
    about: "one quote, and the utterance it is a wording of",
    columns: &[
        always("quote_id", I64, "the quote"),
        always("cluster_id", I64, "the utterance: smallest quote_id among its wordings"),
    ],
};

/// One row an utterance.
pub static QUOTE_CLUSTERS: Table = Table {
    name: "quote_clusters",
    about: "one utterance, wherever it was quoted",
    columns: &[
        always("cluster_id", I64, "as in quote_variants"),
        always("text", Text, "the wording of its first quote"),
        maybe("speaker", Text, "the speaker named most often (by the name of entity_links)"),
        always("n_quotes", I64, "quotes of it"),
        always("n_variants", I64, "different wordings"),
        always("n_outlets", I64, "different outlets"),
        always("n_independent", I64, "different stories: copies of one article count once"),
        maybe("first_date", Date, "first day it was quoted"),
        maybe("last_date", Date, "last day"),
        always("first_quote_id", I64, "the quote of the first day (smallest id of that day)"),
        always(
            "speaker_agreement",
            F32,
            "share of the most frequent speaker among all speakers given; 1 where none is",
        ),
    ],
};

/// One row a speaker.
pub static SPEAKERS: Table = Table {
    name: "speakers",
    about: "one named entity that speaks",
    columns: &[
        always("entity_id", I64, "as in entity_links"),
        always("name", Text, "as in entity_links"),
        always("kind", Text, "person, organization, place, group …: the type in entity_links"),
        always("roles", Texts, "titles and functions at its quotes, the most frequent first"),
        always("n_quotes", I64, "quotes"),
        always("n_words", I64, "words of them"),
        always("n_articles", I64, "articles that quote it"),
        always("n_outlets", I64, "outlets that quote it"),
        maybe("first_date", Date, "day of its first quote"),
        maybe("last_date", Date, "day of its last quote"),
    ],
};

/// One row an entity and day.
pub static ENTITY_DAYS: Table = Table {
    name: "entity_days",
    about: "one entity on one day of publication",
    columns: &[
        maybe("date", Date, "day of publication; NULL for articles without one"),
        always("entity_id", I64, "as in entity_links"),
        always("name", Text, "as in entity_links"),
        always("type", Text, "as in entity_links"),
        always("n_articles", I64, "articles that mention it"),
        always("n_mentions", I64, "mentions"),
    ],
};

/// One row a pair of entities.
pub static COOCCURRENCE: Table = Table {
    name: "cooccurrence",
    about: "two persons, organizations or places that at least two articles mention together",
    columns: &[
        always("a_id", I64, "the smaller entity_id"),
        always("b_id", I64, "the larger entity_id"),
        always("a_name", Text, "name of the one"),
        always("b_name", Text, "name of the other"),
        always("n_articles", I64, "articles that mention both (among the 64 most mentioned of the article)"),
        maybe("npmi", F32, "normalized pointwise mutual information, -1 to 1; NULL where every article has both"),
    ],
};

/// One row a category of casualties, place and day.
pub static FIGURE_SERIES: Table = Table {
    name: "figure_series",
    about: "what was reported of one kind of casualty at one place on one day",
    columns: &[
        always("category", Text, "casualty.killed, casualty.injured, …"),
        maybe("place", Text, "name in entity_links, else the words of the text"),
        maybe("date", Date, "day of publication"),
        maybe("low", F64, "smallest number reported, parts of a whole aside"),
        maybe("high", F64, "largest number reported, parts of a whole aside"),
        maybe("mode", F64, "number reported most often, parts of a whole aside; the largest of several"),
        always("n_figures", I64, "figures: asserted or estimated, not negated, no mere rise or fall"),
        always("n_sources", I64, "different sources: who the text gives, else the outlet, else the story"),
        always(
            "conflict",
            Bool,
            "two sources give numbers of one noun that cannot both hold: at least 12 and 11, not at least 12 and 15",
        ),
    ],
};

/// The tables that are made of the base tables, in the order in which they are made.
pub static AGGREGATE_TABLES: [&Table; 8] = [
    &DUPLICATES,
    &ENTITY_LINKS,
    &QUOTE_VARIANTS,
    &QUOTE_CLUSTERS,
    &SPEAKERS,
    &ENTITY_DAYS,
    &COOCCURRENCE,
    &FIGURE_SERIES,
];
