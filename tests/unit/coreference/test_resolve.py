"""The whole pass, on names and quotations that the stages before found."""

from __future__ import annotations

import gc
import time
from collections import Counter
from itertools import pairwise

import pytest
from entity_marks import article_of
from two_leaders import two_leaders

from shared.model import FoundEntities, FoundQuotation, MentionForm, ParsedArticle
from workers.coreference import Resolved, resolve
from workers.entities import find_entities
from workers.models import Models
from workers.quotations import find_quotations

Given = tuple[ParsedArticle, FoundEntities, tuple[FoundQuotation, ...]]


def given_of(models: Models, article: ParsedArticle) -> Given:
    found = find_entities(article, models.names)
    return article, found, find_quotations(article, found, models.frames)


@pytest.fixture(scope="module")
def given(models: Models) -> Given:
    return given_of(models, two_leaders())


@pytest.fixture(scope="module")
def told(given: Given) -> Resolved:
    return resolve(*given)


def test_pronouns_and_roles_find_their_persons(told: Resolved) -> None:
    found = told.found
    by_name = {entity.name: entity for entity in found.entities}
    pronouns = Counter(
        found.entities[m.entity].name for m in found.mentions if m.form is MentionForm.PRONOUN and m.label == "PRON"
    )

    # I, She, her and she, Her.
    assert pronouns == {"Ingrid Solvang": 3, "Lucia Ferrante": 2}
    assert [(r.exact, r.of) for r in by_name["Paolo Greco"].roles] == [("chief of staff", "Lucia Ferrante")]
    assert [(r.exact, r.of) for r in by_name["Peter Lindqvist"].roles] == [("fisheries envoy", "Ingrid Solvang")]
    assert [(r.exact, r.of) for r in by_name["Ingrid Solvang"].roles] == [("Norwegian Prime Minister", "Norway")]


def test_speakers_are_entities(told: Resolved) -> None:
    speakers = [q.speaker for q in told.quotations]

    names = [s and s.entity is not None and told.found.entities[s.entity].name for s in speakers]

    assert names == ["Ingrid Solvang", "Peter Lindqvist", "United States", "Lucia Ferrante"]
    assert [s and s.name for s in speakers] == names


def test_the_records_hold_their_promises(given: Given, told: Resolved) -> None:
    text, found = given[0].text, told.found
    counts = Counter(mention.entity for mention in found.mentions)

    assert [entity.ordinal for entity in found.entities] == list(range(len(found.entities)))
    assert [mention.ordinal for mention in found.mentions] == list(range(len(found.mentions)))
    assert [m.start_char for m in found.mentions] == sorted(m.start_char for m in found.mentions)
    assert all(text[m.start_char : m.end_char] == m.exact for m in found.mentions)
    assert all(entity.mention_count == counts[entity.ordinal] > 0 for entity in found.entities)


def test_mentions_do_not_overlap(told: Resolved) -> None:
    assert all(one.end_char <= other.start_char for one, other in pairwise(told.found.mentions))


def test_the_same_article_gives_the_same_answers(given: Given, told: Resolved) -> None:
    assert resolve(*given) == told


def test_a_relative_pronoun_that_speaks_is_a_mention(models: Models) -> None:
    article = article_of("Carl Stone met Jane Roe, who said that the boat was late.")

    told = resolve(*given_of(models, article)).found

    assert [(m.exact, told.entities[m.entity].name) for m in told.mentions if m.form is MentionForm.PRONOUN] == [
        ("who", "Jane Roe")
    ]


def test_in_an_interview_the_answers_are_whose_name_the_first_lines_tell(models: Models) -> None:
    lines = (
        "We met the climber Jane Roe.",
        "Q: Is it late?",
        "A: It is late, and the wind is cold.",
        "Q: Are you tired?",
    )
    article = article_of("\n\n".join((*lines, "A: Not at all.", "Her brother, Carl Stone, agreed.")))

    told = resolve(*given_of(models, article))

    assert [q.speaker.name for q in told.quotations if q.speaker and q.speaker.exact == "A"] == ["Jane Roe"] * 2


@pytest.mark.parametrize("text", ["", "\n\n", "nothing here", "“”", "\u00a0’s", "🙂 🙂", "A" * 300])
def test_an_article_without_names_has_nobody_who_is_meant(text: str, models: Models) -> None:
    assert resolve(*given_of(models, article_of(text))).found == FoundEntities()


def test_cost_grows_with_length_not_with_its_square(models: Models) -> None:
    surnames = [f"{a}{b}{c}" for a in ("Bar", "Kol", "Mer", "Tan") for b in "aeiou" for c in ("din", "lo", "sky", "tz")]
    lines = [f"{given} {surname} met her team. She said he left." for surname in surnames for given in ("Ann", "Leo")]

    def cost(times: int) -> float:
        given = given_of(models, article_of("\n".join(lines * times)))
        gc.collect()
        # The collector's rounds over all objects of the process are no cost of the pass.
        gc.disable()
        started = time.process_time()
        resolve(*given)
        spent = time.process_time() - started
        gc.enable()
        return spent

    cost(1)
    # Four times the length: 4 times the cost if it is linear, 16 times if it is quadratic.
    assert cost(8) < 9 * cost(2)
