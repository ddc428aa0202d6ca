"""What the sums of a mode come to: worked by hand, and what holds for every cooperative."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.costs import Books, Span, Total
from knowledge.datafile import read
from knowledge.margins import Result, Selling, balance
from knowledge.model import ModeId
from knowledge.profile import FIELDS, Profile, read_profile
from tests.knowledge.profiles import profiles
from tests.knowledge.test_costs import FACTS, RULES

EXAMPLES: list[dict[str, Any]] = read(Path(__file__).parent / "ledger_examples.yaml").data
MODES: tuple[ModeId, ...] = get_args(ModeId)
MONEY_FIELDS = [name for name, field in FIELDS.items() if field.unit]
RESULTS = ("each", "break_even", "break_even_kg", "beats_from", "months")


def books_of(mode: ModeId, profile: Profile) -> Books:
    return Books(mode, profile, RULES, FACTS, "CNY")


def ends(total: Total | None) -> list[int] | None:
    return list(total.ends) if total else None


def shown(result: Result) -> Any:
    """A result as the examples write it: its ends, the fields it wants, or nothing."""
    if result.missing:
        return {"wants": sorted(result.missing)}
    if result.span is None:
        return None
    return [None if math.isinf(end) else pytest.approx(end, abs=5e-5) for end in result.span]


def wanted(value: Any) -> Any:
    return {"wants": sorted(value["wants"])} if isinstance(value, dict) else value


def test_three_examples_of_each_mode_are_worked_by_hand() -> None:
    assert len({example["name"] for example in EXAMPLES}) == 12
    assert [example["mode"] for example in EXAMPLES] == [mode for mode in MODES for _ in range(3)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_the_ledger_agrees_with_the_sums_worked_by_hand(example: dict[str, Any]) -> None:
    books = books_of(example["mode"], read_profile(example["given"]))
    ledger, found = books.ledger(), balance(books)

    assert ends(ledger.before_first_sale) == example["before_first_sale"]
    assert ends(ledger.first_year) == example["first_year"]
    assert set(ledger.missing) == set(example["missing"])
    for name in {"each", "break_even", "beats_from", "months"} & set(example):
        assert wanted(example[name]) == shown(getattr(found, name)), name
    if "short" in example:
        assert found.short == example["short"]
    if isinstance(example["waiting"], dict):
        assert set(found.waiting_missing) == set(example["waiting"]["wants"])
    else:
        assert ends(found.waiting) == example["waiting"]


# What holds for every cooperative.


@settings(max_examples=1000)
@given(st.sampled_from(MODES), profiles())
def test_every_result_is_in_order_or_names_the_fields_it_wants(mode: ModeId, profile: Profile) -> None:
    books = books_of(mode, profile)
    ledger, found = books.ledger(), balance(books)

    for result in (getattr(found, name) for name in RESULTS):
        assert result.span is None or not result.missing
        assert result.span is None or result.span.low <= result.span.expected <= result.span.high
    for total, name in ((ledger.before_first_sale, "before_first_sale"), (ledger.first_year, "first_year")):
        lacking = [line for line in books.terms(name) if books.amount(line) is None]
        assert (total is None) == bool(lacking)
        assert total is None or total.low <= total.expected <= total.high
    assert (found.waiting is None) == (bool(found.waiting_missing) or not books.terms("waiting"))
    for line in ledger.lines:
        assert line.basis != "source" or line.source in {fact.source for fact in FACTS.values()}
        assert line.basis != "yours" or any(
            one.field and profile.get(one.field) is not None for one in RULES.lines[line.id].figures
        )
        assert line.low is not None or line.source is not None


@settings(max_examples=300)
@given(st.sampled_from(MODES), profiles(), st.data())
def test_one_figure_more_never_turns_a_result_into_a_missing_one(
    mode: ModeId, profile: Profile, data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(MONEY_FIELDS))
    less = {name: value for name, value in profile.items() if name != field}
    more = less | {field: data.draw(st.floats(1, 90))}
    before, after = books_of(mode, less), books_of(mode, more)
    told, then = balance(before), balance(after)

    assert set(after.ledger().missing) <= set(before.ledger().missing)
    assert set(then.waiting_missing) <= set(told.waiting_missing)
    for name in RESULTS:
        assert set(getattr(then, name).missing) <= set(getattr(told, name).missing), name


FIGURES = st.fixed_dictionaries(
    {
        "boxes_per_week": st.integers(1, 2000),
        "parcel_kg": st.floats(0.5, 30),
        "price_per_kg": st.floats(1, 500),
        "price_at_gate_per_kg": st.floats(0.5, 100),
        "freight_per_parcel": st.floats(0, 60),
        "arriving_sound_percent": st.floats(90, 100),
        "helper_wage_per_month": st.floats(0, 9000),
        "buyer_price_per_kg": st.floats(0, 100),
        "annual_output_tonnes": st.floats(1, 5000),
        "testing_per_year": st.floats(0, 9000),
        "freight_to_buyer_per_year": st.floats(0, 90000),
    }
)


def surplus(books: Books, way: Any, many: float) -> float:
    """What is left, to expect, of so many sold, after all costs of this way to pay and what the present buyer pays."""
    sale = RULES.sales[books.mode]
    kg = books.factor(sale.kg).expected if sale.kg else 1
    price, instead = (books.factor(field).expected for field in (sale.price, sale.instead_of))
    return many * (kg * (price * (1 - way.share.expected) - instead) - way.each.expected) - way.fixed.expected


@settings(max_examples=300)
@given(st.sampled_from(MODES), FIGURES)
def test_at_the_break_even_a_way_to_pay_earns_and_one_box_before_it_loses(mode: ModeId, profile: Profile) -> None:
    books = books_of(mode, profile)
    many = balance(books).break_even.span.expected
    ways = Selling(books, RULES.sales[mode]).ways()
    near = 0.01 + 1e-5 * (0 if math.isinf(many) else many)

    if math.isinf(many):
        assert sum(surplus(books, way, 1e9) < near * 1e5 for way in ways) >= len(ways) / 2
    else:
        assert any(surplus(books, way, many) >= -near for way in ways)
        assert any(surplus(books, way, many - 1) < near for way in ways)


@settings(max_examples=200)
@given(st.sampled_from(MODES), FIGURES)
def test_at_the_price_that_beats_the_present_buyer_what_is_planned_breaks_even(mode: ModeId, profile: Profile) -> None:
    found = balance(books_of(mode, profile))
    price = found.beats_from.span.expected
    dearer, cheaper = (
        balance(books_of(mode, profile | {RULES.sales[mode].price: price * part})).break_even.span.expected
        for part in (1.001, 0.999)
    )

    assert dearer <= math.ceil(found.planned.expected)
    assert cheaper >= math.floor(found.planned.expected)


def test_a_deposit_that_comes_back_is_no_cost_of_a_box() -> None:
    example = next(one for one in EXAMPLES if one["mode"] == "own_store")
    books = books_of("own_store", read_profile(example["given"]))

    assert {way.fixed.expected for way in Selling(books, RULES.sales["own_store"]).ways()} == {44172}


def test_a_mode_whose_sales_no_pack_describes_has_no_results() -> None:
    rules = RULES.model_copy(update={"sales": {}})
    found = balance(Books("own_store", {"capital": 50000}, rules, FACTS, "CNY"))

    assert found.break_even == found.beats_from == found.each == Result(None)
    assert found.months.span is not None


def test_money_without_an_upper_end_may_last_for_good() -> None:
    found = balance(books_of("own_store", {"capital": {"low": 500_000, "high": None}}))

    assert found.months.span is not None
    assert found.months.span.high == math.inf
    assert found.months.span == Span(*sorted(found.months.span))


def test_nothing_sold_and_a_box_without_weight_are_asked_for_again() -> None:
    example = next(one for one in EXAMPLES if one["mode"] == "own_store")
    given = read_profile(example["given"]) | {"boxes_per_week": 0, "parcel_kg": 0}
    found = balance(books_of("own_store", given))

    assert set(found.beats_from.missing) == {"boxes_per_week", "parcel_kg"}
    assert found.break_even.missing == ("parcel_kg",)
