"""Which words are meant by what somebody mistyped, or a phone misheard."""

from __future__ import annotations

import pytest

from bot.search.vocabulary import Vocabulary

ROWS = {
    "parcel": 4,
    "deposit": 2,
    "boxes": 3,
    "1688": 2,
    "淘宝": 6,
    "宝": 6,
    "淘": 6,
    "保证": 5,
    "证金": 5,
    "保": 6,
    "证": 8,
    "金": 9,
}
WORDS = Vocabulary(ROWS, 50, ["运营", "什么"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("parcels", "parcel"),
        ("box", "boxes"),
        ("desposit", "deposit"),
        ("deopsit", "deposit"),
        ("1688", "1688"),
    ],
)
def test_a_word_stands_for_its_other_forms_and_the_nearest_spelling(typed: str, meant: str) -> None:
    assert WORDS.spelled(typed)[meant] > 0.5


@pytest.mark.parametrize("typed", ["marcel", "reposit", "zzz", "1699"])
def test_a_word_with_another_first_letter_or_number_is_another_word(typed: str) -> None:
    assert WORDS.spelled(typed) == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("淘包", "淘宝"),
        ("保正金", "保证金"),
        ("云营", "运营"),
        ("神么", "什么"),
        ("桃保", "淘宝"),
    ],
)
def test_characters_that_sound_alike_are_heard_as_the_known_word(typed: str, meant: str) -> None:
    assert "".join(WORDS.heard(typed)) == meant


@pytest.mark.parametrize("typed", ["淘宝", "天气", "a宝", "", "宝"])
def test_known_words_and_words_that_sound_like_none_stay(typed: str) -> None:
    assert "".join(WORDS.heard(typed)) == typed
