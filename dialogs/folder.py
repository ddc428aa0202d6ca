"""The files of a dialog folder, read: dialog.yaml, text.<language>.yaml for each language, codes and words if any."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dialogs.codes import Codes
from dialogs.description import Follows, Reading, Wording
from dialogs.dialog import Content
from dialogs.script import Script, Text, TextBeside
from knowledge.datafile import BrokenData, DataFile, Problem, fit, load, shown

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
    script: tuple[Script, DataFile] | None = None
    try:
        script = load(folder / SCRIPT, Script)
    except BrokenData as broken:
        problems += broken.problems
    texts: dict[str, tuple[Text, DataFile]] = {}
    paths = sorted(folder.glob(TEXTS))
    for path in paths:
        try:
            texts[path.name.split(".")[1]] = _text(path, script[0].beside if script else None)
        except BrokenData as broken:
            problems += broken.problems
    if not paths:
        problems.append(Problem(shown(folder / SCRIPT), 1, "no text file stands beside it", f"add {TEXTS}", "no-text"))
    codes: tuple[Codes | None, DataFile | None] = None, None
    try:
        codes = load(folder / CODES, Codes) if (folder / CODES).is_file() else codes
    except BrokenData as broken:
        problems += broken.problems
    reading, follows, wordings = _read_wordings(folder, problems)
    if problems or script is None:
        raise BrokenData(problems)
    content = Content(script=script[0], texts={language: text for language, (text, _) in texts.items()}, codes=codes[0])
    content = content.model_copy(update={"reading": reading})
    told = {language: file for language, (_, file) in texts.items()}
    return Folder(content, script[1], told, codes[1], follows, wordings)


def _text(path: Path, beside: str | None) -> tuple[Text, DataFile]:
    """The words of one language; those that a dialog beside another does not say itself are the other's."""
    if beside is None:
        return load(path, Text)
    own, file = load(path, TextBeside)
    shared = load(path.parent.parent / beside / path.name, Text)[0]
    said = own.model_dump(by_alias=True, exclude_none=True)
    lines = {**shared.lines.model_dump(by_alias=True), **said.pop("lines")}
    merged = DataFile(path, {**shared.model_dump(by_alias=True, mode="json"), **said, "lines": lines}, file.lines)
    return fit(merged, Text), merged


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
