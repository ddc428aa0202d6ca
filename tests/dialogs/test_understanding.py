"""What is read out of a free description: measured on messages written beforehand, and what must hold for any text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.understanding import Understanding, Understood
from knowledge.datafile import read
from knowledge.profile import read_profile
from tests.dialogs.talking import ADVISOR, LANGUAGES

DESCRIPTIONS = Path(__file__).parent / "descriptions"
PRECISION, RECALL = 0.97, 0.85
NEAR = 0.2
"""Share by which a number may differ from the one a careful reader wrote; one who says "eighty-odd" gives a range."""
assert ADVISOR.understanding is not None
UNDERSTANDING: Understanding = ADVISOR.understanding


def understood(text: str, language: str) -> Understood:
    return UNDERSTANDING.read(text, language)


def fields(text: str, language: str = "en") -> dict[str, Any]:
    return understood(text, language).fields


def each(fields: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every field with its value, every goal on its own."""
    for name, value in fields.items():
        yield from ((name, one) for one in value) if isinstance(value, list) else ((name, value),)


def ends(value: Any) -> tuple[float, float | None]:
    return (value["low"], value["high"]) if isinstance(value, dict) else (value, value)


def alike(wanted: Any, found: Any) -> bool:
    """Whether two values say the same; a number may lie in a range that is not wide."""
    if isinstance(wanted, str) or isinstance(found, str):
        return bool(wanted == found)
    (low, high), (least, most) = ends(wanted), ends(found)
    if high is None or most is None:
        return (low, high) == (least, most)
    if low != high:
        return abs(least - low) <= NEAR * low and abs(most - high) <= NEAR * high
    return least * (1 - NEAR) <= low <= most * (1 + NEAR) and most <= 2 * least


def measured(file: str, language: str, part: str) -> tuple[float, float, list[str]]:
    """Precision and recall over all fields of one part of a language's descriptions, and what was read wrong."""
    right = read_in_all = said_in_all = 0
    wrong = []
    for one in read(DESCRIPTIONS / f"{file}{language}.yaml").data[part]:
        wanted, found = list(each(one["fields"])), list(each(fields(one["say"], language)))
        hits = [got for got in found if any(got[0] == name and alike(value, got[1]) for name, value in wanted)]
        right, read_in_all, said_in_all = right + len(hits), read_in_all + len(found), said_in_all + len(wanted)
        wrong += [f"{name}: {value} in {one['say']!r}" for name, value in found if (name, value) not in hits]
    return right / read_in_all, right / said_in_all, wrong


PARTS = [
    (language, file, part)
    for language in LANGUAGES
    for file in ("", "fresh.")
    for part in read(DESCRIPTIONS / f"{file}{language}.yaml").data
]


