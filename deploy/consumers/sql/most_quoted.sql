-- Who was quoted most in the seven days that begin with :since.
-- psql "$DSN" -v since=2026-03-02 -f most_quoted.sql
SELECT speaker_name, count(*) AS quotations, count(DISTINCT article_id) AS articles,
    count(DISTINCT publisher) AS publishers
FROM onrecord_v1.quotation
WHERE published_at >= :'since'::timestamptz AND published_at < :'since'::timestamptz + interval '7 days'
    AND speaker_name IS NOT NULL
GROUP BY speaker_name
ORDER BY quotations DESC, speaker_name
LIMIT 20;
