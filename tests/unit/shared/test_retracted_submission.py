"""A submission that withdraws an article needs its uri, and nothing else."""

from __future__ import annotations

import pytest

from shared.errors import InvalidSubmission
from shared.messages import decode


@pytest.mark.parametrize(
    "payload", [b'{"uri": "a", "retracted": true}', b'{"uri": "a", "retracted": true, "text": "b", "body": "c"}']
)
def test_a_retraction_needs_no_content(payload: bytes) -> None:
    assert decode(payload).retracted


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        (b'{"retracted": true}', "uri"),
        (b'{"uri": "a", "retracted": false}', "found none"),
        (b'{"uri": "a", "retracted": "perhaps"}', "retracted"),
    ],
)
def test_what_is_no_retraction_needs_content(payload: bytes, problem: str) -> None:
    with pytest.raises(InvalidSubmission, match=problem):
        decode(payload)


def test_what_is_not_retracted_does_not_say_so() -> None:
    # Then the digest of content that was submitted before this field existed is the same as before
    submission = decode(b'{"uri": "a", "text": "b"}')
    assert "retracted" not in submission.model_dump(exclude_defaults=True)
