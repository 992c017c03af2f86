-- The contract with readers, version 1: views over schema core. New columns come at the end of a view. No column is
-- removed, renamed or given another meaning: such a change makes onrecord_v2, beside this schema.
--
-- All views show whole articles: one finished version of each, without retracted ones; `run`, `quarantined` and
-- `change` show the others, too, and `version_text` shows the texts of earlier versions. Views read with their owner's rights, so that readers need no rights on core.
-- Offsets (start_char, end_char) count Unicode code points from 0, half-open: substr(text, start_char + 1,
-- end_char - start_char) gives the words.
--
-- Keys: article (uri), also (article_id). segment, entity, mention, quotation (article_id, ordinal).
-- quotation_span (article_id, quotation, ordinal). run (run_id). change (position).
-- References, always together with article_id: mention.entity and quotation.speaker_entity to entity.ordinal,
-- quotation_span.quotation to quotation.ordinal, segment.duplicate_of to segment.ordinal.
--
-- An upgrade runs this file after the migrations if it differs from the one that was run last.

DO $schema$
BEGIN
    IF to_regnamespace('onrecord_v1') IS NULL THEN
        CREATE SCHEMA onrecord_v1;
    END IF;
END
$schema$;

-- article -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW onrecord_v1.article AS
SELECT x.article_id, x.uri, x.version, p.headline, p.standfirst, p.byline, p.authors, p.published_at,
    p.publisher, p.url, p.language,
    p.dateline_exact, p.dateline_place, p.dateline_region, p.dateline_date, p.dateline_agency,
    p.text, p.text_sha256, p.warnings, x.pipeline_version, x.model, x.received_at, x.finished_at, x.run_id
FROM core.visible AS x
JOIN core.parsed AS p ON p.run_id = x.run_id;

COMMENT ON VIEW onrecord_v1.article IS 'Articles: the newest finished version of each uri. Key: uri; also article_id.';
COMMENT ON COLUMN onrecord_v1.article.article_id IS 'The article''s number, for joins. It stays over all versions.';
COMMENT ON COLUMN onrecord_v1.article.uri IS 'The producer''s own stable identity for the article.';
COMMENT ON COLUMN onrecord_v1.article.version IS 'Counts the article''s versions from 1.';
COMMENT ON COLUMN onrecord_v1.article.headline IS 'The headline.';
COMMENT ON COLUMN onrecord_v1.article.standfirst IS 'The standfirst: the summary under the headline.';
COMMENT ON COLUMN onrecord_v1.article.byline IS 'The byline as it is written.';
COMMENT ON COLUMN onrecord_v1.article.authors IS 'The authors'' names, in order.';
COMMENT ON COLUMN onrecord_v1.article.published_at IS 'When the article was published; null if not known.';
COMMENT ON COLUMN onrecord_v1.article.publisher IS 'Who published it.';
COMMENT ON COLUMN onrecord_v1.article.url IS 'The address at which the article can be read.';
COMMENT ON COLUMN onrecord_v1.article.language IS 'The text''s language: a BCP 47 tag.';
COMMENT ON COLUMN onrecord_v1.article.dateline_exact IS 'The dateline as it is written; null if there is none.';
COMMENT ON COLUMN onrecord_v1.article.dateline_place IS 'The dateline''s place.';
COMMENT ON COLUMN onrecord_v1.article.dateline_region IS 'The dateline''s region: a state or country beside the place.';
COMMENT ON COLUMN onrecord_v1.article.dateline_date IS 'The dateline''s date, as it is written.';
COMMENT ON COLUMN onrecord_v1.article.dateline_agency IS 'The news agency that the dateline names.';
COMMENT ON COLUMN onrecord_v1.article.text IS 'The canonical text: all offsets point into it.';
COMMENT ON COLUMN onrecord_v1.article.text_sha256 IS 'SHA-256 of the text in UTF-8, in hex.';
COMMENT ON COLUMN onrecord_v1.article.warnings IS 'Defects that did not stop the article: a list of objects with code and detail.';
COMMENT ON COLUMN onrecord_v1.article.pipeline_version IS 'The pipeline version of the results.';
COMMENT ON COLUMN onrecord_v1.article.model IS 'The language model that found entities and quotations: name, version, hash of its files.';
COMMENT ON COLUMN onrecord_v1.article.received_at IS 'When this version was accepted.';
COMMENT ON COLUMN onrecord_v1.article.finished_at IS 'When the results were complete.';
COMMENT ON COLUMN onrecord_v1.article.run_id IS 'The run that produced the results.';

-- segment -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW onrecord_v1.segment AS
SELECT x.article_id, x.uri, x.version, s.ordinal, s.kind, s.start_char, s.end_char, s.rule, s.confidence, s.duplicate_of
FROM core.visible AS x
JOIN core.segment AS s ON s.run_id = x.run_id;

