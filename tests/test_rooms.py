"""Who may import what: rooms stay apart, a third-party package has one owner, rules meet no outside world."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"knowledge": {"knowledge"}, "dialogs": {"dialogs", "knowledge"}, "bot": {"bot", "dialogs", "knowledge"}}
OWNERS = {
    "ruamel": "knowledge/datafile.py",
    "pydantic": "knowledge/datafile.py",
    "babel": "knowledge/texts.py",
    "transitions": "dialogs/machine.py",
    "spellchecker": "dialogs/spelling.py",
    "sqlite_utils": "bot/store/sqlite.py",
    "filelock": "bot/store/sqlite.py",
    "telegram": "bot/channels/telegram.py",
    "rich": "bot/channels/terminal.py",
    "click": "bot/__main__.py",
    "fpdf": "bot/plan/paper.py",
    "fontTools": "bot/plan/outlines.py",
    "platformdirs": "bot/settings.py",
    "anyascii": "bot/search/vocabulary.py",
}
STANDARD = __import__("sys").stdlib_module_names
PURE = (
    "dialogs/turn.py",
    *(f"knowledge/{name}.py" for name in ("standing", "scales", "changes", "advice", "costs", "margins", "board")),
    *(f"knowledge/{name}.py" for name in ("risks", "report", "people", "contract_check", "contract_report")),
    *(f"bot/plan/{name}.py" for name in ("board", "short", "lines")),
)
IMPURE_MODULES = {"time", "random", "socket", "logging", "os", "sys", "sqlite3", "urllib", "subprocess"}
IMPURE_CALLS = {"open", "print", "today", "utcnow", "getenv", "read_text", "write_text"}


def sources() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every import, also those inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def misplaced(path: Path, room: str) -> list[str]:
    """The imports of a file that its room may not make, with file and line."""
    wrong = []
    for line, module in imports(path):
        top = module.partition(".")[0]
        if top in ROOMS:
            allowed = top in ROOMS[room] and not (
                room == "dialogs" and top == "knowledge" and module != "knowledge.datafile"
            )
        else:
            allowed = top in STANDARD or OWNERS.get(top) == name(path)
        if not allowed:
            wrong.append(f"{name(path)}:{line}: {module}")
    return wrong


@pytest.mark.parametrize("path", sources(), ids=name)
def test_a_file_imports_only_what_its_room_may(path: Path) -> None:
    assert misplaced(path, name(path).partition("/")[0]) == []


def test_an_import_out_of_place_is_found_with_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_rooms.ROOT", tmp_path)
    stray = tmp_path / "stray.py"
    stray.write_text("import json\nfrom bot import wording\nimport requests\n")

    assert misplaced(stray, "knowledge") == ["stray.py:2: bot", "stray.py:3: requests"]


@pytest.mark.parametrize("path", PURE)
def test_the_rules_meet_no_clock_disk_network_or_screen(path: str) -> None:
    file = ROOT / path
    calls = {
        getattr(node.func, "attr", getattr(node.func, "id", ""))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
    }

    assert not {module.partition(".")[0] for _, module in imports(file)} & IMPURE_MODULES
    assert not calls & IMPURE_CALLS


@pytest.mark.parametrize("path", sources(), ids=name)
def test_no_sentence_for_people_stands_in_python(path: Path) -> None:
    chinese = [
        line for line in path.read_text("utf-8").splitlines() if any("\u4e00" <= letter <= "\u9fff" for letter in line)
    ]

    assert chinese == []


def test_no_function_has_the_name_of_its_module() -> None:
    for path in sources():
        names = {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
        assert path.stem not in names, name(path)
