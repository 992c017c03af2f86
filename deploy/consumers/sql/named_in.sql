-- Articles that mention a person, organisation or place with :name in its name, the most mentions first.
-- psql "$DSN" -v name=solheim -f named_in.sql
SELECT article.published_at, article.publisher, article.headline, entity.name, entity.kind, entity.mention_count
FROM onrecord_v1.entity AS entity
JOIN onrecord_v1.article AS article USING (article_id)
WHERE entity.name ILIKE '%' || :'name' || '%'
ORDER BY entity.mention_count DESC, article.published_at DESC
LIMIT 20;