COMMENT ON VIEW onrecord_v1.segment IS 'Stretches of text of one kind; joined in order, they are the text. Key: article_id, ordinal.';
COMMENT ON COLUMN onrecord_v1.segment.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.segment.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.segment.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.segment.ordinal IS 'Counts the segments of the article from 0.';
COMMENT ON COLUMN onrecord_v1.segment.kind IS 'headline, standfirst, paragraph, list_item, pullquote, crosshead, byline, dateline, caption, related, boilerplate or gap.';
COMMENT ON COLUMN onrecord_v1.segment.start_char IS 'Where it starts in the text.';
COMMENT ON COLUMN onrecord_v1.segment.end_char IS 'Where it ends in the text: where the next one starts.';
COMMENT ON COLUMN onrecord_v1.segment.rule IS 'The name of the rule that decided the kind.';
COMMENT ON COLUMN onrecord_v1.segment.confidence IS 'How sure the rule is, from 0 to 1.';
COMMENT ON COLUMN onrecord_v1.segment.duplicate_of IS 'The ordinal of the earlier segment that this one repeats.';

-- entity --------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW onrecord_v1.entity AS
SELECT x.article_id, x.uri, x.version, e.ordinal, e.kind, e.name, e.mention_count,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object('exact', r.exact, 'start_char', r.start_char,
            'end_char', r.end_char, 'of', r.of, 'former', r.former) ORDER BY r.ordinal), '[]')
        FROM core.entity_role AS r WHERE r.run_id = e.run_id AND r.entity = e.ordinal
    ) AS roles,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object('scheme', l.scheme, 'id', l.link_id) ORDER BY l.ordinal), '[]')
        FROM core.entity_link AS l WHERE l.run_id = e.run_id AND l.entity = e.ordinal
    ) AS links, e.kind_rule
FROM core.visible AS x
JOIN core.entity AS e ON e.run_id = x.run_id;

COMMENT ON VIEW onrecord_v1.entity IS 'People, organisations, places and other things named in an article. Key: article_id, ordinal.';
COMMENT ON COLUMN onrecord_v1.entity.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.entity.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.entity.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.entity.ordinal IS 'Counts the entities of the article from 0.';
COMMENT ON COLUMN onrecord_v1.entity.kind IS 'person, organization, place or other.';
COMMENT ON COLUMN onrecord_v1.entity.name IS 'The best-formed name that the article uses.';
COMMENT ON COLUMN onrecord_v1.entity.mention_count IS 'How often the article mentions it.';
COMMENT ON COLUMN onrecord_v1.entity.roles IS 'The roles that the text gives it: a list of objects with exact, start_char, end_char, of and former.';
COMMENT ON COLUMN onrecord_v1.entity.links IS 'Pointers into public registers: a list of objects with scheme (wikidata, iso3166) and id.';
COMMENT ON COLUMN onrecord_v1.entity.kind_rule IS 'The name of the rule that decided the kind; null if not known.';

-- mention -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW onrecord_v1.mention AS
SELECT x.article_id, x.uri, x.version, m.ordinal, m.start_char, m.end_char, m.exact, m.form, m.entity, m.label,
    m.confidence, m.rule
FROM core.visible AS x
JOIN core.mention AS m ON m.run_id = x.run_id;

COMMENT ON VIEW onrecord_v1.mention IS 'Mentions of entities in the text. Key: article_id, ordinal.';
COMMENT ON COLUMN onrecord_v1.mention.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.mention.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.mention.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.mention.ordinal IS 'Counts the mentions of the article from 0, in text order.';
COMMENT ON COLUMN onrecord_v1.mention.start_char IS 'Where it starts in the text.';
COMMENT ON COLUMN onrecord_v1.mention.end_char IS 'Where it ends in the text.';
COMMENT ON COLUMN onrecord_v1.mention.exact IS 'Its words in the text.';
COMMENT ON COLUMN onrecord_v1.mention.form IS 'name, pronoun or nominal.';
COMMENT ON COLUMN onrecord_v1.mention.entity IS 'The entity it names; see entity.ordinal.';
COMMENT ON COLUMN onrecord_v1.mention.label IS 'The recogniser''s own label: PERSON, ORG, LOC, PRON, NOM ...; OntoNotes labels (GPE, FAC ...) in older articles.';
COMMENT ON COLUMN onrecord_v1.mention.confidence IS 'How certain it is that the mention means this entity, from 0 to 1; 1 for names.';
COMMENT ON COLUMN onrecord_v1.mention.rule IS 'The name of the rule that decided which entity it means; null if not known.';

