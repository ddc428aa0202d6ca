"""What a pack takes over from another one: whole entries, without what they name of the other country."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from knowledge.datafile import DataFile, Place


def taken(file: DataFile, names: Collection[str], within: str | None = None) -> DataFile:
    """The entries of a file that have these names, on their lines; also those below the key `within`."""
    entries = file.data if isinstance(file.data, dict) else {}
    kept = {name: entry for name, entry in entries.items() if name in names}
    inner = {name: entry for name, entry in entries_within(file, within).items() if name in names}
    if inner:
        kept[str(within)] = inner

    def keeps(place: Place) -> bool:
        return bool(place) and (place[0] in names or (place[0] == within and (len(place) == 1 or place[1] in inner)))

    return DataFile(file.path, kept, {place: line for place, line in file.lines.items() if keeps(place)})


def entries_within(file: DataFile, within: str | None) -> Mapping[str, Any]:
    """The entries that stand below a key of a file; none where it has no such key."""
    found = file.data.get(within) if isinstance(file.data, dict) else None
    return found if isinstance(found, dict) else {}


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
