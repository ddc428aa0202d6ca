"""Slips of the finger in descriptions: put right where a word that is looked for was meant, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.spelling import Spelling
from tests.dialogs.test_understanding import fields, understood

SPELLING = Spelling("en", ["household", "households", "courier", "opened", "packing"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [("houshold", "household"), ("curier", "courier"), ("opend", "opened"), ("12 househlds in the coop", "households")],
)
def test_a_slip_is_put_right(written: str, meant: str) -> None:
    assert meant in SPELLING.mended(written)[0].split()


@pytest.mark.parametrize("word", ["parking", "household", "planting", "cous", "xhousehzz", "辣椒"])
def test_a_word_of_the_language_and_what_is_like_no_word_stay(word: str) -> None:
    assert SPELLING.mended(word)[0] == word


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["houshold", "curier", "opend", "we", "12", "，", " ", ". ", "packing"])).map("".join))
def test_every_letter_knows_its_place_in_what_was_written(text: str) -> None:
    right, places = SPELLING.mended(text)

    assert len(places) == len(right)
    assert places == sorted(places)
    assert all(0 <= at < len(text) for at in places)


def test_the_words_that_are_shown_are_those_that_were_written() -> None:
    told = understood("Pears, 30 famlies, the curier comes every day", "en")

    assert told.fields["logistics"] == "courier"
    assert told.evidence["logistics"].startswith("curier")
    assert told.evidence["member_households"] == "30 famlies"


def test_what_comes_by_the_month_is_no_money_to_start_with() -> None:
    assert "capital" not in fields("We have apples. The operator asks 8k yuan a month")
    assert fields("We have apples. We can put in 80k yuan")["capital"] == 80_000


def test_a_year_is_no_money() -> None:
    assert "capital" not in fields("Pear coop since 2016, trademark registered 2019")
