"""What a process reads before it forks: an article that takes every stage through what it loads at first use."""

from __future__ import annotations

from shared.model import Submission
from workers.extraction import WARM_UP, extract
from workers.models import Models


def test_the_warm_up_takes_every_stage_through_its_work(models: Models) -> None:
    # Given the article that is read before a fork, When it is extracted
    article = extract(Submission(uri="warm-up:", text=WARM_UP), models)

    # Then its language and a time in a named zone were read, and its quotations have a speaker by name and by pronoun
    assert article.language == "en"
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2020-05-04T10:30:00-04:00"
    assert [q.attribution.method.value for q in article.quotations] == ["explicit", "pronoun"]
    assert {q.speaker.name for q in article.quotations if q.speaker} == {"Jane Roe"}
