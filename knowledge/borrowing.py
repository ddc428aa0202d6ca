"""What a pack takes over from another one: whole entries, without what they name of the other country."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from knowledge.datafile import DataFile


def taken(file: DataFile, names: Collection[str]) -> DataFile:
    """The entries of a file that have these names, on their lines."""
    lines = {place: line for place, line in file.lines.items() if place[:1] and place[0] in names}
    entries = file.data if isinstance(file.data, dict) else {}
    return DataFile(file.path, {name: entry for name, entry in entries.items() if name in names}, lines)


def at_home(value: Any, known: Mapping[str, Collection[str]]) -> Any:
    """A borrowed value without what it names of the other pack: under each of these keys, only these names stay."""
    if isinstance(value, list):
        return [at_home(one, known) for one in value]
    if not isinstance(value, Mapping):
        return value
    kept = {name: at_home(one, known) for name, one in value.items()}
    for name in known.keys() & kept.keys():
        one, names = kept[name], known[name]
        kept[name] = [each for each in one if each in names] if isinstance(one, list) else one if one in names else None
    return kept