-- quotation -----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW onrecord_v1.quotation AS
SELECT x.article_id, x.uri, x.version, q.ordinal, q.speaker_name, q.speaker_exact, q.speaker_type, q.speaker_role,
    q.content, q.kind, q.cue_exact AS cue, q.medium_type, q.medium_name, q.addressee, q.start_char, q.end_char,
    q.is_split, q.method, q.confidence, q.speaker_entity, q.speaker_start_char, q.speaker_end_char,
    q.cue_start_char, q.cue_end_char, p.publisher, p.published_at, p.headline, q.act,
    m.identity_id AS speaker_identity, coalesce(q.medium_name, q.medium_type) AS medium,
    q.rule, q.speaker_rule
FROM core.visible AS x
JOIN core.quotation AS q ON q.run_id = x.run_id
LEFT JOIN core.parsed AS p ON p.run_id = q.run_id
LEFT JOIN core.identity_member AS m ON m.run_id = q.run_id AND m.entity = q.speaker_entity;

COMMENT ON VIEW onrecord_v1.quotation IS 'Quotations with their speakers: one flat row for each, for analysts. Key: article_id, ordinal.';
COMMENT ON COLUMN onrecord_v1.quotation.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.quotation.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.quotation.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.quotation.ordinal IS 'Counts the quotations of the article from 0, in text order.';
COMMENT ON COLUMN onrecord_v1.quotation.speaker_name IS 'The speaker''s full name; null rather than a guess.';
COMMENT ON COLUMN onrecord_v1.quotation.speaker_exact IS 'The speaker in the words of the text: "the minister", "she"; null if the text names none.';
COMMENT ON COLUMN onrecord_v1.quotation.speaker_type IS 'person, organization, group, document, anonymous or unknown; null if there is no speaker.';
COMMENT ON COLUMN onrecord_v1.quotation.speaker_role IS 'The speaker''s role, in the words of the text.';
COMMENT ON COLUMN onrecord_v1.quotation.content IS 'The quoted words: all spans, joined.';
COMMENT ON COLUMN onrecord_v1.quotation.kind IS 'direct (all between marks), mixed (partly) or indirect (no marks).';
COMMENT ON COLUMN onrecord_v1.quotation.cue IS 'The word that introduces it: said, according to ...';
COMMENT ON COLUMN onrecord_v1.quotation.medium_type IS 'The kind of medium in which it was said: platform, outlet, statement, interview, letter, speech, report ...';
COMMENT ON COLUMN onrecord_v1.quotation.medium_name IS 'The medium''s name.';
COMMENT ON COLUMN onrecord_v1.quotation.addressee IS 'To whom it was said.';
COMMENT ON COLUMN onrecord_v1.quotation.start_char IS 'Where its first span starts in the text.';
COMMENT ON COLUMN onrecord_v1.quotation.end_char IS 'Where its last span ends in the text.';
COMMENT ON COLUMN onrecord_v1.quotation.is_split IS 'Whether other words stand between its spans; see quotation_span.';
COMMENT ON COLUMN onrecord_v1.quotation.method IS 'How the speaker was found: explicit, pronoun, continuation, title, transcript, headline or none.';
COMMENT ON COLUMN onrecord_v1.quotation.confidence IS 'How sure the attribution is, from 0 to 1.';
COMMENT ON COLUMN onrecord_v1.quotation.speaker_entity IS 'The entity that speaks; see entity.ordinal.';
COMMENT ON COLUMN onrecord_v1.quotation.speaker_start_char IS 'Where speaker_exact starts in the text; null if carried over from an earlier quotation.';
COMMENT ON COLUMN onrecord_v1.quotation.speaker_end_char IS 'Where speaker_exact ends in the text.';
COMMENT ON COLUMN onrecord_v1.quotation.cue_start_char IS 'Where the cue starts in the text.';
COMMENT ON COLUMN onrecord_v1.quotation.cue_end_char IS 'Where the cue ends in the text.';
COMMENT ON COLUMN onrecord_v1.quotation.publisher IS 'Who published the article.';
COMMENT ON COLUMN onrecord_v1.quotation.published_at IS 'When the article was published.';
COMMENT ON COLUMN onrecord_v1.quotation.headline IS 'The article''s headline.';
COMMENT ON COLUMN onrecord_v1.quotation.act IS 'statement, denial (content: what is denied), no_comment, question, demand, promise or thought.';
COMMENT ON COLUMN onrecord_v1.quotation.speaker_identity IS 'Who the speaker is across articles; see identity.identity_id. Null until it is resolved, a moment after the article is shown.';
COMMENT ON COLUMN onrecord_v1.quotation.medium IS 'The medium in which it was said: its name, or else its type.';
COMMENT ON COLUMN onrecord_v1.quotation.rule IS 'The name of the rule that found the quotation and its speaker''s words; null if not known.';
COMMENT ON COLUMN onrecord_v1.quotation.speaker_rule IS 'The name of the rule that resolved the speaker; null if not known. Where several speak, see quotation_speaker.';

