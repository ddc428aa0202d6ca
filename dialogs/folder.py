"""The files of a dialog folder, read: dialog.yaml, text.<language>.yaml for each language, and codes.yaml if any."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dialogs.codes import Codes
from dialogs.dialog import Content
from dialogs.script import Script, Text
from knowledge.datafile import BrokenData, DataFile, Problem, load, shown

SCRIPT = "dialog.yaml"
TEXTS = "text.*.yaml"
CODES = "codes.yaml"


@dataclass(frozen=True)
class Folder:
    """What was read, and each file with its lines; texts and their files by language."""

    content: Content
    script: DataFile
    texts: dict[str, DataFile]
    codes: DataFile | None


def read_folder(folder: Path) -> Folder:
    """
    The files of a dialog, each fitting its record; whether they fit each other, dialogs.checks says.

    Raises:
        BrokenData: every problem of every file.
    """
    problems: list[Problem] = []
    texts: dict[str, tuple[Text, DataFile]] = {}
    for path in sorted(folder.glob(TEXTS)):
        try:
            texts[path.name.split(".")[1]] = load(path, Text)
        except BrokenData as broken:
            problems += broken.problems
    if not texts and not problems:
        problems.append(Problem(shown(folder / SCRIPT), 1, "no text file stands beside it", f"add {TEXTS}", "no-text"))
    codes: tuple[Codes | None, DataFile | None] = None, None
    try:
        codes = load(folder / CODES, Codes) if (folder / CODES).is_file() else codes
    except BrokenData as broken:
        problems += broken.problems
    try:
        script, file = load(folder / SCRIPT, Script)
    except BrokenData as broken:
        raise BrokenData(problems + broken.problems) from broken
    if problems:
        raise BrokenData(problems)
    content = Content(script=script, texts={language: text for language, (text, _) in texts.items()}, codes=codes[0])
    return Folder(content, file, {language: file for language, (_, file) in texts.items()}, codes[1])
