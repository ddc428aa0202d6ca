"""codes.yaml of a dialog folder: for each version of the answer codes, what a code can say and in which order.

A version never changes once it is out, or codes would mean something else than they did; a dialog that asks for more
gets a new one at the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dialogs.script import NUMBER_KINDS, Band, Question, Script
from dialogs.symbols import ALPHABET, CHECKS, LENGTHS
from knowledge.datafile import DataFile, Problem, Record

MOST_VERSIONS = len(ALPHABET) - 1
ROOM = [len(ALPHABET) ** (length - CHECKS - 1) for length in LENGTHS]
"""How many states a code of each length can tell apart, beside its version and its checks."""
REMEDY = 'add what "python -m bot code --layout" prints at the end'


class Slot(Record):
    """
    What can be said of one question: one of these, some of these, or a number in one of these bands.

    Beside them it may be unanswered, or answered by "I don't know".
    """

    one_of: tuple[str, ...] = ()
    some_of: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()

    @property
    def size(self) -> int:
        return 1 + 2 ** len(self.some_of) if self.some_of else 2 + len(self.one_of or self.bands)

    def covers(self, other: Slot) -> bool:
        return (
            set(self.one_of) >= set(other.one_of)
            and set(self.some_of) >= set(other.some_of)
            and self.bands == other.bands
        )


class Layout(Record):
    """
    One version: the questions of a code, least digit first, and then the fields that can be said by themselves.

    A field stands by itself where a profile holds a part of what an option fills, such as packing without a brand.
    """

    questions: dict[str, Slot]
    fields: dict[str, tuple[str, ...]] = {}

    def lacks(self, other: Layout) -> str | None:
        """The first question or field of the other that codes of this layout cannot carry whole."""
        for id, slot in other.questions.items():
            if id not in self.questions or not self.questions[id].covers(slot):
                return id
        return next((id for id, words in other.fields.items() if not set(self.fields.get(id, ())) >= set(words)), None)

    @property
    def states(self) -> int:
        number = 1
        for slot in self.questions.values():
            number *= slot.size
        for words in self.fields.values():
            number *= 1 + len(words)
        return number


class Codes(Record):
    """codes.yaml: version 1 first."""

    versions: tuple[Layout, ...]

    def fitting(self, script: Script) -> int | None:
        """The newest version that can carry every answer of a dialog; None when none can."""
        wanted = layout(script)
        fits = [at for at, one in enumerate(self.versions, 1) if one.lacks(wanted) is None and one.states <= ROOM[-1]]
        return fits[-1] if fits else None


def layout(script: Script) -> Layout:
    """The layout of a dialog as it is now."""
    fields: dict[str, list[str]] = {}
    coded = {id: question for id, question in script.questions.items() if question.coded}
    for question in coded.values():
        for option in question.leaves.values():
            for field, word in option.fills.items():
                if word not in fields.setdefault(field, []):
                    fields[field].append(word)
    return Layout(
        questions={id: _slot(question) for id, question in coded.items()},
        fields={field: tuple(words) for field, words in fields.items()},
    )


def entry(layout: Layout) -> str:
    """A layout as the lines of codes.yaml that say it."""
    lines: list[str] = []
    for name, values in layout.model_dump(exclude_defaults=True).items():
        head = "    " if lines else "  - "
        lines += [f"{head}{name}:", *(f"      {id}: {json.dumps(value)}" for id, value in values.items())]
    return "\n".join(lines).replace('"', "")


def code_faults(file: DataFile, codes: Codes, script: Script) -> Iterator[Problem]:
    """What keeps codes from being given out, or read."""
    if not 1 <= len(codes.versions) <= MOST_VERSIONS:
        what = f"{len(codes.versions)} versions stand here"
        yield file.problem(("versions",), what, f"keep 1 to {MOST_VERSIONS}", "code-versions")
        return
    for at, one in enumerate(codes.versions):
        for id, slot in one.questions.items():
            if sum(map(bool, (slot.one_of, slot.some_of, slot.bands))) != 1:
                what = f'"{id}" of version {at + 1} has not one kind of answers'
                remedy = "keep one of: one_of, some_of, bands"
                yield file.problem(("versions", at, "questions", id), what, remedy, "code-slot")
        if one.states > ROOM[-1]:
            what = f"version {at + 1} needs more than {LENGTHS[-1]} letters"
            yield file.problem(("versions", at), what, "ask for less, or in fewer options", "code-too-long")
    if codes.fitting(script) is None and (lacking := codes.versions[-1].lacks(layout(script))):
        what = f'version {len(codes.versions)} cannot carry what dialog.yaml has under "{lacking}"'
        yield file.problem(("versions", len(codes.versions) - 1), what, REMEDY, "new-code-version")


def _slot(question: Question) -> Slot:
    if question.kind in NUMBER_KINDS:
        return Slot(bands=tuple(question.bands.values()))
    if question.kind == "choices":
        return Slot(some_of=tuple(question.options))
    return Slot(one_of=tuple(question.leaves))