CREATE OR REPLACE VIEW onrecord_v1.quotation_span AS
SELECT x.article_id, x.uri, x.version, s.quotation, s.ordinal, s.start_char, s.end_char, s.exact
FROM core.visible AS x
JOIN core.quotation_span AS s ON s.run_id = x.run_id;

COMMENT ON VIEW onrecord_v1.quotation_span IS 'The spans of text that make up a quotation. Key: article_id, quotation, ordinal.';
COMMENT ON COLUMN onrecord_v1.quotation_span.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.quotation_span.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.quotation_span.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.quotation_span.quotation IS 'The quotation it is part of; see quotation.ordinal.';
COMMENT ON COLUMN onrecord_v1.quotation_span.ordinal IS 'Counts the quotation''s spans from 0, in text order.';
COMMENT ON COLUMN onrecord_v1.quotation_span.start_char IS 'Where it starts in the text.';
COMMENT ON COLUMN onrecord_v1.quotation_span.end_char IS 'Where it ends in the text.';
COMMENT ON COLUMN onrecord_v1.quotation_span.exact IS 'Its words in the text.';

CREATE OR REPLACE VIEW onrecord_v1.quotation_speaker AS
SELECT x.article_id, x.uri, x.version, s.quotation, s.ordinal, s.name, s.exact, s.type, s.role, s.entity,
    s.start_char, s.end_char, s.rule
FROM core.visible AS x
JOIN core.quotation_speaker AS s ON s.run_id = x.run_id
UNION ALL
SELECT x.article_id, x.uri, x.version, q.ordinal, 0, q.speaker_name, q.speaker_exact, q.speaker_type, q.speaker_role,
    q.speaker_entity, q.speaker_start_char, q.speaker_end_char, q.speaker_rule
FROM core.visible AS x
JOIN core.quotation AS q ON q.run_id = x.run_id
WHERE q.speaker_type IS NOT NULL
    AND NOT EXISTS (SELECT FROM core.quotation_speaker AS s WHERE s.run_id = q.run_id AND s.quotation = q.ordinal);

COMMENT ON VIEW onrecord_v1.quotation_speaker IS 'The speakers of a quotation, one row for each: "X and Y said" has two rows here, one in quotation. Key: article_id, quotation, ordinal.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.quotation IS 'The quotation that the speaker says; see quotation.ordinal.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.ordinal IS 'Counts the quotation''s speakers from 0, in text order.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.name IS 'The speaker''s full name; null rather than a guess.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.exact IS 'The speaker in the words of the text.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.type IS 'person, organization, group, document, anonymous or unknown.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.role IS 'The speaker''s role, in the words of the text.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.entity IS 'The entity that speaks; see entity.ordinal.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.start_char IS 'Where exact starts in the text; null if carried over from an earlier quotation.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.end_char IS 'Where exact ends in the text.';
COMMENT ON COLUMN onrecord_v1.quotation_speaker.rule IS 'The name of the rule that resolved the speaker; null if not known.';

-- provenance, warnings and near-duplicates -----------------------------------------------------------------------------

CREATE OR REPLACE VIEW onrecord_v1.provenance AS
SELECT x.article_id, x.uri, x.version, p.url, p.canonical_url, p.own_text_sha256, p.edits, p.decoding
FROM core.visible AS x
JOIN core.parsed AS p ON p.run_id = x.run_id;

COMMENT ON VIEW onrecord_v1.provenance IS 'The provenance of an article: its address, the hash of its own words, and the differences between its text and the submission. Key: article_id.';
COMMENT ON COLUMN onrecord_v1.provenance.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.provenance.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.provenance.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.provenance.url IS 'The address at which the article can be read.';
COMMENT ON COLUMN onrecord_v1.provenance.canonical_url IS 'The url (or a uri that is a URL) without tracking parameters, fragment, and capitals in the host.';
COMMENT ON COLUMN onrecord_v1.provenance.own_text_sha256 IS 'SHA-256 of the article''s own words, in hex, without the noise around them; empty if not known.';
COMMENT ON COLUMN onrecord_v1.provenance.edits IS 'The differences between the text and the submitted text or body: a list of objects with kind, removed, inserted and steps (docs/text.md).';
COMMENT ON COLUMN onrecord_v1.provenance.decoding IS 'How a file''s bytes were decoded to the submitted string: encoding, method and edits; null if it was submitted as a string.';

CREATE OR REPLACE VIEW onrecord_v1.field_source AS
SELECT x.article_id, x.uri, x.version, s.field, s.source, s.agreement, s.differing
FROM core.visible AS x
JOIN core.parsed AS p ON p.run_id = x.run_id
CROSS JOIN LATERAL jsonb_to_recordset(p.field_sources)
    AS s(field text, source text, agreement text[], differing text[]);

