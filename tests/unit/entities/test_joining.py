"""One entity per thing per article."""

from __future__ import annotations

import pytest
from entity_marks import marked

from workers.entities.join.joining import Thing, join
from workers.entities.recognise.titles import split_titles
from workers.language.keys import organization_key, place_key
from workers.language.person_names import read_person, same_person


def things(text: str) -> tuple[Thing, ...]:
    article, names, _ = marked(text)
    return join(article.text, split_titles(article, names))


def named(text: str) -> list[tuple[str, list[str]]]:
    """Each thing's name and what it is called, in text order."""
    return [(thing.name, [name.exact for name in thing.names]) for thing in things(text)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Volodymyr Zelenskiy", "Volodymyr Zelenskyy", True),
        ("Volodymyr Zelensky", "Vladimir Zelenskyi", True),
        ("Muammar Gaddafi", "Muammar Gadhafi", True),
        ("Mohammed Dahlan", "Muhammad Dahlan", True),
        ("José Ferrer", "Jose Ferrer", True),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Donald J. Trump", "Donald Trump", True),
        ("J. Robert Oppenheimer", "Robert Oppenheimer", True),
        ("Bob Harlow", "Robert Harlow", True),
        ("Dot Harlow", "Dorothy Harlow", True),
        ("Anna Berg", "Anna Berg Holm", True),
        ("Anna Berg", "Anna Berg-Holm", True),
        ("Anna Berg", "Carla Berg Holm", False),
        ("A. Berg", "A. Berg Holm", False),
        ("Anna Berg", "Anna Berg Peter", False),
        ("R. Harlow", "Robert Harlow", True),
        ("& Robert Harlow", "Robert Harlow", True),
        ("Robert – Harlow", "Robert Harlow", True),
        ("R.B. Harlow", "Robert B. Harlow", True),
        ("R.B. Harlow", "Robert Carl Harlow", False),
        ("Martin Luther King Jr.", "Martin Luther King", True),
        ("Bill Clinton", "Hillary Clinton", False),
        ("Anna Weber", "Anna Becker", False),
        ("Christian Falk", "Christina Falk", False),
        ("John A. Marsh", "John B. Marsh", False),
        ("Li Wei", "Lee Wei", False),
        ("Walter Gavid Floren", "Yosser Gavid Floren", False),
        ("Aung Mar Myin", "Ohn Mar Myin", False),
    ],
)
def test_two_full_names_are_one_persons_only_if_the_given_names_agree(one: str, other: str, same: bool) -> None:
    assert same_person(read_person(one), read_person(other)) is same
    assert same_person(read_person(other), read_person(one)) is same


@pytest.mark.parametrize(
    ("written", "surname"),
    [
        ("Ursula von der Leyen", ("von", "der", "leyen")),
        ("Von der Leyen", ("von", "der", "leyen")),
        ("Mohammed bin Salman", ("bin", "salman")),
        ("Oscar de la Renta", ("de", "la", "renta")),
        ("Jane Roe", ("roe",)),
        ("'' Jane Roe --", ("roe",)),
        ("Cal Ripken Jr.", ("ripken",)),
    ],
)
def test_particles_belong_to_the_surname(written: str, surname: tuple[str, ...]) -> None:
    assert read_person(written).surname == surname


def test_surname_given_name_and_title_go_to_the_one_full_name() -> None:
    text = "[Roe|PERSON] won. Mayor [Jane Roe|PERSON] smiled. Ms. [Roe|PERSON] left. [Jane|PERSON] rests."

    assert named(text) == [("Jane Roe", ["Roe", "Jane Roe", "Roe", "Jane"])]


def test_titles_are_no_part_of_a_name() -> None:
    text = "[President Ada Brook|PERSON] met [Prime Minister Tom Vale|PERSON] and [Sen. Vale|PERSON]."

    assert [thing.name for thing in things(text)] == ["Ada Brook", "Tom Vale"]
    assert [name.title for thing in things(text) for name in thing.names] == ["President", "Prime Minister", "Sen."]


