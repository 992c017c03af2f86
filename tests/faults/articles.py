"""Short articles of our own words, the same for the same number: what goes through the faults."""

from __future__ import annotations

import random

from shared.model import Submission

NAMES = ["Ingrid Solheim", "Tomas Reyes", "Dora Lindqvist", "Kwame Boateng", "Marta Kowalczyk", "Yusuf Demir"]
PLACES = ["Aldmouth", "Port Ewen", "Harrowdale", "Castel Novo"]
BODIES = ["harbour board", "school council", "river trust", "ferry company", "bakers' guild"]
PLANS = ["close the old lock", "rebuild the pier", "raise the fares", "open a night market", "plant four hundred elms"]
SAYINGS = [
    "Nobody here has forgotten the winter of the flood",
    "The money was never in the account that they showed us",
    "It will be cheaper than doing nothing for another year",
    "We asked twice, and twice we got the same blank page",
    "My grandmother sold eels on that corner",
    "There is no second plan in any drawer of this office",
]
ENDINGS = [
    "A vote is due in autumn.",
    "The plans hang in the library until Friday.",
    "Two earlier attempts had failed.",
]


def article(number: int, uri: str, fault: str | None = None) -> Submission:
    """The article of this number. `fault` asks the plugged worker to fail at it in that way."""
    chance = random.Random(number)
    first, second = chance.sample(NAMES, 2)
    place, body, plan = chance.choice(PLACES), chance.choice(BODIES), chance.choice(PLANS)
    one, two, three = chance.sample(SAYINGS, 3)
    text = f"""{body.capitalize()} of {place} wants to {plan}

{place.upper()}: The {body} will {plan} next spring, its chair told a full hall on Tuesday evening.

“{one},” said {first}, who chairs the {body}. “{two}.”

{second}, who lives by the water, was not convinced. “{three},” she said.

{second.split()[-1]} added that letter number {number} was still waiting for an answer. {chance.choice(ENDINGS)}
"""
    extra = {"fault": fault} if fault else None
    return Submission.model_validate({"uri": uri, "text": text} | ({"extra": extra} if extra else {}))