COMMENT ON VIEW onrecord_v1.field_source IS 'The source of each field of an article. Key: article_id, field.';
COMMENT ON COLUMN onrecord_v1.field_source.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.field_source.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.field_source.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.field_source.field IS 'headline, standfirst, byline, authors, published_at, publisher, url, language or dateline.';
COMMENT ON COLUMN onrecord_v1.field_source.source IS 'The source of the value: declared (the producer), json_ld, microdata, open_graph, meta, markup, extractor, segmenter or detected.';
COMMENT ON COLUMN onrecord_v1.field_source.agreement IS 'The other sources that give the same value.';
COMMENT ON COLUMN onrecord_v1.field_source.differing IS 'The other sources that give another value, which was not used.';

CREATE OR REPLACE VIEW onrecord_v1.warning AS
SELECT x.article_id, x.uri, x.version, w.code, w.detail
FROM core.visible AS x
JOIN core.parsed AS p ON p.run_id = x.run_id
CROSS JOIN LATERAL jsonb_to_recordset(p.warnings) AS w(code text, detail text);

COMMENT ON VIEW onrecord_v1.warning IS 'Defects of an article that did not stop it: language_not_supported, partial (a summary), nul_removed ... Key: article_id, code.';
COMMENT ON COLUMN onrecord_v1.warning.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.warning.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.warning.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.warning.code IS 'A stable code.';
COMMENT ON COLUMN onrecord_v1.warning.detail IS 'The detail.';

CREATE OR REPLACE VIEW onrecord_v1.near_duplicate AS
SELECT x.article_id, x.uri, x.version, o.article_id AS other_article_id, o.uri AS other_uri, o.version AS other_version,
    n.similarity, n.same_text
FROM core.visible AS x
JOIN (
    SELECT d.run_id, d.other_run_id, d.similarity, d.same_text FROM core.near_duplicate AS d
    UNION ALL
    SELECT d.other_run_id, d.run_id, d.similarity, d.same_text FROM core.near_duplicate AS d
) AS n ON n.run_id = x.run_id
JOIN core.visible AS o ON o.run_id = n.other_run_id;

COMMENT ON VIEW onrecord_v1.near_duplicate IS 'Articles under other uris with nearly the same text. Each pair has two rows, one for either article. Key: article_id, other_article_id.';
COMMENT ON COLUMN onrecord_v1.near_duplicate.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.near_duplicate.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.near_duplicate.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.near_duplicate.other_article_id IS 'The article with nearly the same text.';
COMMENT ON COLUMN onrecord_v1.near_duplicate.other_uri IS 'The uri of that article.';
COMMENT ON COLUMN onrecord_v1.near_duplicate.other_version IS 'The version of that article.';
COMMENT ON COLUMN onrecord_v1.near_duplicate.similarity IS 'The share of three-word sequences that both texts have, of those that either has: estimated (give or take .04), from 0.5 to 1.';
COMMENT ON COLUMN onrecord_v1.near_duplicate.same_text IS 'Whether the own words of both are equal, letter for letter.';

CREATE OR REPLACE VIEW onrecord_v1.version AS
SELECT a.id AS article_id, a.uri, v.version, v.received_at, s.version AS same_as
FROM core.version AS v
JOIN core.article AS a ON a.id = v.article_id
LEFT JOIN core.version AS s ON s.id = v.same_as_version_id;

COMMENT ON VIEW onrecord_v1.version IS 'Every version of an article: each different content that was submitted, finished or not. Key: article_id, version.';
COMMENT ON COLUMN onrecord_v1.version.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.version.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.version.version IS 'Counts the article''s versions from 1.';
COMMENT ON COLUMN onrecord_v1.version.received_at IS 'When it was accepted.';
COMMENT ON COLUMN onrecord_v1.version.same_as IS 'The earlier version whose own words and fields it repeats: readers keep that one, and the change feed reports nothing. Null: the version has new content.';

CREATE OR REPLACE VIEW onrecord_v1.version_text AS
SELECT a.id AS article_id, a.uri, v.version, p.headline, p.standfirst, p.text, v.received_at
FROM core.article AS a
JOIN core.version AS v ON v.article_id = a.id
JOIN LATERAL (
    SELECT max(r.id) AS run_id FROM core.run AS r JOIN core.parsed AS p ON p.run_id = r.id
    WHERE r.version_id = v.id AND r.state = 'done'
) AS r ON true
JOIN core.parsed AS p ON p.run_id = r.run_id
WHERE a.retracted_at IS NULL;

COMMENT ON VIEW onrecord_v1.version_text IS 'The texts of an article''s versions, as far as they are kept (ONRECORD_SUPERSEDED_DAYS): for what changed between two. Key: article_id, version.';
COMMENT ON COLUMN onrecord_v1.version_text.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.version_text.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.version_text.version IS 'The version; see version.version.';
COMMENT ON COLUMN onrecord_v1.version_text.headline IS 'The headline of this version.';
COMMENT ON COLUMN onrecord_v1.version_text.standfirst IS 'The standfirst of this version.';
COMMENT ON COLUMN onrecord_v1.version_text.text IS 'The canonical text of this version.';
COMMENT ON COLUMN onrecord_v1.version_text.received_at IS 'When this version was accepted.';

