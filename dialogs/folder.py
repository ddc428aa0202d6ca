"""The files of a dialog folder, read: dialog.yaml, text.<language>.yaml for each language, codes and words if any."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dialogs.codes import Codes
from dialogs.description import Follows, Reading, Wording
from dialogs.dialog import Content
from dialogs.script import Script, Text
from knowledge.datafile import BrokenData, DataFile, Problem, load, shown

SCRIPT = "dialog.yaml"
TEXTS = "text.*.yaml"
CODES = "codes.yaml"
FOLLOWS = "understand.yaml"
WORDINGS = "understand.*.yaml"


@dataclass(frozen=True)
class Folder:
    """What was read, and each file with its lines; texts and their files by language."""

    content: Content
    script: DataFile
    texts: dict[str, DataFile]
    codes: DataFile | None
    follows: DataFile | None = None
    wordings: dict[str, DataFile] = field(default_factory=dict)


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
    reading, follows, wordings = _read_wordings(folder, problems)
    try:
        script, file = load(folder / SCRIPT, Script)
    except BrokenData as broken:
        raise BrokenData(problems + broken.problems) from broken
    if problems:
        raise BrokenData(problems)
    content = Content(script=script, texts={language: text for language, (text, _) in texts.items()}, codes=codes[0])
    content = content.model_copy(update={"reading": reading})
    return Folder(content, file, {language: file for language, (_, file) in texts.items()}, codes[1], follows, wordings)


def _read_wordings(
    folder: Path, problems: list[Problem]
) -> tuple[Reading | None, DataFile | None, dict[str, DataFile]]:
    """What free descriptions are read by, if the dialog reads any; what is wrong goes to the problems."""
    if not (folder / FOLLOWS).is_file():
        return None, None, {}
    languages: dict[str, tuple[Wording, DataFile]] = {}
    try:
        for path in sorted(folder.glob(WORDINGS)):
            languages[path.name.split(".")[1]] = load(path, Wording)
        follows, file = load(folder / FOLLOWS, Follows)
    except BrokenData as broken:
        problems += broken.problems
        return None, None, {}
    reading = Reading(languages={language: one for language, (one, _) in languages.items()}, follows=follows)
    return reading, file, {language: file for language, (_, file) in languages.items()}
