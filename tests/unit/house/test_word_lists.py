"""No list of words stands in code: each is a file of workers/language/words/, once, with its origin.

A list is a literal set, tuple, list or dictionary of more than six words, or an alternation of more than six in a
pattern. No list of words: names with underscores, paths and signs; `__all__`; a dictionary whose values are computed (a
record, a table of functions).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.house.literals import MOST, Found, in_code, widest, word_lists

ROOT = Path(__file__).parents[3]

CODES = {
    ("workers/cli/__init__.py", "COMMANDS"): "names of commands, each with its module",
    ("workers/cli/quarantine.py", "_print"): "columns of the quarantine",
    ("workers/cli/revise.py", "columns"): "columns of a printed table",
    ("workers/doctor/installation.py", "LIBRARIES"): "names of distributions",
    ("workers/doors/forms/decoding.py", "_TRUSTED"): "names of encodings",
    ("workers/doors/forms/ninjs.py", "_MARKS"): "keys of ninjs",
    ("workers/doors/forms/records.py", "_RFC_822"): "names of time zones in a standard",
    ("workers/doors/forms/sniff.py", "_BY_ROOT"): "tags of XML",
    ("workers/entities/spacy_names.py", "LABEL"): "OntoNotes labels of names",
    ("workers/language/folding.py", "UNDECOMPOSED"): "letters",
    ("workers/language/folding.py", "ROMANISATIONS"): "sounds",
    ("workers/language/tags.py", "BEFORE_VERB"): "spaCy's labels of dependencies",
    ("workers/language/tags.py", "CLAUSE_PARTS"): "spaCy's labels of dependencies",
    ("workers/parsing/article.py", "lines"): "fields of a submission",
    ("workers/web/headers.py", "HEADERS"): "headers of HTTP",
    ("workers/web/pages/audit.py", "COLUMNS"): "columns of a download",
    ("workers/web/queries/search.py", "CONDITIONS"): "conditions of a query",
}
"""Codes that look like English words."""


@pytest.fixture(scope="module")
def found() -> list[Found]:
    return list(word_lists(ROOT, "workers"))


def test_no_list_of_words_stands_in_code(found: list[Found]) -> None:
    # Given the lists that stand in code
    # When those are set aside that are codes
    words = [each for each in found if (each.file, each.holder) not in CODES]

    # Then nothing is left
    told = [
        f"{each.file}:{each.line} `{each.holder}` holds {each.words} words: move them to a file of "
        "workers/language/words/ that tells their origin, and read it by workers.language.lexicon; "
        "if they are codes and no English, name them in CODES with what they are"
        for each in words
    ]
    assert not told, "\n".join(told)


def test_every_exception_is_still_needed(found: list[Found]) -> None:
    # Given the exceptions above
    # When they are compared with what stands in code
    needless = [code for code in CODES if code not in {(each.file, each.holder) for each in found}]

    # Then each is still there
    assert not needless, f"no list of words stands there any more: take {needless} out of CODES"


@pytest.mark.parametrize(
    ("code", "holder", "words"),
    [
        ('_DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}', "_DAYS", 7),
        ('_DAYS = (*("mon", "tue", "wed"), *("thu", "fri"), "sat", "sun")', "_DAYS", 7),
        ('def week():\n    return "mon tue wed thu fri sat sun".split()', "week", 7),
        ('_DAY = re.compile(r"on (?:mon|tues?|wed(?:nes)?|thu|fri|sat|sun)day")', "_DAY", 7),
        ('_DAY = rf"(?:mon|tue|wed|{more}|thu|fri|sat|sun)"', "_DAY", 7),
        ('_KINDS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}', "_KINDS", 7),
    ],
)
def test_lists_are_found(code: str, holder: str, words: int) -> None:
    # Given code with a list of words
    # When it is looked at
    lists = list(in_code("module.py", code))

    # Then the list is found, with who holds it
    assert [(each.holder, each.words) for each in lists] == [(holder, words)]


@pytest.mark.parametrize(
    "code",
    [
        '_DAYS = {"mon", "tue", "wed", "thu", "fri", "sat"}',
        '"""mon|tue|wed|thu|fri|sat|sun"""',
        '__all__ = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]',
        '_COLUMNS = ("run_id", "article_id", "start_char", "end_char", "own_text", "at_once", "to_do")',
        '_BY_NAME = {".a": 1, ".b": 2, ".c": 3, ".d": 4, ".e": 5, ".f": 6, ".g": 7}',
        '_READERS = {"a": a, "b": b, "c": c, "d": d, "e": e, "f": f, "g": g}',
        '_MARK = re.compile(r"[a|b|c|d|e|f|g|h]")',
    ],
)
def test_other_literals_are_no_lists_of_words(code: str) -> None:
    # Given code with few words, with codes or with signs
    # When it is looked at
    # Then no list is found
    assert not list(in_code("module.py", code))


def test_groups_inside_each_other_are_counted_apart() -> None:
    # Given two short alternations, one inside the other
    pattern = r"(?:one|two|(?:three|four|five)|six)"

    # When the widest is asked for
    # Then they are not taken together
    assert widest(pattern) <= MOST
