"""What is wrong with a dialog in one country only: codes without meaning, other money, words from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from dialogs.checks import faults
from dialogs.country import Country, adapted, own_file, said_of
from dialogs.folder import Folder, read_folder
from dialogs.script import Script
from knowledge.datafile import BrokenData, DataFile, Place, Problem

MONEY_TEXTS = ("bands", "example", "shown")
"""The words of a question that name an amount of money."""
LANGUAGE_LINE = ("lines", "help_language")
"""Said only where there is another language to change to."""


def check_country(folder: Path, country: Country) -> list[Problem]:
    """Every problem of a dialog that only one country has, and that the dialog itself is free of."""
    try:
        plain = read_folder(folder)
        everywhere = faults(plain)
        here = adapted(plain, country)
    except BrokenData as broken:
        return broken.problems
    own = own_file(country)
    found = [*_bands(own, plain.content.script), *_money(own, plain.content.script, country), *_foreign(here, country)]
    return sorted({*found, *faults(here)} - set(everywhere))


def _bands(file: DataFile, script: Script) -> Iterator[Problem]:
    """Other letters than the dialog has: an answer code, which says the letter, would mean nothing here."""
    for id, bands in said_of(file, "bands").items():
        letters = list(script.questions[id].bands)
        if list(bands) != letters:
            what = f"the bands of {id} are called {', '.join(bands)}"
            yield file.problem(("bands", id), what, f"call them {', '.join(letters)}, as everywhere", "band-letters")


def _money(file: DataFile, script: Script, country: Country) -> Iterator[Problem]:
    """Questions on money that are still asked in the money of another country."""
    if script.currency in (None, country.currency):
        return
    for id in (id for id, question in script.questions.items() if question.kind in ("money", "price")):
        if id not in said_of(file, "bands"):
            what = f'"{id}" is asked in {script.currency}'
            yield file.problem(("bands",), what, f"give its bands in {country.currency}", "other-money")
        for language in country.languages:
            said = said_of(file, "texts").get(language, {}).get("questions", {}).get(id, {})
            for name in (name for name in MONEY_TEXTS if name not in said):
                what = f'the {name} of "{id}" is worded for {script.currency}'
                remedy = f"write them for {country.currency} in {language}"
                yield file.problem(("texts", language, "questions", id), what, remedy, "other-money")


def _foreign(here: Folder, country: Country) -> Iterator[Problem]:
    """Words of another country in what people read; what they type is understood whatever it is."""
    if not country.foreign_words:
        return
    words = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in country.foreign_words), re.IGNORECASE)
    for file in here.texts.values():
        for place, text in _texts({name: file.data[name] for name in ("first_line", "questions", "lines")}):
            shown = place != LANGUAGE_LINE or len(here.texts) > 1
            if shown and (found := words.search(text)):
                what = f'"{found[0]}" belongs to another country'
                remedy = f"say it otherwise in {country.folder.name}/{country.file}"
                yield file.problem(place, what, remedy, "foreign-word")


def _texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    inner: Collection[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = list(enumerate(value))
    for name, one in inner:
        yield from _texts(one, (*place, name))
    if isinstance(value, str):
        yield place, value
