"""Every fault in a dialog folder is found, at its line, with its remedy; sound folders have none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dialogs import check_dialog, load_dialog
from knowledge.datafile import BrokenData, Record, load
from tests.dialogs.talking import ADVISOR_FIELDS, ADVISOR_FOLDER, HERE, SMALL_FIELDS, SMALL_FOLDER

BROKEN = sorted((HERE / "broken").glob("*.yaml"))


class Edit(Record):
    """One thing changed in a file of the small dialog."""

    file: str
    find: str
    put: str


class Fault(Record):
    """A broken dialog, as edits of the small one, and the line it must print."""

    edits: tuple[Edit, ...]
    says: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small dialog, named as people who edit it see it."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(SMALL_FOLDER, "small"))


def broken(fault: Fault, folder: Path) -> Path:
    for edit in fault.edits:
        path = folder / edit.file
        text = path.read_text("utf-8")
        assert edit.find in text
        path.write_text(text.replace(edit.find, edit.put, 1), "utf-8")
    return folder


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_prints_its_one_line(path: Path, folder: Path) -> None:
    fault = load(path, Fault)[0]

    assert [str(problem) for problem in check_dialog(broken(fault, folder), SMALL_FIELDS)] == [fault.says]


@pytest.mark.parametrize("name", ["unknown_destination", "endless_loop", "missing_line", "unknown_placeholder"])
def test_a_broken_dialog_is_not_loaded(name: str, folder: Path) -> None:
    fault = load(HERE / "broken" / f"{name}.yaml", Fault)[0]

    with pytest.raises(BrokenData) as raised:
        load_dialog(broken(fault, folder))

    assert str(raised.value) == fault.says


def test_sound_dialogs_have_no_problem() -> None:
    assert check_dialog(ADVISOR_FOLDER, ADVISOR_FIELDS) == []
    assert check_dialog(SMALL_FOLDER, SMALL_FIELDS) == []


def test_all_problems_of_all_files_come_at_once_in_file_order(folder: Path) -> None:
    for name in ("text.zh-Hans.yaml", "dialog.yaml", "text.en.yaml"):
        (folder / name).write_text("surprise: 1\n", "utf-8")

    found = check_dialog(folder, SMALL_FIELDS)

    assert [problem.file for problem in found] == sorted(problem.file for problem in found)
    assert {problem.file for problem in found} == {f"small/{path.name}" for path in folder.iterdir()}
    assert len(found) > 20


def test_broken_texts_are_told_beside_a_sound_dialog_file(folder: Path) -> None:
    (folder / "text.en.yaml").write_text("called: [english\n", "utf-8")

    assert [problem.code for problem in check_dialog(folder, SMALL_FIELDS)] == ["not-yaml"]


def test_a_dialog_without_any_text_says_so(folder: Path) -> None:
    for path in folder.glob("text.*.yaml"):
        path.unlink()

    assert [str(problem) for problem in check_dialog(folder, SMALL_FIELDS)] == [
        "small/dialog.yaml:1: no text file stands beside it, add text.*.yaml [no-text]"
    ]


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    codes = [problem.code for problem in check_dialog(tmp_path / "nowhere", SMALL_FIELDS)]

    assert codes == ["no-text", "unreadable"]
