"""What a board is told beside the advice: its answers, the law, and how much a trial may cost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from knowledge import advise, load_pack
from knowledge.board import spend_at_most
from knowledge.checks import check_pack
from tests.knowledge.cn import PACK, ROOT, TODAY


@pytest.fixture
def pack_copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "knowledge", tmp_path / "k", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "k" / "cn"


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_law_is_told_with_its_document_and_articles(language: str) -> None:
    report = advise({}, PACK, TODAY, language)

    assert [law["id"] for law in report["law"]] == list(PACK.law)
    for law in report["law"]:
        assert law["articles"]
        assert report["sources"][law["sources"][0]]["as_of"]
        assert "{" not in law["text"]


def test_a_pack_may_tell_nothing_of_the_law(pack_copy: Path) -> None:
    for path in pack_copy.rglob("law.yaml"):
        path.unlink()

    pack = load_pack(pack_copy)[0]

    assert advise({}, pack, TODAY, "en")["law"] == []


def test_law_without_its_words_in_a_language_is_named(pack_copy: Path) -> None:
    (pack_copy / "en" / "law.yaml").unlink()

    problems = check_pack(pack_copy, TODAY)

    assert {Path(problem.file).name for problem in problems} == {"law.yaml"}
    assert "missing-text" in {problem.code for problem in problems}


def test_every_answer_is_said_in_words_and_nothing_is_said_of_the_rest() -> None:
    profile: dict[str, Any] = {"capital": {"low": 10_000, "high": 19_999}, "packaging": "graded", "goals": []}

    answers = advise(profile, PACK, TODAY, "en")["answers"]

    assert [(one["field"], one["text"]) for one in answers] == [
        ("capital", "10,000 to 19,999 yuan"),
        ("packaging", "sorted by size and quality"),
    ]


@pytest.mark.parametrize(
    ("low", "high", "capital", "most"),
    [
        (1_000, 10_000, None, 10_000),
        (1_000, 10_000, 50_000, 10_000),
        (1_000, 10_000, 4_000, 4_000),
        (1_000, 10_000, {"low": 2_000, "high": 4_999}, 4_999),
        (1_000, 10_000, {"low": 2_000, "high": None}, 10_000),
        (1_000, 10_000, 500, None),
        (0, 10_000, 0, None),
        (0, 0, 500, None),
    ],
)
def test_a_trial_may_cost_the_high_end_or_all_there_is(low: int, high: int, capital: Any, most: int | None) -> None:
    assert spend_at_most({"low": low, "high": high}, capital) == most


def test_no_limit_is_named_where_the_sum_is_not_known() -> None:
    assert spend_at_most(None, 50_000) is None
