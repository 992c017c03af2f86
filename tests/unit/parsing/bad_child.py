"""A page-reading child that misbehaves as the page tells it: the real loop around a reader of another kind."""

from __future__ import annotations

import os
import time

from workers.parsing.html import child
from workers.parsing.html.reading import read_markup
from workers.parsing.html.records import PageContent


def misread(page: str) -> PageContent:
    if page == "hang":
        time.sleep(600)
    if page == "loop":
        while True:
            pass
    if page == "eat memory":
        return PageContent(text="a" * (3 * child.MEMORY))
    if page == "crash":
        os.abort()
    if page == "babble":
        os.write(1, b"\x00" * 8 + b"\x00" * 7 + b"\x03{}}")
    if page == "bug":
        raise LookupError("no such tag")
    if page == "pid":
        return PageContent(text=str(os.getpid()))
    return read_markup(page)


if __name__ == "__main__":
    child.SECONDS = 0
    child.read_markup = misread
    child.main()
