"""One YAML data file: read strictly, checked against a record type, every problem with its file and line.

The only module that knows ruamel.yaml and pydantic. dialogs/ reads its files through it too.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

LARGEST_BYTES = 1_000_000
MOST_KEPT = 128
"""Texts of which it is remembered what they hold: the checks read the same files for every country."""

T = TypeVar("T")
Place = tuple[str | int, ...]
"""Where a value stands in a file: the keys (always text) and list positions that lead to it."""


class Record(BaseModel):
    """
    What a mapping in a data file becomes: frozen, unknown keys refused, values never converted in silence.

    A key that is a word of Python carries a trailing underscore in code: `is_` reads the key `is`.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, alias_generator=lambda name: name.rstrip("_"), populate_by_name=True
    )


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a data file, said to the person who edits it."""

    file: str
    line: int
    what: str
    remedy: str
    code: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}, {self.remedy} [{self.code}]"


class BrokenData(Exception):
    """Data files that cannot be used; holds every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class DataFile:
    """A file as plain Python data, and the line on which each value stands."""

    path: Path
    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of the value at this place, or of the nearest thing around it; 1 when nothing is known."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, what: str, remedy: str, code: str) -> Problem:
        return Problem(shown(self.path), self.line(place), what, remedy, code)


@dataclass(frozen=True)
class Layered(DataFile):
    """A file over another one, entry by entry down to `depth`; a problem is named where its value stands."""

    under: DataFile
    depth: int

    def borrowed(self, place: Place) -> bool:
        """Whether the value at this place stands in the lower file."""
        return place[: self.depth] not in self.lines and place[:1] in self.under.lines

    def problem(self, place: Place, what: str, remedy: str, code: str) -> Problem:
        if self.borrowed(place):
            return self.under.problem(place, what, remedy, code)
        return super().problem(place, what, remedy, code)


def absent(path: Path) -> DataFile:
    """A file that a pack does without."""
    return DataFile(path, {}, {})


def layered(own: DataFile, under: DataFile, depth: int) -> DataFile:
    """
    The upper file over the lower one: mappings go key by key down to this depth, below it the upper value stands.

    What is no mapping stands alone, for its reader to refuse.
    """
    upper = {} if own.data is None else own.data
    if not isinstance(upper, dict) or not isinstance(under.data, dict):
        return own
    return Layered(own.path, over(upper, under.data, depth), own.lines, under, depth)


