"""The contract of the tables, written down a second time: what readers rely on, independent of the program.

`*` after a name: never NULL. `span` stands for four columns. Further columns may follow these.
"""

from dataclasses import dataclass

SPAN = "char_start* i32, char_end* i32, byte_start* i32, byte_end* i32"

TABLES = {
    "articles": "article_id* i64, article_key* str, source_id str, url str, domain str, outlet str, title str, authors strs, "
    "section str, published_at timestamp, published_date date, published_source* str, dateline_place str, lang* str, "
    "lang_confidence f32, text* str, n_chars* i32, n_words* i32, n_sentences* i32, n_quotes* i32, n_entities* i32, "
    "n_figures* i32, input_uri* str, input_record* i64, input_offset i64",
    "quotes": "quote_id* i64, article_id* i64, outlet str, published_date date, quote_index* i32, zone* str, kind* str, "
    "text* str, span, parts* parts, n_words* i32, cue str, cue_lemma str, cue_char_start i32, cue_char_end i32, "
    "cue_class* str, cue_negated* bool, speaker str, speaker_mention str, speaker_char_start i32, speaker_char_end i32, "
    "speaker_reference* str, speaker_kind* str, speaker_entity_index i32, speaker_role str, addressee str, medium str, "
    "sentence_char_start* i32, sentence_char_end* i32, confidence* f32, speaker_confidence* f32, rule* str",
    "mentions": "article_id* i64, mention_index* i32, entity_index* i32, zone* str, type* str, reference* str, text* str, "
    "span, sentence_index* i32, quote_index i32, confidence* f32",
    "entities": "article_id* i64, entity_index* i32, outlet str, published_date date, type* str, name* str, aliases* strs, "
    "role str, affiliation str, pronoun str, n_mentions* i32, n_quotes* i32, first_char* i32, in_title* bool, "
    "country_code str, latitude f64, longitude f64, confidence* f32",
    # A category is never NULL, by the first rule of the contract.
    "figures": "figure_id* i64, article_id* i64, outlet str, published_date date, figure_index* i32, zone* str, kind* str, "
    "category* str, text* str, span, value f64, low f64, high f64, modifier* str, unit str, currency str, value_si f64, "
    "unit_si str, counted str, change* str, change_from f64, change_to f64, event str, negated* bool, certainty* str, "
    "place str, place_entity_index i32, as_of str, source str, source_entity_index i32, quote_index i32, sentence_char_start* i32, "
    "sentence_char_end* i32, confidence* f32, rule* str",
    "rejects": "input_uri* str, input_record* i64, input_offset i64, stage* str, reason* str, detail str, url str, n_bytes i64",
}

# Tables across articles. Here the contract fixes what is never NULL; more columns may be so.
AGGREGATES = {
    "duplicates": "article_id* i64, cluster_id* i64, is_head* bool, kind* str, similarity f32",
    "entity_links": "article_id* i64, entity_index* i32, entity_id* i64, name* str, type* str",
    "quote_variants": "quote_id* i64, cluster_id* i64",
    "quote_clusters": "cluster_id* i64, text* str, speaker str, n_quotes* i64, n_variants* i64, n_outlets* i64, "
    "n_independent* i64, first_date date, last_date date, first_quote_id* i64, speaker_agreement* f32",
    "speakers": "entity_id* i64, name* str, kind* str, roles strs, n_quotes* i64, n_words* i64, n_articles* i64, "
    "n_outlets* i64, first_date date, last_date date",
    "entity_days": "date date, entity_id* i64, name* str, type* str, n_articles* i64, n_mentions* i64",
    "cooccurrence": "a_id* i64, b_id* i64, a_name* str, b_name* str, n_articles* i64, npmi f32",
    "figure_series": "category* str, place str, date date, low f64, high f64, mode f64, n_figures* i64, n_sources* i64, "
    "conflict* bool",
}

VOCABULARIES = {
    ("articles", "published_source"): "input json_ld meta url text none",
    ("quotes", "zone"): "title body",
    ("quotes", "kind"): "direct mixed indirect",
    ("quotes", "cue_class"): "say claim deny warn ask urge promise accuse praise announce write other none",
    ("quotes", "speaker_reference"): "name pronoun nominal none",
    ("quotes", "speaker_kind"): "person organization place group anonymous none",
    ("quotes", "medium"): "statement interview press_conference social_media letter report court broadcast",
    ("mentions", "zone"): "title body",
    ("mentions", "type"): "person organization place group event misc",
    ("mentions", "reference"): "name pronoun nominal",
    ("entities", "type"): "person organization place group event misc",
    ("entities", "pronoun"): "he she they",
    ("figures", "zone"): "title body",
    ("figures", "kind"): "count money percent measure duration age ratio rank score vote",
    ("figures", "modifier"): "exact at_least more_than at_most less_than about nearly up_to between vague",
    ("figures", "change"): "none increase decrease",
    ("figures", "certainty"): "asserted estimated feared projected denied",
    ("duplicates", "kind"): "none exact near",
    ("entity_links", "type"): "person organization place group event misc",
    ("rejects", "stage"): "read parse extract",
    ("rejects", "reason"): "bad_json bad_encoding bad_record no_text too_short too_long not_english not_article "
    "duplicate_id timeout panic io",
}


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    nullable: bool


def columns(table):
    written = {**TABLES, **AGGREGATES}[table].replace(", span,", f", {SPAN},")
    named = (column.split() for column in written.split(", "))
    return [Column(name.rstrip("*"), kind, not name.endswith("*")) for name, kind in named]
