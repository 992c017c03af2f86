"""Reads the article of an HTML page in a child process or, if that fails, by its tags alone."""

from __future__ import annotations

from dataclasses import replace

from shared.model import Warning as Notice
from workers.parsing.canonical import canonicalise
from workers.parsing.html.helper import HELPER, PageLost
from workers.parsing.html.records import PageContent
from workers.parsing.html.strip import plain_text, strip_page


def read_page(raw: str) -> PageContent:
    """The content of a page, however broken its markup."""
    canonical = canonicalise(raw)
    try:
        content = HELPER.read(canonical.text)
    except PageLost as lost:
        content = PageContent(text=plain_text(strip_page(canonical.text).markup), warnings=(_by_tags(str(lost)),))
    else:
        if not content.blocks:
            content = replace(content, warnings=(_by_tags("no extractor finds an article in it"),))
    return replace(content, warnings=canonical.warnings + content.warnings)


def _by_tags(why: str) -> Notice:
    return Notice(code="page_read_by_tags", detail=why)