-- runs, quarantine and rejections --------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW onrecord_v1.run AS
SELECT r.id AS run_id, a.id AS article_id, a.uri, v.version, r.pipeline_version, r.state, r.stage, r.attempts, r.model,
    v.received_at, r.created_at, r.finished_at, r.id IS NOT DISTINCT FROM a.visible_run_id AS is_visible
FROM core.run AS r
JOIN core.version AS v ON v.id = r.version_id
JOIN core.article AS a ON a.id = v.article_id;

COMMENT ON VIEW onrecord_v1.run IS 'Every passage of an article version through the pipeline, finished or not. Key: run_id.';
COMMENT ON COLUMN onrecord_v1.run.run_id IS 'The run''s number.';
COMMENT ON COLUMN onrecord_v1.run.article_id IS 'The article''s number.';
COMMENT ON COLUMN onrecord_v1.run.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.run.version IS 'The version that it processes.';
COMMENT ON COLUMN onrecord_v1.run.pipeline_version IS 'The pipeline version that processes it.';
COMMENT ON COLUMN onrecord_v1.run.state IS 'open, done or quarantined.';
COMMENT ON COLUMN onrecord_v1.run.stage IS 'The next stage (parse, entities, quotations), or the one that failed; null when done.';
COMMENT ON COLUMN onrecord_v1.run.attempts IS 'How often that stage has been tried.';
COMMENT ON COLUMN onrecord_v1.run.model IS 'The language model that found the results: name, version, hash of its files.';
COMMENT ON COLUMN onrecord_v1.run.received_at IS 'When the version was accepted.';
COMMENT ON COLUMN onrecord_v1.run.created_at IS 'When the run was ordered.';
COMMENT ON COLUMN onrecord_v1.run.finished_at IS 'When the run was done or quarantined.';
COMMENT ON COLUMN onrecord_v1.run.is_visible IS 'Whether its results are the ones that readers see, or would if the article were not retracted.';

CREATE OR REPLACE VIEW onrecord_v1.quarantined AS
SELECT q.id AS quarantined_id, q.run_id, a.article_id, a.uri, a.version, q.stage, q.code, q.reason, q.at, q.resolved_at
FROM core.quarantined AS q
LEFT JOIN onrecord_v1.run AS a ON a.run_id = q.run_id;

COMMENT ON VIEW onrecord_v1.quarantined IS 'Articles and messages that could not be processed, with the reasons. Key: quarantined_id.';
COMMENT ON COLUMN onrecord_v1.quarantined.quarantined_id IS 'The entry''s number.';
COMMENT ON COLUMN onrecord_v1.quarantined.run_id IS 'The run that was stopped; null for foreign bytes that name no run.';
COMMENT ON COLUMN onrecord_v1.quarantined.article_id IS 'The article''s number.';
COMMENT ON COLUMN onrecord_v1.quarantined.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.quarantined.version IS 'The version that could not be processed.';
COMMENT ON COLUMN onrecord_v1.quarantined.stage IS 'The stage that failed: parse, entities or quotations.';
COMMENT ON COLUMN onrecord_v1.quarantined.code IS 'The error''s stable code.';
COMMENT ON COLUMN onrecord_v1.quarantined.reason IS 'The reason, in words.';
COMMENT ON COLUMN onrecord_v1.quarantined.at IS 'When it was quarantined.';
COMMENT ON COLUMN onrecord_v1.quarantined.resolved_at IS 'When the entry was retried or dropped; null while it is unresolved.';

CREATE OR REPLACE VIEW onrecord_v1.rejected AS
SELECT r.stream_id, r.uri, r.code, r.reason, r.at
FROM core.rejected AS r;

COMMENT ON VIEW onrecord_v1.rejected IS 'Inbox entries without a valid submission. Key: stream_id.';
COMMENT ON COLUMN onrecord_v1.rejected.stream_id IS 'The id of the inbox entry.';
COMMENT ON COLUMN onrecord_v1.rejected.uri IS 'The producer''s uri, if it could be read.';
COMMENT ON COLUMN onrecord_v1.rejected.code IS 'The error''s stable code.';
COMMENT ON COLUMN onrecord_v1.rejected.reason IS 'The reason, in words.';
COMMENT ON COLUMN onrecord_v1.rejected.at IS 'When it was rejected.';

-- the change feed -----------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW onrecord_v1.change AS
SELECT c.position, c.kind, c.article_id, c.uri, c.version, c.run_id, c.at,
    (SELECT h.epoch FROM core.feed_head AS h) AS epoch
