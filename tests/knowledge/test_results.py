"""The results in words: plain sentences, in the weight and the language people use."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge import advise
from knowledge.profile import Profile, read_profile
from tests.bot.talk import LIBRARY, TODAY
from tests.knowledge.test_margins import EXAMPLES

OWN_STORE = next(one["given"] for one in EXAMPLES if one["mode"] == "own_store")
RESULTS = ("per_box", "break_even", "beats_present_buyer_from", "months_money_lasts", "waiting_for_payment")


def costs(mode: str, profile: Profile, language: str = "en") -> dict[str, Any]:
    return advise(read_profile(profile), LIBRARY.pack("cn"), TODAY, language)["costs"][mode]


def text(name: str, mode: str, profile: Profile, language: str = "en") -> str:
    return costs(mode, profile, language)[name]["text"]


def test_english_speaks_of_boxes_and_kilos() -> None:
    profile = OWN_STORE | {"price_per_kg": 25}

    assert text("break_even", "own_store", profile).startswith("You earn from box 1,740 on (about 8,696 kg)")
    assert "22.3 yuan a kilogram" in text("beats_present_buyer_from", "own_store", profile)


def test_chinese_speaks_of_boxes_and_jin() -> None:
    profile = OWN_STORE | {"price_per_kg": 25}

    assert text("break_even", "own_store", profile, "zh-Hans").startswith("卖到第1740箱（约17392斤）才回本")
    assert "每斤11.2元以上" in text("beats_present_buyer_from", "own_store", profile, "zh-Hans")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ({}, "too few"),
        ({"price_per_kg": 9}, "no number of boxes brings more"),
        ({"price_per_kg": {"low": 8, "high": 24}}, "at best you earn from box"),
        ({"price_per_kg": 200, "helper_wage_per_month": 0}, "at best from box"),
    ],
)
def test_the_break_even_is_told_as_it_is(profile: Profile, said: str) -> None:
    assert said in text("break_even", "own_store", OWN_STORE | profile)


def test_kilos_that_pay_at_once_or_never_are_said_so() -> None:
    caller = {"price_at_gate_per_kg": 4, "buyer_price_per_kg": 5, "annual_output_tonnes": 50}

    assert text("break_even", "information_release", caller) == "You earn from the first kilo on."
    assert text("per_box", "information_release", caller) == "Selling costs next to nothing."
    assert "no amount" in text("break_even", "information_release", caller | {"buyer_price_per_kg": 3})


@pytest.mark.parametrize(
    ("capital", "said"),
    [
        (50_000, "lasts about 6 months, at worst 5 months"),
        (15_000, "lasts about 1 month, at worst not even one"),
        (9_000, "does not last a month"),
        (3_000, "1,000 yuan short"),
    ],
)
def test_how_long_the_money_lasts_is_told_in_whole_months(capital: int, said: str) -> None:
    assert said in text("months_money_lasts", "own_store", OWN_STORE | {"capital": capital})


def test_a_mode_without_wages_does_not_use_up_the_money() -> None:
    assert "No wages or fees" in text("months_money_lasts", "information_release", {"capital": 5_000})


def test_a_result_that_wants_figures_names_them_and_holds_none() -> None:
    found = costs("own_store", {"capital": 50_000})["break_even"]

    assert (found["boxes"], found["kg"]) == (None, None)
    wanted = {"freight_per_parcel", "parcel_kg", "price_per_kg", "price_at_gate_per_kg"}
    assert set(found["missing"]) == wanted
    assert found["text"].startswith("From when on you earn: not known yet. Missing: ")


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["name"])
def test_every_result_is_a_sentence_without_a_hole(example: dict[str, Any], language: str) -> None:
    said = costs(example["mode"], example["given"], language)

    for name in RESULTS:
        assert said[name]["text"].strip().endswith((".", "。"))
        assert "{" not in said[name]["text"]
        assert "inf" not in said[name]["text"].split()


def test_the_groups_put_one_of_several_shops_on_one_line_and_the_largest_cost_first() -> None:
    groups = costs("own_store", OWN_STORE)["groups"]

    assert groups[0]["kind"] in ("packing", "freight")
    deposits = next(group for group in groups if group["kind"] == "deposit")
    assert deposits["ids"] == ["pinduoduo_deposit", "douyin_deposit", "taobao_deposit"]
    assert deposits["text"] == "1,000 to 10,000 yuan"
    fees = next(group for group in groups if group["kind"] == "commission")
    assert fees["bases"] == ["source", "assumption"]
    assert not {"tmall_deposit", "pinduoduo_wait"} & {one for group in groups for one in group["ids"]}
