"""`make quality`: the product over the whole measuring kit, and the tables of docs/quality.md written anew.

The kit lies beside the checkout (ONRECORD_KIT names another place): its sets are publishers' texts and stay there.
Takes set names as arguments to measure only those; the other rows keep what was last seen.
"""

from __future__ import annotations

import datetime
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from shared.model import PIPELINE_VERSION, Article

ROOT = Path(__file__).parents[2]
KIT = Path(os.environ.get("ONRECORD_KIT", ROOT.parent / "shared" / "eval"))
MARK = "<!-- figures -->"
SPEED = "articles per CPU-second, all stages, start of the processes included"
PAGE = ROOT / "docs" / "quality.md"
FIGURES = ROOT / "docs" / "quality.json"


@dataclass(frozen=True)
class Set:
    """One set of the kit: how it is submitted, what of the result is scored, and with which options."""

    name: str
    file: str
    form: str
    what: str
    scorings: tuple[tuple[str, ...], ...] = ((),)


SETS = (
    Set("text-aeb", "text-aeb.jsonl", "text", "segments"),
    Set("text-feval", "text-feval.jsonl", "text", "segments"),
    Set("html-aeb", "html-aeb.jsonl.gz", "html", "html"),
    Set("gum-news", "entities-gum-news.jsonl", "body", "entities", ((), ("--coref",))),
    Set("ewt-dev", "entities-ewt-dev.jsonl", "body", "entities"),
    Set(
        "quotes-dev",
        "quotes-dev.jsonl",
        "body",
        "quotes",
        (
            ("--kinds", "direct"),
            ("--kinds", "direct,mixed"),
            (),
            ("--view", "marks"),
            ("--names", "data/quotes-dev-names.jsonl"),
        ),
    ),
)


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, how, and its value as printed."""

    measure: str
    value: str


def main() -> None:
    """Measure, keep, print, write."""
    if not KIT.exists():
        sys.exit(f"no measuring kit at {KIT}; set ONRECORD_KIT")
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    wanted = set(sys.argv[1:]) or {s.name for s in SETS}
    for each in SETS:
        if each.name in wanted:
            rows = [[r.measure, r.value] for r in measure(each)]
            kept[each.name] = {"date": _today(), "version": PIPELINE_VERSION, "rows": rows}
            click.echo("\n".join([each.name, *(f"  {m:<50} {v}" for m, v in rows)]))
    FIGURES.write_text(json.dumps(kept, indent=1) + "\n")
    PAGE.write_text(page(PAGE.read_text(), kept))


def measure(each: Set) -> Iterator[Row]:
    """Extract the set and score the result in all its ways."""
    with tempfile.TemporaryDirectory() as folder:
        submissions, articles, system = (Path(folder) / n for n in ("in.jsonl", "out.jsonl", "system.jsonl"))
        gold = KIT / "data" / each.file
        _to_file(submissions, "adapt.py", "submissions", each.form, gold)
        yield from _extract(submissions, articles)
        if each.what == "quotes":
            yield Row("calibration error", f"{_calibration_error(gold, articles):.3f}")
        _to_file(system, "adapt.py", each.what, gold, articles)
        scorer = f"score_{each.what}.py"
        if gold.suffix == ".gz":  # the adapter reads it, the scorers do not
            unpacked = Path(folder) / "gold.jsonl"
            unpacked.write_bytes(gzip.decompress(gold.read_bytes()))
            gold = unpacked
        for options in each.scorings:
            extra = [] if each.what == "html" else ["--json"]
            printed = _kit(scorer, gold, system, *options, *extra)
            title = " ".join(o for o in options if not o.endswith("jsonl")).replace("--", "")
            yield from _rows(title, json.loads(printed) if extra else {"lines": printed.splitlines()})
        if each.what == "segments":
            system.write_text("".join(map(_headlines_aside, system.read_text("utf-8").splitlines(keepends=True))))
            yield from _rows("headlines aside", json.loads(_kit(scorer, gold, system, "--json")))


def _headlines_aside(line: str) -> str:
    """The article without its headline: these sets call the headline above an article no part of it."""
    article = json.loads(line)
    article["segments"] = [s for s in article["segments"] if s["kind"] != "headline"]
    return json.dumps(article, ensure_ascii=False) + "\n"


def _extract(submissions: Path, articles: Path) -> Iterator[Row]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with articles.open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "workers.cli", "extract", "--jsonl", str(submissions), "--processes", "0"],
            stdout=out, stderr=subprocess.PIPE, text=True, check=False, env=os.environ | {"OMP_NUM_THREADS": "1"},
        )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    count = sum(1 for _ in articles.open())
    yield Row("articles / rejected", f"{count} / {len(done.stderr.splitlines())}")
    yield Row(SPEED, f"{count / cpu:.1f} ({time.monotonic() - started:.0f} s)")


def _calibration_error(gold: Path, articles: Path) -> float:
    """Over the letters of both texts, as the golden articles are measured."""
    sys.path.insert(0, str(ROOT / "tests" / "golden"))
    from golden_confidence import calibration_error

    found = [Article.model_validate_json(line) for line in articles.open(encoding="utf-8")]
    labels = {row["doc_id"]: row for row in map(json.loads, gold.open(encoding="utf-8"))}
    return calibration_error((labels[article.uri], article) for article in found)


def _rows(title: str, scores: dict[str, object]) -> Iterator[Row]:
    """The scorer's figures, flat: names joined by blanks, figures as they are."""
    for name, value in scores.items():
        if isinstance(value, dict):
            yield from _rows(f"{title} {name}".strip(), value)
        elif isinstance(value, list):
            yield Row(title, "<br>".join(str(line) for line in value))
        elif isinstance(value, float | int):
            yield Row(f"{title} {name}".strip(), f"{value:.3f}" if isinstance(value, float) else str(value))


def page(text: str, kept: dict[str, Any]) -> str:
    """The page with its tables replaced; what stands before the mark is written by hand."""
    measures = tomllib.loads((Path(__file__).parent / "measures.toml").read_text())
    parts = [text.partition(MARK)[0] + MARK + "\n"]
    for each in SETS:
        if each.name in kept:
            parts.append(f"\n## {each.name}, {kept[each.name]['date']}, version {kept[each.name]['version']}\n\n")
            parts.append("| measure | best known | to reach | seen |\n|---|---|---|---|\n")
            parts += _lines(dict(kept[each.name]["rows"]), measures["text" if each.form == "text" else each.what])
    return "".join(parts)


def _lines(seen: dict[str, str], measures: dict[str, dict[str, str]]) -> Iterator[str]:
    for name, told in measures.items():
        if name in seen:
            yield f"| {told['means']} | {told['best']} | {told['reach']} | {seen[name]} |\n"
    for name in ("articles / rejected", SPEED):
        yield f"| {name} | | | {seen[name]} |\n"


def _to_file(path: Path, *arguments: object) -> None:
    path.write_text(_kit(*arguments))


def _kit(script: object, *arguments: object) -> str:
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(command, cwd=KIT, capture_output=True, text=True, check=True).stdout


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


if __name__ == "__main__":
    main()