def test_a_regnal_title_stays_where_only_one_word_would_be_left() -> None:
    assert [thing.name for thing in things("[Pope Clement|PERSON] prayed for [King Harold Hill|PERSON].")] == [
        "Pope Clement",
        "Harold Hill",
    ]


def test_two_full_names_with_one_surname_stay_apart_and_the_bare_surname_goes_to_the_last_of_them() -> None:
    text = "[Amy Stone|PERSON] spoke. [Stone|PERSON] sat. [Carl Stone|PERSON] rose. [Stone|PERSON] sang."

    assert named(text) == [("Amy Stone", ["Amy Stone", "Stone"]), ("Carl Stone", ["Carl Stone", "Stone"])]


def test_a_bare_surname_in_another_paragraph_goes_to_whom_the_article_names_most() -> None:
    text = (
        "[Amy Stone|PERSON] spoke. [Stone|PERSON] sat.\n\n[Amy Stone|PERSON] met [Carl Stone|PERSON].\n\n"
        "[Stone|PERSON] sang."
    )

    assert named(text) == [("Amy Stone", ["Amy Stone", "Stone", "Amy Stone", "Stone"]), ("Carl Stone", ["Carl Stone"])]


def test_a_courtesy_title_is_rather_the_wifes_than_some_presidents() -> None:
    text = "[Susan Stone|PERSON] came after President [Stone|PERSON] had signed. Mrs. [Stone|PERSON] spoke."

    assert named(text) == [("Susan Stone", ["Susan Stone", "Stone"]), ("Stone", ["Stone"])]


def test_a_given_name_tells_which_namesake_a_courtesy_title_means() -> None:
    text = "[Susan Stone|PERSON] met [Robert Stone|PERSON]. Mrs. [Stone|PERSON] paid."

    assert named(text) == [("Susan Stone", ["Susan Stone", "Stone"]), ("Robert Stone", ["Robert Stone"])]


def test_kin_words_tell_which_namesake_a_courtesy_title_means() -> None:
    text = "[Quan Stone|PERSON] met her sister [Ito Stone|PERSON]. Mr. [Stone|PERSON] and Ms. [Stone|PERSON] paid."

    assert named(text) == [("Quan Stone", ["Quan Stone", "Stone"]), ("Ito Stone", ["Ito Stone", "Stone"])]


