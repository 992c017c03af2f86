"""The parse stage: a submission becomes one clean, addressable article."""

from __future__ import annotations

import hashlib

from shared.model import ParsedArticle, Segment, SegmentKind, Submission


def parse(submission: Submission) -> ParsedArticle:
    text = submission.text or submission.body or ""
    segments: list[Segment] = []
    position = 0
    for line in text.splitlines(keepends=True):
        bare = len(line.rstrip("\n"))
        kind = SegmentKind.PARAGRAPH if line.strip() else SegmentKind.GAP
        if bare:
            segments.append(Segment(ordinal=len(segments), kind=kind, start_char=position, end_char=position + bare, rule="line", confidence=1))
        if len(line) > bare:
            segments.append(Segment(ordinal=len(segments), kind=SegmentKind.GAP, start_char=position + bare, end_char=position + len(line), rule="gap", confidence=1))
        position += len(line)
    return ParsedArticle(uri=submission.uri, text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest(), segments=tuple(segments), language="en")
