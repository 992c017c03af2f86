"""Reading what is on record: `show`, and for programs `feed`, the change feed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import click

from workers.cli.output import result, results, table
from workers.cli.params import WORDS

if TYPE_CHECKING:
    from shared.model import Article
    from shared.store.records import RunStatus

LISTED = 1000
"""Articles listed without a uri, newest first; the views hold them all."""


@click.command()
@click.argument("uri", type=WORDS, required=False)
@click.option("--why", is_flag=True, help="Each decision about the article URI, with the rule that made it.")
@click.option(
    "--json", "as_json", is_flag=True, help="The whole extracted article as JSON (article.v1); with --why, JSON Lines."
)
def show(uri: str | None, why: bool, as_json: bool) -> None:
    """Show who said what in the article URI; without URI, list the newest articles.

    \b
    Example
      onrecord show file:harbour.txt
      onrecord show file:harbour.txt --json | jq .entities
      onrecord show --why file:harbour.txt
    """
    from shared.errors import NotFound
    from shared.store import reading
    from workers.resources import reading_database

    if uri is None:
        if why:
            raise click.UsageError("--why needs the URI of an article.")
        _list(as_json)
        return
    article = reading.article(reading_database(), uri)
    if article is None:
        raise NotFound(uri)
    if why:
        _explain(article, as_json)
        return
    if as_json:
        result(article)
        return
    from workers.cli.tables import quotations

    click.echo(f"{article.headline or article.uri}\n")
    quotations(reading.quotations(reading_database(), uris=[uri]))


def _explain(article: Article, as_json: bool) -> None:
    from workers.cli.why import print_json, print_tables

    if as_json:
        print_json(article)
        return
    click.echo(f"{article.headline or article.uri}\n")
    print_tables(article)


def _list(as_json: bool) -> None:
    from shared.store import reading, watching
    from workers.resources import reading_database

    states = reading.run_states(reading_database(), watching.newest_uris(reading_database(), LISTED))
    if as_json:
        results(states)
        return
    table("Articles", ["URI", "version", "state", "NOTE"], ([s.uri, str(s.version), s.state, _note(s)] for s in states))


def _note(status: RunStatus) -> str:
    if status.retracted:
        return "retracted"
    if status.same_as is not None:
        return f"same words as version {status.same_as}, which stands"
    return status.reason or ", ".join(status.warnings)


@click.command()
@click.option("--after", type=click.IntRange(min=0), default=0, show_default=True, help="The last position you read.")
@click.option("--epoch", type=click.UUID, help="The epoch of it: refused if the database was restored since.")
@click.option("--follow", "for_ever", is_flag=True, help="Go on with new changes, until stopped.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a change (change.v1).")
def feed(after: int, epoch: UUID | None, for_ever: bool, as_json: bool) -> None:
    """Print the changes on record after a position, in order and without a gap.

    \b
    Example
      onrecord feed --after 41 --json | jq -r .uri
      onrecord feed --follow
    """
    from shared.feed import Position, follow, read
    from shared.settings import settings

    changes = (follow if for_ever else read)(settings().database(), after=Position(after, epoch))
    try:
        for change in changes:
            if as_json:
                result(change, indent=None)
            else:
                click.echo(f"{change.position:>8}  {change.at:%Y-%m-%d %H:%M:%S}  {change.kind:<11}  {change.uri}")
    except KeyboardInterrupt:
        return
