"""Defines how the work of a reader, a producer or a stage can end."""

from __future__ import annotations

from shared.errors.base import OnrecordError, Transient


class AnswerTimeout(OnrecordError):
    """No answer arrived in time."""

    code = "answer_timeout"
    cure = "The inbox holds the submission. Look later with `onrecord show URI`, or submit it again and wait."
    exit_code = 75


class NotFound(OnrecordError):
    """The database holds nothing under that name."""

    code = "not_found"
    cure = "List what it holds: `onrecord show`, `onrecord quarantine list`, `onrecord identity list`."
    exit_code = 66


class FeedLost(OnrecordError):
    """The change feed does not go on where this reader stopped."""

    code = "feed_lost"
    cure = "Start again from a snapshot: shared.feed.snapshot, or `onrecord export` without --since."
    exit_code = 66


class FeedPruned(FeedLost):
    """The change feed no longer holds that position."""

    code = "feed_pruned"


class FeedBehind(FeedLost):
    """The change feed has not reached that position."""

    code = "feed_behind"
    cure = "The database is another one, or was restored from a backup: start again from a snapshot."


class FeedRestored(FeedLost):
    """The database was restored, and the change feed has counted some positions a second time."""

    code = "feed_restored"
    cure = (
        "What you read may be undone: forget your position (Cursor.forget) and your rows, and start again from a "
        "snapshot (shared.feed.snapshot, or `onrecord export` without --since)."
    )


class CursorMoved(OnrecordError):
    """Another copy of this reader has saved this position, or one of another epoch; roll this transaction back."""

    code = "cursor_moved"
    cure = "Stop one of the copies, or give each copy a name of its own. After a restored database: Cursor.forget."
    exit_code = 73


class LeaseLost(OnrecordError):
    """Another worker has taken over this stage; its result counts, and this one is dropped."""

    code = "lease_lost"
    cure = "Do nothing: the other worker continues the run. If it happens often, raise ONRECORD_LEASE_SECONDS."


class StageTimeout(Transient):
    """A stage ran longer than its soft time limit."""

    code = "stage_timeout"
