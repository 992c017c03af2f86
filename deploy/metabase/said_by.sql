-- Metabase, native question: the quotations of a speaker. Variables: speaker (Text), about (Text).
SELECT published_at, publisher, content, confidence, uri
FROM onrecord_v1.quotation
WHERE speaker_name = {{speaker}}
    [[AND onrecord_v1.search(content) @@ onrecord_v1.words({{about}})]]
ORDER BY published_at DESC NULLS LAST
LIMIT 200
