"""What each stage does to a run: load, a pure function, save. No Celery, no leases, no errors here."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from shared.model import FoundEntities
from shared.store import results
from shared.store.records import Claim, Stage
from shared.store.standing import Standing
from workers.entities import add_first_person, find_entities
from workers.extract import speaks_english
from workers.models import Models
from workers.parsing import fingerprint, parse
from workers.quotations import find_quotations

Work = Callable[[Engine, Claim, Models], Standing | None]
"""Returns the version that stands for this one, if that says nothing new and the run ended here."""


def do_parse(engine: Engine, claim: Claim, _models: Models) -> Standing | None:
    """From the submission to the canonical text and its segments."""
    article = parse(results.load_submission(engine, claim.run_id))
    return results.save_parsed(engine, claim, article, fingerprint(article))


def do_entities(engine: Engine, claim: Claim, models: Models) -> None:
    """From the segments to the people, organisations and places in them."""
    parsed = results.load_parsed(engine, claim.run_id)
    found = find_entities(parsed, models.names, models.registry) if speaks_english(parsed) else FoundEntities()
    results.save_entities(engine, claim, found, model=models.identity)


def do_quotations(engine: Engine, claim: Claim, models: Models) -> None:
    """From segments and entities to quotations; the last stage, which makes the version visible."""
    parsed = results.load_parsed(engine, claim.run_id)
    found = results.load_entities(engine, claim.run_id)
    quotations = find_quotations(parsed, found, models.frames) if speaks_english(parsed) else ()
    told = add_first_person(parsed, found, quotations)
    # Entities are written again only where quotations told more about them.
    results.save_quotations(engine, claim, quotations, found=None if told is found else told, model=models.identity)


WORK: dict[Stage, Work] = {
    Stage.PARSE: do_parse,
    Stage.ENTITIES: do_entities,
    Stage.QUOTATIONS: do_quotations,
}
