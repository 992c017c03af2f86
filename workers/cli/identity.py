"""`onrecord identity`: looks at identities across articles, and merges and splits them by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workers.cli import CONTEXT
from workers.cli.output import result, results, table, talk
from workers.cli.params import BECAUSE, NUMBER, WORDS

if TYPE_CHECKING:
    from shared.identities import IdentityDetail

KINDS = click.Choice(["person", "organization", "place"])
IDS = click.argument("ids", metavar="ID ID...", nargs=-1, type=NUMBER, required=True)


@click.group(context_settings=CONTEXT)
def identity() -> None:
    """People, organisations and places across articles: list them, look at one, merge, split.

    \b
    Example
      onrecord identity list --proposed
    """


@identity.command("list")
@click.argument("name", type=WORDS, default="")
@click.option("--kind", type=KINDS, help="Only this kind.")
@click.option(
    "--proposed", is_flag=True, help="Only identities that may be the same as another, for a person to decide."
)
@click.option("--limit", type=NUMBER, default=100, show_default=True, help="Identities listed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line an identity.")
def list_(name: str, kind: str | None, proposed: bool, limit: int, as_json: bool) -> None:
    """List identities, the most frequent first; with NAME those whose name contains it.

    \b
    Example
      onrecord identity list --kind person berg
    """
    from shared.model import EntityKind
    from shared.store.identities import listing
    from workers.resources import database

    wanted = EntityKind(kind) if kind else None
    rows = listing.find(database(), name=name, kind=wanted, proposed=proposed, limit=limit)
    if as_json:
        results(rows)
        return
    table("Identities", ["id", "NAME", "kind", "articles"],
          ([str(r.identity_id), r.name, r.kind, str(r.articles)] for r in rows))  # fmt: skip


@identity.command()
@click.argument("identity_id", metavar="ID", type=NUMBER)
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
def show(identity_id: int, as_json: bool) -> None:
    """Show one identity: its names, its articles, and the reasons for them.

    \b
    Example
      onrecord identity show 7
    """
    from shared.store.identities import listing
    from workers.resources import database

    found = listing.detail(database(), identity_id)
    if as_json:
        result(found)
        return
    _print(found)


@identity.command()
@IDS
@BECAUSE
def merge(ids: tuple[int, ...], because: str | None) -> None:
    """Merge identities into the first one, for good: reprocessing does not part them again.

    \b
    Example
      onrecord identity merge 7 9
    """
    from shared.store.identities import by_hand
    from workers.resources import database

    _two(ids)
    talk(f"onrecord: they are identity {by_hand.merge(database(), ids, because=because)} now")


@identity.command()
@click.argument("identity_id", metavar="ID", type=NUMBER)
@click.option(
    "--article",
    "uris",
    metavar="URI",
    type=WORDS,
    multiple=True,
    required=True,
    help="An article that means somebody else.",
)
@BECAUSE
def split(identity_id: int, uris: tuple[str, ...], because: str | None) -> None:
    """Split an identity, for good: what the given articles mean by it becomes an identity of its own.

    \b
    Example
      onrecord identity split 7 --article https://example.org/a --article https://example.org/b
    """
    from shared.store.identities import by_hand
    from workers.resources import database

    done = by_hand.split(database(), identity_id, uris, because=because)
    talk(f"onrecord: {done.moved} moved to the new identity {done.identity_id}")


@identity.command()
@IDS
@BECAUSE
def apart(ids: tuple[int, ...], because: str | None) -> None:
    """Keep identities apart, for good: no rule joins them, and no list proposes them again.

    \b
    Example
      onrecord identity apart 7 9
    """
    from shared.store.identities import by_hand
    from workers.resources import database

    _two(ids)
    by_hand.set_apart(database(), ids, because=because)
    talk("onrecord: they are kept apart")


@identity.command()
@click.option("--failed", is_flag=True, help="Try articles again whose identities failed before, too.")
def resolve(failed: bool) -> None:
    """Resolve the identities that are due, in this process; workers also do it by themselves.

    \b
    Example
      onrecord identity resolve --failed
    """
    from shared.store.identities import assigning
    from workers.resources import database
    from workers.upkeep.identify import resolve as work

    if failed:
        talk(f"onrecord: {assigning.retry_faults(database())} are tried again")
    talk(f"onrecord: {work(database(), float('inf'))} articles resolved")


def _two(ids: tuple[int, ...]) -> None:
    if len(set(ids)) < 2:
        raise click.UsageError("name at least two identities")


def _print(found: IdentityDetail) -> None:

    others = [alias for alias in found.aliases if alias != found.name]
    also = f"; also {', '.join(others)}" if others else ""
    click.echo(f"{found.identity_id}  {found.name} ({found.kind}){also}")
    table("Articles", ["ARTICLE", "NAME", "by"],
          ([m.uri, m.name, "hand" if m.pinned else "rule"] for m in found.members))  # fmt: skip
    table("Decisions", ["outcome", "by", "score", "ARTICLE", "other", "WHY"],
          ([d.outcome, d.by, "-" if d.score is None else f"{d.score:.2f}", d.uri or "-",
            str(d.other_id or "-"), d.reason] for d in found.decisions))  # fmt: skip
