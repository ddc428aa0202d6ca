"""Faults planted one at a time in a copy of the pack: each is named with its file and line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.checks import check_pack
from knowledge.datafile import read
from tests.knowledge.cn import ROOT, TODAY

FAULTS = read(Path(__file__).parent / "faults.yaml").data


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_file_and_line(fault: str, tmp_path: Path) -> None:
    name, right, wrong, code = (FAULTS[fault][part] for part in ("file", "right", "wrong", "code"))
    knowledge = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", knowledge, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (knowledge / name).read_text("utf-8")
    assert right in text, "the fault no longer fits the file"
    (knowledge / name).write_text(text.replace(right, wrong, 1), "utf-8")

    found = [problem for problem in check_pack(knowledge / "cn", TODAY) if problem.code == code]

    assert found
    assert all(problem.line >= 1 and Path(problem.file).suffix == ".yaml" for problem in found)
    assert str(found[0]).endswith(f"[{code}]")


def test_the_pack_as_it_stands_has_no_problem() -> None:
    assert check_pack(ROOT / "knowledge" / "cn", TODAY) == []


def test_yesterday_every_day_of_reading_would_lie_in_the_future() -> None:
    assert {problem.code for problem in check_pack(ROOT / "knowledge" / "cn", date(2026, 11, 21))} >= {"future"}


def test_a_missing_file_is_one_problem_and_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "claims.yaml").write_text("{}")

    problems = check_pack(tmp_path / "nowhere", TODAY)

    assert {problem.code for problem in problems} == {"unreadable"}
