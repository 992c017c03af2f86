"""What stands between marks or behind a cue and is nobody's words: titles, names, words spoken of, acts."""

from __future__ import annotations

import pytest
from spoken import quotations, short

from shared.model import SpeakerType, SpeechAct
from workers.models import Models

NOT_SAID = [
    ("reference list", "Marsh, I. (2018). “Why ferries sink in spring.” Journal of Harbours, 7, 1-9."),
    ("reference list of medicine", "Marsh I, Hale W. “Why ferries sink.” Harbour Studies. 2018;7:1-9."),
    ("numbered reference", "[3] I. Marsh, “Why ferries sink in spring,” in Proc. 4th Conf. Harbours, 2018, pp. 1-9."),
    ("source behind", "Read more: “What the tide takes and what it leaves,” The Harbour Post, May 3, 2019."),
    ("titled", "The study, titled “Water and the people of the coast,” came out in May."),
    ("headlined", "An article headlined “Why the pier will fall” was shared widely."),
    ("paper in small letters", "Her latest paper, “Ferries that cross by night,” appeared in May."),
    ("comma outside", "Her latest paper, ‘Ferries that cross by night’, appeared in May."),
    ("song in small letters", "The song “When the ferry comes to town” was played twice."),
    ("sung", "They sang “When the ferry comes to town again” at the pier."),
    ("author of", "She is the author of “How to row in ten days” and of plays."),
    ("slide", "He showed a slide called “What went wrong at sea” to the board."),
    ("they call", "The man they call “the Ferryman” was seen on Monday."),
    ("friends call", "Her friends call her “Dot.”"),
    ("is called", "The dish is called “drowned bread” on the coast."),
    ("dubbed", "The seal, dubbed “Old Grey” by rowers, came back."),
    ("identified as", "A witness identified only as “Tex” came to the court."),
    ("calls himself", "A man calling himself “the Duke” took the ferry."),
    ("word", "The word “cuts” does not appear in it."),
    ("meaning", "On the coast, “weir” means dam."),
    ("box", "A box labelled “fragile” stood on the pier."),
    ("gloss", "The old word means “river of stones” on the coast."),
    ("calls a scheme", "The scheme, which the council calls “Rivers First,” costs a million."),
    ("keynote", "She will give the keynote, “Water after the war,” on Friday."),
    ("directed", "He directed “How to lose a ferry in ten days” in May."),
    ("experience", "Experience shows that ferries sink in spring."),
    ("common sense", "Common sense says that the pier will fall."),
    ("history", "History has taught us that piers fall."),
    ("neither", "Neither Jane Roe nor Peter Poe said they would go."),
    ("neither company", "Neither company said that the deal was off."),
    ("short of saying", "Jane Roe stopped short of saying that the pier would fall."),
    ("avoided", "Jane Roe avoided saying that the pier would fall."),
    ("open question", "Jane Roe did not say whether the plan was “mad.”"),
    ("without", "Jane Roe left without saying that the pier would fall."),
    ("not so far as", "Jane Roe did not go so far as to say that the pier would fall."),
    ("a building attacked", "Rebels attacked the church on Sunday and burned it down."),
    ("armed", "Two men attacked the ferryman with a hammer."),
    ("somebody embraced", "Jane Roe embraced the captain on the pier."),
]


@pytest.mark.parametrize("line", [r[1] for r in NOT_SAID], ids=[r[0] for r in NOT_SAID])
def test_nobody_says_it(models: Models, line: str) -> None:
    # Given words that nobody said, When they are read, Then they are no quotation
    assert short(quotations(models, f"It rained.|{line}")) == []


SAID = [
    ("told a session", "Jane Roe told the session “We will not sell it.”", "We will not sell it."),
    ("told the paper", "Jane Roe told the paper “We will not sell the ferry.”", "We will not sell the ferry."),
    (
        "called a farce",
        "Jane Roe called the report “a farce from start to end.”",
        "the report “a farce from start to end.”",
    ),
    ("did not hesitate", "Jane Roe did not hesitate to say that the pier was old.", "that the pier was old"),
    ("could not resist", "Jane Roe could not resist noting that the pier was old.", "that the pier was old"),
    ("not but", "Jane Roe did not apologise but said the pier was old.", "the pier was old"),
    ("blamed as", "Jane Roe attacked the church as a danger.", "the church as a danger"),
]


@pytest.mark.parametrize(("line", "content"), [r[1:] for r in SAID], ids=[r[0] for r in SAID])
def test_somebody_says_it(models: Models, line: str, content: str) -> None:
    # Given words that look like these and were said, When they are read, Then they are Roe's
    assert [(c, who) for _, c, who in short(quotations(models, f"It rained.|{line}"))] == [(content, "Jane Roe")]


def test_whoever_gives_a_name_speaks(models: Models) -> None:
    # Given a speaker with a pseudonym between marks, When it is read, Then the speaker is not the pseudonym
    (found,) = quotations(
        models, "It rained.|A rower who wanted to be identified only as “Tex” said the tide was high."
    )
    assert found.speaker is not None
    assert found.speaker.exact.startswith("A rower")


DOCUMENTS = [
    "A card left among the flowers said: “You were the best of us, and we miss you.”",
    "Rowers held signs that read “Water is life” at the pier.",
    "Figure 3 shows that the tide has risen since 1990.",
    "The pier, the records show, was never tested.",
    "The inscription on the stone reads: “Here the tide turned in 1901.”",
]


@pytest.mark.parametrize("line", DOCUMENTS)
def test_documents_speak(models: Models, line: str) -> None:
    # Given words on a sign, a card or in a figure, When they are read, Then a document without a name says them
    (found,) = quotations(models, f"It rained.|{line}")
    assert found.speaker is not None
    assert (found.speaker.type, found.speaker.name) == (SpeakerType.DOCUMENT, None)


ACTS = [
    ("Jane Roe defended her brother on Monday.", SpeechAct.THOUGHT),
    ("Jane Roe plans to sail in the north.", SpeechAct.THOUGHT),
    ("Jane Roe opposes the sale of the ferry.", SpeechAct.THOUGHT),
    ("Jane Roe refused to resign.", SpeechAct.DENIAL),
    ("Jane Roe offered to repair the pier.", SpeechAct.PROMISE),
    ("Jane Roe agreed to sell the ferry.", SpeechAct.PROMISE),
    ("Jane Roe agreed that the ferry was late.", SpeechAct.STATEMENT),
]


@pytest.mark.parametrize(("line", "act"), ACTS)
def test_plans_and_attitudes_are_no_statements(models: Models, line: str, act: SpeechAct) -> None:
    # Given what somebody plans, favours or refuses, When it is read, Then its act says so
    assert [q.act for q in quotations(models, f"It rained.|{line}")] == [act]