def test_a_courtesy_title_decides_between_namesakes() -> None:
    text = "Mrs. [Amy Stone|PERSON] met Mr. [Carl Stone|PERSON]. Mrs. [Stone|PERSON] paid."

    assert named(text) == [("Amy Stone", ["Amy Stone", "Stone"]), ("Carl Stone", ["Carl Stone"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Stone|PERSON] wins. [Amy Stone|PERSON] beat [Carl Stone|PERSON].", ["Stone", "Amy Stone", "Carl Stone"]),
        # Who is named first and twice as often as a namesake is whom the headline means.
        (
            "[Stone|PERSON] wins. [Amy Stone|PERSON] ran. [Carl Stone|PERSON] lost. [Amy Stone|PERSON] won.",
            ["Amy Stone", "Carl Stone"],
        ),
        (
            "[Stone|PERSON] wins. [Carl Stone|PERSON] lost. [Amy Stone|PERSON] ran. [Amy Stone|PERSON] won.",
            ["Stone", "Carl Stone", "Amy Stone"],
        ),
    ],
)
def test_a_shared_surname_before_any_full_name_is_nobodys_unless_the_article_is_about_one(
    text: str, expected: list[str]
) -> None:
    assert [name for name, _ in named(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[John Reid Sr.|PERSON] met [John Reid Jr.|PERSON]. [Reid Jr.|PERSON] sang. [Reid Sr.|PERSON] sat.",
            [("John Reid Sr.", ["John Reid Sr.", "Reid Sr."]), ("John Reid Jr.", ["John Reid Jr.", "Reid Jr."])],
        ),
        # The name without either is a third: nobody can tell.
        (
            "[John Reid Sr.|PERSON] met [John Reid, Jr.|PERSON]. [John Reid|PERSON] slept.",
            [
                ("John Reid Sr.", ["John Reid Sr."]),
                ("John Reid Jr.", ["John Reid, Jr."]),
                ("John Reid", ["John Reid"]),
            ],
        ),
        (
            "[John Reid|PERSON] and his son, [John Reid Jr.|PERSON], met. [John Reid|PERSON] left.",
            [("John Reid", ["John Reid", "John Reid"]), ("John Reid Jr.", ["John Reid Jr."])],
        ),
        ("[Cal Reid Jr.|PERSON] sang. [Cal Reid|PERSON] ate.", [("Cal Reid Jr.", ["Cal Reid Jr.", "Cal Reid"])]),
        ("[Ann Reid PhD|PERSON] sang.", [("Ann Reid", ["Ann Reid PhD"])]),
    ],
)
def test_father_and_son(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Nothing shows that she is the president: two people.
        ("[Jane Stone|PERSON] sang. [President Stone|PERSON] left.", ["Jane Stone", "Stone"]),
        ("[Jane Stone|PERSON], wife of the president, sang. [President Stone|PERSON] left.", ["Jane Stone", "Stone"]),
        ("[Jane Stone|PERSON], the president's wife, sang. [President Stone|PERSON] left.", ["Jane Stone", "Stone"]),
        (
            "[Jane Stone|PERSON] met [President Hill|PERSON]. [President Stone|PERSON] left.",
            ["Jane Stone", "Hill", "Stone"],
        ),
        ("[Jane Stone|PERSON], the president, sang. [President Stone|PERSON] left.", ["Jane Stone"]),
        (
            "[President Jane Stone|PERSON] sang. [Carl Stone|PERSON] sat. [President Stone|PERSON] left.",
            ["Jane Stone", "Carl Stone"],
        ),
        ("[Jane Stone|PERSON] was elected mayor. Mayor [Stone|PERSON] left.", ["Jane Stone"]),
        ("[Jane Stone|PERSON] sang. Vice President [Stone|PERSON] left.", ["Jane Stone"]),
        ("Gov. [Jane Stone|PERSON] sang. Governor [Stone|PERSON] left.", ["Jane Stone"]),
        # A courtesy title, and an office that many hold, say nothing of the kind.
        ("[Jane Stone|PERSON] sang. Dr. [Stone|PERSON] left. Senator [Stone|PERSON] ate.", ["Jane Stone"]),
    ],
)
def test_an_office_goes_to_who_is_shown_to_hold_it(text: str, expected: list[str]) -> None:
    assert [name for name, _ in named(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Who is introduced as somebody's relative does not take the bare surname.
        ("[Cal Reid|PERSON] sang. His wife, [Ann Reid|PERSON], wept. [Reid|PERSON] left.", ["Cal Reid", "Ann Reid"]),
        (
            "[Cal Vale Reid|PERSON], the son of former Gov. [Tom Reid|PERSON], sang. [Reid|PERSON] left.",
            ["Cal Vale Reid", "Tom Reid"],
        ),
        ("[Cal Reid|PERSON]'s brother, [Tom Reid|PERSON], wept. [Reid|PERSON] left.", ["Cal Reid", "Tom Reid"]),
        # Whom the article introduces so first and speaks of in full again does.
        (
            "[Ann Reid|PERSON] wept. [Cal Reid|PERSON] sang. Her son, [Tom Reid|PERSON], slept. [Reid|PERSON] left.",
            ["Ann Reid", "Cal Reid+", "Tom Reid"],
        ),
    ],
)
def test_a_relative_does_not_take_the_bare_surname(text: str, expected: list[str]) -> None:
    bearer = next((name for name in expected if name.endswith("+")), expected[0] + "+").rstrip("+")

    assert dict(named(text))[bearer][-1] == "Reid"
    assert [name for name, _ in named(text)] == [name.rstrip("+") for name in expected]


