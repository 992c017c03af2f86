-- The change feed may be kept for a time only. The writer may still not delete from it: this function deletes the oldest
-- changes, in order, and never the newest, so that the feed has no holes and readers who are late find out.

CREATE FUNCTION core.forget_changes(kept interval, at_most integer) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$function$
    WITH oldest AS (
        SELECT position, at FROM core.change
        WHERE position < (SELECT n FROM core.feed_head)
        ORDER BY position LIMIT at_most
    ), marked AS (
        -- Up to the first that is to be kept: a clock that was set back makes no hole.
        SELECT position, bool_and(at < clock_timestamp() - kept) OVER (ORDER BY position) AS goes FROM oldest
    ), gone AS (
        DELETE FROM core.change AS c USING marked AS m WHERE m.goes AND c.position = m.position RETURNING 1
    )
    SELECT count(*)::integer FROM gone
$function$;
COMMENT ON FUNCTION core.forget_changes(interval, integer) IS 'Deletes at most so many of the oldest changes that are older than this; never the newest one.';
REVOKE ALL ON FUNCTION core.forget_changes(interval, integer) FROM PUBLIC;
