"""Every fault in the words for descriptions is found, at its line, with its remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dialogs import check_dialog, load_dialog
from knowledge.datafile import BrokenData
from tests.dialogs.talking import ADVISOR_FIELDS, ADVISOR_FOLDER

ENGLISH, CHINESE, FOLLOWS = "understand.en.yaml", "understand.zh-Hans.yaml", "understand.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(ADVISOR_FOLDER, "advisor"))


def edited(folder: Path, file: str, find: str, put: str) -> int:
    """The line on which a file was changed."""
    path = folder / file
    before, found, after = path.read_text("utf-8").partition(find)
    assert found
    path.write_text(f"{before}{put}{after}", "utf-8")
    return before.count("\n") + 1


@pytest.mark.parametrize(
    ("file", "find", "put", "says"),
    [
        (ENGLISH, '"<income> .. {money}"', '"<incom> .. {money}", "<income>"', 'no list of words is called "incom"'),
        (ENGLISH, '"{count} <member>"', '"{cuont} <member>"', '"{cuont}" is no number'),
        (ENGLISH, '"{count} <member>"', '"members?"', '"members?" says nothing'),
        (ENGLISH, "  shop: [", "  spare: [one]\n  shop: [", 'no phrase names the list "spare"'),
        (ENGLISH, "value: quick_sales", "value: quick_sale", 'field "goals" cannot be "quick_sale"'),
        (ENGLISH, "  certification:\n", "  certificate:\n", 'a profile has no field "certificate"'),
        (ENGLISH, "    fresh_fruit:\n", "    fruit:\n", 'field "product_category" cannot be "fruit"'),
        (ENGLISH, "corn: [grain_oil", "corn: [grain", 'field "product_category" cannot be "grain"'),
        (ENGLISH, '"• {name}: “{words}”', '"• {nome}: “{words}”', '"open" has other braces than {name}, {words}'),
        (ENGLISH, '"✎ {name}"', '"✎ {name"', '"button" has other braces than {name}'),
        (ENGLISH, 'writing: "[a-z]+"', 'writing: "[a-z+"', '"[a-z+" is no pattern'),
        (CHINESE, "unless: [<not_capital>]", "unless: [<not_capitel>]", 'no list of words is called "not_capitel"'),
        (CHINESE, "冷库: [冷酷", "冷库: [冷酷酷", '"冷酷酷" has not as many letters as "冷库"'),
        (CHINESE, "[0-9]{2}年", "[0-9{2}年", '"(?:19|20)[0-9{2}年" is no pattern'),
        (FOLLOWS, "{leader_awareness: low}", "{leader_awareness: lo}", 'field "leader_awareness" cannot be "lo"'),
        (FOLLOWS, "{brand: {is: known}}", "{brond: {is: known}}", 'a profile has no field "brond"'),
    ],
)
def test_a_fault_in_the_words_is_told_with_its_line(folder: Path, file: str, find: str, put: str, says: str) -> None:
    line = edited(folder, file, find, put)

    found = check_dialog(folder, ADVISOR_FIELDS)

    assert any(
        one.file == f"advisor/{file}" and abs(one.line - line) <= 1 and one.what.startswith(says) for one in found
    )


def test_words_that_cannot_be_used_are_not_loaded(folder: Path) -> None:
    edited(folder, ENGLISH, '"<income> .. {money}"', '"<incom> .. {money}", "<income>"')

    with pytest.raises(BrokenData):
        load_dialog(folder)


def test_a_language_without_words_for_descriptions_is_told(folder: Path) -> None:
    (folder / ENGLISH).unlink()

    assert [one.remedy for one in check_dialog(folder, ADVISOR_FIELDS)] == [f"write {ENGLISH}"]


def test_words_that_are_no_yaml_are_told(folder: Path) -> None:
    (folder / ENGLISH).write_text("lines: [\n", "utf-8")

    assert [one.code for one in check_dialog(folder, ADVISOR_FIELDS)] == ["not-yaml"]


def test_a_dialog_can_do_without_descriptions(folder: Path) -> None:
    for path in folder.glob("understand*.yaml"):
        path.unlink()

    assert check_dialog(folder, ADVISOR_FIELDS) == []
    assert load_dialog(folder).understanding is None
