"""What speaks for one identity and what against it: names first, and never a name alone."""

from __future__ import annotations

from hashlib import sha256

import pytest
from spoken import found_in

from shared.identities import Candidate, Described, Known, Outcome, Profile
from shared.model import EntityKind, ParsedArticle, Segment, SegmentKind
from workers.identities.deciding import decide
from workers.identities.describing import describe
from workers.identities.names import body_agreement, is_generic, keys_of, person_agreement
from workers.identities.scoring import compare

PERSON, BODY, SPOT = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE


def profile(*names: str, **more: object) -> Profile:
    """What an article says of somebody."""
    return Profile.model_validate({"names": names} | more)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Ana Moreau", "Ana Moreau", "same full name"),
        ("Tomás Herrera", "Tomas Herrera", "same full name"),
        ("Anne-Marie Dubois", "Anne Marie Dubois", "same full name"),
        ("Oleksandr Bondarenko", "Aleksandr Bondarenko", "another spelling of the name"),
        ("William Ashworth", "Bill Ashworth", "another spelling of the name"),
        ("J. Okafor", "Julius Okafor", "initial and surname"),
        ("Moreau", "Ana Moreau", "surname"),
        ("Ana Moreau", "Anna Morel", None),
        ("Ana Moreau", "Luc Moreau", None),
        ("Zico", "Zico", "same single name"),
        ("Zico", "Zeca", None),
    ],
)
def test_how_names_of_people_agree_and_that_they_share_a_key(one: str, other: str, how: str | None) -> None:
    found = person_agreement(one, other)

    assert (found and found[1]) == how
    if how not in (None, "surname"):
        assert set(keys_of(PERSON, [one], ())) & set(keys_of(PERSON, [other], ()))


@pytest.mark.parametrize(
    ("name", "generic"),
    [
        ("Ministry of Finance", True),
        ("Supreme Court", True),
        ("City Council", True),
        ("Fjord Orchestra", False),
        ("Norvale Steel", False),
    ],
)
def test_names_that_many_bodies_bear(name: str, generic: bool) -> None:
    assert is_generic(name) is generic


def test_a_body_with_a_name_of_its_own_needs_no_more_and_another_legal_form_is_the_same() -> None:
    assert body_agreement("Elm Foods plc", "Elm Foods") == (0.85, "same name")
    assert compare(BODY, profile("Elm Foods"), [profile("Elm Foods Ltd")]).outcome is Outcome.SAME
    assert compare(BODY, profile("Ministry of Finance"), [profile("Ministry of Finance")]).outcome is Outcome.APART


MOREAU = {"roles": ("mayor",), "people": ("Ivo Stahl",), "countries": ("FR",), "gender": "female", "born": 1980}


@pytest.mark.parametrize(
    ("more", "outcome", "why"),
    [
        ({}, Outcome.PROPOSED, "same full name"),
        ({"people": ("Ivo Stahl",)}, Outcome.SAME, "beside Ivo Stahl"),
        ({"roles": ("mayor",)}, Outcome.SAME, "role mayor"),
        ({"countries": ("FR",)}, Outcome.PROPOSED, "in FR"),
        ({"countries": ("NZ",)}, Outcome.APART, "against: in NZ and FR"),
        ({"roles": ("diver",)}, Outcome.APART, "against: roles diver and mayor"),
        ({"born": 1981}, Outcome.SAME, "same age"),
        ({"born": 1999, "people": ("Ivo Stahl",)}, Outcome.APART, "born about 1999 and 1980"),
        ({"gender": "male", "people": ("Ivo Stahl",), "roles": ("mayor",)}, Outcome.APART, "he and she"),
        ({"links": ("wikidata:Q1",)}, Outcome.PROPOSED, "same full name"),
    ],
)
def test_evidence_for_and_against(more: dict[str, object], outcome: Outcome, why: str) -> None:
    judged = compare(PERSON, profile("Ana Moreau", **more), [profile("Ana Moreau", **MOREAU)])

    assert judged is not None
    assert judged.outcome is outcome
    assert why in judged.reason


def test_whose_son_somebody_is_contradicts_no_office() -> None:
    son = Profile(names=("Ana Moreau",), roles=("daughter",), people=("Luc Weiss",))
    mayor = Profile(names=("Ana Moreau",), roles=("mayor",), people=("Luc Weiss",))

    found = compare(PERSON, son, [mayor])

    assert found is not None
    assert found.outcome is Outcome.SAME
    assert "against" not in found.reason


def test_ids_in_a_register_decide() -> None:
    one, same, other = ({"links": (f"wikidata:{number}",)} for number in ("Q1", "Q1", "Q2"))

    assert compare(PERSON, profile("Ana Moreau", **one), [profile("A. M.", **same)]).outcome is Outcome.SAME
    assert compare(PERSON, profile("Ana Moreau", **one), [profile("Ana Moreau", **other)]).outcome is Outcome.APART


