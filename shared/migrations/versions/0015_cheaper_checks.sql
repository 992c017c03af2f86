-- The checks of 0002 again, with the same errors, for less work. Expand: releases before this one go on writing.

-- The arguments are prefixes of the columns: '' for start_char, end_char, exact; 'cue_' for cue_start_char ...
CREATE OR REPLACE FUNCTION core.check_exact() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS
$function$
DECLARE
    prefix    text;
    span      record;
    of_run    bigint;
    -- Characters are counted from a text's start, and substr() counts its whole argument each time. Spans come sorted:
    -- so the text loses what lies before each span, first by pages, for a long text is costly to copy, then by spans.
    page_size CONSTANT integer := 16384;
    rest      text;
    rest_at   integer;
    page      text;
    page_at   integer;
    page_end  integer;
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
                SELECT text INTO STRICT rest FROM core.parsed WHERE run_id = of_run;
                rest_at := 0;
                page_end := 0;
            END IF;
            IF span.end_char > page_end THEN
                IF span.start_char > rest_at THEN
                    rest := right(rest, rest_at - span.start_char);  -- without so many on the left
                    rest_at := span.start_char;
                END IF;
                page_at := rest_at;
                page_end := greatest(rest_at + page_size, span.end_char);
                page := left(rest, page_end - page_at);
            ELSIF span.start_char > page_at THEN
                page := right(page, page_at - span.start_char);
                page_at := span.start_char;
            END IF;
            found := left(page, span.end_char - page_at);
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
    of_run       bigint;
    tile         record;
    should_start integer;
BEGIN
    FOR of_run IN SELECT DISTINCT run_id FROM given LOOP
        should_start := 0;
        FOR tile IN
            SELECT ordinal, start_char, end_char FROM core.segment WHERE run_id = of_run
            UNION ALL
            SELECT NULL, char_length(text), NULL FROM core.parsed WHERE run_id = of_run
            ORDER BY ordinal NULLS LAST
        LOOP
            IF tile.start_char <> should_start THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
                    CONSTRAINT = 'segments_tile',
                    MESSAGE = format('segments of run %s: %s starts at %s, what comes before it ends at %s', of_run,
                        coalesce('segment ' || tile.ordinal, 'the end of the text'), tile.start_char, should_start);
            END IF;
            should_start := tile.end_char;
        END LOOP;
    END LOOP;
    RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION core.check_whole() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS
$function$
DECLARE
    of_run    bigint;
    differing integer;
BEGIN
    -- Run by run: a plan for several runs at once reads whole tables while these are small.
    FOR of_run IN SELECT DISTINCT run_id FROM given LOOP
        SELECT q.ordinal INTO differing
        FROM (
            SELECT quotation, min(start_char) AS starts, max(end_char) AS ends, count(*) > 1 AS split
            FROM core.quotation_span
            WHERE run_id = of_run
            GROUP BY quotation
        ) AS spans
        JOIN core.quotation AS q ON q.run_id = of_run AND q.ordinal = spans.quotation
        WHERE (q.start_char, q.end_char, q.is_split) IS DISTINCT FROM (spans.starts, spans.ends, spans.split)
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
                CONSTRAINT = 'spans_are_whole',
                MESSAGE = format('quotation %s of run %s does not begin and end with its spans', differing, of_run);
        END IF;
    END LOOP;
    RETURN NULL;
END
$function$;

-- A new entry of this index waits on a list that each look for near-duplicates would read from end to end.
ALTER INDEX core.ix_fingerprint_keys SET (fastupdate = off);

COMMENT ON COLUMN core.mention.label IS 'The recogniser''s own label: PERSON, ORG, LOC, NORP, MISC, VESSEL; PRON, NOM.';
