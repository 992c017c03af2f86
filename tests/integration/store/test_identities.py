"""Identities across articles: resolved once, again and at once; decided by hand, for good; and never in the way."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Engine, func, select, text, update

from shared.errors import NotFound
from shared.identities import Outcome
from shared.store import pruning, reading, reprocessing, retracting
from shared.store.engine import make_engine
from shared.store.identities import assigning, by_hand, listing
from shared.store.identities.candidates import NEWEST, find_candidates
from shared.store.loading import load_entities, load_parsed
from shared.store.pruning import Retention
from shared.store.reprocessing import Order
from shared.store.tables import article, identity, identity_decision, mention
from tests.integration.store import given
from tests.integration.store.peopled import identities_of, peopled, process, resolve
from workers.identities import describe
from workers.upkeep import identify


def again(engine: Engine) -> None:
    """Resolves every article anew, as after a change of the rules."""
    with engine.begin() as connection:
        connection.execute(update(article).values(identified_run_id=None))
    resolve(engine)


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    """What a query of the views gives."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_one_person_in_two_articles_is_one_identity_and_a_namesake_is_another(engine: Engine) -> None:
    # Given two articles on a mayor and her engineer, and one on a namesake
    first = peopled(engine, "a", "mayor: Ana Moreau", "Ivo Stahl")
    second = peopled(engine, "b", "mayor: Ana Moreau", "Ivo Stahl")
    third = peopled(engine, "c", "diver: Ana Moreau")
    # When they are resolved
    assert resolve(engine) == 3
    # Then the two are one, the namesake is not, and every decision has its reason
    one, two, other = (identities_of(engine, run) for run in (first, second, third))
    assert one == two
    assert other["Ana Moreau"] != one["Ana Moreau"]
    found = listing.detail(engine, one["Ana Moreau"])
    assert [(d.outcome, d.reason) for d in found.decisions if d.uri == "b"] == [
        (Outcome.SAME, "same full name; beside ivo stahl; role mayor")
    ]
    assert [(m.uri, m.pinned) for m in found.members] == [("a", False), ("b", False)]


def test_a_second_time_changes_nothing(engine: Engine) -> None:
    runs = [peopled(engine, uri, "mayor: Ana Moreau", "Ivo Stahl") for uri in "abc"]
    resolve(engine)
    again(engine)
    before = [identities_of(engine, run) for run in runs]
    with engine.connect() as connection:
        count = select(func.count()).select_from(identity_decision)
        decisions, mentions = connection.execute(count).scalar_one(), connection.execute(select(mention)).all()

    assert resolve(engine) == 0
    again(engine)

    assert [identities_of(engine, run) for run in runs] == before
    with engine.connect() as connection:
        assert connection.execute(count).scalar_one() == decisions
        assert connection.execute(select(mention)).all() == mentions
        assert connection.execute(select(func.count()).select_from(identity)).scalar_one() == 2


def test_at_once_nobody_is_made_twice(engine: Engine) -> None:
    # Given twelve articles on two people
    for number in range(12):
        peopled(engine, f"lpa:{number}", "mayor: Ana Moreau", "Ivo Stahl")
    # When four resolve them at once, Then all are done, and there are two identities
    done = given.all_at_once([partial(resolve, engine)] * 4)
    assert sum(done) + resolve(engine) == 12
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(identity)).scalar_one() == 2


@pytest.mark.parametrize("order", ["abc", "cba", "bca"])
def test_whatever_comes_first(engine: Engine, order: str) -> None:
    # Given two articles that share nothing but a name, and one that shares something with each
    names = {
        "a": ("Ana Moreau", "Ivo Stahl"),
        "b": ("Ana Moreau", "Rosa Ferri"),
        "c": ("Ana Moreau", "Ivo Stahl", "Rosa Ferri"),
    }
    # When they come in any order, Then the name is one person's in the end
    for uri in order:
        peopled(engine, uri, *names[uri])
        resolve(engine)
    again(engine)
    assert [(r.name, r.articles) for r in listing.find(engine, name="moreau")] == [("Ana Moreau", 3)]


def test_a_new_version_keeps_the_number_and_drops_who_is_gone(engine: Engine) -> None:
    first = peopled(engine, "a", "Ana Moreau", "Ivo Stahl")
    resolve(engine)
    before = identities_of(engine, first)

    second = peopled(engine, "a", "Ana Moreau", "Rosa Ferri")
    assert identities_of(engine, first) == before  # readers see the new run, and no identities of the old one
    assert rows(engine, "SELECT * FROM onrecord_v1.identity_member") == []
    resolve(engine)

    assert identities_of(engine, first) == {}
    assert identities_of(engine, second)["Ana Moreau"] == before["Ana Moreau"]
    assert {name for _, _, name, *_ in rows(engine, "SELECT * FROM onrecord_v1.identity")} == {
        "Ana Moreau",
        "Rosa Ferri",
    }


