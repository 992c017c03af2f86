"""Identities across articles, as the database keeps them.

* `candidates`: the identities that an article's entities may be.
* `assigning`: one article's entities get their identities, by the rules that the caller brings.
* `members`: members, keys and pins move from one identity to another.
* `renaming`: decisions by hand follow an entity whose name has changed.
* `listing`, `by_hand`: what people look at, and what they decide.
"""