FROM core.change AS c;

COMMENT ON VIEW onrecord_v1.change IS 'All changes, in order and without a gap: remember the last position that you have read, and ask for greater ones. NOTIFY onrecord_change wakes you. Key: position.';
COMMENT ON COLUMN onrecord_v1.change.position IS 'Counts the changes from 1. Positions become visible in order.';
COMMENT ON COLUMN onrecord_v1.change.kind IS 'processed (new), updated (another version), reprocessed (same version, new results), retracted or quarantined.';
COMMENT ON COLUMN onrecord_v1.change.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.change.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.change.version IS 'The version that the change is about.';
COMMENT ON COLUMN onrecord_v1.change.run_id IS 'The run that made the change; see run.run_id.';
COMMENT ON COLUMN onrecord_v1.change.at IS 'When the change was made.';
COMMENT ON COLUMN onrecord_v1.change.epoch IS 'The epoch in which the feed counts now; see feed_bounds.epoch.';

CREATE OR REPLACE VIEW onrecord_v1.feed_bounds AS
SELECT coalesce((SELECT min(c.position) FROM core.change AS c), h.n + 1) AS first_position, h.n AS last_position,
    h.epoch
FROM core.feed_head AS h;

COMMENT ON VIEW onrecord_v1.feed_bounds IS 'The positions that the change feed holds: one row. If you stopped before first_position - 1, start from a snapshot.';
COMMENT ON COLUMN onrecord_v1.feed_bounds.first_position IS 'The oldest position that the feed holds; last_position + 1 if it holds none.';
COMMENT ON COLUMN onrecord_v1.feed_bounds.last_position IS 'The newest position; 0 before the first change.';
COMMENT ON COLUMN onrecord_v1.feed_bounds.epoch IS 'The epoch of all positions: keep it with yours. If it differs, the database was restored: start from a snapshot.';

CREATE OR REPLACE VIEW onrecord_v1.contract AS
SELECT 'onrecord_v1'::text AS name, 1 AS major, 5 AS minor, m.version_num::text AS migration
FROM core.alembic_version AS m;

COMMENT ON VIEW onrecord_v1.contract IS 'The contract that these views keep: one row.';
COMMENT ON COLUMN onrecord_v1.contract.name IS 'The name of the contract, which is the name of this schema.';
COMMENT ON COLUMN onrecord_v1.contract.major IS 'Grows with breaking changes only, together with the name.';
COMMENT ON COLUMN onrecord_v1.contract.minor IS 'Grows with every added view or column.';
COMMENT ON COLUMN onrecord_v1.contract.migration IS 'The newest migration of the database.';

-- identities: one thing in the world, in many articles ----------------------------------------------------------------

-- Keys: identity (identity_id). identity_member (article_id, entity). identity_alias (identity_id, name).
-- identity_decision (decision_id). References: identity_member.entity, together with article_id, to entity.ordinal.
-- Identities follow shortly after an article, in transactions of their own, and never change its mentions.

CREATE OR REPLACE VIEW onrecord_v1.identity_member AS
SELECT x.article_id, x.uri, x.version, m.entity, m.identity_id, m.kind, m.name
FROM core.visible AS x
JOIN core.identity_member AS m ON m.run_id = x.run_id;

COMMENT ON VIEW onrecord_v1.identity_member IS 'The identity of each entity of an article. Key: article_id, entity.';
COMMENT ON COLUMN onrecord_v1.identity_member.article_id IS 'The article; see article.article_id.';
COMMENT ON COLUMN onrecord_v1.identity_member.uri IS 'The article''s uri.';
COMMENT ON COLUMN onrecord_v1.identity_member.version IS 'The article''s version.';
COMMENT ON COLUMN onrecord_v1.identity_member.entity IS 'The entity; see entity.ordinal.';
COMMENT ON COLUMN onrecord_v1.identity_member.identity_id IS 'The entity''s identity; see identity.identity_id.';
COMMENT ON COLUMN onrecord_v1.identity_member.kind IS 'The entity''s kind.';
COMMENT ON COLUMN onrecord_v1.identity_member.name IS 'The entity''s name in the article.';

CREATE OR REPLACE VIEW onrecord_v1.identity AS
SELECT i.id AS identity_id, i.kind, i.name, count(*) AS article_count, min(x.received_at) AS first_received_at,
    max(x.received_at) AS last_received_at, i.created_at
FROM core.identity AS i
JOIN core.identity_member AS m ON m.identity_id = i.id
JOIN core.visible AS x ON x.run_id = m.run_id
GROUP BY i.id;

