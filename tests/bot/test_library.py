"""Content is read once and kept compiled; a copy that does not fit is made anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.library import Library
from knowledge.datafile import BrokenData
from tests.bot.talk import ROOT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for room in ("dialogs", "knowledge"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path


def test_the_compiled_copy_gives_the_same_pack_and_dialog_as_the_files(tmp_path: Path) -> None:
    first, second = (Library(ROOT, tmp_path) for _ in range(2))

    assert first.pack("cn") == second.pack("cn")
    assert first.dialog("cn").content == second.dialog("cn").content
    assert len(list(tmp_path.glob("pack-cn-*.json"))) == 1


def test_an_edited_file_is_seen_and_the_old_copy_dropped(content: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    before = Library(content, cache).pack("cn")
    head = content / "knowledge" / "cn" / "pack.yaml"
    head.write_text(head.read_text("utf-8").replace("not_yet_below: 50", "not_yet_below: 40"), "utf-8")

    after = Library(content, cache).pack("cn")

    assert before.head.verdicts.not_yet_below == 50
    assert after.head.verdicts.not_yet_below == 40
    assert len(list(cache.glob("pack-cn-*.json"))) == 1


@pytest.mark.parametrize("damage", ["", "{}", "{", "[1]"])
def test_a_damaged_copy_is_made_anew(damage: str, tmp_path: Path) -> None:
    whole = Library(ROOT, tmp_path).pack("cn")
    next(tmp_path.glob("pack-cn-*.json")).write_text(damage)

    assert Library(ROOT, tmp_path).pack("cn") == whole


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    assert Library(ROOT, tmp_path / "file").pack("cn")


def test_broken_content_is_refused_with_every_problem(content: Path) -> None:
    (content / "knowledge" / "cn" / "modes.yaml").write_text("a: [")

    with pytest.raises(BrokenData, match=r"modes.yaml:\d+"):
        Library(content, None).pack("cn")


@pytest.mark.parametrize("name", ["", "..", "../cn", "atlantis", "cn/en"])
def test_only_a_folder_with_a_pack_is_a_pack(name: str) -> None:
    assert not Library(ROOT, None).has_pack(name)
