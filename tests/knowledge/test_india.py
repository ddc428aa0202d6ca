"""The pack of India: what it knows it says with its source, what nobody knows it leaves open."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from knowledge import advise, load_pack
from knowledge.datafile import load
from knowledge.model import Case
from knowledge.profile import read_profile
from tests.knowledge.cn import ROOT, TODAY
from tests.knowledge.profiles import profiles

FOLDER = ROOT / "knowledge" / "in"
PACK = load_pack(FOLDER)[0]
CASES = load(Path(FOLDER / "cases.yaml"), dict[str, Case])[0]
REAL = {name: case for name, case in CASES.items() if case.source == "real"}


@pytest.mark.parametrize("name", REAL)
def test_a_real_group_gets_the_advice_of_the_judges_and_is_warned_of_what_came(name: str) -> None:
    case = REAL[name]

    report = advise(read_profile(case.given), PACK, TODAY, "en")

    assert report["recommended"] in case.advice.one_of
    first = {risk["id"] for risk in report["risks"][:3]}
    assert not case.risks_seen or first & set(case.risks_seen)


def test_every_mode_is_named_by_one_case_and_refused_by_another() -> None:
    named = {advise(read_profile(case.given), PACK, TODAY, "en")["recommended"] for case in CASES.values()}
    refused = {mode for case in CASES.values() for mode in case.advice.not_}

    assert named >= set(PACK.modes)
    assert refused >= set(PACK.modes)


def test_a_charge_that_nobody_knows_is_named_as_missing_and_hides_in_no_sum() -> None:
    own = {"boxes_per_week": 10, "parcel_kg": 2, "price_per_kg": 300, "freight_per_parcel": 90}
    profile = read_profile({**own, "helper_wage_per_month": 12_000, "arriving_sound_percent": 98})

    costs = advise(profile, PACK, TODAY, "en")["costs"]

    assert costs["own_store"]["before_first_sale"] is None
    assert "seller_charge" in costs["own_store"]["missing"]
    assert "Charge of the seller app or marketplace" in costs["own_store"]["missing_names"]
    assert "operator_share" in costs["principal_agent"]["missing"]
    assert costs["information_release"]["first_year"]["high"] == 0


def test_what_a_company_asks_for_is_summed_once_the_two_figures_are_told() -> None:
    profile = read_profile({"testing_per_year": 12_000, "freight_to_buyer_per_year": 150_000})

    costs = advise(profile, PACK, TODAY, "en")["costs"]["entrusted_sales"]

    assert costs["missing"] == []
    assert (costs["before_first_sale"]["expected"], costs["first_year"]["expected"]) == (12_000, 162_000)
    assert costs["first_year"]["text"] == "₹1,62,000"


@given(profiles())
@settings(max_examples=40, deadline=None)
def test_no_advice_names_another_money_and_every_source_resolves(profile: dict[str, object]) -> None:
    report = advise(profile, PACK, TODAY, "en")

    assert not re.search(r"yuan|CNY|¥|[\u4e00-\u9fff]", json.dumps(report, ensure_ascii=False))
    named = re.findall(r'"sources?": \[?"([a-z0-9_", ]+)"', json.dumps(report))
    assert {one for found in named for one in re.split(r'", "', found)} <= report["sources"].keys()


def test_no_resource_is_shown_that_the_facts_keep_for_maintainers() -> None:
    links = [resource.url or "" for resource in PACK.resources.values()]

    assert not any("104.45.227.11" in link or "Madurai" in link or "fdocuments" in link for link in links)
    assert all(
        resource.url or "whom_to_ask" in PACK.words["en"]["resources"][id] for id, resource in PACK.resources.items()
    )
