-- Takes 0001 back: every table but Alembic's own goes, and all articles with them.

DROP TABLE
    core.feed_head, core.change,
    core.quotation_span, core.quotation, core.mention, core.entity_link, core.entity_role, core.entity,
    core.segment, core.parsed,
    core.rejected, core.quarantined, core.run, core.version, core.article;
