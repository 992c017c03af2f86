"""A report counts from articles at hand what the server counts from its database."""

from __future__ import annotations

from tests.integration.store import given
from workers.web.collected import Collected
from workers.web.records import ArticleData, Named


def test_a_reports_audit_tells_who_was_quoted_first_and_last_when() -> None:
    # Given two articles of one publisher with a year between them, that quote the same person
    newer = given.article("new")
    assert newer.published_at is not None
    older = given.article("old").model_copy(update={"published_at": newer.published_at.replace(year=2025)})
    undated = given.article("undated").model_copy(update={"published_at": None})
    people = {0: Named("person:Anna Berg", "Anna Berg")}
    # When they are counted
    audit = Collected([ArticleData(each, people) for each in (newer, older, undated)]).audits()["Lokalpresse-Agentur"]
    # Then the audit tells both days, and leads to the person
    first = audit.speakers[0]
    assert (first.name, first.key) == ("Anna Berg", "person:Anna Berg")
    assert first.detail == "2025-03-01 to 2026-03-01"
    assert first.count % 3 == 0


def test_a_reports_audit_of_undated_articles_names_no_days() -> None:
    # Given an article without a date, When it is counted, Then the audit names no day
    undated = given.article("undated").model_copy(update={"published_at": None})
    audit = Collected([ArticleData(undated)]).audits()["Lokalpresse-Agentur"]
    assert (audit.since, audit.until) == (None, None)
    assert [month for month, *_ in audit.months] == ["no date"]
