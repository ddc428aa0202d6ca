"""Which risks are told first, to whom, with which story, and that no figure stands without its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from knowledge import advise, read_profile
from knowledge.datafile import read
from knowledge.model import Entry
from knowledge.profile import Profile
from knowledge.texts import PLACEHOLDER
from tests.knowledge.cn import PACK, TODAY
from tests.knowledge.profiles import profiles

TWINS = read(Path(__file__).parent / "twins.yaml").data
MANGO = {"product_category": "fresh_fruit", "perishability": "high", "packaging": "retail_packed"}
MANGO |= {"logistics": "courier", "ecommerce_staff": 3, "capital": 300_000, "leader_awareness": "high"}
MANGO |= {"goals": ["higher_price_brand", "build_team"], "brand": "known", "annual_sales": 6_000_000}


def risks(profile: Profile, language: str = "en") -> list[dict[str, Any]]:
    return list(advise(read_profile(profile), PACK, TODAY, language)["risks"])


@pytest.mark.parametrize("name", TWINS)
def test_a_future_twin_of_a_real_one_is_warned_among_the_first_three(name: str) -> None:
    told = [risk["id"] for risk in risks(TWINS[name]["given"])[:3]]

    assert set(TWINS[name]["expect"]) <= PACK.risks.keys()
    assert set(TWINS[name]["expect"]) & set(told)


def test_the_unpaid_pomelos_and_the_crushed_blueberries_are_told_to_their_twins() -> None:
    unpaid = risks(TWINS["oranges_for_an_online_grocer"]["given"])[0]
    crushed = risks(TWINS["strawberries_by_courier"]["given"])[0]

    assert (unpaid["story"], unpaid["story_alike"]) == ("fujian_pomelo_missfresh", True)
    assert (crushed["story"], crushed["story_alike"]) == ("xuecheng_xijiegou_blueberries", True)
    assert "nobody reports" in crushed["story_text"]


def test_money_a_platform_still_owes_is_told_even_where_a_shop_is_advised() -> None:
    report = advise(read_profile({**MANGO, "current_channel": "platform_supply"}), PACK, TODAY, "en")

    assert report["recommended"] == "own_store"
    owed = report["risks"][2]
    assert (owed["id"], owed["mode"]) == ("platform_nonpayment", "entrusted_sales")


def test_who_sells_to_traders_is_not_warned_of_platforms_that_do_not_pay() -> None:
    told = [risk["id"] for risk in risks({**MANGO, "current_channel": "wholesale"})[:3]]

    assert "platform_nonpayment" not in told


def test_three_dangers_of_one_kind_are_not_told_in_a_row() -> None:
    told = [PACK.risks[risk["id"]].family for risk in risks(MANGO)[:3]]

    assert len(set(told)) >= 2


@given(profile=profiles())
def test_no_risk_and_no_story_is_told_twice(profile: Profile) -> None:
    told = risks(profile)

    assert len({risk["id"] for risk in told}) == len(told)
    stories = [risk["story"] for risk in told if risk["story"]]
    assert len(set(stories)) == len(stories)
    assert all(risk["mode"] in PACK.risks[risk["id"]].modes for risk in told)


def test_a_story_stands_beside_its_own_danger_and_brings_its_source() -> None:
    told = {risk["id"]: risk for risk in risks({**MANGO, "current_channel": "platform_supply"})}

    assert told["thin_margin"]["story"] is None
    assert told["platform_nonpayment"]["story"] == "fujian_pomelo_missfresh"
    assert "fujian_pomelo_news" in told["platform_nonpayment"]["sources"]


@given(profile=profiles())
def test_a_story_is_told_only_beside_a_risk_that_came_in_it(profile: Profile) -> None:
    for risk in risks(profile, "zh-Hans"):
        if risk["story"]:
            assert risk["id"] in PACK.stories[risk["story"]].risks
            assert risk["story_text"]


def texts_of(words: Any) -> Iterator[str]:
    for one in words.values() if isinstance(words, dict) else [words]:
        if isinstance(one, dict):
            yield from texts_of(one)
        else:
            yield str(one)


def entries(words: dict[str, Any]) -> Iterator[tuple[str, Entry, Any]]:
    """Every entry that people read, with its words in one language."""
    for topic in ("risks", "actions", "skills", "talent", "tensions"):
        for name, entry in getattr(PACK, topic).items():
            yield f"{topic}.{name}", entry, words[topic][name]
    for mode, rules in PACK.modes.items():
        for part, key in (("notes", "notes"), ("blocks", "blocks"), ("watch", "watch"), ("factors", "because")):
            for name, entry in getattr(rules, part).items():
                if name in words["modes"][mode][key]:
                    yield f"modes.{mode}.{part}.{name}", entry, {"": words["modes"][mode][key][name]}


@pytest.mark.parametrize("language", PACK.head.languages)
def test_no_figure_stands_in_a_text_whose_source_is_not_named_beside_it(language: str) -> None:
    seen = 0
    for name, entry, words in entries(PACK.words[language]):
        for text in texts_of(words):
            for figure, _ in PLACEHOLDER.findall(text):
                seen += 1
                assert PACK.facts[figure].source in PACK.cited(entry), f"{name}: {figure}"
    assert seen > 30
