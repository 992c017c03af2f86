-- Speakers whose names contain :name or are spelled nearly like it, the most similar first.
-- psql "$DSN" -v name='Ingird Solheim' -f names_like.sql
SELECT speaker_name, count(*) AS quotations
FROM onrecord_v1.quotation
WHERE speaker_name ILIKE '%' || :'name' || '%' OR speaker_name % :'name'
GROUP BY speaker_name
ORDER BY similarity(speaker_name, :'name') DESC, quotations DESC
LIMIT 20;
