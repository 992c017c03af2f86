"""Only addresses of the web become links; names of files are safe everywhere."""

from __future__ import annotations

import pytest

from workers.web.links import FolderLinks, ServerLinks, file_names, outside, register


@pytest.mark.parametrize("address", ["https://a.example/x?y=1#z", "http://a.example", "HTTPS://A.example/ä"])
def test_addresses_of_the_web_are_links(address: str) -> None:
    # Given an address of the web, When it is asked about, Then it may be a link
    assert outside(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
        "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "//a.example/x", "/x", "https:", "https:///x",
        "http://[::1", "https://a.example/\nx", "ftp://a.example/",
    ],
)  # fmt: skip
def test_all_others_are_shown_and_no_links(address: str | None) -> None:
    # Given another address, When it is asked about, Then it is none that a browser is sent to
    assert outside(address) is None


def test_a_uri_of_any_form_stays_whole_in_a_servers_address() -> None:
    # Given uris with all that means something in an address
    links = ServerLinks()
    # When they are put into one, Then nothing of them is left to be read as a part of it
    assert links.article("file:../a b?c=d&e#f") == "/article?uri=file%3A..%2Fa%20b%3Fc%3Dd%26e%23f"
    assert links.person(None) is None
    assert links.publisher("A & B") == "/publisher?name=A%20%26%20B"


def test_files_of_a_report_have_names_that_every_system_can_write() -> None:
    # Given names of all kinds, two of them alike
    names = {
        "1": "../../etc/passwd",
        "2": "Привет",
        "3": "CON",
        "4": "Harbour bridge opens 🌉",
        "5": "Harbour bridge opens 🌉",
    }
    # When files are named
    files = file_names("articles", names)
    # Then each has one of its own, in the folder, of plain letters
    assert list(files.values()) == [
        "articles/1-etc-passwd.html", "articles/2-page.html", "articles/3-con.html",
        "articles/4-harbour-bridge-opens.html", "articles/5-harbour-bridge-opens.html",
    ]  # fmt: skip
    links = FolderLinks(files, {}, {}, depth=1)
    assert links.article("1") == "../articles/1-etc-passwd.html"
    assert links.quotation("4", "it-is-1a") == "../articles/4-harbour-bridge-opens.html#d-it-is-1a"
    assert (links.person("x"), links.publisher(None), links.static("a.css")) == (None, None, "../static/a.css")


def test_registers_that_have_pages_are_linked() -> None:
    # Given ids of a register that has pages, and of one that has none, When asked, Then only the first has an address
    assert register("wikidata", "Q42/../x") == "https://www.wikidata.org/wiki/Q42%2F..%2Fx"
    assert register("own", "1") is None
