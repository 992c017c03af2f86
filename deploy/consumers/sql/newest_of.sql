-- The newest articles of :publisher.
-- psql "$DSN" -v publisher='Lokalpresse-Agentur' -f newest_of.sql
SELECT published_at, headline, uri
FROM onrecord_v1.article
WHERE publisher = :'publisher' AND published_at IS NOT NULL
ORDER BY published_at DESC
LIMIT 20;
