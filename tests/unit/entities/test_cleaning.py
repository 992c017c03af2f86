"""Each post-processing step, alone."""

from __future__ import annotations

import pytest
from entity_marks import article_of, marked

from workers.entities.recognise.acronyms import define_acronyms
from workers.entities.recognise.boundaries import mend_suffixes
from workers.entities.recognise.cleaning import drop_tags, sort_laws, surname_is_person, trim, vote
from workers.entities.recognise.propagation import in_title_case, propagate, reread_headlines
from workers.entities.recognise.steps import STEPS, clean
from workers.entities.records import Name


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("the Lantern Trust", "Lantern Trust"),
        ("Jane Roe's", "Jane Roe"),
        ("Jane Roe’s", "Jane Roe"),
        ("Roe 's", "Roe 's"),
        ("the Stones'", "Stones"),
        ("“Vale Daily", "Vale Daily"),
        ("An Hour", "Hour"),
        ("Reed River Crisis of", "Reed River Crisis"),
        (". Roe", "Roe"),
        ("O'Brien", "O'Brien"),
        ("U.S.", "U.S."),
        ("the", "the"),
    ],
)
def test_trim(found: str, kept: str) -> None:
    name = Name(3, 3 + len(found), found, "ORG")

    (trimmed,) = trim(article_of("x"), (name,))

    assert trimmed.exact == kept
    assert found[trimmed.start - 3 : trimmed.end - 3] == kept


@pytest.mark.parametrize("exact", ["“ ", "2024", "529 "])
def test_trim_drops_what_has_no_letter(exact: str) -> None:
    assert trim(article_of("x"), (Name(0, len(exact), exact, "ORG"),)) == ()


@pytest.mark.parametrize(("found", "kept"), [("A Song of Rain", "A Song of Rain"), ("the Vale Cup", "Vale Cup")])
def test_the_article_of_a_work_is_its_own(found: str, kept: str) -> None:
    assert [name.exact for name in trim(article_of("x"), (Name(0, len(found), found, "MISC"),))] == [kept]


@pytest.mark.parametrize(
    ("exact", "kept"),
    [
        ("R-Ohio", False),
        ("D-N.J.", False),
        ("D-Conn.-02", False),
        ("MA-03", False),
        ("B.S.", False),
        ("B.S. Roe", True),
        ("7-Eleven", True),
        ("SC", True),
    ],
)
def test_tags_beside_names_are_no_names(exact: str, *, kept: bool) -> None:
    # Given what the recogniser took for a name, When it is a party, a district or a degree, Then it is dropped
    assert len(drop_tags(article_of("x"), (Name(0, len(exact), exact, "ORG"),))) == kept


@pytest.mark.parametrize(
    ("exact", "label", "sorted_"),
    [
        ("H.R. 6323", "PERSON", "MISC"),
        ("E.O. 13848", "ORG", "MISC"),
        ("Clean Harbours Act", "ORG", "MISC"),
        ("Vale Harbour Bill", "PERSON", "MISC"),
        ("Bill", "PERSON", "PERSON"),
        ("Jane Bill", "PERSON", "PERSON"),
        ("Vale Trust", "ORG", "ORG"),
    ],
)
def test_laws_are_nobody_and_no_body(exact: str, label: str, sorted_: str) -> None:
    (name,) = sort_laws(article_of("x"), (Name(0, len(exact), exact, label),))

    assert name.label == sorted_


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mayor [Jane Roe|PERSON], Jr., came.", "Jane Roe, Jr."),
        ("Mayor [Jane Roe|PERSON] III came.", "Jane Roe III"),
        ("Counsel [Jane Roe|PERSON] SC came.", "Jane Roe SC"),
        ("[Roe|PERSON], Jr. came.", "Roe"),
        ("[Jane Roe|PERSON] Srivastava came.", "Jane Roe"),
    ],
)
def test_a_suffix_belongs_to_the_full_name_before_it(text: str, name: str) -> None:
    article, names, _ = marked(text)

    assert [n.exact for n in mend_suffixes(article, names)] == [name]


def test_the_surname_of_a_full_name_is_a_person() -> None:
    article, names, _ = marked("[Jane Vale|PERSON] won. [Vale|ORG] smiled. [Ford|ORG] rose.")

    assert [name.label for name in surname_is_person(article, names)] == ["PERSON", "PERSON", "ORG"]


