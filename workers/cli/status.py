"""`onrecord status`: how things stand, and what is wrong; once, or again and again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from workers.cli.output import json_line

if TYPE_CHECKING:
    from workers.survey.judging import Finding
    from workers.survey.taking import Survey

SOMETHING_WRONG = 1
SERVER_AWAY = 69
SILENT = "does not answer: "


@click.command()
@click.option(
    "--check", is_flag=True, help="For scripts: exit code 69 if a server is away, 1 if anything else is wrong."
)
@click.option("--watch", "again", is_flag=True, help="Look again and again, until stopped.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.2),
    default=2.0,
    show_default=True,
    help="With --watch: seconds between looks.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of words; with --watch, a line for each look.")
def status(check: bool, again: bool, every: float, as_json: bool) -> None:
    """Tell what is on record and what waits, which processes live, and what is wrong.

    It asks the database and the broker. If one is away, it says so, and tells what the other knows; if both are away,
    there is nothing to tell: exit code 69.

    \b
    Example
      onrecord status
      onrecord status --watch
      onrecord status --json | jq .wrong
      onrecord status --check > /dev/null || echo "look after Onrecord"
    """
    if again and check:
        raise click.UsageError("--check looks once; --watch does not end.")
    look = _lookout()
    if again:
        from workers.cli.watching import watch

        watch(look, every, as_json=as_json)
        return
    from workers.survey.judging import wrong

    survey = look()
    findings = wrong(survey)
    if as_json:
        json_line(told(survey, indent=2))
    _refuse_silence(survey)
    if not as_json:
        from workers.cli.wording import lines

        for line in lines(survey, findings):
            click.echo(line)
    if check and findings:
        raise click.exceptions.Exit(_exit_code(findings))


def told(survey: Survey, indent: int | None = None) -> str:
    """The survey as JSON: the counts of all time at its top, as long as the database answers."""
    from workers.survey.judging import wrong

    found = survey.model_dump(mode="json", exclude={"totals"})
    if survey.totals is not None:
        found |= survey.totals.counts.model_dump(mode="json")
        found["rejections"] = survey.totals.rejections
    found["wrong"] = [finding.model_dump(mode="json") for finding in wrong(survey)]
    return json.dumps(found, indent=indent)


def _lookout() -> Callable[[], Survey]:
    """Takes a survey of the servers that the settings name. Raises NotRunning, BadSettings."""
    from workers.resources import reading_database
    from workers.survey.taking import take

    engine = reading_database()
    return lambda: take(engine)


def _refuse_silence(survey: Survey) -> None:
    """Raises DatabaseUnreachable if neither server answers."""
    from shared.errors import DatabaseUnreachable

    if survey.database_away is not None and survey.broker_away is not None:
        away = (survey.database_away, survey.broker_away)
        database, broker = (each.removeprefix(SILENT).rstrip(".") for each in away)
        raise DatabaseUnreachable(f"{database}; nor does the broker: {broker}")


def _exit_code(findings: tuple[Finding, ...]) -> int:
    return SERVER_AWAY if any(finding.server for finding in findings) else SOMETHING_WRONG
