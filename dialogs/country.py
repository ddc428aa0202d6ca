"""The dialog of one country: what a pack's dialog.yaml says otherwise, over the dialog that holds everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialogs.checks import faults
from dialogs.codes import Codes, Slot
from dialogs.dialog import Content
from dialogs.folder import Folder, read_folder
from dialogs.script import Band, Script, Text
from knowledge.datafile import (
    BrokenData,
    DataFile,
    Layered,
    Place,
    Problem,
    Record,
    absent,
    fit,
    layered,
    nearest,
    over,
    read,
)

FILE = "dialog.yaml"
SCRIPT_DEPTH = 3
"""questions, a question, its bands."""
TEXT_DEPTHS = {"questions": 3}
"""Sections of a text file in which single words can be said otherwise: of a question, of one entry elsewhere."""
ENTRY_DEPTH = 2


class Overlay(Record):
    """
    dialog.yaml of a country pack, as far as it is the same in every language; any other question stays as it is.

    Args:
        bands: by question; the letters stay, so that an answer code means the same answers everywhere.
        texts: by language what goes over text.<language>.yaml.
    """

    bands: dict[str, dict[str, Band]] = {}
    texts: dict[str, dict[str, Any]] = {}


@dataclass(frozen=True)
class Country:
    """
    The folder of a pack as a dialog sees it: its languages, money and taboo words, and the file, if any, that says what
    this dialog asks otherwise there.
    """

    folder: Path
    languages: tuple[str, ...]
    currency: str
    foreign_words: tuple[str, ...] = ()
    file: str = FILE


def load_country(folder: Path, country: Country) -> Content:
    """
    The dialog of a folder as one country asks it.

    Raises:
        BrokenData: every problem that makes it unfit for use.
    """
    here = adapted(read_folder(folder), country)
    if problems := faults(here):
        raise BrokenData(problems)
    return here.content


def adapted(everywhere: Folder, country: Country) -> Folder:
    """
    What was read of a dialog, with what one country says otherwise, in the languages of that country.

    Raises:
        BrokenData: the country's file does not fit, or the dialog does not speak one of its languages.
    """
    file = own_file(country)
    overlay = fit(file, Overlay)
    problems = list(_languages(file, overlay, everywhere, country))
    if problems:
        raise BrokenData(problems)
    bands = {id: {"bands": said} for id, said in said_of(file, "bands").items()}
    script_file = layered(_part(file, ("bands",), {"questions": bands}), everywhere.script, SCRIPT_DEPTH)
    texts = {language: _text(file, language, everywhere.texts[language]) for language in country.languages}
    script = fit(script_file, Script).model_copy(update={"currency": country.currency})
    content = Content(
        script=script,
        texts={language: fit(text, Text) for language, text in texts.items()},
        codes=everywhere.content.codes and _codes(everywhere.content.codes, everywhere.content.script, script),
        reading=everywhere.content.reading,
    )
    return Folder(content, script_file, texts, None)


def own_file(country: Country) -> DataFile:
    """The pack's file for the dialog; an empty one where the pack has none."""
    path = country.folder / country.file
    return read(path) if path.is_file() else absent(path)


def _part(file: DataFile, at: Place, data: Any) -> DataFile:
    """A part of a file as a file of its own, its values on their lines."""
    lines = {_placed(place[len(at) :], at): line for place, line in file.lines.items() if place[: len(at)] == at}
    return DataFile(file.path, data, lines)


def _placed(place: Place, at: Place) -> Place:
    """Where a value stands in the file that it goes over: bands, question -> questions, question, bands."""
    return ("questions", *place[:1], "bands", *place[1:]) if at == ("bands",) and place else place


def _text(file: DataFile, language: str, everywhere: DataFile) -> DataFile:
    said = said_of(file, "texts").get(language) or {}
    data = dict(everywhere.data)
    for section, words in said.items():
        depth = TEXT_DEPTHS.get(section, ENTRY_DEPTH)
        data[section] = over({section: words}, everywhere.data, depth)[section]
    return Layered(file.path, data, _part(file, ("texts", language), said).lines, everywhere, ENTRY_DEPTH)


def said_of(file: DataFile, name: str) -> dict[str, Any]:
    """What a pack's dialog.yaml says under "bands" or "texts"."""
    found = file.data.get(name) if isinstance(file.data, dict) else None
    return found if isinstance(found, dict) else {}


def _codes(codes: Codes, everywhere: Script, here: Script) -> Codes:
    """The code versions with a country's bands in the place of those of the same letters."""
    changed = {id for id, question in here.questions.items() if question.bands != everywhere.questions[id].bands}

    def slot(id: str, one: Slot) -> Slot:
        own = tuple(here.questions[id].bands.values()) if id in changed else ()
        return one.model_copy(update={"bands": own}) if len(own) == len(one.bands) and own else one

    versions = tuple(
        version.model_copy(update={"questions": {id: slot(id, one) for id, one in version.questions.items()}})
        for version in codes.versions
    )
    return Codes(versions=versions)


def _languages(file: DataFile, overlay: Overlay, everywhere: Folder, country: Country) -> Iterator[Problem]:
    spoken = everywhere.texts
    for language in country.languages:
        if language not in spoken:
            what = f'the dialog has no words in the language "{language}"'
            yield file.problem((), what, f"write text.{language}.yaml beside its dialog.yaml", "unknown-language")
    for language in overlay.texts:
        if language not in country.languages:
            what = f'the pack does not speak "{language}"'
            yield file.problem(("texts", language), what, nearest(language, country.languages), "unknown-language")
    for id in overlay.bands:
        if id not in everywhere.content.script.questions:
            what = f'no question is called "{id}"'
            known = everywhere.content.script.questions
            yield file.problem(("bands", id), what, nearest(id, known), "unknown-question")
