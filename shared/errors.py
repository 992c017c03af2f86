"""The error tree. An error's message is its class docstring plus what was seen; its cure says what to do.

Three failure kinds only: `Permanent` (quarantined, never retried by itself), `Transient` (retried with back-off),
and everything else, a bug (retried a little, then quarantined).
"""

from __future__ import annotations

from typing import ClassVar


class OnrecordError(Exception):
    """Something went wrong in Onrecord."""

    code: ClassVar[str] = "error"
    cure: ClassVar[str] = "Read the detail; if it does not help, report it with this code."
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
    """It may work in a moment."""

    code = "transient"
    cure = "It is tried again by itself; look at the servers if it goes on."


# --- a submission that is no article --------------------------------------------------------------------------------


class InvalidSubmission(Permanent):
    """The submission is not valid."""

    code = "invalid_submission"
    cure = "Send a uri and exactly one of text, body or html (or retracted); see shared/schemas/submission.v1.json."
    exit_code = 65


class MalformedJson(Permanent):
    """The submission is not JSON."""

    code = "malformed_json"
    cure = "Send one whole JSON object in UTF-8; see shared/schemas/submission.v1.json."
    exit_code = 65


class TooLarge(Permanent):
    """The submission is larger than an article can be."""

    code = "too_large"
    cure = "Send at most 5,000,000 characters; split collections into one submission an article."
    exit_code = 65


class UnknownArticle(Permanent):
    """There is no article under that uri to retract."""

    code = "unknown_article"
    cure = "Check the uri: `onrecord show` lists articles; one that is submitted later is not retracted in advance."
    exit_code = 66


class Overtaken(Permanent):
    """Newer content for this uri was on record before this submission was read."""

    code = "overtaken"
    cure = "Nothing to do if the newer content shall stand; else submit this one again."
    exit_code = 65


class EmptyText(Permanent):
    """No article text was found in the submission."""

    code = "empty_text"
    cure = "Check that the page or file holds the article itself, not a frame, a login or an error page."
    exit_code = 65


class UnreadableFile(Permanent):
    """The file cannot be read as an article."""

    code = "unreadable_file"
    cure = "Give a file in one of the forms that the README names (text, HTML, JSON, RSS, Atom, ninjs, NITF ...)."
    exit_code = 65


# --- the house -------------------------------------------------------------------------------------------------------


class BadSettings(OnrecordError):
    """A setting is missing or wrong."""

    code = "bad_settings"
    cure = "Set it in the environment or in .env; .env.example lists all settings."
    exit_code = 78


class ModelMissing(OnrecordError):
    """The language model is not installed."""

    code = "model_missing"
    cure = "Install it from the lock file (make install) or name an installed spaCy pipeline in ONRECORD_MODEL."
    exit_code = 78


class BadRegistry(OnrecordError):
    """The table of people and organisations cannot be read."""

    code = "bad_registry"
    cure = "Give a CSV file in UTF-8 with the columns name, scheme, id and, if need be, aliases (a|b), kind, country."
    exit_code = 78


class DatabaseUnreachable(Transient):
    """The database does not answer."""

    code = "database_unreachable"
    cure = "Check ONRECORD_DATABASE_URL and that the server runs; without a URL, `onrecord up` starts an embedded one."
    exit_code = 69


class BrokerUnreachable(Transient):
    """The broker (Redis or Valkey) does not answer."""

    code = "broker_unreachable"
    cure = "Check ONRECORD_REDIS_URL and that the server runs; without a URL, `onrecord up` starts an embedded one."
    exit_code = 69


class BrokerRefused(BrokerUnreachable):
    """The broker refuses to take it."""

    code = "broker_refused"
    cure = (
        "Memory or disk full: make room, then send again, which doubles nothing. No permission: use a user that has "
        "it, see deploy/redis/README.md."
    )


class NotAllowed(OnrecordError):
    """The user who logs in to the database may not do that."""

    code = "not_allowed"
    cure = "Log in as one who may, or GRANT the role: docs/reliability.md says who may do what."
    exit_code = 78


