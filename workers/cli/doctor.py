"""`onrecord doctor`: what is wrong with this installation, and what cures it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from workers.cli.output import json_line

if TYPE_CHECKING:
    from workers.doctor.finding import Finding

MARKS = {"ok": ("ok", "green"), "warning": ("look", "yellow"), "failed": ("FAIL", "red"), "unchecked": ("?", "cyan")}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the findings and the exit code.")
def doctor(as_json: bool) -> None:
    """Examine this installation: settings, models, servers, schema, rights, rows, clocks, processes, disk.

    Each line that is not well is followed by its cure. Exit code 0: all is well; 69: a server does not answer; 78: a
    setting, the schema or the installation is wrong; 1: something else. What this login may not ask is unchecked (?).

    \b
    Example
      onrecord doctor
      onrecord doctor --json | jq -r '.findings[] | select(.state == "failed") | .cure'
    """
    from shared.settings import settings
    from workers.doctor.examination import examine
    from workers.doctor.finding import exit_code

    findings = []
    for finding in examine(settings):
        findings.append(finding)
        if not as_json:
            _tell(finding)
    code = exit_code(findings)
    if as_json:
        told = {"exit_code": code, "findings": [finding.model_dump(mode="json") for finding in findings]}
        json_line(json.dumps(told, indent=2))
    if code:
        raise click.exceptions.Exit(code)


def _tell(finding: Finding) -> None:
    import os

    mark, color = MARKS[finding.state]
    styled = click.style(f"{mark:<5}", fg=None if os.environ.get("NO_COLOR") else color)
    click.echo(f"{styled}{finding.name:<16} {finding.seen}")
    if finding.cure and finding.exit_code:
        click.echo(f"{'':<5}{'':<16} -> {finding.cure} [{finding.code}]")
