"""`onrecord extract`: the same three functions, without any server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from shared.schema_export import FOLDER
from tests.acceptance.conftest import Run

TEXT = "Mill to close\n\n“It is the end of the river,” said Dora Lindqvist, a weaver.\n"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    good = [json.dumps({"uri": f"tag:{n}", "text": TEXT}) for n in range(6)]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join([*good[:2], '{"uri": "tag:bad"}', "", *good[2:]]))
    return path


def test_one_file_gives_one_article_that_fits_its_schema(onrecord: Run, tmp_path: Path) -> None:
    # Given a file, When it is extracted
    (tmp_path / "mill.txt").write_text(TEXT)
    done = onrecord("extract", str(tmp_path / "mill.txt"))
    # Then standard output holds the article, as its schema says
    article = json.loads(done.stdout)
    assert done.returncode == 0
    Draft202012Validator(json.loads((FOLDER / "article.v1.json").read_text())).validate(article)
    assert [q["speaker"]["name"] for q in article["quotations"]] == ["Dora Lindqvist"]


def test_standard_input_is_read(onrecord: Run) -> None:
    done = onrecord("extract", "-", stdin=json.dumps({"uri": "tag:in", "body": TEXT}))
    assert json.loads(done.stdout)["uri"] == "tag:in"


@pytest.mark.parametrize("processes", ["1", "2"])
def test_lines_stream_and_a_bad_one_is_told(onrecord: Run, lines: Path, processes: str) -> None:
    # Given lines with a bad one, When they are extracted, in one process or two
    done = onrecord("extract", "--jsonl", str(lines), "--processes", processes)
    # Then the good ones come in order, the bad one is told with its line number, and the exit code says so
    assert [json.loads(line)["uri"] for line in done.stdout.splitlines()] == [f"tag:{n}" for n in range(6)]
    assert "line 3" in done.stderr
    assert "invalid_submission" in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("name", "content", "code", "exit_code"),
    [
        ("a.json", "{", "malformed_json", 65),
        ("b.txt", "", "empty_text", 65),
        ("c.json", "[]", "empty_text", 65),
    ],
)
def test_bad_input_ends_with_its_reason(
    onrecord: Run, tmp_path: Path, name: str, content: str, code: str, exit_code: int
) -> None:
    (tmp_path / name).write_text(content)
    done = onrecord("extract", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (exit_code, "")
    assert f"[{code}]" in done.stderr


def test_one_bad_item_of_a_file_does_not_cost_the_others(onrecord: Run, tmp_path: Path) -> None:
    # Given a file with a bad item, a withdrawn one and a good one, When it is extracted
    items = [{"uri": "tag:bad"}, {"uri": "tag:gone", "retracted": True}, {"uri": "tag:good", "text": TEXT}]
    (tmp_path / "a.json").write_text(json.dumps(items))
    done = onrecord("extract", str(tmp_path / "a.json"))
    # Then the good one is printed, the others are told, and the exit code says that one failed
    assert json.loads(done.stdout)["uri"] == "tag:good"
    assert "tag:gone is withdrawn" in done.stderr
    assert "[invalid_submission]" in done.stderr
    assert done.returncode == 1


def test_wrong_usage_is_exit_code_2(onrecord: Run) -> None:
    assert onrecord("extract").returncode == 2