COMMENT ON VIEW onrecord_v1.identity IS 'People, organisations and places across articles, each once, as far as the rules can tell. Key: identity_id.';
COMMENT ON COLUMN onrecord_v1.identity.identity_id IS 'The identity''s number. The identity may be merged into another one or split: join anew rather than store the number.';
COMMENT ON COLUMN onrecord_v1.identity.kind IS 'person, organization or place.';
COMMENT ON COLUMN onrecord_v1.identity.name IS 'The best-formed of the identity''s names.';
COMMENT ON COLUMN onrecord_v1.identity.article_count IS 'How many entities of articles belong to it: usually one for each article.';
COMMENT ON COLUMN onrecord_v1.identity.first_received_at IS 'When the first of these articles was accepted.';
COMMENT ON COLUMN onrecord_v1.identity.last_received_at IS 'When the last of these articles was accepted.';
COMMENT ON COLUMN onrecord_v1.identity.created_at IS 'When the identity was created.';

CREATE OR REPLACE VIEW onrecord_v1.identity_alias AS
SELECT m.identity_id, n.name, count(*) AS article_count
FROM core.identity_member AS m
JOIN core.visible AS x ON x.run_id = m.run_id
CROSS JOIN unnest(m.names) AS n(name)
GROUP BY m.identity_id, n.name;

COMMENT ON VIEW onrecord_v1.identity_alias IS 'All names that articles use for an identity. Key: identity_id, name.';
COMMENT ON COLUMN onrecord_v1.identity_alias.identity_id IS 'The identity; see identity.identity_id.';
COMMENT ON COLUMN onrecord_v1.identity_alias.name IS 'The name: for people, full names only, unless articles have no other.';
COMMENT ON COLUMN onrecord_v1.identity_alias.article_count IS 'How many articles use this name.';

CREATE OR REPLACE VIEW onrecord_v1.identity_decision AS
SELECT d.id AS decision_id, d.outcome, d.by, d.score, d.reason, d.article_id, d.name, d.identity_id, d.other_id, d.at
FROM core.identity_decision AS d
WHERE NOT EXISTS (SELECT FROM core.article AS a WHERE a.id = d.article_id AND a.retracted_at IS NOT NULL);

COMMENT ON VIEW onrecord_v1.identity_decision IS 'Why entities are, may be, or are not one identity. Key: decision_id.';
COMMENT ON COLUMN onrecord_v1.identity_decision.decision_id IS 'The decision''s number; a reprocessed article gets new decisions.';
COMMENT ON COLUMN onrecord_v1.identity_decision.outcome IS 'same, proposed (a person has to decide) or apart.';
COMMENT ON COLUMN onrecord_v1.identity_decision.by IS 'rule or hand.';
COMMENT ON COLUMN onrecord_v1.identity_decision.score IS 'How likely the two are one identity, from 0 to 1; null if decided by hand.';
COMMENT ON COLUMN onrecord_v1.identity_decision.reason IS 'The evidence for and against it.';
COMMENT ON COLUMN onrecord_v1.identity_decision.article_id IS 'The article of the entity; null if the decision is about two identities.';
COMMENT ON COLUMN onrecord_v1.identity_decision.name IS 'The entity''s name.';
COMMENT ON COLUMN onrecord_v1.identity_decision.identity_id IS 'The entity''s identity, or the first of the two.';
COMMENT ON COLUMN onrecord_v1.identity_decision.other_id IS 'The identity that it was compared with, if that is another one.';
COMMENT ON COLUMN onrecord_v1.identity_decision.at IS 'When the decision was made.';

-- search --------------------------------------------------------------------------------------------------------------
--
-- These are functions, not columns, since SELECT * would compute a column for every row. The planner inlines them and
-- finds the indexes of migration 0005, which hold the same expressions. All words are stemmed as English words, whatever
-- the server's setting, since the pipeline reads English.

CREATE OR REPLACE FUNCTION onrecord_v1.words(query text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $function$ SELECT websearch_to_tsquery('pg_catalog.english', query) $function$;

COMMENT ON FUNCTION onrecord_v1.words(text) IS 'A search query as people write it: harbour crane, "steel frame", crane OR hoist, -bridge.';

CREATE OR REPLACE FUNCTION onrecord_v1.search(content text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $function$ SELECT to_tsvector('pg_catalog.english', left(content, 100000)) $function$;

COMMENT ON FUNCTION onrecord_v1.search(text) IS 'The words of quotation.content, for search(content) @@ words(...) and for ts_rank: up to its 100,000th character.';

CREATE OR REPLACE FUNCTION onrecord_v1.search(headline text, body text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $function$
        SELECT setweight(to_tsvector('pg_catalog.english', coalesce(left(headline, 2000), '')), 'A')
            || to_tsvector('pg_catalog.english', left(body, 100000))
    $function$;

COMMENT ON FUNCTION onrecord_v1.search(text, text) IS 'The words of article.headline and article.text, for search(headline, text) @@ words(...) and for ts_rank, where the headline counts more: up to the text''s 100,000th character.';
