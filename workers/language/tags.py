"""Sets of part-of-speech tags (Penn Treebank) and of marks that several rules name."""

from __future__ import annotations

VERBAL = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
MAIN = frozenset({"VBD", "VBZ", "VBP"})
"""Verbs that have a subject."""
FINITE = MAIN | {"MD"}
NAMES = frozenset({"NNP", "NNPS"})
NOUNS = NAMES | {"NN", "NNS"}
NOMINAL = NOUNS | {"PRP"}
PAUSES = frozenset({",", "—", "–", "--"})
