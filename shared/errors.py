"""Defines the errors of all processes: what happened (the class docstring), what was seen, and what the user can do.

There are three kinds of failure: `Permanent` (quarantined, not retried automatically), `Transient` (retried with
back-off), and every other exception, a bug (retried a few times, then quarantined).
"""

from __future__ import annotations

from typing import ClassVar


class OnrecordError(Exception):
    """Something went wrong in Onrecord."""

    code: ClassVar[str] = "error"
    cure: ClassVar[str] = "Read the detail. If it does not help, report the error with this code."
    exit_code: ClassVar[int] = 1

    def __init__(self, detail: str = "", **fields: object) -> None:
        self.detail = detail
        self.fields = fields
        super().__init__(detail)

    def __str__(self) -> str:
        what = (self.__doc__ or self.code).strip().splitlines()[0].rstrip(".")
        seen = f": {self.detail}" if self.detail else ""
        return f"{what}{seen}. {self.cure} [{self.code}]"


class Permanent(OnrecordError):
    """The same input will always fail."""

    code = "permanent"


class Transient(OnrecordError):
    """The same operation may succeed in a moment."""

    code = "transient"
    cure = "Onrecord tries again by itself. If the error persists, look at the servers."


# --- submissions that cannot become an article ----------------------------------------------------------------------


class InvalidSubmission(Permanent):
    """The submission is not valid."""

    code = "invalid_submission"
    cure = "Send a uri and exactly one of text, body or html (or retracted): see shared/schemas/submission.v1.json."
    exit_code = 65


class MalformedJson(Permanent):
    """The submission is not valid JSON."""

    code = "malformed_json"
    cure = "Send one whole JSON object in UTF-8: see shared/schemas/submission.v1.json."
    exit_code = 65


class TooLarge(Permanent):
    """The submission is larger than the limit for an article."""

    code = "too_large"
    cure = "Send at most 5,000,000 characters, and each article of a collection as a submission of its own."
    exit_code = 65


class UnknownArticle(Permanent):
    """No article with that uri can be retracted."""

    code = "unknown_article"
    cure = "Check the uri: `onrecord show` lists the articles. A retraction does not apply to later submissions."
    exit_code = 66


class Overtaken(Permanent):
    """A newer submission for this uri was read before this one."""

    code = "overtaken"
    cure = "Do nothing if the newer content is right. Otherwise submit this content again."
    exit_code = 65


class EmptyText(Permanent):
    """The submission contains no article text."""

    code = "empty_text"
    cure = "Check that the page or file holds the article itself, not a frame, a login page or an error page."
    exit_code = 65


class UnreadableFile(Permanent):
    """The file cannot be read as an article."""

    code = "unreadable_file"
    cure = "Use a file in one of the formats that the README lists (text, HTML, JSON, RSS, Atom, ninjs, NITF ...)."
    exit_code = 65


# --- settings, servers and processes ---------------------------------------------------------------------------------


class BadSettings(OnrecordError):
    """A setting is missing or wrong."""

    code = "bad_settings"
    cure = "Set it in the environment or in .env: .env.example lists all settings."
    exit_code = 78


class ModelMissing(OnrecordError):
    """The language model is not installed."""

    code = "model_missing"
    cure = "Install it from the lock file (make install), or name an installed spaCy pipeline in ONRECORD_MODEL."
    exit_code = 78


class BadRegistry(OnrecordError):
    """The table of people and organisations cannot be read."""

    code = "bad_registry"
    cure = "Use a CSV file in UTF-8 with the columns name, scheme, id and, optionally, aliases (a|b), kind, country."
    exit_code = 78


class DatabaseUnreachable(Transient):
    """The database does not answer."""

    code = "database_unreachable"
    cure = "Check ONRECORD_DATABASE_URL and that the server runs. Without a URL, `onrecord up` starts embedded servers."
    exit_code = 69


class BrokerUnreachable(Transient):
    """The broker (Redis or Valkey) does not answer."""

    code = "broker_unreachable"
    cure = "Check ONRECORD_REDIS_URL and that the server runs. Without a URL, `onrecord up` starts an embedded server."
    exit_code = 69


class BrokerRefused(BrokerUnreachable):
    """The broker refuses the command."""

    code = "broker_refused"
    cure = (
        "If its memory or disk is full, make room and send again: no article is doubled. If the user lacks the "
        "permission, use another user: see deploy/redis/README.md."
    )


