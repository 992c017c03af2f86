"""Bytes that others could push onto the Celery queue: what was seen to stop a worker, and all its relatives."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from copy import deepcopy
from typing import Any


def body(value: object) -> str:
    return b64encode(json.dumps(value).encode()).decode()


GOOD: dict[str, Any] = {
    "body": body([[1], {}, {"callbacks": None, "errbacks": None, "chain": None, "chord": None}]),
    "content-encoding": "utf-8",
    "content-type": "application/json",
    "headers": {
        "lang": "py", "task": "onrecord.parse", "id": "6f6e", "root_id": "6f6e", "parent_id": None, "group": None,
        "retries": 0, "eta": None, "expires": None, "timelimit": [None, None], "argsrepr": "(1,)", "kwargsrepr": "{}",
    },
    "properties": {
        "correlation_id": "6f6e", "reply_to": "x", "delivery_mode": 2, "delivery_tag": "6f6e-1", "priority": 0,
        "delivery_info": {"exchange": "", "routing_key": "onrecord"}, "body_encoding": "base64",
    },
}  # fmt: skip
"""A message as Celery itself writes it."""


def but(**changes: Any) -> bytes:
    """The good message with other values: a__b is the field b of a; ... takes the field away."""
    message = deepcopy(GOOD)
    for path, value in changes.items():
        *way, last = path.replace("_of_", "-").split("__")
        inner = message
        for name in way:
            inner = inner[name]
        if value is ...:
            del inner[last]
        else:
            inner[last] = value
    return json.dumps(message).encode()


CHAIN_OF_STRANGERS = [[1], {}, {"chain": [{"task": "os.system", "args": ["true"], "kwargs": {}, "options": {}}]}]

CASES: dict[str, bytes] = {
    "no JSON": b"hello",
    "no UTF-8": b"\xff\xfe\x00\x80",
    "nothing": b"",
    "pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00]\x94.",
    "a number": b"7",
    "null": b"null",
    "a list": b"[[1], {}, {}]",
    "an empty object": b"{}",
    "deep nesting": b"[" * 100_000,
    "body is a string": but(body=body("parse it")),
    "body is an object": but(body=body({"run_id": 1})),
    "body has one part": but(body=body([[1]])),
    "body has four parts": but(body=body([[1], {}, {}, {}])),
    "body has other parts": but(body=body([1, 2, 3])),
    "body is null": but(body=None),
    "body is missing": but(body=...),
    "body is no base64": but(body="%%%"),
    "body is no JSON": but(body=b64encode(b"\x00\x01").decode()),
    "body has a bad embed": but(body=body([[1], {}, {"chain": [7]}])),
    "body chains to a stranger": but(body=body(CHAIN_OF_STRANGERS)),
    "body has callbacks": but(body=body([[1], {}, {"callbacks": [{"task": "x"}]}])),
    "no content type": but(content_of_type=None),
    "no content type field": but(content_of_type=...),
    "content type pickle": but(content_of_type="application/x-python-serialize"),
    "content type yaml": but(content_of_type="application/x-yaml"),
    "no content encoding": but(content_of_encoding=None),
    "content encoding unknown": but(content_of_encoding="klingon"),
    "no headers": but(headers=None),
    "headers missing": but(headers=...),
    "no task": but(headers__task=...),
    "task of a stranger": but(headers__task="os.system"),
    "task of Celery itself": but(headers__task="celery.backend_cleanup"),
    "no id": but(headers__id=None),
    "eta is nonsense": but(headers__eta="when it suits"),
    "expires is nonsense": but(headers__expires=[1]),
    "retries is a word": but(headers__retries="many"),
    "time limit is a word": but(headers__timelimit=["a", "b"]),
    "compressed by nobody": but(headers__compression="zzz"),
    "no properties": but(properties=...),
    "no delivery tag": but(properties__delivery_tag=...),
    "no delivery info": but(properties__delivery_info=None),
    "body encoding unknown": but(properties__body_encoding="rot13"),
    "run id is a word": but(body=body([["one"], {}, {}])),
    "run id is an object": but(body=body([[{"$gt": 0}], {}, {}])),
    "run id is too great": but(body=body([[2**70], {}, {}])),
    "too many arguments": but(body=body([[1, 2], {}, {}])),
    "unknown keyword": but(body=body([[], {"rum_id": 1}, {}])),
}
"""By name, what is pushed."""

BROADCASTS: dict[str, bytes] = {
    "no JSON": b"hello",
    "a number": b"7",
    "an empty object": b"{}",
    "a body that is a list": but(body=body([1])),
    "no content type": but(content_of_type=None),
}
"""The same for what is published to all workers."""


ONLY_IN_REDIS = {
    "no UTF-8", "nothing", "body is null", "body is missing", "body is no base64", "no properties", "no delivery tag",
    "no delivery info", "body encoding unknown",
}  # fmt: skip
"""Faults of the envelope that a message has in Redis only, or bytes that are there twice without one."""


def _delivery(payload: bytes) -> tuple[bytes, dict[str, Any]]:
    """The same as a message of RabbitMQ: its body, and the properties beside it."""
    try:
        message = json.loads(payload)
        body = b64decode(message["body"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return payload, {}
    names = {"content_type": "content-type", "content_encoding": "content-encoding", "application_headers": "headers"}
    return body, {ours: message[theirs] for ours, theirs in names.items() if message.get(theirs) is not None}


DELIVERIES = {name: _delivery(payload) for name, payload in CASES.items() if name not in ONLY_IN_REDIS}
DELIVERIES["no UTF-8"] = (b"\xff\xfe\x00\x80", {"content_type": "application/json", "content_encoding": "utf-8"})
"""By name, what is published to a queue of RabbitMQ."""
