"""`onrecord feed`: the change feed, for programs."""

from __future__ import annotations

import click

from workers.cli.output import result


@click.command()
@click.option("--after", type=click.IntRange(min=0), default=0, show_default=True, help="The last position you read.")
@click.option("--follow", "for_ever", is_flag=True, help="Go on with new changes, until stopped.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a change (change.v1).")
def feed(after: int, for_ever: bool, as_json: bool) -> None:
    """Print the changes on record after a position, in order and without a gap.

    \b
    Example
      onrecord feed --after 41 --json | jq -r .uri
      onrecord feed --follow
    """
    from shared.feed import follow, read
    from shared.settings import settings

    changes = (follow if for_ever else read)(settings().database(), after=after)
    try:
        for change in changes:
            if as_json:
                result(change, indent=None)
            else:
                click.echo(f"{change.position:>8}  {change.at:%Y-%m-%d %H:%M:%S}  {change.kind:<11}  {change.uri}")
    except KeyboardInterrupt:
        return
