"""The advice on a phone: short where it must be, whole where it is looked up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from bot.wording import CARDS, asked, card, dialog_button, first_screen, hint, whole
from knowledge import Report, advise, read_profile
from knowledge.datafile import load
from knowledge.model import Case
from knowledge.profile import Profile
from tests.bot.talk import LIBRARY, ROOT
from tests.knowledge.cn import PACK
from tests.knowledge.profiles import profiles

TODAY = date(2026, 11, 22)
CASES = load(ROOT / "knowledge" / "cn" / "cases.yaml", dict[str, Case])[0]
LANGUAGES = ("en", "zh-Hans")
MOST_CHINESE_CHARACTERS = 240


def report_of(profile: Profile, language: str) -> dict:
    return advise(read_profile(profile), PACK, TODAY, language)


@given(profile=profiles())
def test_the_first_screen_has_at_most_240_chinese_characters(profile: Profile) -> None:
    report = report_of(profile, "zh-Hans")

    screen = first_screen(report, LIBRARY.words("zh-Hans"), str, deepen=True, lead=())

    assert len(screen.text) <= MOST_CHINESE_CHARACTERS


@given(profile=profiles())
def test_every_card_of_every_profile_can_be_said_and_fits_one_message(profile: Profile) -> None:
    for language in LANGUAGES:
        report, words = report_of(profile, language), LIBRARY.words(language)
        for text in [*whole(report, words), hint(report, words)]:
            assert 0 < len(text) <= 4_096
            assert "None" not in text
            assert "{" not in text


@pytest.mark.parametrize("name", CASES)
def test_the_first_screen_names_mode_two_reasons_cost_and_first_step(name: str) -> None:
    report = report_of(dict(CASES[name].given), "en")

    lines = first_screen(report, LIBRARY.words("en"), str, deepen=False, lead=()).text.splitlines()

    assert report["modes"][0]["name"] in lines[0]
    assert sum(line.startswith("• ") for line in lines) == 2
    assert lines[-2].startswith("Money before the first sale")
    assert report["path"][0]["step"] in lines[-1]


def test_the_cost_on_the_first_screen_carries_its_year() -> None:
    report = report_of({"capital": 300_000, "ecommerce_staff": 4, "packaging": "retail_packed"}, "en")

    screen = first_screen(report, LIBRARY.words("en"), str, deepen=False, lead=())

    assert report["recommended"] == "own_store"
    assert "yuan (2024, some undated)" in screen.text


def test_too_little_known_names_what_to_ask_about_instead_of_a_mode() -> None:
    report = report_of({}, "en")

    screen = first_screen(report, LIBRARY.words("en"), str, deepen=False, lead=())

    assert report["unknown_names"][0] in screen.text
    for name in CARDS:
        if name != "change":
            assert card(name, report, LIBRARY.words("en"), str, deepen=False).text


def test_a_card_may_be_asked_for_in_other_words() -> None:
    report = report_of({"capital": 300_000, "ecommerce_staff": 4, "packaging": "retail_packed"}, "en")
    english, chinese = LIBRARY.words("en"), LIBRARY.words("zh-Hans")

    assert asked("How much does it cost?", None, report, english) == "costs"
    assert asked("要花多少钱", None, report, chinese) == "costs"
    assert dialog_button("改答案", chinese) == "change"
    assert asked("how much is a truck", None, report, english) is None


def test_what_may_cost_nothing_is_said_to() -> None:
    report = report_of({"goals": ["quick_sales"], "packaging": "bulk", "current_channel": "none"}, "en")

    assert report["recommended"] == "information_release"
    assert "none is needed" in first_screen(report, LIBRARY.words("en"), str, deepen=False, lead=()).text


def test_the_first_screen_says_when_the_present_buyer_pays_more() -> None:
    selling = {"capital": 300_000, "ecommerce_staff": 4, "packaging": "retail_packed", "annual_output_tonnes": 50}
    sums = {"boxes_per_week": 50, "parcel_kg": 2.5, "freight_per_parcel": 8, "arriving_sound_percent": 98}
    low = report_of(selling | sums | {"price_at_gate_per_kg": 10, "price_per_kg": 9}, "en")
    high = report_of(selling | sums | {"price_at_gate_per_kg": 2, "price_per_kg": 60}, "en")

    def screen(report: Report) -> str:
        return first_screen(report, LIBRARY.words("en"), str, deepen=False, lead=()).text

    assert low["recommended"] == high["recommended"] == "own_store"
    assert "no number of boxes brings more than your present buyer pays" in screen(low)
    assert "present buyer" not in screen(high)


def test_all_ways_stand_on_the_card_where_none_is_advised() -> None:
    report = report_of({}, "en")

    text = card("others", report, LIBRARY.words("en"), str, deepen=False).text

    assert all(mode["name"] in text for mode in report["modes"])