@pytest.mark.parametrize(
    ("countries", "outcome"), [(("AU",), Outcome.SAME), (("US",), Outcome.APART), ((), Outcome.PROPOSED)]
)
def test_places_need_their_country(countries: tuple[str, ...], outcome: Outcome) -> None:
    judged = compare(SPOT, profile("Newcastle", countries=countries), [profile("Newcastle", countries=("AU",))])

    assert judged is not None
    assert judged.outcome is outcome


def candidate(number: int, *profiles: Profile, foreign: tuple[int, ...] = ()) -> Candidate:
    """An identity of Ana Moreau's name."""
    keys = keys_of(PERSON, ["Ana Moreau"], ())
    return Candidate(identity_id=number, kind=PERSON, name="Ana Moreau", keys=keys, profiles=profiles, foreign=foreign)


def entity(**more: object) -> Described:
    """Ana Moreau in an article."""
    keys = keys_of(PERSON, ["Ana Moreau"], ())
    return Described(ordinal=0, kind=PERSON, name="Ana Moreau", keys=keys, profile=profile("Ana Moreau", **more))


def test_of_two_that_fit_as_well_nobody_is_chosen_and_both_are_proposed() -> None:
    # Given two identities that contradict each other, and an article that fits both
    one = candidate(1, profile("Ana Moreau", people=("Ivo Stahl",), countries=("FR",)))
    two = candidate(2, profile("Ana Moreau", people=("Rosa Ferri",), countries=("NZ",)))
    found = decide([entity(people=("Ivo Stahl", "Rosa Ferri"))], [one, two], Known())
    # Then it stays by itself, and both are noted
    [place] = found.places
    assert place.identity_id is None
    assert found.merges == ()
    assert [(other, judged.outcome) for other, judged in place.beside] == [(1, "proposed"), (2, "proposed")]


@pytest.mark.parametrize(("foreign", "merged"), [((), [(1, 2)]), ((2,), [])])
def test_what_an_article_shows_to_be_one_is_merged_unless_somebody_said_no(
    foreign: tuple[int, ...], merged: list[tuple[int, int]]
) -> None:
    one = candidate(1, profile("Ana Moreau", people=("Ivo Stahl",), roles=("mayor",)), foreign=foreign)
    two = candidate(2, profile("Ana Moreau", people=("Rosa Ferri",), roles=("mayor",)))

    found = decide([entity(people=("Ivo Stahl", "Rosa Ferri"))], [one, two], Known())

    assert [(merge.kept, merge.gone) for merge in found.merges] == merged


def test_two_of_one_article_are_never_one_unless_by_hand() -> None:
    twins = [entity(people=("Ivo Stahl",)), entity(people=("Ivo Stahl",)).model_copy(update={"ordinal": 1})]
    known = candidate(1, profile("Ana Moreau", people=("Ivo Stahl",)))

    assert [p.identity_id for p in decide(twins, [known], Known()).places] == [1, None]
    assert [p.identity_id for p in decide(twins, [known], Known(pinned={0: 1, 1: 1})).places] == [1, 1]


def test_the_body_inside_a_role_is_one_piece_of_evidence() -> None:
    # Given two ministers of one country, by the words of the role and by its body, generations apart
    role = {"roles": ("fisheries", "minister", "norway"), "role_of": ("norway",)}
    old, new = profile("Erik Lund", year=1989, **role), profile("Erik Lund", year=2026, **role)
    # When they are compared
    judged = compare(PERSON, new, [old])
    # Then the country counts once, and nobody says that they are one
    assert judged is not None
    assert judged.outcome is not Outcome.SAME
    assert "role at norway" not in judged.reason


def test_where_an_article_was_filed_tells_nothing_of_its_people() -> None:
    # Given an article whose dateline alone names a town
    text = "OSLO - Erik Lund closed the season."
    filed = Segment(ordinal=0, kind=SegmentKind.DATELINE, start_char=0, end_char=6, rule="t", confidence=1)
    rest = Segment(ordinal=1, kind=SegmentKind.PARAGRAPH, start_char=6, end_char=len(text), rule="t", confidence=1)
    parsed = ParsedArticle(
        uri="urn:t", text=text, text_sha256=sha256(text.encode()).hexdigest(), segments=(filed, rest)
    )
    # When its people are described
    person = next(d for d in describe(parsed, found_in(text, "place: OSLO", "person: Erik Lund")) if d.kind is PERSON)
    # Then the town is not beside them
    assert person.profile.places == ()