def test_what_is_merged_by_hand_stays_one(engine: Engine) -> None:
    # Given namesakes that no rule joins, merged by hand
    one = peopled(engine, "a", "mayor: Ana Moreau")
    two = peopled(engine, "b", "diver: Ana Moreau")
    resolve(engine)
    kept, gone = (identities_of(engine, run)["Ana Moreau"] for run in (one, two))
    assert kept != gone
    assert by_hand.merge(engine, [kept, gone]) == kept
    # When all is resolved again, and processed again, and pruned, and an article is withdrawn and comes back
    again(engine)
    assert identities_of(engine, two)["Ana Moreau"] == kept
    assert sum(reprocessing.order(engine, Order(pipeline_version="2"))) == 2
    three = reprocessing.due(engine, limit=2, sent_before_seconds=None)[-1].run_id
    process(engine, three, "b", "diver: Ana Moreau")
    resolve(engine)
    pruning.prune(engine, Retention(rejected_days=1e-9, resolved_days=1e-9, superseded_days=1e-9), limit=9)
    assert identities_of(engine, three)["Ana Moreau"] == kept
    retracting.retract(engine, "b")
    assert [m.uri for m in listing.detail(engine, kept).members] == ["a"]
    four = peopled(engine, "b", "Ana Moreau", "Ivo Stahl")
    resolve(engine)
    # Then they are still one, and the old number leads there
    assert identities_of(engine, four)["Ana Moreau"] == kept
    assert listing.detail(engine, gone).identity_id == kept
    assert [m.pinned for m in listing.detail(engine, kept).members] == [True, True]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (("Moreau",), ("Ana Moreau",), True),
        (("Ana Moreau",), ("Ana Moreau Jr.",), True),
        # Two may be meant, or somebody else stands there: the decision waits for the name.
        (("Moreau",), ("Ana Moreau", "Ivo Moreau"), False),
        (("Ana Moreau",), ("Ana Moreau", "Ivo Moreau"), True),
        (("Ana Moreau",), ("Rosa Ferri",), False),
    ],
)
def test_a_decision_by_hand_follows_the_name(
    engine: Engine, before: tuple[str, ...], after: tuple[str, ...], kept: bool
) -> None:
    # Given somebody in two articles, merged by hand
    runs = [peopled(engine, "a", "mayor: Ana Moreau"), peopled(engine, "b", *before)]
    resolve(engine)
    one, two = (next(iter(identities_of(engine, run).values())) for run in runs)
    assert by_hand.merge(engine, [one, two]) == one
    # When the second article comes anew and calls her by another name, and all is resolved again
    new = peopled(engine, "b", *after)
    resolve(engine)
    again(engine)
    # Then she is where she was put, if nobody else can be meant
    assert (one in identities_of(engine, new).values()) is kept


def test_what_is_split_by_hand_stays_two(engine: Engine) -> None:
    # Given an identity of three articles, of which one is said to speak of somebody else
    runs = [peopled(engine, uri, "mayor: Ana Moreau", "Ivo Stahl") for uri in "abc"]
    resolve(engine)
    old = identities_of(engine, runs[0])["Ana Moreau"]
    done = by_hand.split(engine, old, ["c"])
    assert done.moved == 1
    # When all is resolved again, and a new article fits both
    again(engine)
    new = peopled(engine, "d", "mayor: Ana Moreau", "Ivo Stahl")
    resolve(engine)
    # Then the three stay where they were put, and the new one is left to somebody's judgement
    assert [identities_of(engine, run)["Ana Moreau"] for run in runs] == [old, old, done.identity_id]
    assert identities_of(engine, new)["Ana Moreau"] not in (old, done.identity_id)
    proposed = listing.find(engine, name="moreau", proposed=True)
    assert [row.identity_id for row in proposed] == [identities_of(engine, new)["Ana Moreau"]]


def test_who_is_set_apart_is_proposed_no_more_and_never_joined(engine: Engine) -> None:
    one = peopled(engine, "a", "Ana Moreau", "Ivo Stahl")
    two = peopled(engine, "b", "Ana Moreau", "Rosa Ferri")
    resolve(engine)
    pair = [identities_of(engine, run)["Ana Moreau"] for run in (one, two)]
    assert len(listing.find(engine, proposed=True)) == 1

    by_hand.set_apart(engine, pair)
    peopled(engine, "c", "Ana Moreau", "Ivo Stahl", "Rosa Ferri")
    resolve(engine)

    assert [identities_of(engine, run)["Ana Moreau"] for run in (one, two)] == pair
    assert pair[1] not in {row.identity_id for row in listing.find(engine, proposed=True)}


