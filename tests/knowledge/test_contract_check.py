"""What an offered contract hides: each flag by the answers that raise it, and what one box leaves, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.conditions import Test as OneTest
from knowledge.contract_check import (
    CHECKS,
    LEFT,
    NOT_WRITTEN,
    CheckId,
    Left,
    check_contract,
    left_per_box,
    raised,
    to_look_for,
)
from knowledge.contract_report import inspect
from knowledge.datafile import DataFile
from tests.knowledge.cn import PACK, TODAY

LANGUAGES = ("en", "zh-Hans")
FLAGS = PACK.contract

GOOD: dict[CheckId, dict[str, Any]] = {
    "operator_check": {
        "shop_owner": "ours",
        "share_counted_on": "paid_orders",
        "adverts_and_returns": "shared_with_limit",
        "deposit": "none",
        "way_out": "short_notice",
        "lowest_price": "written",
        "shop_data": "open_to_us",
        "complaints": "by_fault",
        "box_price": 60,
        "costs_a_box": 15,
        "share_percent": 10,
        "base_fee": 0,
        "boxes_a_month": 200,
        "returned_percent": 5,
    },
    "buyer_check": {
        "payment_days": 7,
        "rejection": "together",
        "share_of_output": 30,
        "lowest_price": "written",
    },
}

RAISES: dict[str, dict[str, Any]] = {
    "shop_in_their_name": {"shop_owner": "shared"},
    "owner_not_written": {"shop_owner": None},
    "money_first": {"deposit": "stays"},
    "deposit_taken": {"deposit": "comes_back"},
    "deposit_not_written": {"deposit": "not_written"},
    "nothing_left": {"costs_a_box": 60},
    "share_of_all_orders": {"share_counted_on": "all_orders"},
    "share_not_written": {"share_counted_on": None},
    "all_costs_ours": {"adverts_and_returns": "ours"},
    "costs_not_written": {"adverts_and_returns": None},
    "locked_in": {"way_out": "only_theirs"},
    "exit_not_written": {"way_out": None},
    "they_set_the_price": {"lowest_price": "they_set_it"},
    "floor_not_written": {"lowest_price": None},
    "data_is_theirs": {"shop_data": "theirs"},
    "data_by_report": {"shop_data": "reports_only"},
    "complaints_all_ours": {"complaints": "ours"},
    "complaints_not_written": {"complaints": None},
    "share_above_range": {"share_percent": 16, "base_fee": 500, "boxes_a_month": 600},
    "share_alone_above_range": {"share_percent": 21},
    "base_fee_too_early": {"base_fee": 1000},
    "pays_very_late": {"payment_days": {"low": 61, "high": None}},
    "pays_late": {"payment_days": 45},
    "pay_day_unknown": {"payment_days": None},
    "they_reject_alone": {"rejection": "theirs"},
    "rejection_not_written": {"rejection": None},
    "one_buyer_takes_most": {"share_of_output": {"low": 51, "high": 80}},
    "one_buyer_takes_much": {"share_of_output": 50},
    "buyer_sets_the_price": {"lowest_price": "they_set_it"},
    "no_floor_with_buyer": {"lowest_price": "follows_market"},
}


def answers(check: CheckId, **changed: Any) -> dict[str, Any]:
    return {name: value for name, value in (GOOD[check] | changed).items() if value is not None}


@pytest.mark.parametrize("check", CHECKS)
def test_a_good_contract_raises_nothing(check: CheckId) -> None:
    assert raised(check, answers(check), FLAGS) == []


@pytest.mark.parametrize("name", FLAGS)
def test_each_flag_is_raised_by_its_answer_alone(name: str) -> None:
    check = FLAGS[name].check

    assert raised(check, answers(check, **RAISES[name]), FLAGS) == [name]


@pytest.mark.parametrize("check", CHECKS)
def test_terms_nobody_knows_count_as_not_written_red_ones_first(check: CheckId) -> None:
    written = {name: NOT_WRITTEN for name, term in CHECKS[check].terms.items() if NOT_WRITTEN in term.values}

    found = raised(check, {}, FLAGS)

    assert found == raised(check, written, FLAGS)
    severities = [FLAGS[name].severity for name in found]
    assert severities == sorted(severities, key=lambda one: one != "red")
    assert severities[0] == "red"


@pytest.mark.parametrize("check", CHECKS)
def test_every_term_of_choice_can_raise_a_flag(check: CheckId) -> None:
    tested = {term for flag in FLAGS.values() if flag.check == check for term in flag.when}

    assert {name for name, term in CHECKS[check].terms.items() if term.kind == "choice"} <= tested
    assert set(to_look_for(check, FLAGS)) == {name for name, flag in FLAGS.items() if flag.check == check}


def test_a_flag_says_where_it_comes_from_or_that_it_is_ours() -> None:
    for name, flag in FLAGS.items():
        assert flag.ours or flag.claims, name


def test_the_limits_of_a_share_are_those_of_the_facts() -> None:
    for flag, fact in (("share_above_range", "op.share_with_base"), ("share_alone_above_range", "op.share_only")):
        assert FLAGS[flag].when["share_percent"].at_least == (PACK.facts[fact].high or 0) + 1
    assert FLAGS["pays_very_late"].when["payment_days"].at_least == (PACK.facts["ent.law.60days"].high or 0) + 1


@pytest.mark.parametrize(
    ("changed", "left", "taken"),
    [
        # 60 less 5 % sent back = 57; 10 % of 57 = 5.7; 57 - 5.7 - 15
        ({}, 36.3, 5.7),
        # the share on all orders: 10 % of 60 = 6; 57 - 6 - 15
        ({"share_counted_on": "all_orders"}, 36.0, 6.0),
        # a base fee of 3,000 over 200 boxes: 15 a box more
        ({"base_fee": 3000}, 21.3, 20.7),
        # no share, a base fee of 4,000 over 200 boxes: 20; 57 - 20 - 15
        ({"share_counted_on": "no_share", "share_percent": None, "base_fee": 4000}, 22.0, 20.0),
        # nothing sent back, no costs known: 60 - 6
        ({"returned_percent": None, "costs_a_box": None}, 54.0, 6.0),
        # 30 less 20 % = 24; 20 % of 24 = 4.8; base 1,000 over 50 = 20; 24 - 24.8 - 15
        (
            {"box_price": 30, "returned_percent": 20, "share_percent": 20, "base_fee": 1000, "boxes_a_month": 50},
            -15.8,
            24.8,
        ),
    ],
)
def test_what_one_box_leaves_is_the_sum_worked_out_by_hand(changed: dict[str, Any], left: float, taken: float) -> None:
    found = left_per_box(answers("operator_check", **changed))

    assert found
    assert (found.low, found.high) == pytest.approx((left, left))
    assert (found.taken_low, found.taken_high) == pytest.approx((taken, taken))


def test_a_share_nobody_wrote_down_is_worked_out_both_ways() -> None:
    found = left_per_box(answers("operator_check", share_counted_on=None))

    assert found
    assert (found.low, found.high) == pytest.approx((36.0, 36.3))
    assert found.gross_costs_more == pytest.approx(0.3)


def test_bands_give_the_least_and_the_most() -> None:
    bands = {"box_price": {"low": 50, "high": 60}, "share_percent": {"low": 10, "high": 20}, "returned_percent": 0}

    found = left_per_box(answers("operator_check", **bands))

    # 50 - 20 % - 15 = 25; 60 - 10 % - 15 = 39
    assert found == Left(low=25.0, high=39.0, taken_low=5.0, taken_high=12.0, gross_costs_more=0.0)


@pytest.mark.parametrize(
    "changed",
    [
        {"box_price": None},
        {"share_percent": None},
        {"base_fee": 3000, "boxes_a_month": None},
        {"base_fee": {"low": 0, "high": 3000}, "boxes_a_month": 0},
    ],
)
def test_no_sum_is_made_over_a_missing_figure(changed: dict[str, Any]) -> None:
    assert left_per_box(answers("operator_check", **changed)) is None


def test_of_an_open_band_the_low_end_counts() -> None:
    open_end = left_per_box(answers("operator_check", box_price={"low": 120, "high": None}))

    assert open_end == left_per_box(answers("operator_check", box_price=120))


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ({"deposits": OneTest(is_="stays")}, ["unknown-term"]),
        ({"deposit": OneTest(is_="stay")}, ["unknown-value"]),
        ({"deposit": OneTest(one_of=("stays", "stay"))}, ["unknown-value"]),
        ({"base_fee": OneTest(is_="high")}, ["unknown-value"]),
        ({LEFT: OneTest(below=1)}, []),
        ({}, ["always-raised"]),
        ({"deposit": OneTest()}, ["always-raised"]),
    ],
)
def test_faults_of_the_flags_are_named(when: dict[str, OneTest], codes: list[str]) -> None:
    flags = {"money_first": FLAGS["money_first"].model_copy(update={"when": when})}

    found = list(check_contract(flags, DataFile(Path("contract.yaml"), {}, {})))

    assert [problem.code for problem in found] == codes


AMOUNT = st.floats(0, 10_000, allow_nan=False)
PERCENTS = st.floats(0, 100, allow_nan=False)


@given(
    price=AMOUNT, costs=AMOUNT, base=AMOUNT, share=PERCENTS, more=PERCENTS, boxes=st.integers(1, 5000), back=PERCENTS
)
@settings(max_examples=100)
def test_a_larger_share_never_leaves_more_and_paid_orders_never_less(
    price: float, costs: float, base: float, share: float, more: float, boxes: int, back: float
) -> None:
    low, high = sorted((share, more))
    known = {
        "box_price": price,
        "costs_a_box": costs,
        "base_fee": base,
        "boxes_a_month": boxes,
        "returned_percent": back,
    }

    cheap, dear = (
        left_per_box(known | {"share_percent": one, "share_counted_on": "paid_orders"}) for one in (low, high)
    )
    on_all = left_per_box(known | {"share_percent": low, "share_counted_on": "all_orders"})

    assert cheap
    assert dear
    assert on_all
    assert dear.low <= cheap.low + 1e-6
    assert on_all.low <= cheap.low + 1e-6
    assert cheap.gross_costs_more == 0


TERM = {
    name: st.sampled_from(term.values)
    if term.values
    else st.integers(0, 100) | st.integers(0, 100).map(lambda low: {"low": low, "high": None})
    for check in CHECKS.values()
    for name, term in check.terms.items()
    if name != "lowest_price"
}


@given(answered=st.fixed_dictionaries({}, optional=TERM))
@settings(max_examples=60)
def test_any_answers_can_be_said_in_both_languages(answered: dict[str, Any]) -> None:
    for check in CHECKS:
        terms = {name: value for name, value in answered.items() if name in CHECKS[check].terms}
        for language in LANGUAGES:
            found = inspect(check, terms, PACK, TODAY, language)
            for flag in found["flags"]:
                assert flag["text"]
                assert flag["ask"]
                assert "{" not in flag["text"] + flag["ask"]
                assert set(flag["sources"]) <= PACK.sources.keys()
            assert found["left"] is None or found["left"]["text"]


def test_the_sum_is_said_in_the_packs_money() -> None:
    found = inspect("operator_check", answers("operator_check", share_counted_on="all_orders"), PACK, TODAY, "en")

    assert found["left"]["text"] == "36 yuan"
    assert found["left"]["taken"] == "6 yuan"
    assert found["left"]["more_on_all"] == "0.3 yuan"
    assert inspect("buyer_check", {}, PACK, TODAY, "en")["left"] is None
    assert LEFT not in CHECKS["operator_check"].terms
