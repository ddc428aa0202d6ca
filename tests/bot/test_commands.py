"""The commands as other programs call them: real processes, plain UTF-8 in and out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.talk import ROOT

PROFILE = {"capital": 30_000, "product_category": "tea", "packaging": "graded", "ecommerce_staff": 1}


def run(*words: str, replies: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=replies,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C", **environment},
        timeout=60,
        check=False,
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The sentence a wrong use ends with: on standard error, no traceback, status 1 or 2."""
    assert done.returncode in (1, 2)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


@pytest.mark.parametrize("words", [(), ("chat",), ("chat", "--lang", "en")])
def test_the_chat_reads_replies_from_a_pipe_and_ends_with_them(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*words, replies="2\n\n1\n", COOPBOT_DATABASE=str(tmp_path / "never.db"))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The cooperative adviser")
    assert "1. " in done.stdout
    assert not (tmp_path / "never.db").exists()


def test_the_chat_speaks_chinese_as_utf_8_whatever_the_system_speaks() -> None:
    done = run("chat", "--lang", "zh", replies="１\n一\n")

    assert done.returncode == 0
    assert "第2题" in done.stdout


def test_the_system_language_is_the_default() -> None:
    locales = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    chinese = next((name for name in locales if name.startswith("zh_CN")), None)

    done = run("chat", LC_ALL=chinese or "C", LANG=chinese or "C")

    assert ("第1题" if chinese else "Question 1") in done.stdout


def test_a_whole_interview_ends_with_the_advice() -> None:
    done = run("chat", "--lang", "en", replies="1\n1\na\na\n1\n1\n1\na\n1\n1\n1\n")

    assert "This week:" in done.stdout


def test_advice_is_given_for_a_profile_in_yaml_or_json_from_a_file_or_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "profile.yaml").write_text(
        "capital: 30000\nproduct_category: tea\npackaging: graded\necommerce_staff: 1\n"
    )

    from_file = run("advise", str(tmp_path / "profile.yaml"), "--json", "--lang", "en", "--on", "2026-11-22")
    from_pipe = run("advise", "-", "--json", "--lang", "en", "--on", "2026-11-22", replies=json.dumps(PROFILE))

    assert json.loads(from_file.stdout) == json.loads(from_pipe.stdout)
    assert json.loads(from_pipe.stdout)["on"] == "2026-11-22"


def test_advice_in_plain_words_shows_the_first_screen_and_every_card() -> None:
    done = run("advise", "-", "--lang", "zh", replies=json.dumps(PROFILE))

    assert "眼下" in done.stdout
    assert "要防什么" in done.stdout


def test_one_profile_a_line_gives_one_answer_a_line_and_a_bad_line_an_error() -> None:
    lines = [json.dumps(PROFILE), '{"capitol": 5}', "not json", json.dumps({})]

    done = run("advise", "--jsonl", "--lang", "en", replies="\n".join(lines))

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [sorted(answer) == ["error"] for answer in answers] == [False, True, True, False]
    assert 'did you mean "capital"?' in answers[1]["error"]


@pytest.mark.parametrize(
    ("profile", "hint"),
    [
        ("capitol: 5", 'did you mean "capital"?'),
        ("packaging: grade", 'did you mean "graded"?'),
        ("capital: lots", "is a number"),
        ("capital: -1", "between 0"),
        ("ecommerce_staff: 1.5", "whole number"),
        ("goals: learn", "is a list"),
        ("capital: {low: 9, high: 3}", "above its high end"),
        ("capital: {from: 9}", "as a band"),
        ("- 1", "a profile is a mapping"),
        ("capital: [1", "[not-yaml]"),
        ("capital: 1\ncapital: 2", "[repeated-key]"),
    ],
)
def test_a_wrong_profile_ends_in_one_sentence_that_helps(profile: str, hint: str) -> None:
    assert hint in one_sentence(run("advise", "-", "--json", replies=profile))


@pytest.mark.parametrize(
    "words",
    [
        ("advise",),
        ("advise", "nowhere.yaml"),
        ("advise", "-", "--pack", "atlantis"),
        ("dance",),
        ("advise", "-", "--on", "soon"),
    ],
)
def test_wrong_use_ends_in_a_clear_sentence(words: tuple[str, ...]) -> None:
    assert one_sentence(run(*words, replies="{}"))


def test_telegram_without_a_token_says_what_to_set() -> None:
    assert "TELEGRAM_BOT_TOKEN" in one_sentence(run("telegram", TELEGRAM_BOT_TOKEN=""))


@pytest.mark.parametrize("command", ["chat", "advise", "amount", "check", "telegram"])
def test_every_command_explains_itself(command: str) -> None:
    done = run(command, "--help")

    assert done.returncode == 0
    assert "Usage" in done.stdout


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for room in ("dialogs", "knowledge"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path


def test_a_maintainer_changes_a_fee_and_every_reader_sees_it(content: Path) -> None:
    facts = content / "knowledge" / "cn" / "facts.yaml"
    text = facts.read_text("utf-8")
    start = text.index("info.1688.annual_fee:")
    facts.write_text(text[:start] + text[start:].replace("6688", "7777", 2), "utf-8")

    before, after = (
        run("advise", "-", "--lang", "en", replies='{"capital": 5, "goals": ["quick_sales"]}', COOPBOT_CONTENT=str(one))
        for one in (ROOT, content)
    )

    assert "6,688" in before.stdout
    assert "7,777" in after.stdout
    assert "6,688" not in after.stdout


def test_check_names_the_file_and_line_of_a_fault_and_ends_with_status_1(content: Path) -> None:
    modes = content / "knowledge" / "cn" / "modes.yaml"
    modes.write_text(modes.read_text("utf-8").replace("s1.3.1.req.2", "s1.3.1.req.9", 1), "utf-8")

    done = run("check", str(content))

    assert done.returncode == 1
    assert re.search(r"modes\.yaml:\d+: .*s1\.3\.1\.req\.9.*\[unknown-claim\]", done.stdout)
    assert done.stderr == "1 problem\n"


def test_check_can_be_asked_about_one_file(content: Path) -> None:
    modes = content / "knowledge" / "cn" / "modes.yaml"
    modes.write_text(modes.read_text("utf-8").replace("s1.3.1.req.2", "s1.3.1.req.9", 1), "utf-8")

    here = run("check", str(modes), COOPBOT_CONTENT=str(content))
    elsewhere = run("check", str(content / "dialogs"), COOPBOT_CONTENT=str(content))

    assert (here.returncode, elsewhere.returncode) == (1, 0)


def test_check_finds_nothing_wrong_in_what_ships() -> None:
    done = run("check")

    assert (done.returncode, done.stdout) == (0, "0 problems\n")


def test_the_first_question_needs_neither_the_pack_nor_the_yaml_reader(tmp_path: Path) -> None:
    run("chat", XDG_CACHE_HOME=str(tmp_path))
    heavy = ("ruamel.yaml", "telegram", "sqlite_utils", "rich")
    code = f"""
import sys
from bot.__main__ import main
try:
    main(["chat"])
except SystemExit:
    print([name for name in {heavy} if name in sys.modules])
"""

    done = subprocess.run(
        [sys.executable, "-c", code],
        input="",
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
    )

    assert done.stdout.splitlines()[-1] == "[]"
