"""What a producer may send, and what it is told otherwise."""

from __future__ import annotations

import json

import pytest

from shared.errors import InvalidSubmission, MalformedJson, OnrecordError, TooLarge
from shared.messages import MAX_ENTRY_BYTES, decode, encode
from shared.model import MAX_CONTENT_CHARS, Submission

REFUSED = [
    pytest.param(b"", MalformedJson, "EOF", id="nothing"),
    pytest.param(b"{", MalformedJson, "EOF", id="cut off"),
    pytest.param(b"\xff\xfe\x00", MalformedJson, "Invalid JSON", id="binary"),
    pytest.param(b"[]", InvalidSubmission, "object", id="a list"),
    pytest.param(b"{}", InvalidSubmission, "uri", id="no uri"),
    pytest.param(b'{"uri": " ", "text": "a"}', InvalidSubmission, "uri", id="blank uri"),
    pytest.param(b'{"uri": "a"}', InvalidSubmission, "found none", id="no content"),
    pytest.param(b'{"uri": "a", "text": "a", "body": "b"}', InvalidSubmission, "text and body", id="two contents"),
    pytest.param(b'{"uri": "a", "text": " \\n"}', InvalidSubmission, "text is empty", id="blank text"),
    pytest.param(b'{"uri": "a", "text": "a", "titel": "b"}', InvalidSubmission, "titel", id="unknown field"),
    pytest.param(b'{"uri": "a", "text": "a", "published_at": "soon"}', InvalidSubmission, "published_at", id="no date"),
]


@pytest.mark.parametrize(("payload", "error", "named"), REFUSED)
def test_a_refusal_names_the_problem_and_its_cure(payload: bytes, error: type[OnrecordError], named: str) -> None:
    # Given a payload that is no submission, When it is decoded
    with pytest.raises(error) as refused:
        decode(payload)
    # Then the message names the problem, the cure and a stable code
    assert named in str(refused.value)
    assert error.cure in str(refused.value)
    assert str(refused.value).endswith(f"[{error.code}]")


@pytest.mark.parametrize("form", ["text", "body", "html"])
def test_a_submission_has_exactly_one_content(form: str) -> None:
    # Given a payload with one content, When it is decoded
    submission = decode(json.dumps({"uri": "a", form: "Words.", "extra": {"desk": 7}}))
    # Then it holds that content, and keeps what it does not read
    assert getattr(submission, form) == "Words."
    assert submission.extra == {"desk": 7}


def test_what_is_too_large_says_so() -> None:
    # Given one character and one byte too many, When they are decoded, Then the code is too_large
    with pytest.raises(TooLarge):
        decode(json.dumps({"uri": "a", "text": "x" * (MAX_CONTENT_CHARS + 1)}))
    with pytest.raises(TooLarge):
        decode(b" " * (MAX_ENTRY_BYTES + 1))


@pytest.mark.parametrize("text", ["half \ud83d an emoji", "\udc00\ud800", "a whole one 🌉", "nul \x00"])
@pytest.mark.parametrize("form", ["text", "body", "html"])
def test_half_an_emoji_costs_no_article(form: str, text: str) -> None:
    # Given a content in which an emoji was cut in two, When it goes over the wire
    sent = Submission.model_validate({"uri": "a", form: text, "headline": "One"})
    payload = encode(sent)
    # Then it arrives as it was sent
    assert payload.isascii()
    assert decode(payload) == sent
    assert decode(payload.decode()) == sent


def test_a_refusal_stays_the_same_beside_half_an_emoji() -> None:
    with pytest.raises(InvalidSubmission, match="titel"):
        decode(b'{"uri": "a", "text": "\\ud83d", "titel": "b"}')
    with pytest.raises(MalformedJson):
        decode(b'{"uri": "a", "text": "\\ud83d')