class NotAllowed(OnrecordError):
    """The database user lacks a right that the command needs."""

    code = "not_allowed"
    cure = "Log in as a user who has the right, or GRANT the role: docs/reliability.md lists the rights of each role."
    exit_code = 78


class AnswerTimeout(OnrecordError):
    """No answer arrived in time."""

    code = "answer_timeout"
    cure = "The inbox holds the submission. Look later with `onrecord show URI`, or submit it again and wait."
    exit_code = 75


class SchemaOutdated(OnrecordError):
    """The database schema is not the one that this version needs."""

    code = "schema_outdated"
    cure = "Run `onrecord db upgrade`."
    exit_code = 78


class ExtensionMissing(OnrecordError):
    """The database lacks an extension, and the user may not create it."""

    code = "extension_missing"
    cure = (
        "Let an administrator run `CREATE EXTENSION pg_trgm` in this database (on Debian, install postgresql-contrib; "
        "at a managed service, allow it in the settings), then run `onrecord db upgrade` again."
    )
    exit_code = 78


class MigrationBusy(Transient):
    """Another process is still migrating the database."""

    code = "migration_busy"
    cure = (
        "Look at what that process does (select * from pg_stat_activity where application_name = 'onrecord-migrate'), "
        "then run `onrecord db upgrade` again."
    )
    exit_code = 69


class MigrationBlocked(OnrecordError):
    """A migration needs a lock that other sessions hold, and has stopped so that no reader waits."""

    code = "migration_blocked"
    cure = "End these transactions (pg_terminate_backend) and run `onrecord db upgrade` again: it continues from there."
    exit_code = 75


class NotRunning(OnrecordError):
    """The settings name no servers, and no embedded ones run."""

    code = "not_running"
    cure = "Start the embedded servers with `onrecord up`, or set ONRECORD_DATABASE_URL and ONRECORD_REDIS_URL."
    exit_code = 69


class AlreadyRunning(OnrecordError):
    """Onrecord already runs from this folder."""

    code = "already_running"
    cure = "Use the running one, or stop it first with `onrecord down`."
    exit_code = 73


class EmbeddedMissing(OnrecordError):
    """The embedded servers are not installed."""

    code = "embedded_missing"
    cure = "Run `make install`, or set ONRECORD_DATABASE_URL and ONRECORD_REDIS_URL."
    exit_code = 78


class StartFailed(OnrecordError):
    """A server or process did not start."""

    code = "start_failed"
    cure = "Read its log in the folder `log` of ONRECORD_HOME (.onrecord)."
    exit_code = 69


class FileFailed(OnrecordError):
    """A file or folder cannot be read or written."""

    code = "file_failed"
    cure = "Check that it exists, that you have the rights, and that the disk has room. Then run the command again."
    exit_code = 74


class ProcessKilled(OnrecordError):
    """A process that did part of the work was killed, perhaps because the machine ran out of memory."""

    code = "process_killed"
    cure = "The lines printed so far are complete. Continue after the last one, with fewer processes."


class NotFound(OnrecordError):
    """The database holds nothing under that name."""

    code = "not_found"
    cure = "List what it holds: `onrecord show`, `onrecord quarantine list`, `onrecord identity list`."
    exit_code = 66


class FeedPruned(OnrecordError):
    """The change feed no longer holds that position."""

    code = "feed_pruned"
    cure = "Start again from a snapshot: shared.feed.snapshot, or `onrecord export` without --since."
    exit_code = 66


class FeedBehind(OnrecordError):
    """The change feed has not reached that position."""

    code = "feed_behind"
    cure = "The database is another one, or was restored from a backup: start again from a snapshot."
    exit_code = 66


class CursorMoved(OnrecordError):
    """Another copy of this reader has saved this position; this transaction must be rolled back."""

    code = "cursor_moved"
    cure = "Stop one of the copies, or give each copy a name of its own."
    exit_code = 73


class LeaseLost(OnrecordError):
    """Another worker has taken over this stage; its result counts, and this one is dropped."""

    code = "lease_lost"
    cure = "Do nothing: the other worker continues the run. If it happens often, raise ONRECORD_LEASE_SECONDS."


class StageTimeout(Transient):
    """A stage ran longer than its soft time limit."""

    code = "stage_timeout"
