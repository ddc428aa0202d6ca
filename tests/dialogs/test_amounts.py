"""Typed amounts: what is read, and what is rather refused."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.amounts import LONGEST, Amount, Amounts, Refusal
from dialogs.script import Kind
from tests.dialogs.talking import ADVISOR

KINDS: tuple[Kind, ...] = ("money", "weight", "count")
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
        ("最多三四万", 0, 40_000),
        ("not more than 2-3 lakh", 0, 300_000),
        ("at least five or six thousand", 5_000, None),
        ("20000 up to 30000 yuan", 20_000, 30_000),
        ("万儿八千", 8_000, 10_000),
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
        "3到5万以下",
        "3-5 lakh or more",
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


LONGEST_SECONDS = 3


@contextmanager
def alarm(seconds: int = LONGEST_SECONDS) -> Iterator[None]:
    """Rings, and fails the test, when what is within takes longer."""

    def ring(*_: object) -> None:
        pytest.fail(f"an amount took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def sound(text: str, kind: Kind) -> bool:
    """Whether the text is read in time, as nothing or as an amount that is not negative or backwards."""
    with alarm():
        found = span(text, kind)
        AMOUNTS.kind(text)
    return found is None or (found[0] >= 0 and (found[1] is None or found[0] <= found[1]))


@given(st.integers(0, 10**14))
def test_any_number_in_digits_is_read_as_it_stands(number: int) -> None:
    assert span(f"{number:,}") == (number, number)
    assert span(str(number)) == ((number, number) if number < 10**9 else None)


@pytest.mark.parametrize(
    "text", ["13812345678", "9876543210", "+91 98765 43210", "0571-88776655", "May 2024", "1/5/2024", "2024-05-12"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_telephone_number_or_a_date_is_no_amount(text: str, kind: Kind) -> None:
    assert span(text, kind) is None


@given(st.text(max_size=300), st.sampled_from(KINDS))
def test_any_text_is_read_or_refused_and_never_backwards(text: str, kind: Kind) -> None:
    assert sound(text, kind)


WORDS = sorted(
    {
        word
        for text in ADVISOR.texts.values()
        for words in text.numbers.model_dump(exclude={"group_sizes"}).values()
        for word in words
    }
    | set("0123456789,.-~+/ ٣५９²½")
)


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(["", " "]), st.sampled_from(KINDS))
def test_any_row_of_number_words_is_read_or_refused(words: list[str], between: str, kind: Kind) -> None:
    assert sound(between.join(words), kind)


@given(st.text(st.characters(categories=("Nd", "No", "Nl")), max_size=200), st.sampled_from(KINDS))
def test_digits_of_any_script_are_read_or_refused(text: str, kind: Kind) -> None:
    assert sound(text, kind)


@given(
    st.lists(st.integers(0, 10**6).map(str), min_size=1, max_size=3_000),
    st.sampled_from(["", "-", ",", ".", " to ", "到", "万", "、", "between"]),
    st.sampled_from(KINDS),
)
def test_runs_and_nests_of_figures_are_read_or_refused(numbers: list[str], between: str, kind: Kind) -> None:
    assert sound(between.join(numbers), kind)


@given(st.integers(0, 99_999), st.sampled_from(["", "k", "万", "thousand", "lakh"]), st.integers(1, 9))
def test_a_range_is_never_narrower_or_wider_than_its_ends(low: int, unit: str, more: int) -> None:
    one, other = span(f"{low} {unit}"), span(f"{low + more} {unit}")
    found = span(f"{low} {unit} to {low + more} {unit}")

    assert one is None or other is None or found == (one[0], other[0])


@pytest.mark.parametrize(
    "text",
    [
        *("9" * 10_000, "9" * 100_000, "1," * 50_000, "一" * 100_000, "万" * 100_000, "5-" * 50_000, "1.1" * 33_000),
        *(" " * 100_000, "a " * 50_000, "多" * 100_000, "\ufdfa" * 120, "between " * 15, "1 bag " * 20, "half a " * 17),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_texts_never_hang(text: str, kind: Kind) -> None:
    assert sound(text, kind)
    assert sound(text[:LONGEST], kind)
    assert span(text, kind) is None


@pytest.mark.parametrize(
    ("text", "low", "high", "months"),
    [
        ("2000 a month", 24_000, 24_000, 12),
        ("一个月两千", 24_000, 24_000, 12),
        ("1000 to 1500 per month", 12_000, 18_000, 12),
        ("over 100 a month", 1_200, None, 12),
        ("5万一年", 50_000, 50_000, 1),
        ("5万", 50_000, 50_000, None),
    ],
)
def test_a_month_counts_twelve_times_and_is_remembered(
    text: str, low: float, high: float | None, months: int | None
) -> None:
    assert AMOUNTS.read(text, "money") == Amount(low, high, months)


@pytest.mark.parametrize("text", ["二十一个月", "每年每月5万", "5 people a month"])
def test_a_period_that_may_mean_something_else_is_refused(text: str) -> None:
    assert span(text, "count" if "people" in text else "money") is None


def test_other_money_than_asked_for_is_refused_and_what_is_asked_for_told() -> None:
    assert AMOUNTS.read("Rs 500", "money") == Amount(500, 500)
    assert AMOUNTS.read("500 yuan", "money", currency="CNY") == Amount(500, 500)
    assert AMOUNTS.read("500", "money", currency="CNY") == Amount(500, 500)
    assert AMOUNTS.reading("Rs 500", "money", currency="CNY") == Refusal("currency", "CNY", whole=True)
    assert AMOUNTS.reading("500元", "money", currency="INR") == Refusal("currency", "INR", whole=True)
    assert AMOUNTS.reading("500 dollars", "money") == Refusal("currency", whole=True)


@pytest.mark.parametrize("text", ["30%", "30 percent of sales", "百分之三十", "5个百分点"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_share_in_percent_is_an_amount_only_where_one_is_asked_for(text: str, kind: Kind) -> None:
    assert AMOUNTS.reading(text, kind) == Refusal("total", whole=True)


def test_a_percent_that_is_asked_for_may_be_named() -> None:
    assert AMOUNTS.read("95%", "count", each="percent") == Amount(95, 95)
    assert AMOUNTS.read("百分之九十到九十五", "count", each="percent") == Amount(90, 95)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/2吨", 500),
        ("½ tonne", 500),
        ("¾ tonne", 750),
        ("1 1/2 tonnes", 1_500),
        ("2½ t", 2_500),
        ("二分之一吨", 500),
        ("a tonne 1/2", 1_500),
    ],
)
def test_a_fraction_in_figures_is_read(text: str, value: float) -> None:
    assert span(text, "weight") == (value, value)


@pytest.mark.parametrize("text", ["1/2", "3/4 tonne", "1 5/2 tonnes", "1/11 tonne", "0/2 tonne", "1/2/3 tonnes", "½"])
def test_what_may_be_a_date_or_from_three_to_four_is_no_fraction(text: str) -> None:
    assert span(text, "weight") is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三两", 0.15, 0.15),
        ("三斤二两", 1.6, 1.6),
        ("一两半", 0.075, 0.075),
        ("一两吨", 1_000, 2_000),
        ("两百斤", 100, 100),
        ("两", 2, 2),
    ],
)
def test_a_sign_that_is_a_number_and_a_weight_is_a_weight_behind_a_number(text: str, low: float, high: float) -> None:
    assert span(text, "weight") == (low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fifty thousend yuan", 50_000),
        ("thiry thousand", 30_000),
        ("arround 15000", 15_000),
        ("aprox 15000", 15_000),
        ("twentyfive thousand", 25_000),
        ("two hundreds", 200),
    ],
)
def test_a_misspelt_number_is_read_beside_another(text: str, value: float) -> None:
    assert span(text) == (value, value)


@pytest.mark.parametrize(
    "text", ["we are thirsty", "an eighth thousand", "the hundredth 5", "fourty fivve", "5 thousans", "grant 5000"]
)
def test_a_word_that_is_near_to_a_number_is_none(text: str) -> None:
    assert span(text) is None


@pytest.mark.parametrize(("text", "low", "high"), [("~25000", 25_000, 25_000), ("3~5万", 30_000, 50_000)])
def test_a_tilde_is_rough_before_a_number_and_a_range_behind_one(text: str, low: float, high: float) -> None:
    assert span(text) == (low, high)


@pytest.mark.parametrize("text", ["me plus 2", "plus 2", "+5000"])
def test_a_plus_before_a_number_is_no_bound(text: str) -> None:
    assert span(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("200 bags of 50 kg", 10_000, 10_000),
        ("200 bags, 50 kg a bag", 10_000, 10_000),
        ("200袋，一袋50斤", 5_000, 5_000),
        ("about 20-30 bags of 50 kg each", 1_000, 1_500),
        ("over 20 bags of 50 kg", 1_000, None),
        ("50斤一袋，共200袋", 5_000, 5_000),
        ("25 kg a bag, 300 bags", 7_500, 7_500),
        ("20箱*5公斤", 100, 100),
    ],
)
def test_bags_of_a_known_size_are_a_weight(text: str, low: float, high: float | None) -> None:
    assert span(text, "weight") == (low, high)


@pytest.mark.parametrize(
    ("text", "reason", "bag"),
    [
        ("200 bags", "size", "bag"),
        ("200 boxes of 5", "size", "box"),
        ("三十袋", "size", "袋"),
        ("50 kg a bag", "total", "bag"),
        ("一车5吨", "total", "车"),
        ("bags of 50 kg", "total", "bag"),
        ("40袋共2吨", "total", "袋"),
        ("2 tonnes in 40 bags", "total", "bag"),
    ],
)
def test_a_bag_of_unknown_weight_is_named(text: str, reason: str, bag: str) -> None:
    assert AMOUNTS.reading(text, "weight") == Refusal(reason, bag, whole=True)


@pytest.mark.parametrize("text", ["5 kg tons", "2 tons, and 500 kg", "500 kg 2 tons", "2 tons 500 kg 20 g", "3吨5"])
def test_weights_that_do_not_go_together_are_refused(text: str) -> None:
    assert span(text, "weight") is None


@pytest.mark.parametrize("text", ["几百5", "几万", "some", "about", "thousands", "百万", "almost nothing much"])
def test_a_vague_amount_is_refused_as_vague(text: str) -> None:
    assert AMOUNTS.reading(text, "money") == Refusal("vague", whole=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3 quintals", "weight"),
        ("5 crates", "weight"),
        ("¥300", "money"),
        ("Rs 2 lakh", "money"),
        ("40 households", "count"),
        ("两个人", "count"),
        ("50000", "money"),
        ("hello", "money"),
    ],
)
def test_the_unit_in_a_text_says_what_it_counts(text: str, kind: Kind) -> None:
    assert AMOUNTS.kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2k5",
            "3 lakh 5",
            "3万50",
            "一亿五千",
            "5千3万",
            "2 thousand 3 lakh",
            "1.5万5千",
            "1.5万5",
            "2 lakh 150 thousand",
        ),
        *(
            "50.000",
            "1.234",
            ".5",
            ".5 lakh",
            "5²",
            "½",
            "1、5",
            "一半",
            "半半块",
            "半",
            "half",
            "a",
            "20 thousand 50000",
            "3万0",
        ),
        *("五百斤半", "1.5 million and a half", "3.5多万", "零多", "twenty odd 3", "两三百多", "thirty three forty"),
        *("三点", "三点点五", "1万点五", "2.5 point 5", "and", "five and hundred", "five, six", "5 yuan 6 yuan 7"),
        *("over 3 under 2", "over 3 under 2 over 1", "3 or 5 kg", "千把5", "二千零多", "2 lakh and a half thousand"),
        *(
            "a half a half",
            "none 5",
            "5 none",
            "a a",
            "1000 to 100万",
            "¥5 rs 6 7",
            "half thousand and a half and a half",
        ),
    ],
)
def test_what_would_need_a_guess_is_refused(text: str) -> None:
    assert span(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("30 to 40,000", 30_000, 40_000),
        ("八十到一百万", 800_000, 1_000_000),
        ("thirty forty thousand", 30_000, 40_000),
        ("五零零零零", 50_000, 50_000),
        ("1点5万", 15_000, 15_000),
        ("三点零五万", 30_500, 30_500),
        ("hundred thousand", 100_000, 100_000),
        ("二百一十", 210, 210),
        ("二百十", 210, 210),
        ("一亿零五千", 100_005_000, 100_005_000),
        ("千把块", 1_000, 1_000),
        ("a million and a half", 1_500_000, 1_500_000),
        ("and five hundred and", 500, 500),
        ("over 2 but under 3 lakh", 200_000, 300_000),
        ("5万以上10万以下", 50_000, 100_000),
        ("5 000 yuan", 5_000, 5_000),
    ],
)
def test_spoken_turns_are_read(text: str, low: float, high: float | None) -> None:
    assert span(text) == (low, high)
