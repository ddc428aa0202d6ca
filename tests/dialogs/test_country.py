"""A country asks the same questions in its own money and languages, and its faults are named in its own file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dialogs import Country, Dialog, begin, check_country, in_country, load_country
from dialogs.answer_code import Interview, decode, encode, to_profile
from dialogs.say import number
from knowledge.datafile import BrokenData
from tests.dialogs.talking import ADVISOR, ADVISOR_FOLDER, ROOT, Chat

INDIA = Country(ROOT / "knowledge" / "in", ("en",), "INR")
RUPEES = Dialog(load_country(ADVISOR_FOLDER, INDIA))
MONEY = """bands:
  capital:
    a: {low: 0, high: 9}
    b: {low: 10, high: 19}
    c: {low: 20, high: 29}
    d: {low: 30, high: 39}
    e: {low: 40, high: 49}
    f: {low: 50, high: null}
"""


def country(tmp_path: Path, text: str, currency: str = "CNY", **more: tuple[str, ...]) -> Country:
    (tmp_path / "dialog.yaml").write_text(text, "utf-8")
    return Country(tmp_path, more.get("languages", ("en",)), currency, more.get("foreign_words", ()))


def codes(found: Country) -> set[str]:
    return {problem.code for problem in check_country(ADVISOR_FOLDER, found)}


def test_a_country_without_a_file_asks_what_is_asked_everywhere_in_its_own_languages(tmp_path: Path) -> None:
    dialog = Dialog(load_country(ADVISOR_FOLDER, Country(tmp_path, ("zh-Hans",), "CNY")))

    assert dialog.questions == ADVISOR.questions
    assert dialog.languages == ("zh-Hans",)
    assert codes(Country(tmp_path, ("zh-Hans",), "CNY")) == set()


def test_what_a_country_says_otherwise_stands_and_everything_else_stays() -> None:
    own, everywhere = RUPEES.texts["en"].questions, ADVISOR.texts["en"].questions

    assert own["capital"].bands["c"] == "₹2 to 5 lakh"
    assert own["capital"].ask == everywhere["capital"].ask
    assert RUPEES.questions["capital"].bands["c"].low == 200_000
    assert RUPEES.questions["annual_output_tonnes"] == ADVISOR.questions["annual_output_tonnes"]
    assert own["goals"] == everywhere["goals"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(999, "999"), (99_999, "99,999"), (123_456, "1,23,456"), (150_000, "1.5 lakh"), (12_345_678, "1,23,45,678")],
)
def test_digits_stand_in_the_groups_of_the_country(value: int, shown: str) -> None:
    assert number(value, RUPEES.texts["en"].numbers) == shown
    assert "lakh" not in number(value, ADVISOR.texts["en"].numbers)


def test_typed_rupees_are_read_and_shown() -> None:
    chat = Chat(RUPEES).say("5", "1", "2", "2", "2", "2")

    chat.say("₹2.5 lakh")

    assert chat.session.answers["capital"] == 250_000
    assert "₹2.5 lakh" in (chat.turn.lead or ("",))[0]


def test_where_one_language_is_spoken_no_other_is_offered() -> None:
    chat = Chat(RUPEES, "zh-Hans")
    assert chat.turn.message
    assert "What do you mainly sell?" in chat.turn.message.text

    chat.say("more")
    assert ":language" not in str(chat.turn.message)
    chat.say("help")
    assert not any("\u4e00" <= letter <= "\u9fff" for line in chat.turn.lead for letter in line)
    everywhere = Chat(ADVISOR)
    everywhere.say("help")
    assert "switch to Chinese" in everywhere.turn.lead[-1]


def test_a_code_says_the_letter_of_a_band_so_it_means_the_same_answer_in_every_country() -> None:
    band = RUPEES.questions["capital"].bands["d"]
    code = encode(RUPEES, Interview({"capital": {"low": band.low, "high": band.high}}))

    assert code is not None
    assert to_profile(RUPEES, decode(RUPEES.codes, code)) == {"capital": {"low": 500_000, "high": 1_999_999}}
    assert to_profile(ADVISOR, decode(ADVISOR.codes, code)) == {"capital": {"low": 50_000, "high": 199_999}}


def test_a_chat_that_goes_to_another_country_leaves_its_sums_of_money_behind() -> None:
    session = begin(ADVISOR, "zh-Hans", "cn")
    answers = {"capital": 50_000, "price_at_gate": 3, "ecommerce_staff": 2, "packaging": "loose"}
    said = {"annual_sales": 900_000, "brand": "none"}
    session = replace(session, answers=answers, told=("capital", "packaging"), said=said)

    there = in_country(RUPEES, session, "in")

    assert there.answers == {"ecommerce_staff": 2, "packaging": "loose"}
    assert (there.told, there.said) == (("packaging",), {"brand": "none"})
    assert (there.pack, there.language) == ("in", "en")
    assert in_country(RUPEES, there, "in") is there


def test_other_letters_than_everywhere_are_named(tmp_path: Path) -> None:
    found = country(tmp_path, "bands:\n  capital: {a: {low: 0, high: 9}, b: {low: 10, high: null}}\n")

    assert codes(found) >= {"band-letters"}
    with pytest.raises(BrokenData):
        load_country(ADVISOR_FOLDER, found)


def test_a_gap_between_bands_is_named_in_the_file_of_the_country(tmp_path: Path) -> None:
    found = country(tmp_path, MONEY.replace("low: 20", "low: 21"))

    (problem,) = check_country(ADVISOR_FOLDER, found)

    assert (problem.code, Path(problem.file).name, problem.line) == ("band-gap", "dialog.yaml", 5)
    assert problem.file.startswith(str(tmp_path))


def test_money_questions_in_the_money_of_another_country_are_named(tmp_path: Path) -> None:
    problems = check_country(ADVISOR_FOLDER, country(tmp_path, MONEY, currency="ZZD"))

    assert {problem.code for problem in problems} == {"other-money"}
    whats = {problem.what for problem in problems}
    assert '"annual_sales" is asked in CNY' in whats
    assert '"capital" is asked in CNY' not in whats
    assert 'the example of "capital" is worded for CNY' in whats


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bands:\n  capitol: {a: {low: 0, high: null}}\n", "unknown-question"),
        ("texts:\n  fr: {}\n", "unknown-language"),
        ("texts:\n  en: {questions: {capital: {asks: How much?}}}\n", "unknown-key"),
        ("texts:\n  en: {question: {}}\n", "unknown-key"),
        ("texts:\n  en: []\n", "dict-type"),
        ("band: {}\n", "unknown-key"),
        ("[]\n", "model-type"),
        ("bands: [\n", "not-yaml"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(text: str, code: str, tmp_path: Path) -> None:
    found = country(tmp_path, text)

    assert codes(found) == {code}
    with pytest.raises(BrokenData):
        load_country(ADVISOR_FOLDER, found)


def test_a_language_that_the_dialog_does_not_speak_is_named(tmp_path: Path) -> None:
    assert codes(country(tmp_path, "{}\n", languages=("en", "hi"))) == {"unknown-language"}


def test_words_of_another_country_are_named_where_they_stand(tmp_path: Path) -> None:
    found = country(tmp_path, "texts:\n  en:\n    first_line: For 5 jin.\n", foreign_words=("jin", "yuan"))

    problems = check_country(ADVISOR_FOLDER, found)

    assert {problem.code for problem in problems} == {"foreign-word"}
    assert {Path(problem.file).name for problem in problems} == {"dialog.yaml", "text.en.yaml"}
    assert all(problem.line > 1 for problem in problems)