def test_what_is_unknown_is_said(engine: Engine) -> None:
    peopled(engine, "a", "Ana Moreau")
    resolve(engine)
    for call in (
        lambda: listing.detail(engine, 99),
        lambda: by_hand.merge(engine, [1, 99]),
        lambda: by_hand.split(engine, 1, ["elsewhere"]),
    ):
        with pytest.raises(NotFound):
            call()


def test_an_article_that_fails_is_set_aside_until_somebody_asks(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a fault in the rules
    peopled(engine, "a", "Ana Moreau")
    run = peopled(engine, "b", "Ivo Stahl")
    with monkeypatch.context() as broken:
        broken.setattr(identify, "describe", lambda article, found: 1 / 0)
        assert resolve(engine) == 0
    # Then it is tried once and its reason is kept
    assert assigning.due(engine, 9) == []
    with engine.connect() as connection:
        assert "ZeroDivisionError" in connection.execute(select(article.c.identity_fault)).scalars().all()[0]
    # When it is mended and asked for, Then it is done
    assert assigning.retry_faults(engine) == 2
    assert resolve(engine) == 2
    assert identities_of(engine, run)


def test_the_views_tell_it(engine: Engine) -> None:
    given.finished(engine)
    assert rows(engine, "SELECT speaker_identity FROM onrecord_v1.quotation WHERE ordinal = 0") == [(None,)]
    resolve(engine)

    [(berg,)] = rows(engine, "SELECT identity_id FROM onrecord_v1.identity WHERE name = 'Anna Berg'")
    assert rows(engine, "SELECT speaker_identity FROM onrecord_v1.quotation WHERE ordinal = 0") == [(berg,)]
    assert rows(engine, "SELECT uri, entity, name FROM onrecord_v1.identity_member ORDER BY entity") == [
        ("lpa:1", 0, "Anna Berg"),
        ("lpa:1", 1, "Hamburg"),
    ]
    assert rows(engine, "SELECT name FROM onrecord_v1.identity_alias ORDER BY name") == [
        ("Anna Berg",),
        ("HAMBURG",),
        ("Hamburg",),
    ]
    retracting.retract(engine, "lpa:1")
    for view in ("identity", "identity_alias", "identity_member"):
        assert rows(engine, f"SELECT * FROM onrecord_v1.{view}") == []


def test_the_writer_may_do_it_all(engine: Engine, database_url: str) -> None:
    writer = make_engine(database_url, role="onrecord_writer")
    runs = [peopled(writer, uri, "mayor: Ana Moreau", "Ivo Stahl") for uri in "ab"]
    assert resolve(writer) == 2
    number = identities_of(writer, runs[0])["Ana Moreau"]
    done = by_hand.split(writer, number, ["b"])
    assert by_hand.merge(writer, [number, done.identity_id]) == number
    by_hand.set_apart(writer, [number, identities_of(writer, runs[0])["Ivo Stahl"]])
    retracting.retract(writer, "b")
    assert reading.article(writer, "a") is not None
    writer.dispose()


def test_among_a_hundred_thousand_identities_it_reads_a_few(engine: Engine) -> None:
    # Given as many identities, a hundred of them namesakes, and one with twenty thousand members
    run = peopled(engine, "a", "Ana Moreau")
    resolve(engine)
    fill = f"""
        SET LOCAL session_replication_role = replica;
        INSERT INTO core.identity (kind, name) SELECT 'person', 'Person ' || n FROM generate_series(1, 100000) AS n;
        INSERT INTO core.identity_key (key, identity_id)
            SELECT 'p:x' || CASE WHEN mod(n, 1000) = 0 THEN 0 ELSE n END, n FROM generate_series(9, 100000) AS n;
        INSERT INTO core.identity_member (run_id, entity, article_id, identity_id, kind, name, names, profile)
            SELECT -n, 0, 0, {identities_of(engine, run)["Ana Moreau"]}, 'person', 'x', '{{x}}', '{{"names": ["x"]}}'
            FROM generate_series(1, 20000) AS n;
        ANALYZE core.identity, core.identity_key, core.identity_member, core.article;
    """
    with engine.begin() as connection:
        connection.exec_driver_sql(fill)
    described = describe(load_parsed(engine, run), load_entities(engine, run))
    # When whom to compare with is looked up, Then no table is read from end to end, and of the members the newest
    read = "SELECT relname, seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname LIKE 'identity%'"
    with engine.connect() as connection:
        found = find_candidates(connection, described)
        seen = {name: (scanned, fetched) for name, scanned, fetched in connection.execute(text(read))}
    assert [candidate.name for candidate in found] == ["Ana Moreau"]
    assert {seen[name][0] for name in ("identity", "identity_key", "identity_member")} == {0}
    # A sort may look one row ahead; twenty thousand is what it must not be.
    assert seen["identity_member"][1] <= 2 * NEWEST