def test_nobodys_wife_is_senior() -> None:
    text = "[Dominic Reid Jr.|PERSON] left with his wife, [Angela Reid|PERSON]. [Reid Sr.|PERSON] is dead."

    assert [name for name, _ in named(text)] == ["Dominic Reid Jr.", "Angela Reid", "Reid Sr."]


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("[William Lai|PERSON] sang.\n\n[Lai Ching-ho|PERSON] spoke. [Lai|PERSON] left.", "Lai Ching-ho"),
        ("[Lee Jae Min|PERSON] sang.\n\n[John Lee Ka-ho|PERSON] spoke. [Lee|PERSON] left.", "John Lee Ka-ho"),
        ("[Li Ka-ho|PERSON] sang.\n\n[Li Qian|PERSON] spoke. [Li|PERSON] left.", "Li Qian"),
        ("[Kim Jong Ho|PERSON] sang. His sister, [Kim Yo Min|PERSON], spoke. [Kim|PERSON] left.", "Kim Jong Ho"),
        ("[Mohammed bin Saker|PERSON] sang. [MBS|PERSON] left.", "Mohammed bin Saker"),
    ],
)
def test_family_names_that_come_first_and_initials(text: str, bearer: str) -> None:
    assert len(dict(named(text))[bearer]) == 2


def test_transliterations_of_a_bare_surname_join() -> None:
    text = "[Zelensky|PERSON] spoke. [Volodymyr Zelenskiy|PERSON] left. [Zelenskyy|PERSON] wrote."

    assert named(text) == [("Volodymyr Zelenskiy", ["Zelensky", "Volodymyr Zelenskiy", "Zelenskyy"])]


@pytest.mark.parametrize(
    ("one", "other", "best"),
    [
        ("Park Min-jun", "Park Min Jun", "Park Min Jun"),
        ("Ann-Marie Roe", "Ann Marie Roe", "Ann Marie Roe"),
        ("J.K. Harlow", "Joan Harlow", "Joan Harlow"),
        ("G.W. Hale", "George W. Hale", "George W. Hale"),
        ("Mohammed al-Sadr", "Muhammad al-Sadr", "Mohammed al-Sadr"),
    ],
)
def test_hyphens_initials_and_romanisations_join_under_the_fullest_name(one: str, other: str, best: str) -> None:
    assert named(f"[{one}|PERSON] sang. [{other}|PERSON] sat.") == [(best, [one, other])]


