"""Articles that say nearly the same are linked, whoever is done first, and nothing is dropped."""

from __future__ import annotations

from sqlalchemy import Engine, text

from shared.model import Fingerprint
from shared.store import accepting, reading, reprocessing, results, retracting
from shared.store.records import Claim, Stage
from shared.store.reprocessing import Order
from tests.integration.store import given

SIGNATURE = tuple(range(128))


def alike(places: int) -> Fingerprint:
    """A fingerprint that has so many places of the signature as SIGNATURE has, and shares a key if any."""
    signature = SIGNATURE[:places] + tuple(-n for n in range(1, 129 - places))
    return Fingerprint(signature=signature, keys=(-places, 7 if places else 8))


def to_the_last_stage(engine: Engine, uri: str, found: Fingerprint, own: int, pipeline_version: str = "1") -> Claim:
    """A new article, up to the last stage."""
    run = accepting.accept(engine, given.submission(uri, f"Text of {own}."), pipeline_version)
    article = given.parsed(uri, own_text_sha256=given.own(own))
    results.save_parsed(engine, given.claimed(engine, run.run_id, Stage.PARSE), article, found)
    results.save_entities(engine, given.claimed(engine, run.run_id, Stage.ENTITIES), given.found())
    return given.claimed(engine, run.run_id, Stage.QUOTATIONS)


def done(engine: Engine, claim: Claim) -> None:
    results.save_quotations(engine, claim, given.quotations())


def links(engine: Engine) -> list[tuple[str, str, float, bool]]:
    """The links that readers see, each from its first side."""
    query = """
        SELECT uri, other_uri, round(similarity::numeric, 2)::float, same_text
        FROM onrecord_v1.near_duplicate WHERE uri < other_uri ORDER BY 1, 2
    """
    with engine.connect() as connection:
        both = connection.execute(text("SELECT count(*) FROM onrecord_v1.near_duplicate")).scalar_one()
        found = [tuple(row) for row in connection.execute(text(query))]
    assert both == 2 * len(found)
    return found


def test_near_duplicates_are_linked_and_stay_on_record(engine: Engine) -> None:
    # Given articles of which some share much, some little, some nothing, and one every word, When all are done
    for uri, places, own in (("a", 128, 1), ("b", 96, 2), ("c", 32, 3), ("d", 0, 4), ("e", 128, 1)):
        done(engine, to_the_last_stage(engine, uri, alike(places), own))
    # Then those that share at least half are linked, the same words as the same, and all are on record
    assert links(engine) == [("a", "b", 0.75, False), ("a", "e", 1.0, True), ("b", "e", 0.75, False)]
    assert reading.status(engine).articles == 5


def test_the_same_few_words_are_linked_without_a_signature(engine: Engine) -> None:
    few = Fingerprint(signature=(), keys=(5,))
    for uri, own in (("a", 1), ("b", 1), ("c", 2)):
        done(engine, to_the_last_stage(engine, uri, few, own))

    assert links(engine) == [("a", "b", 1.0, True)]


def test_articles_that_go_through_side_by_side_are_linked(engine: Engine) -> None:
    # Given articles that are all past their first stage, When they are all done at once
    claims = [to_the_last_stage(engine, f"u{n}", alike(128 - n), n) for n in range(6)]
    given.all_at_once([lambda claim=claim: done(engine, claim) for claim in claims])
    # Then each pair is linked once
    assert len(links(engine)) == 6 * 5 / 2


def test_links_are_of_what_readers_see(engine: Engine) -> None:
    # Given two linked articles
    done(engine, to_the_last_stage(engine, "a", alike(128), 1))
    done(engine, to_the_last_stage(engine, "b", alike(128), 2))
    assert len(links(engine)) == 1
    # When one says something else, Then its link is gone; when it is withdrawn, its other ones too
    done(engine, to_the_last_stage(engine, "a", alike(0), 3))
    assert links(engine) == []
    done(engine, to_the_last_stage(engine, "c", alike(128), 4))
    assert [pair[:2] for pair in links(engine)] == [("b", "c")]
    retracting.retract(engine, "c")
    assert links(engine) == []


def test_an_article_is_no_duplicate_of_itself(engine: Engine) -> None:
    done(engine, to_the_last_stage(engine, "a", alike(128), 1))
    done(engine, to_the_last_stage(engine, "a", alike(120), 2))

    assert links(engine) == []


def test_processing_again_keeps_the_links(engine: Engine) -> None:
    for uri in ("a", "b"):
        done(engine, to_the_last_stage(engine, uri, alike(128), ord(uri)))
    sum(reprocessing.order(engine, Order(pipeline_version="2", from_stage=Stage.QUOTATIONS)))
    for run in reprocessing.due(engine, limit=9, sent_before_seconds=0):
        done(engine, given.claimed(engine, run.run_id, run.stage))

    assert [pair[:2] for pair in links(engine)] == [("a", "b")]
