"""A dialog beside another: it borrows the other's words, and each keeps its answers while the other is open."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dialogs import Dialog, Session, check_dialog, enter, load_dialog, show
from tests.dialogs.talking import SMALL, SMALL_FOLDER, Chat

SCRIPT = """
id: aside
version: "1"
start: rain
beside: small
questions:
  rain:
    kind: choice
    fills: rain
    options: {much: {}, little: {}}
    routes: [{to: wet}]
outcomes:
  wet: {}
"""
TEXT = """
questions:
  rain:
    name: Rain
    ask: How much rain?
    why: It decides.
    options: {much: Much, little: Little}
lines:
  restarted: Only this starts again.
"""
FIELDS = {"rain": ("much", "little")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SMALL_FOLDER, tmp_path / "small")
    folder = tmp_path / "aside"
    folder.mkdir()
    (folder / "dialog.yaml").write_text(SCRIPT, "utf-8")
    for path in SMALL_FOLDER.glob("text.*.yaml"):
        (folder / path.name).write_text(TEXT, "utf-8")
    return folder


@pytest.fixture
def aside(folder: Path) -> Dialog:
    return load_dialog(folder)


def through_json(session: Session) -> Session:
    return Session.from_json(session.to_json())


def test_controls_and_numbers_are_the_other_dialogs_and_a_line_can_be_its_own(aside: Dialog) -> None:
    ours, theirs = aside.text("en"), SMALL.text("en")

    assert ours.controls == theirs.controls
    assert ours.numbers == theirs.numbers
    assert ours.lines.restarted == "Only this starts again."
    assert ours.lines.progress == theirs.lines.progress
    assert set(ours.questions) == {"rain"}


def test_it_is_checked_like_any_dialog(folder: Path) -> None:
    assert check_dialog(folder, FIELDS) == []
    assert [one.code for one in check_dialog(folder, {})] == ["unknown-field"]

    (folder / "text.en.yaml").write_text(TEXT.replace("    name: Rain\n", ""), "utf-8")
    assert [one.code for one in check_dialog(folder, FIELDS)] == ["missing-key"]


def test_without_the_other_dialog_its_words_are_missing(folder: Path) -> None:
    shutil.rmtree(folder.parent / "small")

    assert {one.code for one in check_dialog(folder, FIELDS)} == {"unreadable"}


def test_answers_stay_on_both_sides(aside: Dialog) -> None:
    chat = Chat(SMALL)
    chat.say("2")
    before = chat.session

    there = through_json(enter(aside, before))
    assert there.answers == {}
    answered = Chat(aside)
    answered.turn = show(aside, there)
    answered.say("1")
    back = through_json(enter(SMALL, answered.session))

    assert back.answers == before.answers
    assert (back.path, back.told, back.said) == (before.path, before.told, before.said)
    assert back.turn > before.turn
    assert through_json(enter(aside, back)).answers == {"rain": "much"}
    assert list(back.others) == ["aside"]


def test_entering_where_one_is_changes_nothing(aside: Dialog) -> None:
    session = enter(aside, Chat(SMALL).session)

    assert enter(aside, session) is session


def test_starting_again_beside_keeps_the_other_and_starting_the_other_drops_all(aside: Dialog) -> None:
    chat = Chat(SMALL)
    chat.say("2")
    beside = Chat(aside)
    beside.turn = show(aside, enter(aside, chat.session))
    beside.say("1")

    beside.say("restart")
    assert beside.session.answers == {}
    assert beside.session.others["small"]["answers"] == chat.session.answers

    chat.turn = show(SMALL, enter(SMALL, beside.session))
    chat.say("restart")
    assert chat.session.others == {}


def test_a_session_kept_before_there_were_others_is_read_with_none() -> None:
    data = json.loads(Chat(SMALL).session.to_json())
    assert "others" not in data

    assert Session.from_json(json.dumps(data)).others == {}
