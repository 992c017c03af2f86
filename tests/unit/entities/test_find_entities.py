"""The whole stage, with the model."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from entity_marks import article_of
from two_leaders import two_leaders

from shared.model import EntityKind, FoundEntities, MentionForm, ParsedArticle, SegmentKind
from workers.entities import find_entities
from workers.models import Models


@pytest.fixture(scope="module")
def article() -> ParsedArticle:
    return two_leaders()


@pytest.fixture(scope="module")
def found(article: ParsedArticle, models: Models) -> FoundEntities:
    return find_entities(article, models.names)


def test_each_person_is_one_entity_by_full_name(found: FoundEntities) -> None:
    people = [entity.name for entity in found.entities if entity.kind is EntityKind.PERSON]

    assert sorted(people) == ["Ingrid Solvang", "Lucia Ferrante", "Paolo Greco", "Peter Lindqvist"]


def test_a_place_of_two_names_is_one_entity(found: FoundEntities) -> None:
    places = [entity.name for entity in found.entities if entity.kind is EntityKind.PLACE]

    assert "United States" in places
    assert "U.S." not in places


def test_what_is_not_the_articles_own_language_is_not_read(article: ParsedArticle, found: FoundEntities) -> None:
    furniture = next(s for s in article.segments if s.kind is SegmentKind.RELATED)

    assert not [m for m in found.mentions if furniture.start_char <= m.start_char < furniture.end_char]


def test_only_names_are_mentions_and_nobody_has_a_role_yet(found: FoundEntities) -> None:
    assert {mention.form for mention in found.mentions} == {MentionForm.NAME}
    assert all(entity.roles == () for entity in found.entities)


def test_the_records_hold_their_promises(article: ParsedArticle, found: FoundEntities) -> None:
    counts = Counter(mention.entity for mention in found.mentions)

    assert [entity.ordinal for entity in found.entities] == list(range(len(found.entities)))
    assert [mention.ordinal for mention in found.mentions] == list(range(len(found.mentions)))
    assert [m.start_char for m in found.mentions] == sorted(m.start_char for m in found.mentions)
    assert all(article.text[m.start_char : m.end_char] == m.exact for m in found.mentions)
    assert all(entity.mention_count == counts[entity.ordinal] > 0 for entity in found.entities)


def test_mentions_do_not_overlap(found: FoundEntities) -> None:
    assert all(one.end_char <= other.start_char for one, other in zip(found.mentions, found.mentions[1:], strict=False))


def test_the_same_article_gives_the_same_bytes(article: ParsedArticle, found: FoundEntities, models: Models) -> None:
    assert find_entities(article, models.names).model_dump_json() == found.model_dump_json()


@pytest.mark.parametrize("text", ["", "\n\n", "nothing here", "“”", "\u00a0’s", "🙂 🙂", "A" * 300])
def test_an_article_without_names_has_no_entities(text: str, models: Models) -> None:
    assert find_entities(article_of(text), models.names).mentions == ()


def test_cost_grows_with_length_not_with_its_square(models: Models) -> None:
    surnames = [f"{a}{b}{c}" for a in ("Bar", "Kol", "Mer", "Tan") for b in "aeiou" for c in ("din", "lo", "sky", "tz")]
    lines = [f"{given} {surname} met her team. She said he left." for surname in surnames for given in ("Ann", "Leo")]

    def cost(times: int) -> float:
        text = "\n".join(lines * times)
        started = time.process_time()
        find_entities(article_of(text), models.names)
        return time.process_time() - started

    cost(1)
    # Four times the length: 4 times the cost if it is linear, 16 times if it is quadratic.
    assert cost(8) < 9 * cost(2)
