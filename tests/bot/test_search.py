"""What is found for questions as people type them, how fast, and how a chat answers them without losing its place."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.index import Index
from bot.updates import clean
from knowledge.datafile import read
from knowledge.entries import Passage, passages
from tests.bot.talk import LIBRARY, ROOT, TODAY
from tests.knowledge.cn import PACK

ASKED = {path.stem: read(path).data for path in sorted((ROOT / "tests" / "bot" / "questions").glob("*.yaml"))}
UNKNOWN = ASKED.pop("unknown")
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
SEARCH = LIBRARY.search("cn", TODAY)
ENOUGH = 0.9
PADDED = 2_000
DEPOSIT = {"en": "how much deposit for pinduoduo", "zh-Hans": "拼多多押金多少"}
HOSTILE = [
    *(
        '"',
        '""',
        "'; DROP TABLE entries; --",
        "NEAR(a b)",
        "a AND",
        "NOT",
        "OR OR",
        "title:deposit",
        "*",
        "dep*",
        "^deposit",
    ),
    *(
        "{",
        "(((",
        "-",
        "😀",
        "deposit 😀",
        "ｄｅｐｏｓｉｔ",
        "保证金\u0000",
        "\u202edeposit",
        "",
        " ",
        "\n",
        "a" * 2_000,
        "押金" * 1_000,
    ),
    *("deposit " * 250, "🥭" * 2_000, "«»", "\\", "%s {title}", "0", "1688", "एक"),
]


def ids(text: str, language: str) -> list[str]:
    return [one.passage.id for one in SEARCH.find(text, language)]


def known(language: str, name: str) -> list[dict[str, Any]]:
    return [one for one in ASKED[name][language] if one["answers"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASKED)
def test_nine_of_ten_questions_find_the_right_entry_among_the_first_three(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = known(language, name)
    missed = [one["ask"] for one in asked if not {*ids(one["ask"], LANGUAGES[language])} & {*one["answers"]}]

    share = 1 - len(missed) / len(asked)
    with capsys.disabled():
        print(f"\nsearch {language} {name}: {share:.1%} of {len(asked)} questions; missed: {missed}")
    assert share >= ENOUGH


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_name_entries_that_exist(language: str) -> None:
    there = {one.id for one in passages(PACK, LANGUAGES[language], TODAY)}

    assert {answer for name in ASKED for one in ASKED[name][language] for answer in one["answers"]} <= there


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_found_for_what_the_pack_does_not_know(language: str) -> None:
    asked = [*UNKNOWN[language], *(one["ask"] for name in ASKED for one in ASKED[name][language] if not one["answers"])]

    assert {text: found for text in asked if (found := ids(text, LANGUAGES[language]))} == {}


@pytest.mark.parametrize(("language", "other"), [("en", "zh-Hans"), ("zh-Hans", "en")])
def test_a_question_in_the_other_language_is_answered_in_the_language_of_the_chat(language: str, other: str) -> None:
    found = SEARCH.find(DEPOSIT[other], language)

    assert found[0].passage == SEARCH.find(DEPOSIT[language], language)[0].passage


@pytest.mark.parametrize("typed", ["trademrak", "tradmark cost", "cold trcuk", "pomello", "liverstream"])
def test_a_typing_error_is_forgiven(typed: str) -> None:
    assert ids(typed, "en")


def test_the_same_title_is_shown_once() -> None:
    titles = [one.passage.title for one in SEARCH.find("testing the goods and writing the certificate", "en", 10)]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_looked_up_without_harm(text: str, language: str) -> None:
    SEARCH.find(clean(text), LANGUAGES[language])
    SEARCH.asks(clean(text))


@given(text=st.text(max_size=2_000))
def test_any_letters_are_looked_up_without_harm(text: str) -> None:
    SEARCH.find(clean(text), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_passage_can_be_told_with_its_sources(language: str) -> None:
    for one in passages(PACK, LANGUAGES[language], TODAY):
        assert one.title
        assert "{" not in one.title + one.text
        assert {*one.sources} <= PACK.sources.keys()
        assert one.sources or one.kind in ("talent", "action", "cost", "mode", "skill", "tension")


def shifted(passage: Passage, by: int) -> Passage:
    """A passage in words that no other has: every letter some places further on."""

    def other(text: str) -> str:
        return "".join(chr(ord(letter) + by) if letter.isalpha() else letter for letter in text)

    told = {name: other(getattr(passage, name)) for name in ("title", "text", "asked")}
    return replace(passage, id=f"{passage.id}{by}", **told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_among_two_thousand_entries_questions_still_find_something_and_its_time_is_printed(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = passages(PACK, LANGUAGES[language], TODAY)
    copies = [shifted(one, copy) for copy in range(PADDED // len(told) + 1) for one in told][:PADDED]
    started = time.process_time()
    index = Index(copies, PACK.synonyms[LANGUAGES[language]])
    built = time.process_time() - started

    def milliseconds(text: str) -> float:
        started = time.process_time_ns()
        index.best(index.question(text), 3)
        return (time.process_time_ns() - started) / 1e6

    questions = [one["ask"] for name in ASKED for one in known(language, name)]
    asked = [*questions, *UNKNOWN[language], *HOSTILE]
    took = sorted(min(milliseconds(text) for _ in range(5)) for text in asked)
    slow = took[int(len(took) * 0.99)]
    with capsys.disabled():
        print(f"\nsearch {language}: built in {built:.2f} s, middle {took[len(took) // 2]:.2f} ms, p99 {slow:.2f} ms")
    assert sum(bool(index.best(index.question(text), 3)) for text in questions) >= ENOUGH * len(questions)
