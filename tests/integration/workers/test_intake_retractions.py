"""Retractions by the inbox: done in their order, rejected when there is nothing to retract."""

from __future__ import annotations

from shared.client import Client
from shared.model import Submission
from shared.store import reading, watching
from workers.doors.intake import Intake

BEFORE = Submission(uri="tag:a", text="Ferry returns\n\nIt sails again.")
WITHDRAWN = Submission(uri="tag:a", retracted=True)
AFTER = Submission(uri="tag:a", text="Ferry returns in June\n\nIt sails again.")


def answered(intake: Intake, redis_url: str, *submissions: Submission) -> list[str]:
    """Puts all of them on the inbox, answers them in one batch, and returns their stream ids."""
    with Client(redis_url) as client:
        ids = client.submit_many(submissions)
    intake.answer(intake.fresh(">"))
    return ids


def test_a_retraction_is_done_after_what_came_before_it(intake: Intake, redis_url: str) -> None:
    # Given an article and its retraction in one batch, When they are answered, Then it is retracted
    answered(intake, redis_url, BEFORE, WITHDRAWN)
    [state] = reading.run_states(intake.engine, ["tag:a"])
    assert (state.version, state.retracted) == (1, True)
    assert reading.status(intake.engine).position == 1


def test_what_comes_after_it_is_a_new_version(intake: Intake, redis_url: str) -> None:
    answered(intake, redis_url, BEFORE, WITHDRAWN, AFTER)
    [state] = reading.run_states(intake.engine, ["tag:a"])
    assert state.version == 2


def test_what_nobody_submitted_is_not_retracted_but_rejected(intake: Intake, redis_url: str) -> None:
    # Given a retraction of an unknown uri between submissions, When all are answered
    other = Submission(uri="tag:b", text="Mill closes\n\nIt is over.")
    _, refused, _ = answered(intake, redis_url, BEFORE, Submission(uri="tag:c", retracted=True), other)
    # Then it is rejected under its uri, and the others are accepted
    [rejection] = watching.rejections(intake.engine, [refused])
    assert (rejection.uri, rejection.code) == ("tag:c", "unknown_article")
    assert watching.open_runs(intake.engine) == 2


def test_a_retraction_that_is_read_twice_is_told_once(intake: Intake, redis_url: str) -> None:
    answered(intake, redis_url, BEFORE, WITHDRAWN)
    answered(intake, redis_url, WITHDRAWN)
    assert reading.status(intake.engine).position == 1
