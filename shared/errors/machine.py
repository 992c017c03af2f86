"""Defines what is wrong with the settings, files and processes of a machine."""

from __future__ import annotations

from shared.errors.base import OnrecordError


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


class PagesMissing(OnrecordError):
    """The libraries of the pages are not installed."""

    code = "pages_missing"
    cure = "Run `make install`, or install the extra `web`."
    exit_code = 78


class StartFailed(OnrecordError):
    """A server or process did not start."""

    code = "start_failed"
    cure = "Read its log in the folder `log` of ONRECORD_HOME (.onrecord)."
    exit_code = 69


class ServerLost(OnrecordError):
    """An embedded server ended again and again."""

    code = "server_lost"
    cure = (
        "Read its log in ONRECORD_HOME (postgres/log, valkey/valkey.log), make room if disk or memory is full, and run "
        "`onrecord up` again: the data is kept."
    )
    exit_code = 69


class ToolsMissing(OnrecordError):
    """No pg_dump or pg_restore on this machine is new enough."""

    code = "tools_missing"
    cure = (
        "Install the client tools of the server's version or a newer one (Debian: postgresql-client-18), or Onrecord's "
        "embedded servers, which bring some (pip install 'onrecord[embedded]')."
    )
    exit_code = 78


class DumpFailed(OnrecordError):
    """The dump could not be written or restored."""

    code = "dump_failed"
    cure = "Read what the tool said. `onrecord db restore --replace` empties a database that was restored in part."
    exit_code = 74


class FileFailed(OnrecordError):
    """A file or folder cannot be read or written."""

    code = "file_failed"
    cure = "Check that it exists, that you have the rights, and that the disk has room. Then run the command again."
    exit_code = 74


class ProcessKilled(OnrecordError):
    """A process that did part of the work was killed, perhaps because the machine ran out of memory."""

    code = "process_killed"
    cure = "The lines printed so far are complete. Continue after the last one, with fewer processes."