def over(upper: Mapping[str, Any], lower: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """The lower mapping with what the upper one says in its place."""
    merged = dict(lower)
    for name, value in upper.items():
        below = merged.get(name)
        if depth > 1 and isinstance(value, Mapping) and isinstance(below, Mapping):
            value = over(value, below, depth - 1)
        merged[name] = value
    return merged


def shown(path: Path) -> str:
    """The path as people see it: from the present folder where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def nearest(word: str, words: Iterable[str]) -> str:
    """A remedy that names the nearest right word: ' did you mean "staff"?' or the whole list when none is near."""
    known = sorted(set(words))
    close = difflib.get_close_matches(str(word), known, n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else f"use one of: {', '.join(known)}"


def read(path: Path) -> DataFile:
    """The file's data, as read_text gives it; a file that is missing is a problem too."""
    try:
        return read_text(path.read_bytes(), path)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise BrokenData([Problem(shown(path), 1, what, "put it back", "unreadable")]) from error


def read_text(raw: bytes, path: Path) -> DataFile:
    """
    The data of a YAML 1.2 text: `no` is a word, keys are text, a repeated key is an error, anchors are refused.

    Args:
        path: the file to name in problems.
    Raises:
        BrokenData: the text is too large, not UTF-8, not YAML, repeats a key or uses an anchor.
    """
    parsed = _parsed(raw)
    if parsed.faults:
        raise BrokenData([Problem(shown(path), *fault) for fault in parsed.faults])
    return DataFile(path, parsed.data, parsed.lines)


class Fault(NamedTuple):
    """A problem of a text whose file is not known."""

    line: int
    what: str
    remedy: str
    code: str


@dataclass(frozen=True)
class Parsed:
    """What a text holds; nobody changes it, for it serves all who read the same text."""

    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@lru_cache(MOST_KEPT)
def _parsed(raw: bytes) -> Parsed:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    def broken(line: int, what: str, remedy: str, code: str) -> Parsed:
        return Parsed(faults=[Fault(line, what, remedy, code)])

    if len(raw) > LARGEST_BYTES:
        return broken(1, f"the file has {len(raw):,} bytes", f"keep it under {LARGEST_BYTES:,}", "too-large")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return broken(line, "the text is not UTF-8", "save the file as UTF-8", "not-utf8")
    loader = YAML(typ="rt", pure=True)
    loader.version = (1, 2)
    try:
        tree = loader.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        what = str(error.problem or error.context or "this is not YAML")
        return broken(mark.line + 1 if mark else 1, what, "mend the line", "not-yaml")
    except (YAMLError, ValueError):
        return broken(1, "this is not YAML", "mend the file", "not-yaml")
    except RecursionError:
        return broken(1, "the data are nested too deeply", "make them flatter", "not-yaml")
    lines: dict[Place, int] = {}
    faults: list[Fault] = []
    return Parsed(_plain(tree, (), lines, faults, loader), lines, faults)


def _plain(node: Any, place: Place, lines: dict[Place, int], faults: list[Fault], loader: Any) -> Any:
    """The plain value of a YAML node; notes the line of each part and what is not allowed."""
    if node is None:
        return None
    line = node.start_mark.line + 1
    lines.setdefault(place, line)
    if getattr(node, "anchor", None):
        faults.append(Fault(line, f'"&{node.anchor}" is an anchor', "write the value out twice", "anchor"))
    if node.id == "sequence":
        return [_plain(item, (*place, at), lines, faults, loader) for at, item in enumerate(node.value)]
    if node.id == "mapping":
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = str(_scalar(key_node, loader))
            if key in mapping:
                at = key_node.start_mark.line + 1
                faults.append(Fault(at, f'"{key}" stands here a second time', "keep one", "repeated-key"))
            lines[(*place, key)] = key_node.start_mark.line + 1
            mapping[key] = _plain(value_node, (*place, key), lines, faults, loader)
        return mapping
    return _scalar(node, loader)


def _scalar(node: Any, loader: Any) -> Any:
    value = loader.constructor.construct_object(node, deep=True)
    if isinstance(value, bool) or value is None:
        return value
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return str(node.value)


def load(path: Path, kind: type[T]) -> tuple[T, DataFile]:
    """
    The file as a value of this type (a Record, or a mapping of them), and the file with its lines.

    Raises:
        BrokenData: every way in which the file does not fit the type.
    """
    file = read(path)
    return fit(file, kind), file


def fit(file: DataFile, kind: type[T]) -> T:
    """The file's data as a value of this type; raises BrokenData with every misfit."""
    try:
        return TypeAdapter(kind).validate_json(json.dumps({} if file.data is None else file.data))
    except ValidationError as error:
        raise BrokenData(_misfits(file, error)) from error


def _misfits(file: DataFile, error: ValidationError) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        place = tuple(fault["loc"])
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            yield file.problem(place, f'"{name}" is not known here', "remove it or mend its spelling", "unknown-key")
        elif fault["type"] == "missing":
            yield file.problem(place, f'"{name}" is missing', "add it", "missing-key")
        else:
            yield file.problem(
                place, f'"{name}": {fault["msg"].lower()}', "mend the value", fault["type"].replace("_", "-")
            )


def freeze(value: Record) -> str:
    """The record as JSON, to be kept beside the hash of what it was made from."""
    return value.model_dump_json(by_alias=True, exclude_defaults=True)


def thaw(text: str, kind: type[T]) -> T | None:
    """The value that `freeze` wrote; None when another version of the program wrote it."""
    try:
        return TypeAdapter(kind).validate_json(text)
    except ValidationError:
        return None
