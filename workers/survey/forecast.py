"""Foresees when all that waits will be done, from the rate at which articles were finished lately."""

from __future__ import annotations

from workers.survey.taking import Survey


def waiting(survey: Survey) -> int | None:
    """Entries of the inbox and open runs; None if a server does not tell."""
    if survey.backlog is None or survey.broker is None:
        return None
    return survey.broker.inbox + survey.backlog.runs


def ready_in(survey: Survey) -> float | None:
    """Seconds until all that waits is done, if things go on as lately; None if nothing waits, or nothing goes on."""
    left = waiting(survey)
    if not left or survey.backlog is None or not survey.backlog.recent.kinds:
        return None
    return 60 * left / survey.backlog.recent.per_minute
