"""One answer to who is meant: in all articles, whom the mentions mean is who speaks, and no answer changes the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from shared.errors import Permanent
from shared.model import FoundEntities, Mention, MentionForm, ParsedArticle, Speaker, Submission
from tests.quality.__main__ import KIT, ROOT
from workers.coreference import Resolved, resolve
from workers.doors import loader
from workers.entities import find_entities
from workers.extraction import speaks_english
from workers.models import Models
from workers.parsing import parse
from workers.quotations import find_quotations

SETS = ("quotes-dev.jsonl", "entities-gum-news.jsonl", "entities-ewt-dev.jsonl")
GOLDEN = ROOT / "tests" / "golden" / "quotations.jsonl"


def seeds() -> Iterator[Submission]:
    """Our own articles, as they are loaded."""
    for path in sorted((ROOT / "seeds" / "articles").iterdir()):
        yield from (item for item in loader.read(path) if isinstance(item, Submission))


def rows(path: Path) -> Iterator[Submission]:
    """The articles of a file in the kit's format."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Submission(uri=row["doc_id"], body=row["text"])


def parsed(submissions: Iterable[Submission]) -> Iterator[ParsedArticle]:
    """The articles among them that the language stages read."""
    for submission in submissions:
        try:
            article = parse(submission)
        except Permanent:
            continue
        if speaks_english(article):
            yield article


def faults(models: Models, submissions: Iterable[Submission]) -> list[str]:
    """Each place where an article has two answers."""
    return [f"{article.uri}: {fault}" for article in parsed(submissions) for fault in _faults_of(models, article)]


def _faults_of(models: Models, article: ParsedArticle) -> Iterator[str]:
    found = find_entities(article, models.names)
    quotations = find_quotations(article, found, models.frames)
    told = resolve(article, found, quotations)
    for speaker in _speakers(told):
        yield from _faults_of_speaker(told.found, speaker)
    # When the pass reads its own answers, then nothing changes
    if resolve(article, told.found, quotations) != told:
        yield "resolved again, it is another article"


def _speakers(told: Resolved) -> Iterator[Speaker]:
    for quotation in told.quotations:
        yield from quotation.speakers or ([quotation.speaker] if quotation.speaker is not None else [])


def _faults_of_speaker(found: FoundEntities, speaker: Speaker) -> Iterator[str]:
    if speaker.entity is None:
        return
    entity = found.entities[speaker.entity]
    if speaker.role is not None and speaker.role not in {role.exact for role in entity.roles}:
        yield f"{speaker.role!r} of {speaker.exact!r} is no role of {entity.name}"
    if speaker.start_char is None or speaker.end_char is None:
        return
    inside = [m for m in found.mentions if speaker.start_char < m.end_char and m.start_char < speaker.end_char]
    if not any(m.entity == speaker.entity for m in inside):
        yield f"no mention in {speaker.exact!r} means {entity.name}"
    for mention in _pronouns_at(speaker, inside):
        if mention.entity != speaker.entity:
            yield f"{mention.exact!r} speaks for {entity.name} and means {found.entities[mention.entity].name}"


def _pronouns_at(speaker: Speaker, inside: Iterable[Mention]) -> Iterator[Mention]:
    """The pronouns that are all of a speaker's words."""
    for mention in inside:
        at = (mention.start_char, mention.end_char)
        if mention.form is MentionForm.PRONOUN and at == (speaker.start_char, speaker.end_char):
            yield mention


@pytest.mark.parametrize(
    "text",
    [
        # The recogniser takes "Poe. Hart" for one name, in which two speak.
        "Ann Roe and Peter Poe met Lena Hart. Roe and Poe said the plan was dead. "
        "“We tried,” said Hart and Poe. Hart, Roe and Poe said they were sorry.",
        "Ann Roe met Peter Poe and Lena Hart. “We tried,” said Poe. Hart said she was sorry.",
    ],
)
def test_a_name_in_which_two_speak_has_one_answer_for_each(models: Models, text: str) -> None:
    assert faults(models, [Submission(uri="urn:t", body=text)]) == []


def test_our_own_articles_have_one_answer(models: Models) -> None:
    assert faults(models, seeds()) == []


def test_the_golden_articles_have_one_answer(models: Models) -> None:
    assert faults(models, rows(GOLDEN)) == []


@pytest.mark.quality
@pytest.mark.skipif(not KIT.exists(), reason="no measuring kit beside the project")
@pytest.mark.parametrize("name", SETS)
def test_the_measuring_kit_has_one_answer(models: Models, name: str) -> None:
    assert faults(models, rows(KIT / "data" / name)) == []


def test_a_second_answer_is_a_fault(models: Models) -> None:
    # Given an article whose speaker is another one than the mention
    (article, *_) = parsed([Submission(uri="urn:t", body="Jane Roe came. “It is late,” she told Carl Stone of Hull.")])
    found = find_entities(article, models.names)
    told = resolve(article, found, find_quotations(article, found, models.frames))
    (speaker,) = _speakers(told)
    assert list(_faults_of_speaker(told.found, speaker)) == []
    robbed = speaker.model_copy(update={"entity": 1, "role": "thief"})
    # When it is read, then each fault is told
    assert len(list(_faults_of_speaker(told.found, robbed))) == 3
