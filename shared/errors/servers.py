"""Defines what is wrong with a server, its schema or a right on it."""

from __future__ import annotations

from shared.errors.base import OnrecordError, Transient


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


class SchemaOutdated(OnrecordError):
    """The database schema is not the one that this version needs."""

    code = "schema_outdated"
    cure = "Run `onrecord db upgrade`."
    exit_code = 78


class WrongOwner(OnrecordError):
    """Tables, views or functions belong to a role that should not own them, as after the restore of a dump."""

    code = "wrong_owner"
    cure = (
        "Run `onrecord db upgrade` as an administrator of the database: it gives them to their owner. "
        "`onrecord db owners` prints the statements for psql."
    )
    exit_code = 78


class ExtensionMissing(OnrecordError):
    """The database lacks an extension, and the user may not create it."""

    code = "extension_missing"
    cure = (
        "Let an administrator run `CREATE EXTENSION pg_trgm` in this database (on Debian, install postgresql-contrib; "
        "at a managed service, allow it in the settings), then run `onrecord db upgrade` again."
    )
    exit_code = 78


class PoolerFound(OnrecordError):
    """The database's URL leads to a connection pooler, and this needs a session with the server itself."""

    code = "pooler_found"
    cure = "Set ONRECORD_MIGRATION_URL to the server's own address; the processes can go on behind the pooler."
    exit_code = 78


class DatabaseNotEmpty(OnrecordError):
    """The database holds articles, which a restore would mix with those of the dump."""

    code = "database_not_empty"
    cure = "Restore into a new database, or drop what this one holds: `onrecord db restore --replace`."
    exit_code = 78


class DatabaseInUse(OnrecordError):
    """Processes of Onrecord work with the database, which a restore would take from under them."""

    code = "database_in_use"
    cure = (
        "Stop intake, sweeper and workers first. After `onrecord down`, `onrecord db restore` starts the embedded "
        "database by itself."
    )
    exit_code = 78


class RestoreUnfinished(OnrecordError):
    """A restore of the database broke off, or is not done yet: rows, indexes or rights are missing."""

    code = "restore_unfinished"
    cure = "Run `onrecord db restore --replace` again, with a whole dump; to begin with nothing, take a new database."
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
