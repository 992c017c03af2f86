"""Quotation marks: every style, and every way they go wrong; an odd mark never costs another quotation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.language.marks import MAX_LINE, Line, Quoted, cut_lines, find_quoted


def quoted_in(lines: str) -> tuple[str, list[tuple[Quoted, ...]]]:
    """The text of lines apart by `|`, and what is quoted in each."""
    text = lines.replace("|", "\n")
    spans = [Line(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    return text, list(find_quoted(text, spans))


STYLES = [
    ("curly", "“We are late,” she said.", [["We are late,"]]),
    ("straight", 'He called it "a start" and left.', [["a start"]]),
    ("opened curly, closed straight", '“We are late," she said. "But here."', [["We are late,", "But here."]]),
    ("guillemets", "«On part demain», said the guide.", [["On part demain"]]),
    ("inverted guillemets", "»Wir fahren«, said the guide.", [["Wir fahren"]]),
    ("low and high", "„Wir fahren morgen“, said the guide.", [["Wir fahren morgen"]]),
    ("doubled single marks", "''We are late,'' she said.", [["We are late,"]]),
    ("backticks and doubled marks", "``We are late,'' she said.", [["We are late,"]]),
    ("single curly", "‘We are late,’ she said.", [["We are late,"]]),
    ("single straight", "'We are late,' she said.", [["We are late,"]]),
    ("several in a line", "“A cat,” he said. “A dog.” And “a bird”.", [["A cat,", "A dog.", "a bird"]]),
]


@pytest.mark.parametrize(("lines", "expected"), [s[1:] for s in STYLES], ids=[s[0] for s in STYLES])
def test_every_style_of_marks_is_paired(lines: str, expected: list[list[str]]) -> None:
    text, quoted = quoted_in(lines)

    assert [[text[slice(*q.inner)] for q in line] for line in quoted] == expected


APOSTROPHES = [
    ("inside a word", "The harbour’s tide hasn’t turned, the pilots’ boat won’t sail.", [[]]),
    ("plural possessive inside", "‘The pilots’ boat is late,’ she said.", [["The pilots’ boat is late,"]]),
    ("elision at the start", "Back in the ’90s, rock ’n’ roll ruled.", [[]]),
    ("elision, straight", "Get 'em while they're hot, it's the '80s again.", [[]]),
    ("contraction before the close", "‘I won’t, I can’t, I shan’t,’ he said.", [["I won’t, I can’t, I shan’t,"]]),
    (
        "two British quotations",
        "‘Yes,’ he said. ‘The voters’ choice is clear.’",
        [["Yes,", "The voters’ choice is clear."]],
    ),
    ("feet and minutes", "The mast is 30' tall and the spar 12' long.", [[]]),
]


@pytest.mark.parametrize(("lines", "expected"), [s[1:] for s in APOSTROPHES], ids=[s[0] for s in APOSTROPHES])
def test_apostrophes_are_no_marks(lines: str, expected: list[list[str]]) -> None:
    text, quoted = quoted_in(lines)

    assert [[text[slice(*q.inner)] for q in line] for line in quoted] == expected


NESTED = [
    ("single in double", "“She said ‘never’ to me,” he said.", [["She said ‘never’ to me,"]]),
    ("double in single", "‘She said “never” to me,’ he said.", [["She said “never” to me,"]]),
    ("double in double", '"She said "never" to me," he said.', [['She said "never" to me,']]),
    ("curly in straight", '"She said “never” to me," he said.', [["She said “never” to me,"]]),
    ("closing together", "“She said: ‘Never.’”", [["She said: ‘Never.’"]]),
]


@pytest.mark.parametrize(("lines", "expected"), [s[1:] for s in NESTED], ids=[s[0] for s in NESTED])
def test_only_the_outermost_marks_count(lines: str, expected: list[list[str]]) -> None:
    text, quoted = quoted_in(lines)

    assert [[text[slice(*q.inner)] for q in line] for line in quoted] == expected


ODD = [
    ("stray closing mark", "The plan” is old. “It is dead,” she said.", [["It is dead,"]]),
    ("stray opening mark", "The “plan is old. “It is dead,” she said.", [["It is dead,"]]),
    ("inch mark", 'The 9" board broke. "It was old," she said.', [["It was old,"]]),
    ("wrong-way opening mark", "”It is dead,” she said.", [["It is dead,"]]),
    ("wrong-way closing mark", "“It is dead,“ she said. “Long dead.“", [["It is dead,", "Long dead."]]),
    (
        "odd marks before a signature",
        "“To quote him: ‘rich” and the “root’.” ― Jane Roe.",
        [["To quote him: ‘rich” and the “root’."]],
    ),
    ("two before a signature", "“It is old,” she said. “It is dead.” — Jane Roe", [["It is old,", "It is dead."]]),
    ("unclosed before the cue", "“It is dead, she said. The rest agreed.|“Yes,” he said.", [["It is dead,"], ["Yes,"]]),
    ("unclosed to the end", "She said: “It is dead.|He left. “Yes,” he said.", [["It is dead."], ["Yes,"]]),
    ("unclosed in mid-sentence", "A “stray mark stands here.|“Yes,” he said.", [[], ["Yes,"]]),
    ("a mark alone", "”|“Yes,” he said.", [[], ["Yes,"]]),
]


@pytest.mark.parametrize(("lines", "expected"), [s[1:] for s in ODD], ids=[s[0] for s in ODD])
def test_an_odd_mark_never_costs_another_quotation(lines: str, expected: list[list[str]]) -> None:
    text, quoted = quoted_in(lines)

    assert [[text[slice(*q.inner)] for q in line] for line in quoted] == expected


@pytest.mark.parametrize(
    "lines",
    [
        "“We began at dawn.|“We ended at dusk.|“Nobody slept,” he said.",
        "‘We began at dawn.|‘We ended at dusk. It didn’t rain.|‘Nobody slept,’ he said.",
        '"We began at dawn.|"We ended at dusk.|"Nobody slept," he said.',
    ],
)
def test_a_quotation_reopened_in_each_paragraph_is_one(lines: str) -> None:
    _, quoted = quoted_in(lines)

    assert [(q.closed, q.resumed) for line in quoted for q in line] == [(False, False), (False, True), (True, True)]


def test_a_paragraph_that_only_closes_goes_on_too() -> None:
    text, quoted = quoted_in("“We began at dawn.|We ended at dusk,” he said.")

    assert [text[slice(*q.inner)] for line in quoted for q in line] == ["We began at dawn.", "We ended at dusk,"]


@given(st.text(alphabet="ab ,.\"'“”‘’«»„`\n", max_size=80))
def test_any_jumble_of_marks_gives_stretches_in_order_inside_their_lines(jumble: str) -> None:
    lines = [Line(m.start(), m.end()) for m in re.finditer(r"[^\n]+", jumble)]

    for line, quoted in zip(lines, find_quoted(jumble, lines), strict=True):
        position = line.start
        for stretch in quoted:
            assert position <= stretch.start <= stretch.inner_start < stretch.inner_end <= stretch.end <= line.end
            position = stretch.end


def test_a_line_too_long_to_read_at_once_is_cut_behind_sentences() -> None:
    text = "The boat is late. " * 2000

    lines = list(cut_lines(text, 0, len(text)))

    assert [text[line.start : line.end] for line in lines] != [text]
    assert "".join(text[line.start : line.end] for line in lines) == text
    assert all(line.end - line.start <= MAX_LINE for line in lines)
    assert all(text[line.start : line.end].startswith("The boat") for line in lines)
