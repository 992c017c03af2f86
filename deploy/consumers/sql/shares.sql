-- The shares of the speakers' roles in each publisher's quotations, day by day, from :since to before :until.
-- psql "$DSN" -v since=2026-03-02 -v until=2026-03-09 -f shares.sql
SELECT (published_at AT TIME ZONE 'UTC')::date AS day, publisher,
    coalesce(speaker_role, speaker_type, 'nobody named') AS role, count(*) AS quotations,
    round(100.0 * count(*) / sum(count(*)) OVER (
        PARTITION BY (published_at AT TIME ZONE 'UTC')::date, publisher), 1) AS percent
FROM onrecord_v1.quotation
WHERE published_at >= :'since'::timestamptz AND published_at < :'until'::timestamptz
GROUP BY 1, 2, 3
ORDER BY 1, 2, quotations DESC, 3;
