"""Stores identities across articles.

* `candidates`: the identities that an article's entities may be.
* `assigning`: gives one article's entities their identities, by the rules that the caller brings.
* `members`: moves members, keys and pins from one identity to another.
* `renaming`: lets decisions made by hand follow an entity whose name has changed.
* `listing`, `by_hand`: lists identities for people, and stores the decisions that people make.
"""
