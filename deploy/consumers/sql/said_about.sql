-- All that :speaker said about :about, the best matches first.
-- psql "$DSN" -v speaker='Ingrid Solheim' -v about='dredging OR "harbour floor"' -f said_about.sql
SELECT published_at, publisher, uri, content,
    round(ts_rank(onrecord_v1.search(content), onrecord_v1.words(:'about'))::numeric, 3) AS rank
FROM onrecord_v1.quotation
WHERE speaker_name = :'speaker' AND onrecord_v1.search(content) @@ onrecord_v1.words(:'about')
ORDER BY rank DESC, published_at DESC
LIMIT 100;
