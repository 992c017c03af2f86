"""Sets of part-of-speech tags (Penn Treebank), dependency labels (ClearNLP, as spaCy has them) and pauses."""

from __future__ import annotations

VERBAL = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
MAIN = frozenset({"VBD", "VBZ", "VBP"})
"""Verbs that have a subject."""
FINITE = MAIN | {"MD"}
NAMES = frozenset({"NNP", "NNPS"})
NOUNS = NAMES | {"NN", "NNS"}
NOMINAL = NOUNS | {"PRP"}
PAUSES = frozenset({",", "—", "–", "--"})
BEFORE_VERB = frozenset({"advmod", "aux", "neg", "punct", "npadvmod", "auxpass", "prep"})
"""Labels of what may stand between a subject and its verb: "Roe, on Monday, also said"."""
CLAUSE_PARTS = frozenset(
    {"aux", "auxpass", "neg", "advmod", "npadvmod", "dobj", "dative", "prep", "prt", "advcl", "agent", "tmod"}
)
"""Labels of the parts of a verb's clause, its subject and what it reports left out."""