@pytest.mark.parametrize(("language", "file", "part"), PARTS)
def test_what_is_said_is_read_and_nothing_else(
    language: str, file: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    precision, recall, wrong = measured(file, language, part)

    with capsys.disabled():
        print(f"\ndescriptions, {language}, {part}: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= PRECISION, wrong
    assert recall >= RECALL


NOT_SAID = [
    ("隔壁村有冷库，账上五万块", "logistics"),
    ("我们打算明年建冷库，现在没有", "logistics"),
    ("没有冷库，苹果三百吨", "logistics"),
    ("前年有个牌子，后来过期了，大米五百吨", "brand"),
    ("我表哥他们社去年卖了五百万", "annual_sales"),
    ("亩产八千斤，一共三百亩", "annual_output_tonnes"),
    ("天天能出二十多吨", "annual_output_tonnes"),
    ("冷库还没建鲜菇不好放", "logistics"),
    ("每户能凑一千块", "capital"),
    ("刚花了八十万建冷库", "capital"),
    ("带动周边三百户农民", "member_households"),
    ("正在申请绿色食品认证", "certification"),
    ("好几十万块能拿出来", "capital"),
    ("菜贩子来收，三户", "product_category"),
    ("The next village has a cold store, we have 11 families", "logistics"),
    ("Last year we had a brand but it lapsed", "brand"),
    ("We want to hire two people for the online shop next year", "ecommerce_staff"),
    ("My cousin's coop sold 5 million last year", "annual_sales"),
    ("We ship 15 t/day", "annual_output_tonnes"),
    ("Each family can give 1000 yuan", "capital"),
    ("Several hundred thousand yuan in the budget", "capital"),
    ("We plan to apply for organic certification", "certification"),
    ("Of that 1.5m yuan sold online", "annual_sales"),
    ("We started with 30 households", "member_households"),
]


@pytest.mark.parametrize(("text", "field"), NOT_SAID)
def test_what_is_denied_planned_gone_vague_or_said_of_others_is_left_out(text: str, field: str) -> None:
    language = "en" if text.isascii() else "zh-Hans"

    assert field not in fields(text, language)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("没有人会弄网店", "ecommerce_staff", 0),
        ("没有牌子", "brand", "none"),
        ("no brand yet", "brand", "none"),
        ("none of us has sold online", "ecommerce_staff", 0),
        ("not certified", "certification", "none"),
        ("啥认证都没有", "certification", "none"),
    ],
)
def test_a_no_that_says_something_is_read(text: str, field: str, value: object) -> None:
    assert fields(text, "zh-Hans")[field] == value


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("手头能拿出两三万块", "capital", {"low": 20000, "high": 30000}),
        ("We can invest around 1 lakh", "capital", 100000),
        ("at most 20,000 yuan to spend", "capital", {"low": 0, "high": 20000}),
        ("顶多拿两万出来", "capital", {"low": 0, "high": 20000}),
        ("一年产五六万斤", "annual_output_tonnes", {"low": 25, "high": 30}),
        ("2000 quintals a year", "annual_output_tonnes", 200),
        ("十几户社员", "member_households", {"low": 11, "high": 19}),
        ("Sold a bit over 3 million last year", "annual_sales", 3000000),
        ("Budget between 500,000 and 800,000", "capital", {"low": 500000, "high": 800000}),
    ],
)
def test_amounts_are_read_as_people_say_them(text: str, field: str, value: object) -> None:
    assert fields(text, "zh-Hans")[field] == value


def test_a_text_is_read_in_the_language_it_is_written_in() -> None:
    assert fields("俺们种苹果", "en") == fields("俺们种苹果", "zh-Hans") != {}
    assert fields("We grow apples", "zh-Hans") == fields("We grow apples", "en") != {}


def test_fields_that_nothing_was_said_of_follow_only_from_what_was() -> None:
    told = understood("我们的牌子全省有名", "zh-Hans")

    assert told.fields == {"brand": "known", "packaging": "retail_packed"}
    assert told.evidence["packaging"] == told.evidence["brand"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("没注册商标", "没注册商标"), ("认证都没有", "认证都没有"), ("We have no certificates", "no certificates")],
)
def test_a_no_is_part_of_the_words_it_was_read_from(text: str, words: str) -> None:
    assert words in understood(text, "zh-Hans").evidence.values()


def test_goods_that_spoil_differently_leave_open_how_fast() -> None:
    told = fields("We grow spinach and potatoes")

    assert told["product_category"] == "vegetables"
    assert "perishability" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_goods_of_villages_have_their_category_and_keeping(language: str) -> None:
    for category, keepings in read(DESCRIPTIONS / f"goods.{language}.yaml").data.items():
        for keeping, words in keepings.items():
            for word in words:
                told = fields(word, language)

                assert (told.get("product_category"), told.get("perishability")) == (category, keeping), word


@pytest.mark.parametrize(
    ("text", "category"),
    [("rice vinegar", "dried_processed"), ("bamboo shoots", "vegetables"), ("millet cookies", "dried_processed")],
)
def test_of_two_goods_side_by_side_the_last_one_is_meant(text: str, category: str) -> None:
    assert fields(text)["product_category"] == category


WAYS = read(DESCRIPTIONS / "ways.zh-Hans.yaml").data


