"""Tables, results and line-ups are no other language; prose of another language is."""

from __future__ import annotations

import pytest

from workers.parsing.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Women's 100 m: 1. Ida Voss (Norway) 11.03 2. Marja Koskela (Finland) 11.07 3. Tanisha Okoye (Nigeria) "
            "Men's 800 metres: 1. Wilson Kiptoo (Kenya) 1:43.21 2. Benson Kosgei (Kenya) 1:43.60 3. Norbert Tell "
            "(Germany) 1:44.02",
            None,
        ),
        (
            "Okoro; Bello, Adeyemi, Eze, Obi; Nwosu, Danjuma, Jonsson; Solheim, Brandt, Marsh. Ames, Ross, Hale, Dunn; "
            "Voss, Moe, Ek (Reyes 77); Lund, Quill, Harlow. Referee: P. Harlow. Koskela, Kiptoo, Kosgei, Tell, Wijaya.",
            None,
        ),
        (
            "The guild of Nwosu and Okoro met with Bello by the river after Adeyemi and Eze left for Kano, and with "
            "them the ferry crews from Lagos, which Obi and Danjuma have led from Abuja by the old road since May.",
            "en",
        ),
        (
            "Der Rat der Stadt hat am Montag beschlossen, die alte Brücke über den Fluss zu sperren. Die Bürger hatten "
            "davon nichts gewusst, und viele von ihnen kamen zu spät zur Arbeit an diesem Morgen.",
            "de",
        ),
        (
            "Pemerintah kota mengatakan pada hari Senin bahwa jembatan lama akan ditutup mulai bulan Juni. Warga tidak "
            "diberi tahu sebelumnya dan banyak dari mereka terlambat masuk kerja pada pagi itu.",
            "id",
        ),
        ("市議会は月曜日に古い橋を閉鎖することを決めた。住民には何も知らされていなかった。" * 6, "ja"),
    ],
)
def test_the_language_of_words(text: str, language: str | None) -> None:
    assert language_of(text) == language
