"""The command `amount`, and how a chat answers an amount that it does not take."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.bot.talk import LIBRARY, Talk


def amount(*words: str, lines: str = "") -> Result:
    return CliRunner().invoke(main, ["amount", *words], input=lines)


def data(*words: str) -> dict[str, object]:
    done = amount("--json", "--lang", "en", *words)
    assert done.exit_code == 0
    found: dict[str, object] = json.loads(done.stdout)
    assert list(found) == ["low", "high", "unit", "refused"]
    return found


@pytest.mark.parametrize(
    ("words", "low", "high", "unit"),
    [
        (("under 5万",), 0, 50_000, "money"),
        (("over 100",), 100, None, "money"),
        (("about 30",), 30, 30, "money"),
        (("about 30", "--unit", "count"), 30, 30, "count"),
        (("两千块一个月",), 24_000, 24_000, "money"),
        (("3000斤",), 1_500, 1_500, "weight"),
        (("两吨半", "--unit", "weight"), 2_500, 2_500, "weight"),
        (("3000", "--unit", "weight"), 3_000, 3_000, "weight"),
        (("40 households",), 40, 40, "count"),
        (("Rs. 3,00,000", "--pack", "in"), 300_000, 300_000, "money"),
        (("0",), 0, 0, "money"),
    ],
)
def test_an_amount_is_told_as_data(words: tuple[str, ...], low: int, high: int | None, unit: str) -> None:
    assert data(*words) == {"low": low, "high": high, "unit": unit, "refused": None}


@pytest.mark.parametrize(
    "text", ["几十万", "some", "me and my son", "200 bags", "-5", "$500", "", "9" * 10_000, "\0", "\ud800"]
)
def test_what_is_not_read_is_told_with_a_reason(text: str) -> None:
    found = data(text)

    assert found["low"] is None
    assert found["high"] is None
    assert str(found["refused"]).endswith((".", "?"))


def test_the_reason_comes_in_the_asked_language() -> None:
    assert "vague" in str(data("几十万")["refused"])
    assert "笼统" in amount("几十万", "--json", "--lang", "zh").stdout
    assert amount("200袋", "--lang", "zh").stdout.startswith("没读。一袋多少公斤？")


@pytest.mark.parametrize(
    ("text", "pack", "language", "money"),
    [
        ("Rs 50,000", "cn", "en", "yuan"),
        ("$500", "cn", "en", "yuan"),
        ("5万卢比", "cn", "zh", "人民币"),
        ("500 yuan", "in", "en", "rupees"),
        ("¥500", "in", "en", "rupees"),
    ],
)
def test_money_of_another_country_is_refused_by_the_name_of_our_own(
    text: str, pack: str, language: str, money: str
) -> None:
    said = json.loads(amount("--json", "--pack", pack, "--lang", language, text).stdout)

    assert (said["low"], said["high"]) == (None, None)
    assert money in said["refused"]


@pytest.mark.parametrize(
    ("text", "language", "line"),
    [
        ("20 to 30 thousand", "en", "20,000 to 30,000 yuan"),
        ("2000 a month", "en", "24,000 yuan a year"),
        ("5 quintals", "en", "500 kg"),
        ("over 20 people", "en", "20 or more"),
        ("不到五万", "zh", "最多5万元"),
        ("一个月两吨", "zh", "一年2.4万公斤"),
    ],
)
def test_an_amount_is_told_in_words(text: str, language: str, line: str) -> None:
    assert amount(text, "--lang", language).stdout == f"{line}\n"


def test_an_amount_is_told_in_the_money_of_the_country() -> None:
    assert amount("Rs 2 lakh", "--lang", "en", "--pack", "in").stdout == "2 lakh rupees\n"


def test_one_string_a_line_gives_one_answer_a_line_and_a_bad_line_an_error() -> None:
    lines = ['"5万"', "5", "not json", '"-5"', '["5"]', "9" * 10_000]

    done = amount("--jsonl", "--lang", "en", lines="\n".join(lines))

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [list(answer) == ["error"] for answer in answers] == [False, True, True, False, True, True]
    assert answers[0] == {"low": 50_000, "high": 50_000, "unit": "money", "refused": None}
    assert answers[3]["refused"]


def test_every_line_is_read_as_what_was_asked_for() -> None:
    done = amount("--jsonl", "--unit", "count", "--lang", "en", lines='"12"\n"3 kg"\n')

    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == {"low": 12, "high": 12, "unit": "count", "refused": None}
    assert "how many" in second["refused"]


@pytest.mark.parametrize("words", [(), ("5", "--unit", "length"), ("5", "6"), ("5", "--lang", "fr")])
def test_wrong_use_ends_in_a_clear_sentence(words: tuple[str, ...]) -> None:
    done = amount(*words)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr


@pytest.mark.parametrize(("language", "text", "why"), [("en", "a few lakhs", "too vague"), ("zh", "好几万", "太笼统")])
def test_a_vague_amount_in_a_chat_is_answered_with_the_reason_not_looked_up(language: str, text: str, why: str) -> None:
    talk = Talk(language)
    talk.to_question("capital")

    answer = talk.send(text)

    assert why in answer.text
    assert LIBRARY.words("en" if language == "en" else "zh-Hans")["search"]["title"] not in answer.text
    assert talk.place == "capital"
