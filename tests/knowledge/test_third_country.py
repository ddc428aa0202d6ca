"""A country nobody foresaw: five small files in a folder, no Python, and the adviser speaks of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.checks import problems
from bot.library import Library
from knowledge import advise
from tests.bot.talk import ROOT, Talk
from tests.bot.test_commands import run
from tests.knowledge.cn import PACK, TODAY

ISLES = Path(__file__).parent / "isles"
"""All that a country needs, without borrowing a word from another one."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with the interview, the words of the languages, the claims, and the new country alone."""
    shutil.copytree(ROOT / "dialogs" / "advisor", tmp_path / "dialogs" / "advisor")
    shutil.copytree(ROOT / "knowledge" / "language", tmp_path / "knowledge" / "language")
    shutil.copy(ROOT / "knowledge" / "claims.yaml", tmp_path / "knowledge" / "claims.yaml")
    shutil.copytree(ISLES, tmp_path / "knowledge" / "zz")
    return tmp_path


def test_five_files_make_a_country_without_a_problem(content: Path) -> None:
    assert problems(content, (), TODAY) == []


@pytest.mark.parametrize("name", ["modes.yaml", "en/modes.yaml", "en/units.yaml", "dialog.yaml"])
def test_each_of_the_files_beside_its_name_is_missed(name: str, content: Path) -> None:
    (content / "knowledge" / "zz" / name).unlink()

    found = problems(content, (), TODAY)

    assert found
    assert all(str(problem).startswith(str(content / "knowledge" / "zz")) for problem in found)


def test_advice_for_the_new_country_has_every_key_and_its_own_money(content: Path) -> None:
    profile = json.dumps({"capital": 45, "ecommerce_staff": 2, "packaging": "bulk"})

    done = run("advise", "-", "--json", "--pack", "zz", "--lang", "zh", replies=profile, COOPBOT_CONTENT=str(content))

    assert (done.returncode, done.stderr) == (0, "")
    advice = json.loads(done.stdout)
    assert advice.keys() == advise({}, PACK, TODAY, "en").keys()
    assert (advice["pack"], advice["lang"], advice["recommended"]) == ("zz", "en", "own_store")
    assert {costs["currency"] for costs in advice["costs"].values()} == {"ZZD"}


def test_a_chat_in_the_new_country_reaches_its_advice(content: Path) -> None:
    talk = Talk("zh", "zz", Library(content, None))

    talk.to_advice()

    told = "\n".join(message.text for message in talk.said)
    assert "shells" in told
    assert "Blow the conch" in told
    assert "yuan" not in told
    for name in ("why", "costs", "risks", "week", "people", "share"):
        assert talk.tap_named(name).text
        talk.tap_named("advice")
    talk.tap_named("others")
    assert talk.tap_named("own_store").text


def test_the_pack_of_the_environment_is_the_country_of_a_new_chat(content: Path) -> None:
    done = run("chat", replies="5\n1\n1\n1\n1\n1\n1\n", COOPBOT_CONTENT=str(content), COOPBOT_PACK="zz")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Under 10 shells" in done.stdout
