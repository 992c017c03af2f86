"""The own cross-document set through stages and database: namesakes stay apart, spellings come together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, select, update

from shared.model import FoundEntities, Submission
from shared.store import accepting, results
from shared.store.engine import make_engine
from shared.store.records import Stage
from shared.store.tables import article, identity_member
from tests.integration.store import given
from workers.coreference import resolve
from workers.entities import find_entities
from workers.models import Models
from workers.parsing import parse
from workers.quotations import find_quotations
from workers.upkeep.identify import resolve as resolve_identities

SET = Path(__file__).parents[2] / "unit" / "identities" / "across.txt"
MARK = re.compile(r"\[([a-z]+):([^\]]+)\]")

WRONG_MERGES = 0
B3 = 0.92


class Marked(NamedTuple):
    """An article of the set, and who the people marked in it are."""

    submission: Submission
    people: tuple[tuple[str, str], ...]


def marked() -> Iterator[Marked]:
    """The articles of the set."""
    for block in SET.read_text("utf-8").split("\n## ")[1:]:
        head, _, body = block.partition("\n")
        name, date = head.split()
        people = tuple((mark[1], mark[2]) for mark in MARK.finditer(body))
        text = MARK.sub(lambda mark: mark[2], body).strip()
        yield Marked(Submission(uri=name, body=text, published_at=f"{date}T09:00:00Z"), people)


def put(engine: Engine, each: Marked, models: Models) -> tuple[int, list[tuple[str, int | None]]]:
    """Puts an article on record; its run, and the entities of the people marked in it."""
    run_id = accepting.accept(engine, each.submission, "1").run_id
    parsed = parse(each.submission)
    found = find_entities(parsed, models.names)
    results.save_parsed(engine, given.claimed(engine, run_id, Stage.PARSE), parsed)
    results.save_entities(engine, given.claimed(engine, run_id, Stage.ENTITIES), found)
    told, quotations = resolve(parsed, found, find_quotations(parsed, found, models.frames))
    results.save_quotations(engine, given.claimed(engine, run_id, Stage.QUOTATIONS), quotations, found=told)
    return run_id, [(who, covering(told, parsed.text.index(name), name)) for who, name in each.people]


def covering(found: FoundEntities, start: int, name: str) -> int | None:
    """The entity that is mentioned there."""
    end = start + len(name)
    return next((m.entity for m in found.mentions if m.start_char < end and start < m.end_char), None)


def b_cubed(items: list[tuple[str, object]]) -> tuple[float, float]:
    """Precision and recall, item by item (Bagga and Baldwin 1998)."""
    both, gold, system = Counter(items), Counter(g for g, _ in items), Counter(s for _, s in items)
    precision = sum(both[item] / system[item[1]] for item in items) / len(items)
    recall = sum(both[item] / gold[item[0]] for item in items) / len(items)
    return precision, recall


def test_namesakes_stay_apart_and_spellings_come_together(database_url: str, models: Models) -> None:
    # Given the set on record
    engine = make_engine(database_url)
    articles = list(marked())
    assert len(articles) >= 60
    on_record = [put(engine, each, models) for each in articles]
    for time in ("first", "again"):
        # When identities are resolved, and once more
        assert resolve_identities(engine, 120) == len(articles)
        with engine.connect() as connection:
            query = select(identity_member.c.run_id, identity_member.c.entity, identity_member.c.identity_id)
            where = {(run, entity): number for run, entity, number in connection.execute(query)}
        items: list[tuple[str, object]] = [
            (who, where.get((run, entity), (run, who))) for run, people in on_record for who, entity in people
        ]
        # Then no identity is two people's, and most articles find their people's others
        people_of = {system: {g for g, s in items if s == system} for _, system in items}
        assert [people for people in people_of.values() if len(people) > 1][WRONG_MERGES:] == [], time
        precision, recall = b_cubed(items)
        assert 2 * precision * recall / (precision + recall) >= B3, (time, precision, recall)
        with engine.begin() as connection:
            connection.execute(update(article).values(identified_run_id=None))
    engine.dispose()
