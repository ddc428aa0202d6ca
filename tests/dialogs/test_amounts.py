"""Typed amounts: what is read, and what is rather refused."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.amounts import Amount, Amounts
from dialogs.script import NUMBER_KINDS, Kind
from tests.dialogs.talking import ADVISOR

AMOUNTS = ADVISOR.amounts


def span(text: str, kind: Kind = "money", unit: float = 1) -> tuple[float, float | None] | None:
    amount = AMOUNTS.read(text, kind, unit)
    return (amount.low, amount.high) if amount else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50000", 50_000),
        ("50,000", 50_000),
        ("50，000", 50_000),
        ("1,00,000", 100_000),
        ("５００００", 50_000),
        ("0", 0),
        ("5.5", 5.5),
        ("50k", 50_000),
        ("5w", 50_000),
        ("5W元", 50_000),
        ("5万", 50_000),
        ("5.5万", 55_000),
        ("1.1万", 11_000),
        ("三万", 30_000),
        ("三万五", 35_000),
        ("3万5", 35_000),
        ("三万五千", 35_000),
        ("三万零五", 30_005),
        ("3万500", 30_500),
        ("一百五", 150),
        ("一百零五", 105),
        ("二百五十", 250),
        ("十五", 15),
        ("十万", 100_000),
        ("三百二十万", 3_200_000),
        ("一亿二千万", 120_000_000),
        ("1.2亿", 120_000_000),
        ("三万半", 35_000),
        ("没有", 0),
        ("2 lakh", 200_000),
        ("one lakh twenty thousand", 120_000),
        ("2 and a half lakh", 250_000),
        ("half a million", 500_000),
        ("a hundred thousand", 100_000),
        ("twenty five thousand", 25_000),
        ("two hundred fifty thousand", 250_000),
        ("3 million", 3_000_000),
        ("¥50000", 50_000),
        ("5万块钱", 50_000),
        ("about 30", 30),
        ("大约3万元", 30_000),
        ("社里有3万元左右吧", 30_000),
        ("we have about 20000 yuan.", 20_000),
    ],
)
def test_a_plain_amount_is_read(text: str, value: float) -> None:
    assert span(text) == (value, value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3-5万", 30_000, 50_000),
        ("3到5万", 30_000, 50_000),
        ("3~5万", 30_000, 50_000),
        ("3万-5万", 30_000, 50_000),
        ("20 to 30 thousand", 20_000, 30_000),
        ("20-30k", 20_000, 30_000),
        ("8000-1万", 8_000, 10_000),
        ("八千到一万", 8_000, 10_000),
        ("3千-5万", 3_000, 50_000),
        ("十到二十万", 100_000, 200_000),
        ("二到三百万", 2_000_000, 3_000_000),
        ("一到二十", 1, 20),
        ("三到五百", 300, 500),
        ("500-800", 500, 800),
        ("两三万", 20_000, 30_000),
        ("三五万", 30_000, 50_000),
        ("五六十万", 500_000, 600_000),
        ("五十多万", 500_000, 600_000),
        ("5万多", 50_000, 60_000),
        ("十多万", 100_000, 200_000),
        ("150来万", 1_500_000, 1_600_000),
        ("300多", 300, 400),
        ("under 5万", 0, 50_000),
        ("不到5万", 0, 50_000),
        ("over 100", 100, None),
        ("5万以上", 50_000, None),
        ("50000+", 50_000, None),
    ],
)
def test_a_range_is_read(text: str, low: float, high: float | None) -> None:
    assert span(text) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yuan",
        "几万",
        "几十万",
        "several thousand",
        "thousands",
        "百万",
        "万",
        "0万",
        "多",
        "5多3",
        "万多",
        "没有5万",
        "-5",
        "5-",
        "到5万",
        "5-2万",
        "5-2",
        "500-2万",
        "两三万到五万",
        "1-2-3",
        "not under 5 over 3",
        "under 5 over 3",
        "不到3到5万",
        "5 10",
        "三四 五万",
        "二三千四五",
        "1.5.2",
        "1,2",
        "12345678901234567890",
        "5 apples",
        "twenty-teen thousand",
        "25吨",
        "50000" * 30,
    ],
)
def test_what_is_vague_or_not_understood_is_refused(text: str) -> None:
    assert span(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("25", 25, 25),
        ("25吨", 25, 25),
        ("25 t", 25, 25),
        ("5万斤", 25, 25),
        ("50000 jin", 25, 25),
        ("五六万斤", 25, 30),
        ("3-5吨", 3, 5),
        ("3吨到5吨", 3, 5),
        ("3吨500斤", 3.25, 3.25),
        ("500 kg to 2 t", 0.5, 2),
        ("500 kg", 0.5, 0.5),
        ("2千克", 0.002, 0.002),
        ("5 quintals", 0.5, 0.5),
        ("两吨半", 2.5, 2.5),
        ("半吨", 0.5, 0.5),
        ("不到10吨", 0, 10),
    ],
)
def test_a_weight_is_turned_into_the_unit_asked_for(text: str, low: float, high: float) -> None:
    assert span(text, "weight", 1000) == (low, high)


@pytest.mark.parametrize("text", ["500斤3吨", "3 tonnes 5000 kg", "3 kg or 5 t or 6", "25元"])
def test_a_weight_in_two_units_that_do_not_go_together_or_in_money_is_refused(text: str) -> None:
    assert span(text, "weight", 1000) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("2", 2, 2), ("两个人", 2, 2), ("80户", 80, 80), ("nobody", 0, 0), ("5-10 people", 5, 10), ("十来个", 10, 20)],
)
def test_a_count_is_read(text: str, low: float, high: float) -> None:
    assert span(text, "count") == (low, high)


@pytest.mark.parametrize("text", ["2.5", "2-2.5", "半个"])
def test_a_count_is_whole(text: str) -> None:
    assert span(text, "count") is None


def test_one_language_alone_reads_its_own_words_only() -> None:
    english = Amounts([ADVISOR.texts["en"].numbers])

    assert english.read("2 lakh", "money") == Amount(200_000, 200_000)
    assert english.read("2万", "money") is None


@given(st.integers(0, 10**14))
def test_any_number_in_digits_is_read_as_it_stands(number: int) -> None:
    assert span(str(number)) == span(f"{number:,}") == (number, number)


@given(st.text(max_size=80), st.sampled_from(NUMBER_KINDS))
def test_any_text_is_read_or_refused_and_never_backwards(text: str, kind: Kind) -> None:
    found = span(text, kind)

    assert found is None or (found[0] >= 0 and (found[1] is None or found[0] <= found[1]))


WORDS = [
    *"0123456789,.-~+ ",
    *"零一二两三十百千万亿半多到",
    "万以上",
    "不到",
    "thousand",
    "k",
    " and a half",
    "to",
    "吨",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join), st.sampled_from(NUMBER_KINDS))
def test_any_row_of_number_words_is_read_or_refused(text: str, kind: Kind) -> None:
    found = span(text, kind)

    assert found is None or (found[0] >= 0 and (found[1] is None or found[0] <= found[1]))


@pytest.mark.parametrize(
    "text", ["9" * 100_000, "1," * 50_000, "一" * 100_000, "万" * 100_000, "5-" * 50_000, "1.1" * 33_000, " " * 100_000]
)
def test_hostile_digits_never_hang(text: str) -> None:
    began = time.process_time()

    assert span(text) is None
    assert span(text[:60]) is None
    assert time.process_time() - began < 0.05
