-- Articles about :about, with a few words around each match; matches in headlines count more.
-- psql "$DSN" -v about='harbour -bridge' -f articles_about.sql
SELECT published_at, publisher, headline,
    ts_headline('english', left(text, 100000), onrecord_v1.words(:'about'), 'MaxFragments=1, MaxWords=12, MinWords=5')
        AS excerpt
FROM (
    SELECT published_at, publisher, headline, text,
        ts_rank(onrecord_v1.search(headline, text), onrecord_v1.words(:'about')) AS rank
    FROM onrecord_v1.article
    WHERE onrecord_v1.search(headline, text) @@ onrecord_v1.words(:'about')
    ORDER BY rank DESC, published_at DESC
    LIMIT 20
) AS best
ORDER BY rank DESC, published_at DESC;