@pytest.mark.parametrize("field", WAYS["said"])
def test_one_thing_is_read_in_the_many_ways_it_is_said(field: str) -> None:
    for value, ways in WAYS["said"][field].items():
        for one in ways:
            found = [str(got) for name, got in each(fields(f"我们社种苹果。{one}。", "zh-Hans")) if name == field]

            assert str(value) in found, (one, found)


@pytest.mark.parametrize("field", WAYS["unsaid"])
def test_what_only_looks_alike_says_nothing(field: str) -> None:
    for one in WAYS["unsaid"][field]:
        assert field not in fields(f"我们社种苹果。{one}。", "zh-Hans"), one


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("有冷酷，我们是合做社", "logistics", "cold_chain"),
        ("蔬菜一年八百顿", "annual_output_tonnes", 800),
        ("淘宝店里主播2客服1美工1", "ecommerce_staff", 4),
        ("今年起了五百四十吨 过筛子卖", "annual_output_tonnes", 540),
        ("去年总共卖了六百八十万 天猫店开着", "annual_sales", 6800000),
        ("2025年销售总额300万", "annual_sales", 3000000),
        ("能动的钱有二十来万没一个会整网店的", "capital", {"low": 200000, "high": 300000}),
        ("五公斤真空装，一年三千吨", "annual_output_tonnes", 3000),
        ("淘宝店开着。现在三个人管", "ecommerce_staff", 3),
        ("我们种苹果苗", "product_category", "flowers_seedlings"),
        ("主营香菇、木耳干品", "product_category", "dried_processed"),
        ("别家都有礼盒，我们就是麻袋", "packaging", "bulk"),
        ("有没有平台按合同长期收", "goals", ["stable_sales"]),
    ],
)
def test_chinese_is_read_as_it_is_dictated(text: str, field: str, value: object) -> None:
    assert fields(text, "zh-Hans")[field] == value


def test_three_people_are_no_people_for_a_shop_where_none_is_spoken_of() -> None:
    assert "ecommerce_staff" not in fields("我们种苹果，三个人管", "zh-Hans")


def test_in_a_text_without_stops_only_what_is_near_forbids_a_phrase() -> None:
    told = fields("我们养虹鳟的一年六百来吨冷链有的按规格分好的一年四季不断货网上那一块每天才三两单没有人懂", "zh-Hans")

    assert told["annual_output_tonnes"] == {"low": 600, "high": 700}


def test_a_misheard_word_is_shown_as_it_was_written() -> None:
    assert understood("村口有冷酷", "zh-Hans").evidence["logistics"] == "冷酷"


PIECES = st.sampled_from(
    [
        *(
            "没有",
            "没人",
            "会",
            "网店",
            "账上",
            "两万",
            "块",
            "户",
            "斤",
            "一年",
            "隔壁",
            "我们",
            "想",
            "，",
            "。",
            "冷库",
            "牌子",
            "苹果",
        ),
        *(
            "no ",
            "none of us ",
            "can run ",
            "online shop ",
            "budget ",
            "2 lakh ",
            "11 ",
            "families ",
            "tons ",
            "a year ",
        ),
        *(
            "not certified ",
            "our brand ",
            "is well known ",
            ", ",
            ". ",
            "bit over ",
            "20 ",
            "yuan ",
            "1e9 ",
            "9" * 15,
            "万",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)), st.sampled_from(LANGUAGES))
def test_any_text_gives_a_profile_and_words_that_stand_in_it(text: str, language: str) -> None:
    told = understood(text, language)

    assert read_profile(told.fields) == told.fields
    assert told.fields.keys() == told.evidence.keys()
    for name, words in told.evidence.items():
        assert words.strip(), name
        assert all(part in text for part in words.split(" … "))


@pytest.mark.parametrize("piece", ["1 ", "没人", "万", "no ", "9,", "(", "一", "a bit over ", "账上", "we "])
def test_a_hostile_text_of_full_length_is_read_too(piece: str) -> None:
    told = understood(piece * 2_000, "en")

    assert read_profile(told.fields) == told.fields