class AnswerTimeout(OnrecordError):
    """No answer came in time."""

    code = "answer_timeout"
    cure = "It is on the inbox and will be done: look with `onrecord show URI`, or submit the same again and wait."
    exit_code = 75


class SchemaOutdated(OnrecordError):
    """The database schema is not the one this version needs."""

    code = "schema_outdated"
    cure = "Run `onrecord db upgrade`."
    exit_code = 78


class ExtensionMissing(OnrecordError):
    """The database lacks an extension, and this user may not create it."""

    code = "extension_missing"
    cure = (
        "Let an administrator run `CREATE EXTENSION pg_trgm` in this database (Debian: package postgresql-contrib; "
        "managed: allow it in the settings), then run `onrecord db upgrade` again."
    )
    exit_code = 78


class MigrationBusy(Transient):
    """Another process is migrating the database, and does not come to its end."""

    code = "migration_busy"
    cure = (
        "Look at what it does (select * from pg_stat_activity where application_name = 'onrecord-migrate'), "
        "then run `onrecord db upgrade` again."
    )
    exit_code = 69


class MigrationBlocked(OnrecordError):
    """A migration needs a lock that others hold; it has let go, so that nobody waits for it."""

    code = "migration_blocked"
    cure = "End those transactions (pg_terminate_backend), then run `onrecord db upgrade` again: it goes on from there."
    exit_code = 75


class NotRunning(OnrecordError):
    """No server is named and no embedded one runs."""

    code = "not_running"
    cure = "Start the embedded servers with `onrecord up`, or set ONRECORD_DATABASE_URL and ONRECORD_REDIS_URL."
    exit_code = 69


class AlreadyRunning(OnrecordError):
    """Onrecord already runs from this folder."""

    code = "already_running"
    cure = "Use it, or stop it first with `onrecord down`."
    exit_code = 73


class EmbeddedMissing(OnrecordError):
    """The embedded servers are not installed."""

    code = "embedded_missing"
    cure = "Run `make install`, or set ONRECORD_DATABASE_URL and ONRECORD_REDIS_URL."
    exit_code = 78


class StartFailed(OnrecordError):
    """A server or process did not start."""

    code = "start_failed"
    cure = "Read its log, in the folder `log` of ONRECORD_HOME (.onrecord)."
    exit_code = 69


class FileFailed(OnrecordError):
    """A file or folder cannot be read or written."""

    code = "file_failed"
    cure = "Check that it is there, whose it is, and that its disk has room; then give the command again."
    exit_code = 74


class ProcessKilled(OnrecordError):
    """A process that did a part of the work was killed, as by a system that runs out of memory."""

    code = "process_killed"
    cure = "What was printed is whole: go on behind it, with fewer processes."


class NotFound(OnrecordError):
    """Nothing is stored under that name."""

    code = "not_found"
    cure = "List what is there: `onrecord show`, `onrecord quarantine list`, `onrecord identity list`."
    exit_code = 66


class FeedPruned(OnrecordError):
    """The change feed no longer reaches back to that position."""

    code = "feed_pruned"
    cure = "Start again from a snapshot: shared.feed.snapshot, or `onrecord export` without --since."
    exit_code = 66


class FeedBehind(OnrecordError):
    """The change feed has not come as far as that position."""

    code = "feed_behind"
    cure = "It is another database, or one restored from a backup: start again from a snapshot."
    exit_code = 66


class CursorMoved(OnrecordError):
    """Another copy of this reader has been here already; nothing of this transaction counts."""

    code = "cursor_moved"
    cure = "Stop one of the copies, or give each a name of its own."
    exit_code = 73


class LeaseLost(OnrecordError):
    """Another worker has taken this stage over; this result is dropped, the other one counts."""

    code = "lease_lost"
    cure = "Nothing to do: the run goes on elsewhere. If it happens often, raise ONRECORD_LEASE_SECONDS."


class StageTimeout(Transient):
    """A stage ran past its soft time limit."""

    code = "stage_timeout"
