"""The page-reading child: what goes past its limits costs one page its markup, and no worker."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.unit.parsing.texts import PARAGRAPHS, parsed_html
from workers.parsing.html import helper as page_module
from workers.parsing.html.helper import Helper, PageLost

PAGE = "<html><head><title>Bridge Opens</title></head><body>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)


@pytest.fixture(scope="module")
def helper() -> Iterator[Helper]:
    started = Helper("tests.unit.parsing.bad_child", patience=5.0)
    yield started
    started.close()


def pid(helper: Helper) -> int:
    return int(helper.read("pid").text)


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("loop", "ended"),
        ("eat memory", "takes more than"),
        ("crash", "ended"),
        ("babble", "no sound answer"),
        ("bug", "LookupError: no such tag"),
    ],
)
def test_a_page_that_breaks_the_child_is_lost_and_the_next_is_read(helper: Helper, page: str, why: str) -> None:
    with pytest.raises(PageLost, match=why):
        helper.read(page)
    assert [block.text for block in helper.read(PAGE).blocks] == list(PARAGRAPHS)


def test_a_child_that_hangs_is_killed() -> None:
    helper = Helper("tests.unit.parsing.bad_child", patience=1.5)
    with pytest.raises(PageLost, match=r"ended \(-9\)"):
        helper.read("hang")
    helper.close()


def test_one_child_reads_many_pages(helper: Helper) -> None:
    assert pid(helper) == pid(helper)


def test_a_child_is_replaced_after_many_pages(helper: Helper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.parsing.html.helper.PAGES", 1)
    assert pid(helper) != pid(helper)


def test_an_interrupted_worker_does_not_take_the_answer_for_the_next_page(
    helper: Helper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("workers.parsing.html.helper.receive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            helper.read("pid")
    assert [block.text for block in helper.read(PAGE).blocks] == list(PARAGRAPHS)


def test_a_forked_process_has_a_child_of_its_own(helper: Helper) -> None:
    before = pid(helper)
    read_end, write_end = os.pipe()
    if (forked := os.fork()) == 0:
        helper.forget()
        own = pid(helper)
        helper.close()
        os.write(write_end, str(own).encode())
        os._exit(0)
    os.waitpid(forked, 0)
    assert int(os.read(read_end, 20)) != before
    assert pid(helper) == before
    os.close(read_end)
    os.close(write_end)


def test_a_lost_page_is_read_by_its_tags(helper: Helper, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_: str) -> None:
        raise PageLost("it takes too long")

    monkeypatch.setattr(page_module.HELPER, "read", lost)
    article = parsed_html(PAGE)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert [(w.code, w.detail) for w in article.warnings] == [("page_read_by_tags", "it takes too long")]


def test_the_child_sees_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    from workers.parsing.html.helper import _environment

    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://user:password@localhost/onrecord")
    assert not [name for name in _environment() if name.startswith("ONRECORD")]
