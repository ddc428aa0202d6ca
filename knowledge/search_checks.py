"""What can be wrong in the words by which things are found: names of no entry, synonyms that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from knowledge.datafile import DataFile, Layered, Place, Problem, nearest
from knowledge.entries import Passage, passages
from knowledge.pack import Pack


def check_search(pack: Pack, files: Mapping[str, DataFile], on: date) -> Iterator[Problem]:
    """All problems of asked.yaml and synonyms.yaml, in every language of a pack whose texts can all be told."""
    for language in pack.head.languages:
        told = passages(pack, language, on)
        yield from _asked(pack, files[f"{language}/asked"], language, told)
        yield from _synonyms(pack, files[f"{language}/synonyms"], language, told)
        yield from _matters(pack, files[f"{language}/synonyms"], language)


def _asked(pack: Pack, file: DataFile, language: str, told: list[Passage]) -> Iterator[Problem]:
    """Ways of asking for what is no entry."""
    known = {one.id for one in told}
    for id in pack.asked[language]:
        if id not in known and not _borrowed(file, (id,)):
            yield file.problem((id,), f'there is no entry "{id}" to ask for', nearest(id, known), "unknown-asked")


def _synonyms(pack: Pack, file: DataFile, language: str, told: list[Passage]) -> Iterator[Problem]:
    """Synonyms for words that no entry says."""
    said = "\n".join(f"{one.title}\n{one.text}\n{one.asked}" for one in told).casefold()
    for word, meant in pack.synonyms[language].means.items():
        for one in meant if not _borrowed(file, ("means", word)) else ():
            if one.casefold() not in said:
                what = f'"{word}" stands for "{one}", which no text says'
                yield file.problem(("means", word), what, "use words of the texts", "dead-synonym")


def _matters(pack: Pack, file: DataFile, language: str) -> Iterator[Problem]:
    """Matters beyond the pack that another language knows; numbers that cannot be read."""
    said = pack.synonyms[language]
    for id in {id for one in pack.synonyms.values() for id in one.beyond} - said.beyond.keys():
        yield file.problem(("beyond",), f'the matter "{id}" is missing here', "name whom to ask", "missing-matter")
    try:
        re.compile(said.figures)
    except re.error as error:
        yield file.problem(("figures",), f"this is no regular expression: {error}", "mend it", "bad-pattern")


def _borrowed(file: DataFile, place: Place) -> bool:
    return isinstance(file, Layered) and file.borrowed(place)
