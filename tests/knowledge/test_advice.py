"""What must hold of every advice, and what the worked cases ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import advise, read_profile
from knowledge.advice import judge
from knowledge.conditions import low_end
from knowledge.datafile import load
from knowledge.model import Case
from knowledge.profile import FIELDS, Profile
from knowledge.standing import FULL
from tests.knowledge.cn import PACK, ROOT, TODAY
from tests.knowledge.profiles import profiles, values

CASES = load(ROOT / "knowledge" / "cn" / "cases.yaml", dict[str, Case])[0]
RISING = [name for name, field in FIELDS.items() if field.rising]
KEYS = {
    "pack",
    "lang",
    "on",
    "verdict",
    "recommended",
    "also",
    "modes",
    "unknown_that_matter",
    "would_change",
    "costs",
    "risks",
    "path",
    "actions",
    "skills",
    "training",
    "stories",
    "sources",
    "oldest_fact",
    "undated_facts",
}


def fits(profile: Profile) -> dict[str, float]:
    return {one.mode: one.fit for one in judge(profile, PACK).standings}


@pytest.mark.parametrize("name", CASES)
def test_every_worked_case_gets_an_advice_its_source_accepts(name: str) -> None:
    case = CASES[name]

    recommended = judge(read_profile(case.given), PACK).recommended

    assert recommended in case.advice.one_of
    assert recommended not in case.advice.not_


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.risks_seen])
def test_a_risk_that_really_came_stands_among_the_first_three(name: str) -> None:
    case = CASES[name]

    risks = advise(read_profile(case.given), PACK, TODAY, "en")["risks"]

    assert set(case.risks_seen) & {risk["id"] for risk in risks[:3]}


@pytest.mark.parametrize("mode", ["information_release", "own_store", "principal_agent", "entrusted_sales"])
def test_every_mode_is_recommended_by_one_case_and_refused_by_another(mode: str) -> None:
    named = [judge(read_profile(case.given), PACK).recommended for case in CASES.values()]

    assert mode in named
    assert any(mode in case.advice.not_ for case in CASES.values())


@given(profile=profiles())
def test_every_profile_is_answered_in_the_shape_of_the_contract(profile: Profile) -> None:
    report = advise(read_profile(profile), PACK, TODAY, "en")

    assert report.keys() >= KEYS
    assert [mode["rank"] for mode in report["modes"]] == [1, 2, 3, 4]
    assert {mode["mode"] for mode in report["modes"]} == set(PACK.modes)
    assert all(0 <= mode["fit"] <= 1 for mode in report["modes"])
    assert (report["recommended"] is None) == (report["verdict"] == "not_enough_known")
    assert cited(report) <= report["sources"].keys()


def cited(node: Any) -> set[str]:
    """Every id under a key `sources` or `source`, anywhere below the top level."""
    if isinstance(node, list):
        return set().union(*map(cited, node))
    if not isinstance(node, dict):
        return set()
    here = {key: value for key, value in node.items() if not (key == "sources" and isinstance(value, dict))}
    own = [*here.get("sources", []), *([here["source"]] if here.get("source") else [])]
    return set(own).union(*map(cited, here.values()))


@given(profile=profiles())
def test_an_unblocked_mode_ranks_before_every_blocked_one_and_then_the_better_fit(profile: Profile) -> None:
    standings = judge(read_profile(profile), PACK).standings

    order = [(bool(one.blocks), -one.points) for one in standings]
    assert order == sorted(order)


def two_answers() -> st.SearchStrategy[tuple[str, Any, Any]]:
    """A rising field and two answers to it, the worse one first."""

    def pair(name: str) -> st.SearchStrategy[tuple[str, Any, Any]]:
        field = FIELDS[name]
        rank = field.values.index if field.values else low_end
        ends = st.tuples(values(field), values(field)).map(lambda two: sorted(two, key=rank))
        return ends.map(lambda two: (name, *two))

    return st.sampled_from(RISING).flatmap(pair)


@given(profile=profiles(), answers=two_answers())
def test_a_better_answer_never_lowers_the_fit_of_any_mode(profile: Profile, answers: tuple[str, Any, Any]) -> None:
    name, worse, better = answers

    before = fits(read_profile(profile | {name: worse}))
    after = fits(read_profile(profile | {name: better}))

    assert all(after[mode] >= before[mode] for mode in before)


def test_fewer_than_two_deciding_fields_name_no_mode() -> None:
    for profile in ({}, {"capital": 50_000}, {"goals": ["learn"]}, {"goals": []}):
        advice = judge(profile, PACK)
        assert (advice.verdict, advice.recommended) == ("not_enough_known", None)

    assert judge({"capital": 50_000, "goals": ["learn"]}, PACK).recommended is not None


def test_a_cooperative_with_nothing_ready_is_told_to_wait_and_what_to_prepare_for() -> None:
    advice = judge(
        read_profile(
            {
                "capital": 5_000,
                "perishability": "high",
                "packaging": "bulk",
                "ecommerce_staff": 0,
                "logistics": "poor",
                "supply_stability": "low",
                "annual_output_tonnes": 5,
                "goals": ["higher_price_brand"],
                "partners_nearby": "none",
            }
        ),
        PACK,
    )

    assert advice.verdict == "not_yet"
    assert advice.recommended == "information_release"


def test_two_modes_nearly_as_good_are_called_a_close_call_and_the_second_is_named() -> None:
    profile = {"product_category": "tea", "perishability": "low", "packaging": "retail_packed", "brand": "registered"}
    profile |= {"capital": 200_000, "ecommerce_staff": 2, "logistics": "courier", "leader_awareness": "medium"}
    profile |= {"annual_sales": 800_000, "current_channel": "wholesale", "goals": ["higher_price_brand"]}

    report = advise(read_profile(profile), PACK, TODAY, "en")

    assert report["verdict"] == "close_call"
    assert report["also"][0] == report["modes"][1]["mode"]
    assert report["separates"]


@pytest.mark.parametrize(
    "field", ["capital", "annual_sales", "annual_output_tonnes", "member_households", "ecommerce_staff"]
)
def test_a_band_decides_as_any_number_in_it_would(field: str) -> None:
    from dialogs import load_dialog

    dialog = load_dialog(ROOT / "dialogs" / "advisor")
    bands = next(one.bands for one in dialog.questions.values() if one.fills == field)
    base = CASES["message_zh05"].given

    for band in bands.values():
        high = band.high if band.high is not None else band.low * 3 + 1
        named = {
            judge(read_profile({**base, field: value}), PACK).standings
            for value in (band.low, (band.low + high) // 2, high, {"low": band.low, "high": band.high})
        }
        assert len(named) == 1


def test_a_mode_can_reach_a_hundred_points_and_no_more() -> None:
    for rules in PACK.modes.values():
        most = rules.start + sum(factor.most or max(factor.points.values()) for factor in rules.factors.values())
        assert most <= FULL


def test_the_age_of_old_figures_is_told_by_the_day_asked() -> None:
    profile = read_profile({"capital": 50_000, "ecommerce_staff": 2})

    soon, later = (str(advise(profile, PACK, date(year, 1, 1), "en")) for year in (2026, 2036))

    assert later.count("years old") > soon.count("years old") > 0