def test_a_family_name_that_comes_first_joins() -> None:
    text = "[Park Min-jun|PERSON] rose early. [Park|PERSON] swam."

    assert named(text) == [("Park Min-jun", ["Park Min-jun", "Park"])]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Harbour Tools Inc.", "Harbour Tools", True),
        ("Harbour Tools Ltd", "Harbour Tools Co., Ltd.", True),
        ("Department of State", "State Department", True),
        ("Ministry of Health", "Health Ministry", True),
        ("the Lantern Trust", "Lantern Trust", True),
        ("Quill.com Inc.", "Quill", True),
        ("al-Qaida", "Al Qaeda", True),
        ("Hizbullah", "Hezbollah", True),
        ("Harbour Tools", "Harbour Foods", False),
    ],
)
def test_forms_of_an_organisations_name(one: str, other: str, same: bool) -> None:
    assert (organization_key(one) == organization_key(other)) is same


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Vale Miners Union|ORG] ([VMU|ORG]) met. [VMU|ORG] voted.", ["Vale Miners Union"]),
        ("The [Northern Lakes Front|ORG] ([FLN|ORG]) met. [FLN|ORG] voted.", ["Northern Lakes Front"]),
        ("[Bureau of River Safety|ORG] spoke; [BRS|ORG] agreed.", ["Bureau of River Safety"]),
        ("[Quill Harbor Partners|ORG] grew. [Quill|ORG] hired.", ["Quill Harbor Partners"]),
        ("The [Italian Supreme Court|ORG] ruled. The [Supreme Court|ORG] sat.", ["Italian Supreme Court"]),
        ("[Vale Senate Grain Panel|ORG] met the [Vale Senate|ORG].", ["Vale Senate Grain Panel", "Vale Senate"]),
        ("[Elm Council on Rivers|ORG] met the [Elm Council|ORG].", ["Elm Council on Rivers", "Elm Council"]),
        ("[U.S. Department of State|ORG] met. The [State Department|ORG] sat.", ["U.S. Department of State"]),
        ("[Labour Party|ORG] leaders; [Labour|ORG] won.", ["Labour Party"]),
        ("[Labour|ORG] won. The [Labour Party|ORG] sang.", ["Labour Party"]),
        ("The [Bank of Vale|ORG] met. The [Bank|ORG] sat.", ["Bank of Vale"]),
        ("The [Italian Court of Audit|ORG] met. The [Court|ORG] sat.", ["Italian Court of Audit"]),
        ("[Ann Roe Trust for the Arts|ORG] met. [Ann Roe Trust|ORG] paid.", ["Ann Roe Trust for the Arts"]),
        ("The [US Department of Harbours|ORG] met. [Harbours|ORG] paid.", ["US Department of Harbours"]),
        ("The [Church of Quill|ORG] met. [Quill|ORG] paid.", ["Church of Quill"]),
        ("The [Church of Ghana|ORG] met. [Ghana|ORG] won.", ["Church of Ghana", "Ghana"]),
        ("The [Bank of Leipzig|ORG] met. [Leipzig|ORG] won.", ["Bank of Leipzig", "Leipzig"]),
        ("The [Vale Commission|ORG] met. The [Commission|ORG] sat.", ["Vale Commission"]),
        ("The [Circle of Elm|ORG] met. The [Circle|ORG] sat.", ["Circle of Elm"]),
        ("The [Bank of Vale|ORG] met [Elm Bank|ORG]. The [Bank|ORG] sat.", ["Bank of Vale", "Elm Bank", "Bank"]),
        ("[St Ann's Hospital|ORG] shut. [St Ann|ORG]'s opened.", ["St Ann's Hospital"]),
        ("[Quill University|ORG] grew. [Quill|ORG] hired.", ["Quill University"]),
        ("[Vale Rovers Football Club|ORG] won. [Vale Rovers|ORG] sang.", ["Vale Rovers Football Club"]),
        # Only a headline has the short form first; in prose it is a body of its own, and the longer one its neighbour.
        ("[Quill|ORG] grows\n[Quill Harbor Partners|ORG] met.", ["Quill Harbor Partners"]),
        ("[Quill|ORG] met [Quill Investment Partners|ORG].", ["Quill", "Quill Investment Partners"]),
        ("[Quill Science Fair|ORG] opened. [Quill|ORG] paid.", ["Quill Science Fair", "Quill"]),
        (
            "[Vale Foods|ORG] owns [Vale Foods Kenya|ORG]. [Vale Foods|ORG] grew.",
            ["Vale Foods", "Vale Foods Kenya"],
        ),
        ("[Eli Lindqvist|ORG] grew. [Lindqvist|ORG] hired.", ["Eli Lindqvist"]),
        ("[Vale Forest|ORG] lost; [Forest|ORG] are last.", ["Vale Forest"]),
        ("[Vale United|ORG] met [Elm United|ORG]; [United|ORG] won.", ["Vale United", "Elm United", "United"]),
        ("[National Grain Board|ORG] and [National|ORG] differ.", ["National Grain Board", "National"]),
        (
            "[Quill Harbor|ORG] and [Quill Valley|ORG] met. [Quill|ORG] left.",
            ["Quill Harbor", "Quill Valley", "Quill"],
        ),
    ],
)
def test_short_forms_join_the_one_long_form(text: str, expected: list[str]) -> None:
    assert [name for name, _ in named(text)] == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("U.S.", "United States", True),
        ("US", "America", True),
        ("Türkiye", "Turkey", True),
        ("Kiev", "Kyiv", True),
        ("Washington, D.C.", "Washington", True),
        ("São Paulo", "Sao Paulo", True),
        ("South Korea", "North Korea", False),
        ("New York", "New York City", False),
    ],
)
def test_names_of_one_place(one: str, other: str, same: bool) -> None:
    assert (place_key(one) == place_key(other)) is same
