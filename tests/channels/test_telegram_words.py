"""What a raw update means, what of a text is let in, and how a message is cut and written for Telegram."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_words import LANGUAGES, LONGEST_MESSAGE, escape, load_texts, read_update, split
from bot.updates import LONGEST_TEXT, Update, clean, spoken
from dialogs import control, load_dialog
from tests.standin.markup import parse_html, utf16_length

PERSON = {"id": 501, "is_bot": False, "first_name": "Ann", "last_name": "Li", "language_code": "zh-hans"}
ALONE = {"id": 501, "type": "private", "first_name": "Ann"}
TOO_OLD = {"chat": ALONE, "message_id": 4, "date": 0}
GROUP = {"id": -100_5, "type": "supergroup", "title": "Village"}


def message(chat: dict[str, Any] = ALONE, **content: Any) -> dict[str, Any]:
    return {"update_id": 9, "message": {"message_id": 3, "date": 1, "chat": chat, "from": PERSON, **content}}


def tap(chat: dict[str, Any] = ALONE, **more: Any) -> dict[str, Any]:
    shown = {"message": {"message_id": 3, "date": 1, "chat": chat, "text": "?"}}
    return {"update_id": 9, "callback_query": {"id": "77", "from": PERSON, **shown, **more}}


def change(before: str, after: str, chat: dict[str, Any] = ALONE) -> dict[str, Any]:
    members = {"old_chat_member": {"status": before}, "new_chat_member": {"status": after}}
    return {"update_id": 9, "my_chat_member": {"chat": chat, "from": PERSON, "date": 1, **members}}


@pytest.mark.parametrize(
    ("raw", "meaning"),
    [
        (message(text="五万"), {"kind": "text", "text": "五万"}),
        (message(text="/start"), {"kind": "start"}),
        (message(text="/start p-cn"), {"kind": "start", "payload": "p-cn"}),
        (message(text="/start@our_bot  w-1_A"), {"kind": "start", "payload": "w-1_A"}),
        (message(text="/start two words"), {"kind": "start", "payload": "two"}),
        (message(text="/start 中文"), {"kind": "start"}),
        (message(text="/start " + "x" * 65), {"kind": "start"}),
        (message(text="/started"), {"kind": "text", "text": "/started"}),
        (message(text="/help"), {"kind": "text", "text": "/help"}),
        (message(text="\x00\x01"), {"kind": "media"}),
        (message(photo=[{}], caption="our phone is 138"), {"kind": "media"}),
        (message(contact={"phone_number": "138"}), {"kind": "media"}),
        (message(something_new={}), {"kind": "media"}),
        (tap(data="3:product:tea"), {"kind": "tap", "button": "3:product:tea", "tap_id": "77", "message_id": 3}),
        (tap(data="x", message=TOO_OLD), {"kind": "tap", "button": "x", "tap_id": "77", "message_id": 4}),
        (tap(), {"kind": "tap", "button": "", "tap_id": "77", "message_id": 3}),
        (change("member", "kicked"), {"kind": "left"}),
    ],
)
def test_what_a_person_does_is_read(raw: dict[str, Any], meaning: dict[str, Any]) -> None:
    assert read_update(raw, "1") == Update("telegram", "1", 9, "501", language="zh-hans", **meaning)


@pytest.mark.parametrize(
    "raw",
    [
        message(GROUP, text="/start"),
        message(GROUP, text="/start@our_bot x"),
        change("left", "member", GROUP),
        change("kicked", "member", GROUP),
    ],
)
def test_a_group_is_read_only_when_it_turns_to_the_bot(raw: dict[str, Any]) -> None:
    assert read_update(raw, "1") == Update("telegram", "1", 9, "-1005", "group", language="zh-hans")


@pytest.mark.parametrize(
    "raw",
    [
        message(GROUP, text="hello all"),
        message(GROUP, photo=[{}]),
        message(GROUP, new_chat_members=[{}]),
        message(pinned_message={}),
        tap(GROUP, data="x"),
        change("kicked", "member"),
        change("member", "kicked", GROUP),
        change("member", "administrator", GROUP),
        {"update_id": 9, "edited_message": message()["message"]},
        {"update_id": 9},
    ],
)
def test_what_means_nothing_here_is_passed_over(raw: dict[str, Any]) -> None:
    assert read_update(raw, "1") is None


def test_no_name_phone_or_caption_is_taken_over() -> None:
    raw = message(contact={"phone_number": "13800", "first_name": "Bo"}, caption="our secret")

    assert not {"Ann", "Li", "13800", "Bo", "our secret"} & set(map(str, vars(read_update(raw, "1")).values()))


@pytest.mark.parametrize(
    ("text", "let_in"),
    [
        ("a\x00b\x1fc\x7fd\x85e", "abcde"),
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\ud83dlone", "lone"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("e\u0301", "\u00e9"),
        ("\u0634\u06cc\u200c\u0631", "\u0634\u06cc\u200c\u0631"),
        ("\U0001f96d 芒果", "\U0001f96d 芒果"),
    ],
)
def test_only_what_can_be_read_and_stored_is_let_in(text: str, let_in: str) -> None:
    assert clean(text) == let_in


@given(st.text(st.characters(codec=None), max_size=50).map(lambda text: text * 99))
def test_every_text_is_short_composed_and_fit_for_a_database_once_let_in(text: str) -> None:
    let_in = clean(text)

    assert len(let_in) <= LONGEST_TEXT
    assert "\0" not in let_in
    assert let_in.encode("utf-8").decode("utf-8") == let_in
    assert unicodedata.is_normalized("NFC", let_in)


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh", "zh-Hans"), ("zh-hant", "zh-Hans"), ("ZH-CN", "zh-Hans"), ("en", "en"), ("hi", "en"), (None, "en")],
)
def test_a_chinese_phone_is_spoken_to_in_chinese_and_every_other_in_english(code: str | None, language: str) -> None:
    assert spoken(code) == language


@given(st.text(st.sampled_from('<>&;"a\n 元\U0001f96d'), max_size=60))
def test_markup_in_a_text_is_shown_as_it_was_written(text: str) -> None:
    assert parse_html(escape(text)) == (text, [])


PARAGRAPHS = "\n\n".join(f"{number}. " + "An answer of some length, so it goes. " * 8 for number in range(60))


def test_a_short_text_is_one_part() -> None:
    assert split("Question 1\n\nWhat?") == ["Question 1\n\nWhat?"]
    assert split("x" * LONGEST_MESSAGE) == ["x" * LONGEST_MESSAGE]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (PARAGRAPHS, r"goes\.$"),
        ("a line of words without end\n" * 400, r"end$"),
        ("句子很长，一句接一句。" * 900, r"。$"),
        ("Short one. Is it? " * 500, r"[.?]$"),
        ("word " * 2_000, r"word$"),
        ("\U0001f96d" * 5_000, "\U0001f96d$"),
    ],
)
def test_a_long_text_is_cut_where_it_makes_sense(text: str, ends: str) -> None:
    parts = split(text)

    assert len(parts) > 1
    for part in parts[:-1]:
        assert utf16_length(part) > LONGEST_MESSAGE // 2 - 10
        assert re.search(ends, part), part[-30:]


@given(st.text(st.sampled_from("ab. \n。元\U0001f96d"), min_size=1, max_size=40).map(lambda text: text * 300))
def test_no_word_is_lost_in_the_cut(text: str) -> None:
    parts = split(text)

    assert max(map(utf16_length, parts)) <= LONGEST_MESSAGE
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_telegram_takes_the_texts_about_the_bot(language: str) -> None:
    texts = load_texts()[language]

    assert 0 < len(texts.description) <= 512
    assert 0 < len(texts.short_description) <= 120
    for name, description in texts.commands.items():
        assert name.isascii()
        assert name.islower()
        assert 0 < len(name) <= 32
        assert 0 < len(description) <= 256


def test_every_language_has_the_same_commands() -> None:
    english, chinese = load_texts().values()

    assert list(english.commands) == list(chinese.commands)


def test_every_command_is_a_word_that_the_dialog_knows() -> None:
    dialog = load_dialog(Path(__file__).parents[2] / "dialogs" / "advisor")

    assert [control(dialog, f"/{name}") for name in load_texts()["en"].commands] == [
        None if name == "start" else name for name in load_texts()["en"].commands
    ]
