"""Reads the settings of a process from the environment (prefix ONRECORD_) and `.env`; `.env.example` lists them all."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.brokers import problem_of, problem_of_queues
from shared.errors import BadSettings, NotRunning
from shared.model import Record


class Servers(Record):
    """The URLs of the database and the broker."""

    database_url: str
    redis_url: str


class Settings(BaseSettings):
    """All settings. URLs are secret: they may hold passwords, so no output shows them whole."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", env_file=".env", extra="ignore", frozen=True)

    database_url: SecretStr | None = Field(
        default=None, description="URL of Postgres; unset: the embedded server of `onrecord up`"
    )
    redis_url: SecretStr | None = Field(default=None, description="URL of Redis or Valkey; unset: the embedded server")
    queue_url: SecretStr | None = Field(
        default=None, description="URL of RabbitMQ (amqp://) for the task queues; unset: they are in the broker"
    )
    database_url_file: Path | None = Field(default=None, description="file with the database's URL, if that is unset")
    redis_url_file: Path | None = Field(default=None, description="file with the broker's URL, if that is unset")
    migration_url: SecretStr | None = Field(
        default=None, description="URL of Postgres itself for `onrecord db`, if ONRECORD_DATABASE_URL is a pooler's"
    )
    migration_url_file: Path | None = Field(default=None, description="file with that URL, if that is unset")
    queue_url_file: Path | None = Field(default=None, description="file with the queues' URL, if that is unset")
    home: Path = Field(default=Path(".onrecord"), description="folder of the embedded servers, their data and logs")
    model: str = Field(
        default="onrecord",
        description="what finds the names: onrecord, the recogniser in the package, or an installed spaCy pipeline",
    )
    registry: Path | None = Field(
        default=None, description="CSV of people and organisations to link to; unset: the small table in the package"
    )
    concurrency: int = Field(
        default=os.cpu_count() or 1, ge=1, le=256, description="processes of a worker; default: one for each core"
    )
    time_limit: int = Field(default=120, ge=10, description="seconds after which a stage is killed")
    soft_time_limit: int = Field(default=90, ge=5, description="seconds after which a stage is asked to stop")
    lease_seconds: int = Field(default=150, ge=11, description="seconds that a claim holds; more than the time limit")
    watchdog_seconds: int = Field(
        default=180, ge=11, description="seconds after which a worker ends if it starts nothing while messages wait"
    )
    max_attempts: int = Field(default=3, ge=1, description="attempts at a stage before the article is quarantined")
    max_open_runs: int = Field(default=10_000, ge=1, description="open runs above which intake pauses")
    sweep_seconds: float = Field(default=5, gt=0, description="seconds between two sweeps")
    resend_seconds: float = Field(default=60, gt=0, description="seconds after which an idle run is sent again")
    rejected_days: float = Field(default=30, gt=0, description="days that rejected inbox entries are kept")
    resolved_days: float = Field(default=90, gt=0, description="days that resolved quarantine entries are kept")
    superseded_days: float = Field(default=30, gt=0, description="days that superseded results are kept")
    feed_days: float | None = Field(
        default=None, gt=0, description="days that the change feed is kept; unset: for ever"
    )
    lossless_failover: bool = Field(
        default=False,
        description="true: a standby that takes over has every commit (synchronous replication), so followers go on",
    )
    heartbeat_file: Path | None = Field(
        default=None, description="file that a process renews while its loop turns, for a container's probe"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="lowest level logged")
    log_format: Literal["console", "json"] = Field(default="console", description="form of log lines: console or json")

    @model_validator(mode="before")
    @classmethod
    def _read_secrets(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Reads secrets from files, as Docker and Kubernetes mount them."""
        for name in ("database_url", "migration_url", "redis_url", "queue_url"):
            path = values.get(f"{name}_file")
            if path and not values.get(name):
                values[name] = _secret(Path(path), f"ONRECORD_{name.upper()}_FILE")
        return values

    @field_validator("redis_url")
    @classmethod
    def _check_redis_url(cls, value: SecretStr | None) -> SecretStr | None:
        """Rejects bad URLs: Celery would take one for a broker on this machine, and try to connect for ever."""
        if value is not None and (problem := problem_of(value.get_secret_value())):
            raise ValueError(problem)
        return value

    @field_validator("queue_url")
    @classmethod
    def _check_queue_url(cls, value: SecretStr | None) -> SecretStr | None:
        """Rejects bad URLs of the queues, for the same reason."""
        if value is not None and (problem := problem_of_queues(value.get_secret_value())):
            raise ValueError(problem)
        return value

    def database(self) -> str:
        """The database's URL alone: a process that only reads needs no broker. Raises BadSettings, NotRunning."""
        return self.database_url.get_secret_value() if self.database_url else self.servers().database_url

    def migrations(self) -> str:
        """The URL by which the schema is changed: the server's own, past a pooler. Raises BadSettings, NotRunning."""
        return self.migration_url.get_secret_value() if self.migration_url else self.database()

    def broker(self) -> str:
        """The broker's URL alone: a process that only sends needs no database. Raises BadSettings, NotRunning."""
        return self.redis_url.get_secret_value() if self.redis_url else self.servers().redis_url

    def queues(self) -> str:
        """The URL of the server that holds the task queues: the broker's, unless they have one of their own."""
        return self.queue_url.get_secret_value() if self.queue_url else self.servers().redis_url

    def servers(self) -> Servers:
        """The servers that the settings name, else the embedded ones if they run. Raises BadSettings, NotRunning."""
        if self.database_url and self.redis_url:
            return Servers(
                database_url=self.database_url.get_secret_value(), redis_url=self.redis_url.get_secret_value()
            )
        if self.database_url or self.redis_url:
            missing = "ONRECORD_REDIS_URL" if self.database_url else "ONRECORD_DATABASE_URL"
            raise BadSettings(f"{missing} is not set, but the other URL is; set both or neither")
        try:
            note = json.loads(self.servers_file.read_text("utf8"))
        except (OSError, ValueError) as error:
            absent = isinstance(error, (FileNotFoundError, NotADirectoryError))
            why = f"nothing runs from {self.home}" if absent else f"{self.servers_file} cannot be read"
            raise NotRunning(why) from None
        if not note.get("servers"):
            raise NotRunning(f"the servers of {self.home} are still starting")
        return Servers.model_validate(note["servers"])

    @property
    def servers_file(self) -> Path:
        """The file in which a running `onrecord up` notes its process id and its servers."""
        return self.home / "up.json"


def _secret(path: Path, setting: str) -> str:
    try:
        return path.read_text("utf8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{setting}: {path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once. Raises BadSettings."""
    try:
        found = Settings()
    except ValidationError as error:
        problems = "; ".join(
            "".join(f"ONRECORD_{str(n).upper()}: " for n in e["loc"][:1]) + e["msg"].removeprefix("Value error, ")
            for e in error.errors()
        )
        raise BadSettings(problems) from None
    except UnicodeDecodeError:
        raise BadSettings(".env is not UTF-8") from None
    if not found.soft_time_limit < found.time_limit < found.lease_seconds:
        raise BadSettings("needed: ONRECORD_SOFT_TIME_LIMIT < ONRECORD_TIME_LIMIT < ONRECORD_LEASE_SECONDS")
    if found.watchdog_seconds <= found.time_limit:
        raise BadSettings(
            "needed: ONRECORD_TIME_LIMIT < ONRECORD_WATCHDOG_SECONDS, since a long stage is not a standstill"
        )
    return found


def example() -> str:
    """The text of `.env.example`."""
    lines = ["# All settings of Onrecord, with their defaults. Copy to .env and change. Written by `make env-example`."]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else field.default
        if name == "concurrency":
            default = ""
        lines += ["", f"# {field.description}", f"#ONRECORD_{name.upper()}={default}"]
    return "\n".join(lines) + "\n"
