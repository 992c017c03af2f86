-- The next 100 changes after :cursor, each with the article's quotations as they are now; retracted articles have
-- none. The greatest position is the next cursor.
-- psql "$DSN" -v cursor=41 -f new_since.sql
SELECT change.position, change.kind, change.uri, quotation.ordinal, quotation.speaker_name, quotation.content
FROM (
    SELECT position, kind, uri, article_id FROM onrecord_v1.change
    WHERE position > :'cursor'::bigint ORDER BY position LIMIT 100
) AS change
LEFT JOIN onrecord_v1.quotation AS quotation USING (article_id)
ORDER BY change.position, quotation.ordinal;
