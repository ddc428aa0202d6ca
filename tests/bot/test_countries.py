"""A chat stays in its country: its money, its language, its words, from the first question to the last card."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.checks import between
from bot.library import Library
from tests.bot.talk import LIBRARY, ROOT, Talk
from tests.bot.test_commands import run

CARDS = ("why", "costs", "risks", "week", "people", "share", "others")
MODES = ("information_release", "own_store", "principal_agent", "entrusted_sales")
ELSEWHERE = re.compile(
    r"\b(yuan|CNY|RMB|jin|mu|county|taobao|tmall|pinduoduo|douyin|JD|wechat|alibaba|1688|china|chinese)\b|[\u4e00-\u9fff¥]",
    re.IGNORECASE,
)
WAYS = {
    "millet with a team": ["3", "3", "2", "3 5", "2", "3", "6", "d", "4", "d", "3"],
    "vegetables for a company": ["2", "1", "2", "2 4", "3", "3", "2", "a", "0 people", "300 quintals", "2"],
    "a first notice": ["2", "2", "1", "1", "1", "1", "1", "15000", "a", "c", "1"],
    "nobody to run the shop": ["1", "2", "4", "2 3", "2", "3", "5", "₹25 lakh", "a", "5 crore", "2"],
}


def answered(*replies: str, language: str = "en") -> Talk:
    """A chat in which all ten questions were answered so, those that could not change the advice too."""
    talk = Talk(language, "in")
    talk.start()
    for reply in replies:
        if talk.at_advice():
            talk.tap_named("deepen")
        talk.send(reply)
    assert talk.at_advice(), talk.said[-1].text
    return talk


PAPER = "Cao County study"
"""One of the two papers, named as a source in every country."""


def everything(talk: Talk) -> str:
    """All that was said and every card of the advice, labels of buttons included."""
    for name in CARDS:
        talk.tap_named(name)
        talk.tap_named("advice")
    talk.tap_named("others")
    for name in MODES:
        talk.tap_named(name)
    return "\n".join([*(m.text for m in talk.said), *(b.label for m in talk.said for row in m.buttons for b in row)])


@pytest.mark.parametrize("way", WAYS)
def test_a_chat_in_india_says_nothing_of_another_country_up_to_the_last_card(way: str) -> None:
    told = everything(answered(*WAYS[way]))

    assert [found[0] for found in ELSEWHERE.finditer(told.replace(PAPER, ""))] == []
    assert "₹" in told


def test_the_four_ways_lead_to_the_four_modes() -> None:
    said = {way: answered(*replies).said[-1].text for way, replies in WAYS.items()}

    assert "Run your own online shop" in said["millet with a team"]
    assert "Sell to a company that buys" in said["vegetables for a company"]
    assert "Put out a notice" in said["a first notice"]
    assert "Let a support body run your shop" in said["nobody to run the shop"]


def test_a_leader_whose_phone_speaks_chinese_is_answered_in_the_language_of_the_country() -> None:
    talk = Talk("zh-CN", "in")

    talk.to_advice()

    assert talk.session
    assert talk.session.language == "en"
    assert not ELSEWHERE.search("\n".join(message.text for message in talk.said))


def test_a_link_to_another_country_opens_its_questions_and_leaves_the_sums_behind() -> None:
    talk = Talk("zh-CN")
    talk.start()
    talk.send("5")
    talk.to_question("capital")
    talk.send("50000")
    talk.send("2")
    assert talk.session
    before = talk.session.answers
    assert (before["product"], before["capital"], before["ecommerce_staff"]) == ("handicraft", 50_000, 2)

    asked = talk.start("p-in")

    assert talk.session.pack == "in"
    assert talk.session.answers == {id: answer for id, answer in before.items() if id != "capital"}
    assert "₹2 to 5 lakh" in str(asked.buttons)
    assert "yuan" not in asked.text


def test_a_chat_whose_country_is_gone_goes_on_in_the_country_of_the_bot() -> None:
    talk = Talk("en", "in")
    talk.start()
    talk.send("5")
    assert talk.session
    talk.session = type(talk.session)(**{**talk.session.__dict__, "pack": "atlantis"})
    talk.pack = "cn"

    talk.send("2")

    assert talk.session.pack == "cn"
    assert talk.session.answers["product"] == "handicraft"


def test_a_code_of_one_country_opens_the_same_letters_in_another() -> None:
    talk = answered(*WAYS["millet with a team"])
    talk.tap_named("share")
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4})+", talk.said[-1].text)
    assert code

    other = Talk("en", "cn")
    other.start(f"c-{code[0]}")

    assert other.session
    assert talk.session
    assert other.session.answers["capital"] == {"low": 50_000, "high": 199_999}
    assert talk.session.answers["capital"] == {"low": 500_000, "high": 1_999_999}


def test_a_threshold_inside_a_band_is_named_with_file_and_line(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    knowledge = Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge", ignore=ignored))
    rules = knowledge / "in" / "modes.yaml"
    rules.write_text(rules.read_text("utf-8").replace("capital: {below: 100000}", "capital: {below: 150000}"), "utf-8")

    (problem,) = between(ROOT / "dialogs" / "advisor", knowledge / "in")

    assert (problem.file, problem.code) == (str(rules), "inside-a-band")
    assert "below: 150000" in rules.read_text("utf-8").splitlines()[problem.line - 1]


def test_what_cannot_be_read_is_left_to_the_check_of_its_own(tmp_path: Path) -> None:
    assert list(between(ROOT / "dialogs" / "advisor", tmp_path)) == []


def test_the_commands_speak_a_language_of_the_country() -> None:
    profile = '{"capital": 250000, "ecommerce_staff": 1, "packaging": "graded"}'

    advice = run("advise", "-", "--pack", "in", "--lang", "zh", replies=profile)
    found = run("search", "--pack", "in", "--lang", "zh", "whatsapp group")
    code = run("code", "-", "--pack", "in", replies=profile)
    back = run("code", "--decode", code.stdout.strip(), "--pack", "in")

    for done in (advice, found, code, back):
        assert done.returncode == 0, done.stderr
        assert not ELSEWHERE.search(done.stdout.replace(PAPER, ""))
    assert '"low": 200000' in back.stdout


def test_each_country_has_a_compiled_copy_of_its_dialog(tmp_path: Path) -> None:
    first, second = (Library(ROOT, tmp_path) for _ in range(2))

    assert first.dialog("in").content == second.dialog("in").content == LIBRARY.dialog("in").content
    assert first.dialog("in").version != first.dialog("cn").version
    assert len(list(tmp_path.glob("dialog-in-*.json"))) == 1
