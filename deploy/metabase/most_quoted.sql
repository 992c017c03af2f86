-- Metabase, native question. Variables: since and until (Date), publisher and about (Text); in [[ ]] they may be empty.
SELECT speaker_name, count(*) AS quotations, count(DISTINCT publisher) AS publishers
FROM onrecord_v1.quotation
WHERE speaker_name IS NOT NULL
    [[AND published_at >= {{since}}]]
    [[AND published_at < {{until}}]]
    [[AND publisher = {{publisher}}]]
    [[AND onrecord_v1.search(content) @@ onrecord_v1.words({{about}})]]
GROUP BY speaker_name
ORDER BY quotations DESC, speaker_name
LIMIT 50
