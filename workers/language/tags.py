"""Sets of part-of-speech tags (Penn Treebank), dependency labels (ClearNLP, as spaCy has them); pauses; nouns of time.

Nouns of time are no part of a content and never speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.language.lexicon import groups, words

if TYPE_CHECKING:
    from spacy.tokens import Token

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
_TIMES = words("calendar") | groups("times")["times"]


def is_time(token: Token) -> bool:
    """Whether a noun names a time: "Friday", "evening", "May"."""
    return token.lower_ in _TIMES
