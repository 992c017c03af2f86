"""The pages in a real browser: for everybody, by keyboard, on a phone, in the dark, on paper; nothing hostile runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Opened
from tests.integration.web.given import HOSTILE, path
from workers.web.permalinks import permalink

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST = permalink("It will last, for a century.")
EVIL = "tag:evil?x=1&y=<b>#z"

ADDRESSES = [
    "/?period=all", path("/article", uri="a"), path("/article", uri=EVIL), path("/article", uri="bad"),
    path("/quotation", uri="a", id="it-will-surely-last-for-a-century-0000000000"),
    path("/versions", uri="a", old="1", new="2"), "/person/1", "/person/3", "/people", path("/people", name="a"),
    "/publishers", path("/publisher", name="Lokalpresse-Agentur", beside=HOSTILE), "/search",
    path("/search", q="century"), "/failures", "/nothing",
]  # fmt: skip


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    # It would fetch a file's style sheet once more, which the browser refuses.
    found = axe.run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_anybody_out(site: str, open_page: Opened, scheme: str) -> None:
    # Given pages in light and dark
    page = open_page(site, color_scheme=scheme)
    wrong = {}
    # When axe looks at each, with all its folds open
    for address in ADDRESSES:
        page.goto(site + address)
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        if found := violations(page):
            wrong[address] = found
    # Then it finds nothing
    assert wrong == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_file_of_a_report_keeps_anybody_out(report: Path, open_page: Opened, scheme: str) -> None:
    # Given a report, When axe looks at a page of each kind, Then it finds nothing
    page = open_page(f"file://{report}/index.html", color_scheme=scheme)
    wrong = violations(page)
    for folder in ("articles", "people", "publishers"):
        page.goto(f"file://{sorted((report / folder).iterdir())[0]}")
        wrong += violations(page)
    assert wrong == []


def test_no_page_scrolls_sideways_on_a_small_phone(site: str, report: Path, open_page: Opened) -> None:
    # Given a screen of 320 pixels, When each page is opened, Then nothing lies beyond its edge
    page = open_page(site, viewport={"width": 320, "height": 640})
    wide = {}
    for address in [*(site + each for each in ADDRESSES), *(f"file://{file}" for file in report.rglob("*.html"))]:
        page.goto(address)
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[address] = width
    assert wide == {}


def test_the_keyboard_alone_leads_to_a_detail_and_back(site: str, open_page: Opened) -> None:
    # Given an article, and no mouse
    page = open_page(site + path("/article", uri="a"))
    # When the first key is Tab, Then a link leads past the head of the page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    # When n is pressed, Then the first quotation has the focus, then the next, and Enter leads to its detail
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == f"t-{permalink('bridge')}"
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == f"t-{FIRST}"
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.activeElement.id === 'd-{FIRST}'")
    assert "Anna Berg" in page.evaluate("document.activeElement.textContent")
    # When Esc is pressed, Then the text has the focus again, and p leads back to the first one
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == f"t-{FIRST}"
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == f"t-{permalink('bridge')}"


def test_a_permalink_lands_on_the_quotations_detail(site: str, open_page: Opened) -> None:
    # Given a permalink, When it is followed, Then the quotation's detail has the focus, and its words are lit
    page = open_page(site + path("/quotation", uri="a", id=FIRST))
    page.wait_for_function(f"document.activeElement.id === 'd-{FIRST}'")
    assert "It will last," in page.locator(".q.lit").all_inner_texts()


def test_without_scripts_a_quotation_leads_to_its_detail_and_back(site: str, open_page: Opened) -> None:
    # Given a browser that runs no scripts
    page = open_page(site + path("/article", uri="a"), java_script_enabled=False)
    # When a quotation is clicked, Then its detail is aimed at; and the way back leads to the text
    page.locator(f"[id='t-{FIRST}']").click()
    assert page.url.endswith(f"#d-{FIRST}")
    page.locator(f"[id='d-{FIRST}'] a.back").click()
    assert page.url.endswith(f"#t-{FIRST}")


def test_nothing_hostile_runs_and_all_of_it_is_shown(site: str, open_page: Opened) -> None:
    # Given an article that is an attack in each field, When its pages are opened
    page = open_page(site + path("/article", uri=EVIL))
    # Then its words are shown; open_page fails if a dialog, an error or a strange request came of them
    assert HOSTILE in page.locator("blockquote").first.inner_text()
    assert page.locator("img, iframe, [onload], [onerror], a[href^='javascript']").count() == 0
    for address in ("/?period=all", "/failures", "/person/3", path("/search", q="script")):
        page.goto(site + address)
        assert page.locator("img, iframe, [onload], [onerror], a[href^='javascript']").count() == 0


def test_dark_pages_are_dark_and_light_ones_light(site: str, open_page: Opened) -> None:
    # Given a page, When a reader prefers dark or light, Then the paper is so, and the ink is its opposite
    page = open_page(site)

    def brightness(style: str) -> float:
        colour = page.evaluate(f"getComputedStyle(document.body).{style}")
        return sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(","))) / 765

    page.emulate_media(color_scheme="dark")
    assert brightness("backgroundColor") < 0.2 < 0.8 < brightness("color")
    page.emulate_media(color_scheme="light")
    assert brightness("backgroundColor") > 0.8 > 0.2 > brightness("color")


def test_on_paper_an_article_has_its_text_and_details_and_no_controls(site: str, open_page: Opened) -> None:
    # Given an article, When it is printed, Then navigation and foreign text stay away
    page = open_page(site + path("/article", uri="a"))
    page.emulate_media(media="print")
    assert not page.locator(".masthead nav").is_visible()
    assert not page.locator(".ways").first.is_visible()
    assert page.locator("article.text").is_visible()
    assert page.locator(".detail").first.is_visible()
    assert page.pdf()[:4] == b"%PDF"


def test_the_reader_searches_and_narrows(site: str, open_page: Opened) -> None:
    # Given the overview, When a reader searches from its head and chooses a facet
    page = open_page(site)
    page.get_by_label("Words that were said").fill("century")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=century")
    page.get_by_role("link", name="denial").click()
    # Then the results are those of both, with the words marked
    page.wait_for_url("**act=denial")
    assert page.locator("mark").all_inner_texts() == ["century"]


def test_an_article_of_a_thousand_words_weighs_little(site: str, report: Path, open_page: Opened) -> None:
    # Given an article's page in a new browser, When all that it needs is counted, Then it is light: 500 words, 60 kB
    file = next(file for file in (report / "articles").iterdir() if "port-of" in file.name)
    whole = sum(f.stat().st_size for f in (file, *(report / "static").iterdir()))
    assert whole < 60_000
    page = open_page(site + path("/article", uri="a"))
    sizes = "performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize || 0), 0)"
    assert 1_000 < page.evaluate(sizes) < 60_000


def test_data_for_machines_may_stand_in_a_page(site: str, open_page: Opened) -> None:
    # Given a page under our policy, When JSON-LD is put into it, Then the browser refuses nothing: it runs none of it
    page = open_page(site)
    page.evaluate(
        """const data = document.createElement("script"); data.type = "application/ld+json";
        data.textContent = "{}"; document.head.append(data)"""
    )
    assert page.locator("script[type='application/ld+json']").count() == 1
