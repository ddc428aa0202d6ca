"""Typed prices: what is read, and what is rather refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialogs.talking import ADVISOR

JIN, KILO = 0.5, 1


def read(text: str, unit_kg: float | None) -> tuple[float, float | None] | None:
    amount = ADVISOR.prices.read(text, unit_kg)
    return (amount.low, amount.high) if amount else None


@pytest.mark.parametrize(
    ("text", "per_kilo"),
    [
        ("3.5", 7),
        ("3块5", 7),
        ("三块五", 7),
        ("三块半", 7),
        ("3块5毛", 7),
        ("3块5毛钱一斤", 7),
        ("三块五一斤", 7),
        ("一斤3块5", 7),
        ("1斤3块5", 7),
        ("3.5元/斤", 7),
        ("3.5每斤", 7),
        ("7元一公斤", 7),
        ("一公斤7块", 7),
        ("5毛", 1),
        ("8毛5", 1.7),
        ("100块", 200),
        ("十二块五", 25),
        ("3.5 yuan a jin", 7),
        ("3.5 yuan/jin", 7),
        ("7 yuan per kg", 7),
        ("7 a kilo", 7),
    ],
)
def test_a_price_is_read_by_the_jin_and_kept_by_the_kilo(text: str, per_kilo: float) -> None:
    assert read(text, JIN) == (per_kilo, per_kilo)


def test_a_price_without_a_weight_goes_by_the_weight_asked_for() -> None:
    assert read("7", KILO) == (7, 7)
    assert read("7", JIN) == (14, 14)


def test_a_price_in_other_money_is_refused() -> None:
    assert ADVISOR.prices.read("Rs 35", KILO, "CNY") is None
    assert ADVISOR.prices.read("35 yuan", KILO, "INR") is None
    assert ADVISOR.prices.read("35 yuan", KILO, "CNY") == ADVISOR.prices.read("35", KILO, "INR")


def test_a_range_of_prices_keeps_both_ends() -> None:
    assert read("3到4块", JIN) == (6, 8)
    assert read("两三块", JIN) == (4, 6)


def test_the_price_of_a_box_takes_tenths_and_no_weight() -> None:
    assert read("12块5", None) == (12.5, 12.5)
    assert read("12.5", None) == (12.5, 12.5)
    assert read("3块5一斤", None) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "几块钱",
        "13.5斤",
        "11斤",
        "十一斤3块",
        "3块5斤",
        "10块钱3斤",
        "3块5到4块",
        "两三块五",
        "3块5一斤一公斤",
        "5 a pound",
        "块",
        "9" * 80,
    ],
)
def test_what_is_not_clearly_a_price_is_refused(text: str) -> None:
    assert read(text, JIN) is None


@given(st.text(max_size=80), st.sampled_from([JIN, KILO, None]))
def test_any_text_is_read_or_refused(text: str, unit_kg: float | None) -> None:
    found = read(text, unit_kg)

    assert found is None or 0 <= found[0] <= (found[0] if found[1] is None else found[1])


@given(st.integers(0, 99), st.integers(1, 9))
def test_yuan_and_mao_come_out_as_decimals(yuan: int, mao: int) -> None:
    value = (yuan * 10 + mao) / 10

    assert read(f"{yuan}块{mao}", None) == read(f"{yuan}块{mao}毛", None) == read(str(value), None) == (value, value)
