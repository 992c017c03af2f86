"""`onrecord registry`: checks the table of people and organisations to which entities are linked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workers.cli import CONTEXT
from workers.cli.output import result, talk

if TYPE_CHECKING:
    from workers.entities.links import Registry

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(context_settings=CONTEXT)
def registry() -> None:
    """The table of people and organisations to link to: that of ONRECORD_REGISTRY, else a small one that ships.

    \b
    Example
      onrecord registry check people.csv
    """


@registry.command()
@click.argument("file", type=FILE, required=False)
def check(file: Path | None) -> None:
    """Read a table (by default the one in use) and say how many names it links, and which are ambiguous.

    \b
    Example
      onrecord registry check people.csv && export ONRECORD_REGISTRY=people.csv
    """

    found = _registry(file)
    talk(f"onrecord: {len(found.entries)} entries, {found.names} names")
    for name in found.shared_names():
        talk(f"onrecord: {name}: several entries have this name; it links only where their countries differ")


@registry.command()
@click.argument("name")
@click.option("--country", "countries", multiple=True, help="ISO code of a country that the article is about.")
def find(name: str, countries: tuple[str, ...]) -> None:
    """Print the link of a name, as JSON. Exit code 66 if it has none.

    \b
    Example
      onrecord registry find "Emmanuel Macron" --country FR
    """
    from shared.errors import NotFound
    from shared.model import EntityKind
    from workers.entities.links.territories import territories

    unknown = [country for country in countries if country.upper() not in territories()]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: use ISO 3166 codes, like FR", param_hint="--country")
    found = _registry(None)
    for kind in EntityKind:
        if link := found.link(kind, [name], {country.upper() for country in countries}):
            result(link, indent=None)
            return
    raise NotFound(f"{name} in the registry, in an article about {', '.join(countries) or 'no country'}")


def _registry(file: Path | None) -> Registry:
    from shared.settings import settings
    from workers.models import load_registry

    return load_registry(file or settings().registry)
