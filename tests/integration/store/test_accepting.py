"""Submissions become versions and runs: once each, whoever else accepts at the same moment."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from sqlalchemy import Engine, func, select

from shared.errors import InvalidSubmission
from shared.model import Submission
from shared.store import accepting, results, tables
from shared.store.records import Outcome, Rejection, Stage
from tests.integration.store import given


def count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return connection.execute(
            select(func.count()).select_from(tables.metadata.tables[f"core.{table}"])
        ).scalar_one()


def test_a_new_uri_is_a_new_article(engine: Engine) -> None:
    accepted = given.accepted(engine)

    assert (accepted.outcome, accepted.version, accepted.stage) == (Outcome.NEW, 1, Stage.PARSE)
    assert results.load_submission(engine, accepted.run_id) == given.submission()


def test_the_same_content_again_is_the_same_article_and_its_open_run(engine: Engine) -> None:
    first = given.accepted(engine)

    again = given.accepted(engine)

    assert again == first.model_copy(update={"outcome": Outcome.UNCHANGED})
    assert (count(engine, "version"), count(engine, "run")) == (1, 1)


def test_an_unchanged_article_that_is_done_has_no_stage_to_send(engine: Engine) -> None:
    given.finished(engine)

    assert given.accepted(engine).stage is None


def test_other_content_is_a_new_version_with_a_run_of_its_own(engine: Engine) -> None:
    first = given.accepted(engine)

    second = given.accepted(engine, text="Another text.")

    assert (second.outcome, second.version, second.article_id) == (Outcome.UPDATED, 2, first.article_id)
    assert second.run_id != first.run_id


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"extra": {"crawled": "today"}}, Outcome.UNCHANGED),
        ({"authors": ()}, Outcome.UNCHANGED),
        ({"headline": "Declared"}, Outcome.UPDATED),
        ({"publisher": "Another"}, Outcome.UPDATED),
        ({"language": "de"}, Outcome.UPDATED),
    ],
)
def test_what_makes_a_version_is_content_and_declared_fields(
    engine: Engine, change: dict[str, object], outcome: Outcome
) -> None:
    given.accepted(engine)

    assert accepting.accept(engine, given.submission(**change), "1").outcome is outcome


def test_body_and_text_with_the_same_words_are_not_the_same_content() -> None:
    raw, clean = Submission(uri="u", text="Words."), Submission(uri="u", body="Words.")

    assert accepting.content_digest(raw) != accepting.content_digest(clean)


def test_a_submission_comes_back_whole_whatever_characters_it_holds(engine: Engine) -> None:
    odd = Submission(uri="u", text="a\0b 🌉\u2028", authors=("lone \ud800",), extra={"odd": ["\0\udfff", 1.5, None]})

    accepted = accepting.accept(engine, odd, "1")

    assert results.load_submission(engine, accepted.run_id) == odd


@pytest.mark.parametrize("uri", ["nul\0", "é" * 1500], ids=["NUL", "longer than an index page"])
def test_a_uri_that_cannot_be_stored_is_refused_with_nothing_written(engine: Engine, uri: str) -> None:
    good = given.submission("good")

    with pytest.raises(InvalidSubmission, match="the uri"):
        accepting.accept_many(engine, [good, given.submission(uri)], "1")

    assert count(engine, "article") == 0


def test_many_are_answered_in_their_order_and_the_same_uri_twice_is_two_versions(engine: Engine) -> None:
    batch = [given.submission(uri, text) for uri, text in [("b", "1"), ("a", "1"), ("b", "2"), ("b", "2")]]

    accepted = accepting.accept_many(engine, batch, "1")

    assert [(a.uri, a.version, a.outcome.value) for a in accepted] == [
        ("b", 1, "new"),
        ("a", 1, "new"),
        ("b", 2, "updated"),
        ("b", 2, "unchanged"),
    ]


def test_articles_known_and_new_in_one_batch_note_their_publishers_and_newest_entries(engine: Engine) -> None:
    # Given an article with a publisher
    accepting.accept(engine, given.submission("a", publisher="Gazette"), "1", stream_id="1-0")
    # When it comes again without a new word, another version of it names no publisher, and another article is new
    batch = [
        given.submission("a", publisher="Gazette"),
        given.submission("a", "Another text."),
        given.submission("b", publisher="Courier"),
    ]
    accepted = accepting.accept_many(engine, batch, "1", stream_ids=["2-0", "3-0", "4-0"])
    # Then each is answered by itself, and what was declared stands
    assert [a.outcome.value for a in accepted] == ["unchanged", "updated", "new"]
    columns = (tables.article.c.uri, tables.article.c.publisher, tables.article.c.stream_id)
    with engine.connect() as connection:
        assert connection.execute(select(*columns).order_by("uri")).all() == [
            ("a", "Gazette", "3-0"),
            ("b", "Courier", "4-0"),
        ]


def test_eight_intakes_with_the_same_submission_make_one_version(engine: Engine) -> None:
    accepted = given.all_at_once([partial(given.accepted, engine)] * 8)

    assert Counter(a.outcome for a in accepted) == {Outcome.NEW: 1, Outcome.UNCHANGED: 7}
    assert len({a.run_id for a in accepted}) == 1
    assert (count(engine, "article"), count(engine, "version"), count(engine, "run")) == (1, 1, 1)


def test_eight_intakes_with_other_content_each_make_versions_without_a_gap(engine: Engine) -> None:
    accepted = given.all_at_once([partial(given.accepted, engine, text=f"Text {n}.") for n in range(8)])

    assert sorted(a.version for a in accepted) == list(range(1, 9))


def test_batches_with_the_same_uris_in_opposite_orders_wait_for_each_other_without_a_deadlock(engine: Engine) -> None:
    uris = [f"uri:{n}" for n in range(40)]
    batches = [[given.submission(uri, f"Text {n}.") for uri in uris[:: 1 if n % 2 else -1]] for n in range(4)]

    given.all_at_once([partial(accepting.accept_many, engine, batch, "1") for batch in batches])

    assert (count(engine, "article"), count(engine, "version")) == (40, 160)


def test_a_rejection_is_kept_once_with_its_bytes(engine: Engine) -> None:
    rejection = Rejection(
        stream_id="1-0", uri="bad\0\ud800", code="invalid_submission", reason="odd \0", payload=b"\0\xff"
    )

    given.all_at_once([partial(accepting.reject, engine, rejection)] * 4)

    with engine.connect() as connection:
        [row] = connection.execute(select(tables.rejected))
    assert (row.stream_id, row.uri, row.payload) == ("1-0", "bad\ufffd\ufffd", b"\0\xff")


def test_a_rejected_uri_may_be_of_any_length(engine: Engine) -> None:
    accepting.reject(engine, Rejection(stream_id="1-0", uri="é" * 100_000, code="c", reason="r", payload=b""))

    assert count(engine, "rejected") == 1


def test_a_rejection_is_new_once(engine: Engine) -> None:
    # Given an entry that is no submission
    rejection = Rejection(stream_id="7-0", code="c", reason="r", payload=b"")
    # When it is rejected, and once more after a restart, Then the first time alone it is new, and is logged
    assert accepting.reject(engine, rejection)
    assert not accepting.reject(engine, rejection)
