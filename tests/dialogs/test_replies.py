"""What typed texts answer, and what answers fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import NOT_SURE, control
from dialogs.replies import fits, read, refused, typed
from dialogs.screens import base_36
from tests.dialogs.talking import ADVISOR, SMALL


@pytest.mark.parametrize("text", ["2", "２", "二", "2.", "2)", "2、", " 2 ", "two", "Tea", "TEA.", "茶", "ｔｅａ"])
def test_an_option_is_meant_by_its_number_or_its_label_in_any_language(text: str) -> None:
    assert read(SMALL, "product", None, text) == "tea"


def test_a_number_counts_in_the_list_on_the_screen() -> None:
    assert read(SMALL, "product", None, "1") == "fruit"
    assert read(SMALL, "product", "fruit", "1") == "peach"
    assert read(SMALL, "product", "fruit", "3") is None


def test_an_option_inside_a_group_is_meant_by_its_label_at_once() -> None:
    assert read(SMALL, "product", None, "peaches") == "peach"


@pytest.mark.parametrize("text", ["", "0", "3", "a", "12", "1 2", "te", "tea or fruit", "half"])
def test_anything_else_is_no_option(text: str) -> None:
    assert read(SMALL, "product", None, text) is None


@pytest.mark.parametrize("text", ["yes", "Y", "Yes!", "是", "开", "1"])
def test_yes_is_understood_in_its_words(text: str) -> None:
    assert read(SMALL, "shop", None, text) == "yes"


def test_yes_means_nothing_where_it_was_not_asked() -> None:
    assert read(SMALL, "goals", None, "yes") is None
    assert read(SMALL, "product", None, "yes") is None


@pytest.mark.parametrize(
    "text",
    [
        "1 3",
        "1,3",
        "1、3",
        "１ ３",
        "1，3",
        "3 1",
        "1 and 3",
        "1和3",
        "1;3",
        "1+3,",
        "一 3",
        "grow, rest",
    ],
)
def test_several_choices_are_numbers_or_labels_in_any_order(text: str) -> None:
    assert read(SMALL, "goals", None, text) == ["grow", "rest"]


def test_one_of_several_choices_is_enough() -> None:
    assert read(SMALL, "goals", None, "2") == ["learn"]
    assert read(SMALL, "goals", None, "Learn") == ["learn"]


@pytest.mark.parametrize("text", ["13", "1 4", "1 x", ",", "and", "", "1-3"])
def test_choices_that_are_not_all_understood_are_refused(text: str) -> None:
    assert read(SMALL, "goals", None, text) is None


@pytest.mark.parametrize("text", ["a", "A", "ａ", "a.", "Under 10 t", "不到10吨"])
def test_a_band_is_meant_by_its_letter_or_its_label(text: str) -> None:
    assert read(SMALL, "harvest", None, text) == {"low": 0, "high": 9}


def test_a_typed_number_is_the_value_and_never_the_place_of_a_band() -> None:
    assert read(SMALL, "harvest", None, "1") == 1
    assert read(SMALL, "harvest", None, "1-3 t") == {"low": 1, "high": 3}
    assert read(SMALL, "harvest", None, "over 3") == {"low": 3, "high": None}
    assert read(SMALL, "harvest", None, "c") is None


def test_only_a_question_for_a_number_tells_why_an_amount_is_refused() -> None:
    reason = refused(ADVISOR, "capital", "several thousand")

    assert reason is not None
    assert reason.reason == "vague"
    assert refused(ADVISOR, "capital", "20000") is None
    assert refused(ADVISOR, "capital", "hello") is None
    assert refused(ADVISOR, "packaging", "several thousand") is None


def test_small_raised_digits_are_no_digits() -> None:
    assert read(SMALL, "harvest", None, "5²") is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("back", "back"),
        ("/back", "back"),
        ("/back@coop_bot", "back"),
        ("返回", "back"),
        ("I don’t know", NOT_SURE),
        ("不知道", NOT_SURE),
        ("delete my answers", "delete"),
        ("/delete", "delete"),
        ("删除我的答案", "delete"),
        ("中文", "language"),
        ("English", "language"),
        ("Why do you ask?", "why"),
        ("backwards", None),
        ("", None),
    ],
)
def test_a_control_is_meant_by_its_words_in_any_language(text: str, meant: str | None) -> None:
    assert control(ADVISOR, text) == meant


@pytest.mark.parametrize(
    ("question", "answer", "fit"),
    [
        ("product", "peach", True),
        ("product", "fruit", False),
        ("product", "plum", False),
        ("product", NOT_SURE, True),
        ("product", 3, False),
        ("product", ["tea"], False),
        ("product", None, False),
        ("shop", NOT_SURE, False),
        ("shop", "yes", True),
        ("goals", ["grow"], True),
        ("goals", [], False),
        ("goals", "grow", False),
        ("goals", ["grow", "shrink"], False),
        ("money", 100, True),
        ("money", 99, False),
        ("money", {"low": 100, "high": None}, True),
        ("money", {"low": 500, "high": 100}, False),
        ("money", {"low": None, "high": 100}, False),
        ("money", {"low": 100, "high": "much"}, False),
        ("money", {}, False),
        ("money", "a", False),
        ("money", None, False),
        ("harvest", 5000, True),
        ("harvest", 5001, False),
        ("harvest", {"low": 1, "high": 5001}, False),
    ],
)
def test_an_answer_fits_only_what_its_question_takes(question: str, answer: object, fit: bool) -> None:
    assert fits(SMALL.questions[question], answer) is fit  # type: ignore[arg-type]


def test_only_the_beginning_of_a_long_text_is_compared() -> None:
    assert typed("y" * 5_000) == "y" * 200


@given(st.text(max_size=300))
def test_any_text_is_compared_without_harm(text: str) -> None:
    assert typed(typed(text)) == typed(text) or len(typed(text)) > 200


@given(st.integers(0, 36**7 - 1))
def test_the_turn_in_a_button_is_short_and_reads_back(turn: int) -> None:
    assert int(base_36(turn), 36) == turn
    assert len(base_36(turn)) <= 7


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("apples", "keeping_fruit"),
        ("苹果", "keeping_fruit"),
        ("大米", "grain_oil"),
        ("Rice and lentils", "grain_oil"),
        ("mainly strawberries", "soft_fruit"),
        ("蜂蜜", "dried_processed"),
        ("螃蟹", "aquatic"),
        ("土鸡蛋", "eggs"),
        ("bamboo baskets", "handicraft"),
    ],
)
def test_everyday_goods_answer_the_question_for_them(text: str, option: str) -> None:
    assert read(ADVISOR, "product", None, text) == option


def test_goods_that_leave_two_options_open_show_their_group() -> None:
    assert read(ADVISOR, "product", None, "水果") == "fruit"
    assert read(ADVISOR, "product", None, "spinach and potatoes") == "vegetables"


@pytest.mark.parametrize("text", ["no apples", "How can I sell my apples?", "苹果网上怎么卖", "stones", "菜贩子"])
def test_a_text_that_says_more_than_goods_or_denies_them_answers_nothing(text: str) -> None:
    assert read(ADVISOR, "product", None, text) is None


def test_goods_answer_no_other_question() -> None:
    assert read(ADVISOR, "logistics", None, "apples") is None
