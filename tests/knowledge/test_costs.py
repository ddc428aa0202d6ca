"""The ledger: worked by hand for each mode, and that no sum hides what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.cost_checks import check_costs
from knowledge.cost_rules import CostRules
from knowledge.costs import CostLine, Ledger, Total, ledger
from knowledge.datafile import DataFile, fit, load, read
from knowledge.model import Fact, ModeId, Source
from knowledge.profile import FIELDS

PACK = Path(__file__).parents[2] / "knowledge" / "cn"
RULES, RULES_FILE = load(PACK / "costs.yaml", CostRules)
FACTS, _ = load(PACK / "facts.yaml", dict[str, Fact])
SOURCES, _ = load(PACK / "sources.yaml", dict[str, Source])
LANGUAGES = ("en", "zh-Hans")
MODES: tuple[ModeId, ...] = get_args(ModeId)

NOTHING_KNOWN: Mapping[str, Any] = {}
TRADE = {
    "boxes_per_week": 100,
    "parcel_kg": 5,
    "price_per_kg": 20,
    "freight_per_parcel": 12,
    "arriving_sound_percent": 90,
    "helper_wage_per_month": 3000,
}
"""A hundred boxes a week at 100 yuan: 433 boxes a month of 4.33 weeks; one percent of its sales is as many yuan."""


def costs_of(mode: ModeId, profile: Mapping[str, Any] = NOTHING_KNOWN) -> Ledger:
    return ledger(mode, profile, RULES, FACTS, "CNY")


def line(book: Ledger, name: str) -> CostLine:
    return next(line for line in book.lines if line.id == name)


def rules_of(**lines: Any) -> CostRules:
    """Rules for tests: a line is given by its figures, and what else is named."""
    plain = {"kind": "fee", "modes": ["own_store"]}
    data = {
        "assumptions": {"trips": {"low": 2, "high": 4, "unit": "trips"}},
        "quantities": {"once": [], "each_trip": ["trips"]},
        "lines": {name: plain | given for name, given in lines.items()},
    }
    return fit(DataFile(Path("costs.yaml"), data, {}), CostRules)


def price(low: float, high: float, quantity: str = "once") -> dict[str, Any]:
    return {"low": low, "high": high, "unit": "CNY", "times": {"before_first_sale": quantity}}


def before_first_sale(rules: CostRules, profile: Mapping[str, Any] = NOTHING_KNOWN) -> Total | None:
    return ledger("own_store", profile, rules, FACTS, "CNY").before_first_sale


# Worked by hand, one mode after the other.


def test_information_release_costs_nothing_by_the_county_and_a_fee_with_a_deposit_on_a_trading_site() -> None:
    book = costs_of("information_release")

    # 6,688 a year and a deposit of up to 10,000; of two ways the cheaper one is expected.
    assert book.before_first_sale == book.first_year == Total(0, 0, 6688 + 10000)
    assert book.missing == ()


def test_an_own_store_needs_a_deposit_and_perhaps_photos_before_the_first_sale() -> None:
    book = costs_of("own_store", {"capital": 50000})

    # Deposits: Pinduoduo 1,000, Douyin 4,000, Taobao 1,000 to 10,000 (middle 5,500). Twenty photos at 30 are optional.
    assert book.before_first_sale == Total(1000, 4000, 10000 + 20 * 30)
    assert book.first_year is None
    assert book.missing == ("boxes_per_week", "parcel_kg", "price_per_kg", "freight_per_parcel")


def test_the_first_year_of_an_own_store_adds_up() -> None:
    # Three, six or nine months: 1,299, 2,598 or 3,897 boxes, and as many yuan are one percent of sales.
    low = 3 * 4362 + 3 * 3000 + 1299 * (15 + 12 + 10 + 2.78) + (1000 + 0.6 * 1299)  # cheapest: Pinduoduo
    expected = 6 * 4362 + 6 * 3000 + 2598 * (20 + 12 + 10 + 2.78) + (5500 + 5.3 * 2598)  # between the two: Taobao
    high = 9 * 4362 + 9 * 3000 + 3897 * (25 + 12 + 10 + 2.78) + (10000 + 10 * 3897) + 20 * 30  # dearest: Taobao

    assert (low, expected, high) == pytest.approx((75539.62, 179779.84, 309820.66))
    assert costs_of("own_store", TRADE).first_year == Total(75539, 179780, 309821)


def test_an_operator_adds_a_share_or_a_base_fee_and_a_share() -> None:
    book = costs_of("principal_agent", TRADE)
    low = 3 * 3000 + 1299 * (15 + 12 + 10 + 2.78) + (1000 + 0.6 * 1299) + 8 * 1299  # a share alone
    expected = 6 * 3000 + 2598 * (20 + 12 + 10 + 2.78) + (5500 + 5.3 * 2598) + 14 * 2598  # the cheaper of the two
    high = 9 * 3000 + 3897 * (25 + 12 + 10 + 2.78) + (10000 + 10 * 3897) + (10 * 20000 + 15 * 3897)  # base and share

    # Before the first sale: a deposit, and one month of the base fee where there is one; nothing to the operator else.
    assert book.before_first_sale == Total(1000, 4000, 10000 + 20000)
    assert (low, expected, high) == pytest.approx((72845.62, 189979.84, 528417.66))
    assert book.first_year == Total(72845, 189980, 528418)


def test_entrusted_sales_have_no_sum_while_testing_and_freight_are_unknown() -> None:
    book = costs_of("entrusted_sales", {"capital": 50000})

    assert book.before_first_sale is None
    assert book.first_year is None
    assert book.missing == ("testing_per_year", "freight_to_buyer_per_year")
    wait = line(book, "jd_wait")
    assert (wait.low, wait.high, wait.per, wait.counts_in) == (57, 58.6, "days", ())


def test_entrusted_sales_cost_the_testing_and_the_freight_that_the_cooperative_names() -> None:
    freight = {"low": 20000, "high": 30000}
    book = costs_of("entrusted_sales", {"testing_per_year": 2000, "freight_to_buyer_per_year": freight})

    assert book.before_first_sale == Total(2000, 2000, 2000)
    assert book.first_year == Total(22000, 27000, 32000)
    assert book.missing == ()


# What the lines say.


def test_a_figure_of_a_fact_carries_its_source_and_month() -> None:
    wage = line(costs_of("own_store"), "packing_helper")

    assert (wage.low, wage.high, wage.per, wage.unit) == (3000, 4000, "month", "CNY/month")
    assert (wage.basis, wage.source, wage.as_of) == ("source", "guanghan_packing_2025", "2025-03")


def test_a_figure_of_the_cooperative_takes_the_place_of_the_facts() -> None:
    wage = line(costs_of("own_store", {"helper_wage_per_month": {"low": 2500, "high": 2800}}), "packing_helper")

    assert (wage.low, wage.high, wage.basis, wage.source, wage.as_of) == (2500, 2800, "yours", None, None)


def test_what_the_project_assumes_stands_as_lines_of_its_own() -> None:
    months = line(costs_of("own_store"), "selling_months")

    assert (months.kind, months.low, months.high, months.per) == ("assumption", 3, 9, "months")
    assert (months.basis, months.source) == ("assumption", None)


def test_only_the_assumptions_a_mode_rests_on_stand_in_its_ledger() -> None:
    assert not [line for line in costs_of("information_release").lines if line.kind == "assumption"]


def test_the_share_arriving_sound_is_read_as_the_loss() -> None:
    def loss(sound: object) -> tuple[float | None, float | None]:
        found = line(costs_of("own_store", {"arriving_sound_percent": sound}), "loss")
        return found.low, found.high

    assert loss(93.3) == (6.7, 6.7)
    assert loss({"low": 90, "high": 97}) == (3, 10)
    assert loss({"low": 90, "high": None}) == (0, 10)


def test_figures_for_delicate_goods_are_not_used_for_goods_that_keep() -> None:
    fresh, dry = costs_of("own_store", TRADE), costs_of("own_store", TRADE | {"perishability": "low"})

    assert (line(fresh, "packing").low, line(fresh, "packing").basis) == (15, "source")
    assert (line(dry, "packing").low, line(dry, "packing").basis) == (0, "assumption")
    assert (line(fresh, "douyin_commission").high, line(dry, "douyin_commission").high) == (10, 5)


def test_goods_that_keep_have_no_loss_until_their_own_share_is_known() -> None:
    without = {field: value for field, value in TRADE.items() if field != "arriving_sound_percent"}
    book = costs_of("own_store", without | {"perishability": "low"})

    assert "loss" not in {line.id for line in book.lines}
    assert (book.first_year, book.missing) == (None, ("arriving_sound_percent",))


def test_a_line_with_a_condition_stands_only_where_it_holds() -> None:
    def named(profile: Mapping[str, Any]) -> set[str]:
        return {line.id for line in costs_of("own_store", profile).lines}

    assert "cold_truck" in named({"perishability": "high"})
    assert "cold_truck" not in named({})


def test_no_sum_stands_over_a_line_without_a_figure() -> None:
    for mode in get_args(ModeId):
        book = costs_of(mode)
        if None not in (book.before_first_sale, book.first_year):
            assert all(line.low is not None for line in book.lines)


def test_brand_platforms_stand_outside_the_sums() -> None:
    book = costs_of("own_store")

    for name in ("tmall_deposit", "tmall_fee", "jd_deposit"):
        assert line(book, name).optional
        assert line(book, name).counts_in == ()


def test_being_seen_is_a_budget_of_its_own() -> None:
    assert [line.id for line in costs_of("own_store").lines if line.kind == "ads"] == ["promotion"]


def test_a_ledger_turns_into_json_with_the_keys_of_the_contract() -> None:
    data = asdict(costs_of("own_store", TRADE))

    assert set(data) == {"currency", "lines", "before_first_sale", "first_year", "missing"}
    assert set(data["first_year"]) == {"low", "expected", "high"}
    assert {"id", "low", "high", "per", "basis", "source", "as_of"} <= set(data["lines"][0])


# How sums are made.


def test_a_sum_rounds_its_low_end_down_and_its_high_end_up() -> None:
    assert before_first_sale(rules_of(fee={"figures": [price(0.4, 1.2)]})) == Total(0, 1, 2)


def test_a_figure_is_taken_times_its_quantity() -> None:
    assert before_first_sale(rules_of(fee={"figures": [price(10, 20, "each_trip")]})) == Total(20, 45, 80)


def test_what_is_optional_counts_in_the_high_end_alone() -> None:
    rules = rules_of(fee={"figures": [price(10, 20)]}, extra={"figures": [price(5, 7)], "optional": True})

    assert before_first_sale(rules) == Total(10, 15, 27)


def test_one_option_of_a_choice_is_paid_and_an_option_without_a_price_costs_nothing() -> None:
    shown = {"low": 3, "high": 3, "unit": "CNY"}
    rules = rules_of(
        dear={"figures": [price(50, 90)], "choice": "way", "option": "dear"},
        more={"figures": [price(10, 10)], "choice": "way", "option": "dear"},
        free={"figures": [shown], "choice": "way", "option": "free"},
    )

    assert before_first_sale(rules) == Total(0, 0, 100)


def test_a_sum_in_which_nothing_counts_is_not_there() -> None:
    assert before_first_sale(rules_of(fee={"figures": [{"fact": "log.parcel_average"}]})) is None


def test_a_figure_without_a_top_makes_no_sum() -> None:
    counted = {"before_first_sale": "once"}
    rules = rules_of(
        wage={"figures": [{"fact": "staff.wage.operator_hire", "times": counted}]},
        rent={"figures": [{"field": "capital", "unit": "CNY", "times": counted}]},
    )
    book = ledger("own_store", {"capital": {"low": 5, "high": None}}, rules, FACTS, "CNY")

    assert (book.before_first_sale, book.missing) == (None, ("wage", "capital"))
    assert (line(book, "rent").low, line(book, "rent").high) == (5, None)


@given(
    st.sampled_from(MODES),
    st.dictionaries(
        st.sampled_from([*TRADE, "testing_per_year", "freight_to_buyer_per_year"]),
        st.one_of(
            st.floats(0, 100),
            st.builds(lambda low, more: {"low": low, "high": low + more}, st.integers(0, 50), st.integers(0, 50)),
            st.builds(lambda low: {"low": low, "high": None}, st.integers(0, 100)),
        ),
    ),
    st.sampled_from([{}, {"perishability": "low"}, {"perishability": "high"}]),
)
def test_a_sum_is_in_order_or_its_missing_fields_are_named(
    mode: ModeId, figures: dict[str, Any], goods: dict[str, str]
) -> None:
    book = costs_of(mode, figures | goods)
    sums = [book.before_first_sale, book.first_year]

    assert (None in sums) == bool(book.missing)
    assert all(total.low <= total.expected <= total.high for total in sums if total)
    for field in book.missing:
        given = figures.get(field)
        assert given is None or (isinstance(given, dict) and given["high"] is None)
    for found in book.lines:
        assert (found.source is not None) == (found.basis == "source")


# The pack's own data.


def test_every_name_in_the_costs_of_the_pack_is_known() -> None:
    assert list(check_costs(RULES, RULES_FILE, FACTS, FIELDS, "CNY")) == []


@pytest.mark.parametrize(
    ("faulty", "line_number", "said"),
    [
        ("figures: [{fact: op.shar_only}]", 10, '"op.shar_only" is the name of no fact, did you mean "op.share_only"?'),
        ("figures: [{field: capitl, unit: CNY}]", 10, '"capitl" is the name of no field, did you mean "capital"?'),
        ("figures: [{low: 1, high: 2, times: {first_year: twice}}]", 10, '"twice" is the name of no quantity'),
        ("figures: [{low: 1, high: 2, field: capital}]", 10, 'a figure of line "share" comes from 2 places'),
        ("figures: [{low: 1}]", 10, 'a figure of line "share" comes from 0 places'),
        (
            "figures: [{fact: staff.wage.operator_hire, times: {first_year: once}}]",
            10,
            'line "share" counts in a sum, but',
        ),
        ("choice: operator", 7, 'line "share" names a choice without its option'),
    ],
)
def test_a_fault_in_the_costs_is_named_with_its_line(tmp_path: Path, faulty: str, line_number: int, said: str) -> None:
    figures = "" if faulty.startswith("figures") else "    figures: []\n"
    path = tmp_path / "costs.yaml"
    path.write_text(
        "assumptions:\n  trips: {low: 1, high: 2, unit: trips}\nquantities:\n  once: []\n"
        "  each_trip: [trips, 4.33, capital]\n"
        f"lines:\n  share:\n    kind: operator_share\n    modes: [principal_agent]\n    {faulty}\n{figures}"
    )
    rules, file = load(path, CostRules)

    [problem] = check_costs(rules, file, FACTS, FIELDS, "CNY")

    assert problem.line == line_number
    assert said in str(problem)


def test_a_factor_that_is_neither_a_field_nor_an_assumption_is_named(tmp_path: Path) -> None:
    path = tmp_path / "costs.yaml"
    path.write_text("assumptions: {}\nquantities:\n  boxes: [boxes_per_wek]\nlines: {}\n")
    rules, file = load(path, CostRules)

    assert [str(problem) for problem in check_costs(rules, file, FACTS, FIELDS, "CNY")] == [
        f'{path}:3: "boxes_per_wek" is the name of no field, did you mean "boxes_per_week"? [unknown-field]'
    ]


COSTS = ("entry", "fee", "deposit", "commission", "ads", "staff", "logistics", "payment_terms")


def test_every_figure_on_costs_is_used_noted_or_left_out_for_a_reason() -> None:
    noted = {name for rule in RULES.lines.values() for name in rule.facts}
    left_out = {name for names in RULES.left_out.values() for name in names}
    figures = {name for name, fact in FACTS.items() if fact.topic in COSTS and fact.low is not None}

    assert figures <= noted | left_out
    assert not noted & left_out


@pytest.mark.parametrize(
    ("quantity", "comes_out"),
    [
        ("each_month", "CNY*month/parcel"),
        ("once", "CNY/parcel"),
        ("each_week", "CNY/week"),
    ],
)
def test_a_figure_that_is_no_money_times_its_quantity_is_named_with_its_line(
    tmp_path: Path, quantity: str, comes_out: str
) -> None:
    path = tmp_path / "costs.yaml"
    path.write_text(
        "assumptions:\n  months: {low: 1, high: 2, unit: months}\nsame_units: {months: month}\n"
        "quantities:\n  once: []\n  each_month: [months]\n  each_week: [boxes_per_week]\n"
        "lines:\n  courier:\n    kind: freight\n    modes: [own_store]\n    figures:\n"
        f"      - {{field: freight_per_parcel, times: {{first_year: {quantity}}}}}\n"
    )
    rules, file = load(path, CostRules)

    [problem] = check_costs(rules, file, FACTS, FIELDS, "CNY")

    assert str(problem).startswith(f'{path}:13: line "courier" times "{quantity}" comes out in {comes_out}, not in CNY')
    assert problem.code == "unit-mismatch"


@pytest.mark.parametrize(
    ("sale", "said"),
    [
        ("{sold: boxes, price: price_per_kg, instead_of: price_at_gate_per_kg}", "comes out in parcel/week, not in kg"),
        ("{sold: kilos, price: capital, instead_of: price_at_gate_per_kg}", '"capital" is no price of a kilo'),
        ("{sold: kilo, price: price_per_kg, instead_of: price_at_gate_per_kg}", 'did you mean "kilos"?'),
        ("{sold: kilos, price: price_per_kgs, instead_of: price_at_gate_per_kg}", 'did you mean "price_per_kg"?'),
    ],
)
def test_sales_that_are_not_counted_in_kilos_and_their_price_are_named(tmp_path: Path, sale: str, said: str) -> None:
    path = tmp_path / "costs.yaml"
    path.write_text(
        "assumptions: {}\nconstants:\n  kg_per_tonne: {is: 1000, unit: kg/tonne}\n  year: {is: 1, unit: year}\n"
        "quantities:\n  boxes: [boxes_per_week]\n  kilos: [annual_output_tonnes, kg_per_tonne, year]\n"
        f"sales:\n  own_store: {sale}\nlines: {{}}\n"
    )
    rules, file = load(path, CostRules)

    [problem] = check_costs(rules, file, FACTS, FIELDS, "CNY")

    assert problem.line == 9
    assert said in str(problem)


def test_a_line_uses_facts_that_are_about_its_modes_and_not_superseded() -> None:
    for name, rule in RULES.lines.items():
        for fact in (FACTS[figure.fact] for figure in rule.figures if figure.fact):
            assert set(rule.modes) <= set(fact.modes), name
            assert fact.superseded_by is None, name


def test_assumptions_drawn_from_facts_still_agree_with_them() -> None:
    shops = [FACTS["store.pdd.transaction_fee"], FACTS["store.douyin.commission_range"]]
    taobao, packing = RULES.lines["taobao_commission"].figures[0], RULES.lines["packing"].figures[1]
    months = RULES.assumptions

    assert (taobao.low, taobao.high) == (shops[0].low, shops[1].high)
    assert (packing.low, packing.high) == (0, FACTS["log.packaging_share"].low)
    assert months["operator_months"].low == months["setup_months"].low + months["selling_months"].low
    assert months["operator_months"].high == months["setup_months"].high + months["selling_months"].high


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_and_assumption_has_its_words_and_no_others_stand_there(language: str) -> None:
    words = read(PACK / language / "costs.yaml").data

    assert set(words) == {*RULES.lines, *RULES.assumptions}
    for name, texts in words.items():
        assert set(texts) == {"label", "note"}, name
        assert not re.search(r"\{", texts["label"]), name
        for fact in re.findall(r"\{([^}]+)\}", texts["note"]):
            assert FACTS[fact].low is not None, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_is_said_in_every_language(language: str) -> None:
    units = read(PACK / language / "units.yaml").data
    used = {fact.unit for fact in FACTS.values() if fact.unit}
    used |= {line.unit for mode in MODES for line in costs_of(mode, TRADE).lines}

    assert used <= set(units)
    for unit, forms in units.items():
        for form in forms.values() if isinstance(forms, dict) else [forms]:
            assert form.count("{figure}") == 1, unit


def test_every_source_of_a_fact_is_a_document_and_no_doubtful_link_is_kept() -> None:
    assert {fact.source for fact in FACTS.values()} <= set(SOURCES)
    assert {"paper1", "paper2"} <= set(SOURCES)
    for name, source in SOURCES.items():
        assert source.link_ok == (source.url is not None), name
        assert source.title_zh, name


def test_a_source_is_as_new_as_its_newest_fact_and_as_sure_as_its_least_sure() -> None:
    surest_last = ["low", "medium", "high"]
    for name in {fact.source for fact in FACTS.values()}:
        facts = [fact for fact in FACTS.values() if fact.source == name]
        least_sure = min((fact.confidence for fact in facts), key=surest_last.index)
        newest = max((fact.as_of for fact in facts if fact.as_of), default=None)

        assert (SOURCES[name].as_of, SOURCES[name].confidence) == (newest, least_sure), name
