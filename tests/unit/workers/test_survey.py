"""What is wrong, in words, from what the servers tell; when all will be done; and how people see it."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from tests.unit.workers.surveys import ALL, AT, WELL, backlog, broker, process, survey
from workers.cli.status import told
from workers.cli.watching import drawn, line, watch
from workers.cli.wording import lines
from workers.survey.forecast import ready_in, waiting
from workers.survey.judging import wrong
from workers.survey.taking import Survey
from workers.survey.words import span

INTAKE, SWEEPER, WORKER = ALL
PAUSED = process("intake", detail="waits: 10,000 open runs")


def test_nothing_is_wrong_with_a_healthy_one() -> None:
    assert wrong(WELL) == ()


WRONG: list[tuple[str, Survey, list[str]]] = [
    (
        "a dead broker",
        survey(broker=None, broker_away="does not answer: Connection refused"),
        ["the broker does not answer: Connection refused"],
    ),
    (
        "a dead database",
        survey(backlog=None, totals=None, database_away="does not answer: no route"),
        ["the database does not answer: no route"],
    ),
    (
        "intake was stopped",
        survey(broker=broker(SWEEPER, WORKER, inbox=17, oldest=210)),
        ["no intake lives, and 17 entries wait on the inbox"],
    ),
    (
        "intake hangs",
        survey(broker=broker(process("intake", turned=45), SWEEPER, WORKER, inbox=1, oldest=44)),
        [
            "intake on desk (pid 7) has been silent for 45 s",
            "no intake lives, and 1 entry waits on the inbox",
        ],
    ),
    (
        "one of two intakes hangs",
        survey(broker=broker(process("intake", turned=300, pid=6), process("intake", started=900), SWEEPER, WORKER)),
        ["intake on desk (pid 6) has been silent for 5 min"],
    ),
    ("intake was killed and replaced", survey(broker=broker(process("intake", turned=700, pid=6), *ALL)), []),
    ("no sweeper", survey(broker=broker(INTAKE, WORKER)), ["no sweeper lives"]),
    (
        "no worker",
        survey(broker=broker(INTAKE, SWEEPER), backlog=backlog(40, oldest=9)),
        ["no worker lives, and 40 articles wait for one"],
    ),
    (
        "intake pauses, and nothing is finished",
        survey(broker=broker(PAUSED, SWEEPER, WORKER, inbox=1200, oldest=7300), backlog=backlog(3, 9, finished=0)),
        ["the oldest of 1,200 entries on the inbox has waited for 2:01:40 h: intake waits: 10,000 open runs"],
    ),
    ("intake pauses", survey(broker=broker(PAUSED, SWEEPER, WORKER, inbox=1200, oldest=7300)), []),
    (
        "intake turns, and reads nothing",
        survey(broker=broker(*ALL, inbox=1, oldest=70)),
        ["the oldest of 1 entry on the inbox has waited for 70 s"],
    ),
    (
        "the work stands",
        survey(backlog=backlog(3, oldest=900, finished=0)),
        ["3 articles are on the way, the oldest for 15 min, and none was finished in the last 5 min"],
    ),
    ("the work has just come", survey(backlog=backlog(3, oldest=20, finished=0)), []),
    (
        "a full broker",
        survey(broker=broker(*ALL, memory=95, limit=100)),
        ["the broker's memory is 95% full: full, it refuses submissions"],
    ),
    (
        "a full disk",
        survey(broker=broker(*ALL, disk=False)),
        ["the broker cannot write to its disk: it refuses submissions and heartbeats"],
    ),
    (
        "a full disk, for longer than a process is silent",
        survey(broker=broker(disk=False)),
        ["the broker cannot write to its disk: it refuses submissions and heartbeats"],
    ),
    (
        "memory that holds no heartbeat more",
        survey(broker=broker(memory=100, limit=100)),
        ["the broker's memory is 100% full: full, it refuses submissions"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("found", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_said_in_words(found: Survey, words: list[str]) -> None:
    # Given a survey
    # When it is judged
    said = [finding.what for finding in wrong(found)]

    # Then it says what is wrong, and no more
    assert said == words


@pytest.mark.parametrize(
    ("found", "left", "seconds"),
    [
        (survey(broker=broker(*ALL, inbox=10), backlog=backlog(20, finished=60, seconds=60)), 30, 30),
        (survey(backlog=backlog(0)), 0, None),
        (survey(backlog=backlog(5, finished=0)), 5, None),
        (survey(broker=None), None, None),
    ],
)
def test_the_end_is_foreseen_from_the_rate(found: Survey, left: int | None, seconds: float | None) -> None:
    assert (waiting(found), ready_in(found)) == (left, seconds)


@pytest.mark.parametrize(("seconds", "words"), [(0.4, "0 s"), (99, "99 s"), (150, "2 min"), (7300, "2:01:40 h")])
def test_a_span_is_told_as_people_do(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_a_person_reads_figures_and_then_what_is_wrong() -> None:
    # Given a survey of a stopped intake
    found = survey(broker=broker(SWEEPER, WORKER, inbox=17, oldest=210), backlog=backlog(2, oldest=3))

    # When it is put into lines
    said = {each[:12].strip(): each[13:] for each in lines(found, wrong(found))}

    # Then each figure has its line
    assert said == {
        "on record": "408 articles, 410 runs done, change feed at 410",
        "on the inbox": "17 entries, the oldest for 4 min",
        "on their way": "2 before parse, the oldest for 3 s",
        "rate": "12.0 articles a minute in the last 5 min, ready in about 95 s",
        "identities": "1 article waits for theirs",
        "quarantined": "2 (empty_text 2): see onrecord quarantine list",
        "rejected": "3 (not_json 3)",
        "queues": "onrecord 3, onrecord.identities 0, onrecord.backfill 0; 2 with workers",
        "processes": "sweeper 1, worker 1",
        "wrong": "no intake lives, and 17 entries wait on the inbox",
    }


def test_a_server_that_is_away_leaves_its_lines_out() -> None:
    # Given surveys without one server, or both
    no_broker = survey(broker=None, broker_away="does not answer: x")
    nothing = Survey(taken_at=AT, database_away="does not answer: y", broker_away="does not answer: x")

    # When they are put into lines
    # Then the other server's lines are there
    assert [each[:12].strip() for each in lines(no_broker, wrong(no_broker))] == [
        "on record", "on their way", "rate", "identities", "quarantined", "rejected", "wrong",
    ]  # fmt: skip
    assert list(lines(nothing, wrong(nothing))) == [
        "wrong        the database does not answer: y",
        "wrong        the broker does not answer: x",
    ]


def test_a_program_reads_the_counts_at_the_top_and_the_findings() -> None:
    found = json.loads(told(survey(broker=broker(SWEEPER, WORKER))))
    assert (found["articles"], found["rejected"], found["rejections"]) == (408, 3, {"not_json": 3})
    assert [each["code"] for each in found["wrong"]] == ["no_intake"]
    assert found["broker"]["processes"][0]["kind"] == "sweeper"
    assert "articles" not in json.loads(told(survey(totals=None)))


def test_a_terminal_shows_processes_queues_rate_and_last_errors() -> None:
    # Given a terminal, and a survey in which a worker is silent and an older one was replaced
    console = Console(file=io.StringIO(), width=110, force_terminal=True, color_system=None)
    workers = (process("worker", turned=45, pid=31, detail="busy"), process("worker", turned=900, pid=30))
    found = survey(broker=broker(INTAKE, SWEEPER, *workers, inbox=3, oldest=4), backlog=backlog(6, oldest=12))

    # When it is drawn
    console.print(drawn(found))
    seen = console.file.getvalue()  # type: ignore[attr-defined]

    # Then it holds what one looks for, and text of strangers is no markup
    for words in ("Onrecord at 12:30:00 UTC", "3 entries, the oldest for 4 s", "6, the oldest for 12 s",
                  "12.0 articles a minute", "in about 45 s: 9 wait", "silent", "45 s ago", "busy",
                  "[bold]no words[/bold]", "wrong: no worker lives, and 6 articles wait for one"):  # fmt: skip
        assert words in seen
    assert " 31 " in seen
    assert " 30 " not in seen


class Looks:
    """Surveys to be looked at, one after the other; then somebody presses Ctrl-C."""

    def __init__(self, *surveys: Survey) -> None:
        self.left = list(surveys)

    def __call__(self) -> Survey:
        if not self.left:
            raise KeyboardInterrupt
        return self.left.pop(0)


def test_a_pipe_gets_a_line_for_each_look(capsys: pytest.CaptureFixture[str]) -> None:
    # Given no terminal, and two looks before Ctrl-C
    looks = Looks(WELL, survey(broker=None, broker_away="does not answer: x"))

    # When it is watched
    watch(looks, 0.001, console=Console(file=io.StringIO()))

    # Then there are two plain lines
    first, second = capsys.readouterr().out.splitlines()
    assert first == line(WELL)
    assert first.startswith("12:30:00; on record 408; inbox 0; on their way none; 12.0 articles a minute")
    assert second.endswith("wrong: the broker does not answer: x")


def test_a_terminal_is_drawn_anew_and_once_more_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    watch(Looks(WELL, WELL), 0.001, console=console)
    assert console.file.getvalue().count("Onrecord at 12:30:00") == 3  # type: ignore[attr-defined]
    assert capsys.readouterr().out == ""


def test_json_gets_a_line_for_each_look(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    watch(Looks(WELL, WELL), 0.001, as_json=True)
    assert [json.loads(each)["position"] for each in capfdbinary.readouterr().out.splitlines()] == [410, 410]
