"""The pack of India: what it knows it says with its source, what nobody knows it leaves open."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.checks import checks_in
from knowledge import advise, load_pack
from knowledge.checks import check_pack
from knowledge.contract_check import raised
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


OF_EACH_MODE = {
    advised: case.given
    for case in CASES.values()
    if (advised := advise(read_profile(case.given), PACK, TODAY, "en")["recommended"])
}


@pytest.mark.parametrize("mode", OF_EACH_MODE)
def test_whoever_sells_in_india_is_told_who_does_what_whom_to_call_and_where_to_learn(mode: str) -> None:
    report = advise(read_profile(OF_EACH_MODE[mode]), PACK, TODAY, "en")

    assert report["roles"]
    assert all(role["ours"] and role["hours"]["basis"] == "assumption" for role in report["roles"])
    assert any(role["resources"] for role in report["roles"])
    assert "support_body" in [call["id"] for call in report["calls"]]
    assert {letter["kind"] for letter in report["letters"]} >= {"offer"}


@given(profiles())
@settings(max_examples=40, deadline=None)
def test_five_people_to_call_are_five_whatever_is_known(profile: dict[str, object]) -> None:
    assert len(advise(profile, PACK, TODAY, "en")["calls"]) == 5


def test_whom_to_ask_in_india_is_whom_its_resources_name() -> None:
    asked = PACK.words["en"]["resources"]["in_bird"]["whom_to_ask"]

    assert "supports your FPO" in asked
    assert "NABARD's district manager" in asked
    assert PACK.words["en"]["calls"]["support_body"]["who"].endswith("supports your FPO, or NABARD's district manager")


def test_what_india_says_otherwise_of_a_role_or_a_letter_leaves_the_rest_of_it_borrowed() -> None:
    cn = load_pack(ROOT / "knowledge" / "cn")[0]

    assert PACK.roles.assumed_boxes == cn.roles.assumed_boxes
    assert PACK.roles.roles.keys() == cn.roles.roles.keys()
    assert PACK.roles.roles["packing"].minutes_a_box == cn.roles.roles["packing"].minutes_a_box
    assert PACK.words["en"]["roles"]["accounts"]["ask"] != cn.words["en"]["roles"]["accounts"]["ask"]
    own, theirs = (pack.words["en"]["letters"]["job_post"]["lines"] for pack in (PACK, cn))
    assert list(own) == list(theirs)
    assert (own["teach"], own["pay"]) == (theirs["teach"], "Base pay ₹____ a month, paid on the ____.")


def test_the_made_up_sums_of_the_lessons_add_up_in_rupees() -> None:
    figures = {name: figure.low for name, figure in PACK.lessons["sum_of_a_parcel"].figures.items()}
    contract = {name: figure.low for name, figure in PACK.lessons["read_a_contract"].figures.items()}

    assert figures.pop("price") - figures.pop("left") == sum(figures.values())
    assert contract["on_all"] == contract["orders"] * contract["share"] / 100
    assert contract["on_paid"] == (contract["orders"] - contract["returned"]) * contract["share"] / 100
    assert {figure.unit for one in PACK.lessons.values() for figure in one.figures.values()} <= {
        "INR",
        "percent",
        "tonnes",
    }


def test_no_flag_of_a_contract_rests_on_what_is_usual_or_law_elsewhere() -> None:
    assert not {"share_above_range", "share_alone_above_range", "base_fee_too_early", "pays_very_late"} & set(
        PACK.contract
    )
    late = [name for name in raised("buyer_check", {"payment_days": 90}, PACK.contract) if "late" in name]
    assert [(name, PACK.contract[name].severity) for name in late] == [("pays_late", "settle")]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of all knowledge and dialogs, to be broken."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    for name in ("knowledge", "dialogs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    return tmp_path


def test_a_role_that_the_other_pack_does_not_have_is_named_in_pack_yaml(content: Path) -> None:
    edit(content / "knowledge/in/pack.yaml", "shop_page,", "shop_pag,")

    found = [problem for problem in check_pack(content / "knowledge" / "in", TODAY) if "shop_pag" in problem.what]

    assert 'did you mean "shop_page"?' in [one.remedy for one in found if one.code == "unknown-borrowed"]


def test_a_check_of_a_contract_that_still_asks_for_yuan_is_named(content: Path) -> None:
    (content / "knowledge/in/operator_check.yaml").unlink()

    codes = {problem.code for problem in checks_in(content / "dialogs", content / "knowledge" / "in")}

    assert codes == {"other-money", "foreign-word"}


def test_a_pack_that_cannot_be_read_has_no_checks_to_look_at(content: Path) -> None:
    edit(content / "knowledge/in/pack.yaml", "id: in", "idd: in")

    assert list(checks_in(content / "dialogs", content / "knowledge" / "in")) == []


def edit(path: Path, find: str, put: str) -> None:
    text = path.read_text("utf-8")
    assert find in text, "the edit no longer fits the file"
    path.write_text(text.replace(find, put, 1), "utf-8")
