-- Takes 0015 back: the functions as 0002 made them.

COMMENT ON COLUMN core.mention.label IS 'The recogniser''s own label: PERSON, ORG, GPE, PRON, NOM ...';

ALTER INDEX core.ix_fingerprint_keys RESET (fastupdate);

CREATE OR REPLACE FUNCTION core.check_exact() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS
$function$
DECLARE
    prefix    text;
    span      record;
    of_run    bigint;
    whole     text;
    -- substr() counts a text's characters from its start, so that reading each span from a long text would take
    -- quadratic time. Spans come sorted, and are read from a page of the text that moves on with them.
    page_size CONSTANT integer := 16384;
    page      text;
    page_at   integer;
    found     text;
BEGIN
    FOREACH prefix IN ARRAY TG_ARGV LOOP
        of_run := NULL;
        FOR span IN EXECUTE format(
            'SELECT run_id, %1$I AS start_char, %2$I AS end_char, %3$I AS exact FROM given
             WHERE %1$I IS NOT NULL ORDER BY run_id, %1$I',
            prefix || 'start_char', prefix || 'end_char', prefix || 'exact')
        LOOP
            IF of_run IS DISTINCT FROM span.run_id THEN
                of_run := span.run_id;
                SELECT text INTO STRICT whole FROM core.parsed WHERE run_id = of_run;
                page := substr(whole, 1, page_size);
                page_at := 0;
            END IF;
            IF span.end_char > page_at + page_size THEN
                page := substr(whole, span.start_char + 1, page_size);
                page_at := span.start_char;
            END IF;
            IF span.end_char <= page_at + page_size THEN
                found := substr(page, span.start_char - page_at + 1, span.end_char - span.start_char);
            ELSE
                found := substr(whole, span.start_char + 1, span.end_char - span.start_char);
            END IF;
            IF found <> span.exact THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
                    CONSTRAINT = prefix || 'exact_is_text',
                    MESSAGE = format('%s.%s of run %s: text[%s:%s] is %L, not %L', TG_TABLE_NAME, prefix || 'exact',
                        of_run, span.start_char, span.end_char, left(found, 100), left(span.exact, 100));
            END IF;
        END LOOP;
    END LOOP;
    RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION core.check_tiling() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS
$function$
DECLARE
    gap record;
BEGIN
    SELECT run_id, ordinal, starts, should_start INTO gap
    FROM (
        SELECT run_id, ordinal, start_char AS starts, lag(end_char, 1, 0) OVER tiles AS should_start
        FROM core.segment
        WHERE run_id IN (SELECT run_id FROM given)
        WINDOW tiles AS (PARTITION BY run_id ORDER BY ordinal)
        UNION ALL
        SELECT run_id, NULL, char_length(text), (SELECT max(end_char) FROM core.segment AS s WHERE s.run_id = p.run_id)
        FROM core.parsed AS p
        WHERE run_id IN (SELECT run_id FROM given)
    ) AS tile
    WHERE starts <> should_start
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'segments_tile',
            MESSAGE = format('segments of run %s: %s starts at %s, what comes before it ends at %s', gap.run_id,
                coalesce('segment ' || gap.ordinal, 'the end of the text'), gap.starts, gap.should_start);
    END IF;
    RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION core.check_whole() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS
$function$
DECLARE
    differing record;
BEGIN
    SELECT q.run_id, q.ordinal INTO differing
    FROM (
        SELECT run_id, quotation, min(start_char) AS starts, max(end_char) AS ends, count(*) > 1 AS split
        FROM core.quotation_span
        WHERE run_id IN (SELECT run_id FROM given)
        GROUP BY run_id, quotation
    ) AS spans
    JOIN core.quotation AS q ON q.run_id = spans.run_id AND q.ordinal = spans.quotation
    WHERE (q.start_char, q.end_char, q.is_split) IS DISTINCT FROM (spans.starts, spans.ends, spans.split)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'spans_are_whole',
            MESSAGE = format('quotation %s of run %s does not begin and end with its spans',
                differing.ordinal, differing.run_id);
    END IF;
    RETURN NULL;
END
$function$;
