-- Metabase, native question: a bar for each day, stacked by role. Variables: since and until (Date), publisher (Text).
SELECT date_trunc('day', published_at) AS day, coalesce(speaker_role, speaker_type, 'nobody named') AS role,
    count(*) AS quotations
FROM onrecord_v1.quotation
WHERE published_at >= {{since}} AND published_at < {{until}}
    [[AND publisher = {{publisher}}]]
GROUP BY 1, 2
ORDER BY 1, 3 DESC