def test_one_label_per_name_by_vote_and_the_first_among_equals() -> None:
    article, names, _ = marked("[Vale|ORG] [Vale|LOC] [Vale|LOC] [Brook|LOC] [Brook|ORG]")

    assert [name.label for name in vote(article, names)] == ["LOC", "LOC", "LOC", "LOC", "LOC"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("[VARENIAN|PERSON] influence: the [Varenian|NORP] guard", ["NORP", "NORP"]),
        ("The [WHO|ORG] and [Who|PERSON]", ["ORG", "PERSON"]),
        ("[VARENIA|PERSON] alone", ["PERSON"]),
    ],
)
def test_what_is_shouted_is_what_it_is_in_the_prose(text: str, labels: list[str]) -> None:
    article, names, _ = marked(text)

    assert [name.label for name in vote(article, names)] == labels


def test_found_names_and_surnames_are_found_again_but_not_inside_words_or_other_names() -> None:
    article, names, _ = marked("[Jane Roe|PERSON] won. Roe smiled. Roebuck fell. [Roe Street|LOC] cheered Roe.")

    again = propagate(article, names)

    assert [name.exact for name in again] == ["Jane Roe", "Roe", "Roe Street", "Roe"]
    assert all(article.text[name.start : name.end] == name.exact for name in again)


def test_seats_of_government_are_found_where_the_recogniser_misses_them() -> None:
    article, names, _ = marked("[Jane Roe|PERSON] left. Downing Street said nothing, and the Kremlins did not.")

    assert [(name.exact, name.label) for name in propagate(article, names)] == [
        ("Jane Roe", "PERSON"),
        ("Downing Street", "ORG"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[May|PERSON] spoke. It was May.",
        "The [Varenian|NORP] fleet met pro-Varenian crews and Varenian-Ostrovian ones.",
        "She read [Notice|MISC]. A Notice hung there.",
    ],
)
def test_a_common_word_and_a_part_of_a_word_are_not_found_again(text: str) -> None:
    article, names, _ = marked(text)

    assert propagate(article, names) == names


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Mayor Opens Longest Bridge Over Northern Lakes", True),
        ("The mayor opened the longest bridge over the northern lakes", False),
        ("Jane Roe met Carl Stone and Peter Hill in Springfield Town Hall.", False),
        ("Mayor Opens Longest Bridge Over Northern Lakes.", True),
        ("Weather", False),
    ],
)
def test_title_case(line: str, headline: bool) -> None:
    assert in_title_case(line) is headline


def test_a_headline_is_read_with_the_names_of_the_prose() -> None:
    article, names, _ = marked("[Roe Challenges Stone|PERSON] Over Bridge\n[Jane Roe|PERSON] met [Carl Stone|PERSON].")

    reread = reread_headlines(article, names)

    assert [name.exact for name in reread] == ["Roe", "Stone", "Jane Roe", "Carl Stone"]
    assert {name.label for name in reread} == {"PERSON"}


def test_a_headline_gives_the_fuller_name_that_ends_in_a_known_surname() -> None:
    article, names, _ = marked("[Jane Roe Wins|PERSON] The Longest Bridge Race\nMs. [Roe|PERSON] smiled.")

    assert [name.exact for name in reread_headlines(article, names)] == ["Jane Roe", "Roe"]


def test_a_headline_without_known_names_keeps_what_was_found() -> None:
    article, names, _ = marked("[Vale Council|ORG] Opens Longest Bridge\nNobody came.")

    assert reread_headlines(article, names) == names


@pytest.mark.parametrize(
    ("text", "defined"),
    [
        ("The [Vale Miners Union|ORG] (VMU) met.", ["Vale Miners Union", "VMU"]),
        ("The [Northern Lakes Front|ORG] ([FLN|LOC]) met.", ["Northern Lakes Front", "FLN"]),
        ("The [Vale Miners Union|ORG] (US) met.", ["Vale Miners Union"]),
        ("[Jane Roe|PERSON] (VMU) spoke.", ["Jane Roe"]),
    ],
)
def test_an_acronym_in_parentheses_is_the_organisations(text: str, defined: list[str]) -> None:
    article, names, _ = marked(text)

    found = define_acronyms(article, names)

    assert [name.exact for name in found] == defined
    assert len({name.label for name in found}) == 1


def test_every_step_can_be_left_out() -> None:
    article, names, _ = marked("The [Vale Trust's|ORG] [Jane Roe|PERSON] met [Roe|ORG].")

    for step in STEPS:
        rest = clean(article, names, tuple(other for other in STEPS if other is not step))
        assert [article.text[name.start : name.end] for name in rest] == [name.exact for name in rest]
    assert clean(article, names, ()) == names
