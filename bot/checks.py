"""Every problem in every data file of a content folder, and of the words of the chat, as one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.library import DIALOG, country_of
from bot.settings import HERE
from dialogs import check_country, check_dialog, load_country
from knowledge.checks import check_pack
from knowledge.contract_check import CHECKS
from knowledge.datafile import BrokenData, DataFile, Problem, read, shown
from knowledge.edges import thresholds
from knowledge.pack import load_pack, packs_in
from knowledge.profile import FIELDS


def problems(content: Path, only: Iterable[Path], on: date) -> list[Problem]:
    """
    The problems of a content folder (the one that holds dialogs/ and knowledge/), in file order; what two packs share
    is said once.

    Args:
        only: files or folders to report on; a folder that holds content of its own is checked instead.
    """
    wanted = [path.resolve() for path in only]
    roots = [path for path in wanted if (path / "knowledge").is_dir() or (path / "dialogs").is_dir()]
    within = [shown(path) for path in wanted if path not in roots]
    found = sorted({problem for root in roots or [content] for problem in _all(root, on)})
    if not within:
        return found
    return [one for one in found if any(one.file == name or one.file.startswith(f"{name}/") for name in within)]


def _all(content: Path, on: date) -> Iterator[Problem]:
    yield from check_dialog(content / "dialogs" / DIALOG, {name: field.values for name, field in FIELDS.items()})
    for name, check in CHECKS.items():
        if (content / "dialogs" / name).is_dir():
            terms = {term: field.values for term, field in check.terms.items()}
            yield from check_dialog(content / "dialogs" / name, terms)
    for pack in packs_in(content / "knowledge"):
        yield from check_pack(content / "knowledge" / pack, on)
        yield from between(content / "dialogs" / DIALOG, content / "knowledge" / pack)
        yield from checks_in(content / "dialogs", content / "knowledge" / pack)
    yield from _chat_words()


def between(dialog: Path, folder: Path) -> Iterator[Problem]:
    """What does not fit between the dialog and one pack; what is wrong with either alone is said elsewhere."""
    try:
        country = country_of(folder)
        yield from check_country(dialog, country)
        pack, files = load_pack(folder)
        questions = load_country(dialog, country).script.questions.values()
    except BrokenData:
        return
    bands = {question.fills: question.bands.values() for question in questions if question.fills and question.bands}
    for topic, place, field, number in thresholds(pack):
        if field in bands and number not in {band.low for band in bands[field]}:
            what = f'"{field}" is compared with {number:g}, inside a band that people tap in pack {folder.name}'
            lows = ", ".join(f"{band.low:g}" for band in bands[field])
            yield files[topic].problem(place, what, f"compare it with where a band begins: {lows}", "inside-a-band")


def checks_in(dialogs: Path, folder: Path) -> Iterator[Problem]:
    """What the checks of a contract say of another country, as far as the pack has flags for them."""
    try:
        flags = load_pack(folder)[0].contract.values()
    except BrokenData:
        return
    for name in dict.fromkeys(flag.check for flag in flags):
        if (dialogs / name).is_dir():
            yield from check_country(dialogs / name, country_of(folder, f"{name}.yaml"))


def _chat_words() -> Iterator[Problem]:
    """Texts of the chat that one language has and another lacks."""
    for name in sorted({path.name for path in (HERE / "text").glob("*/*.yaml")}):
        files: list[DataFile] = []
        for folder in sorted(path for path in (HERE / "text").iterdir() if path.is_dir()):
            try:
                files.append(read(folder / name))
            except BrokenData as broken:
                yield from broken.problems
        places = [dict(_places(file.data)) for file in files]
        for file, here in zip(files, places, strict=True):
            for place in set().union(*places) - here.keys():
                yield file.problem(place, f'the text "{".".join(place)}" is missing here', "write it", "missing-text")


def _places(words: Mapping[str, Any], place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in words.items():
        if isinstance(value, Mapping):
            yield from _places(value, (*place, name))
        else:
            yield (*place, name), value
