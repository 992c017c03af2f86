"""What reading a file gives: a submission, or bytes that are none with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shared.errors import OnrecordError
from shared.messages import MAX_ENTRY_BYTES, validate
from shared.model import Decoding, FileForm, Submission


@dataclass(frozen=True)
class Unreadable:
    """A file, or a part of one, that holds no submission: it is rejected on the record, not skipped."""

    uri: str
    payload: bytes
    error: OnrecordError


Item = Submission | Unreadable
Reader = Callable[[bytes, str], Iterator[Item]]
"""Takes the bytes of a file and the uri it goes by where its articles have none of their own."""


def submission(uri: str, payload: bytes, fields: dict[str, object]) -> Item:
    """The submission of these fields, those without a value left out, or why it is none."""
    try:
        return validate({"uri": uri} | {name: value for name, value in fields.items() if value})
    except OnrecordError as error:
        return refused(uri, payload, error)


def noted(item: Item, decoding: Decoding, form: FileForm) -> Item:
    """The item, which was read out of a file of this form, with how the file was decoded."""
    if not isinstance(item, Submission) or item.retracted or item.decoding is not None:
        return item
    # The places of the file's edits are no places in what was read out of its XML or JSON.
    return item.model_copy(update={"decoding": decoding.model_copy(update={"edits": (), "form": form})})


def refused(uri: str, payload: bytes, error: OnrecordError) -> Unreadable:
    """Bytes that are no submission, as many of them as the inbox takes."""
    return Unreadable(uri=uri, payload=payload[:MAX_ENTRY_BYTES], error=error)
