"""Every problem in the texts of a dialog: words missing or unused, broken lines, double meanings."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping

from dialogs.amounts import plain
from dialogs.folder import Folder
from dialogs.model import CONTROLS
from dialogs.script import NUMBER_KINDS, Numbers, Plural, Script, Text
from knowledge.datafile import DataFile, Place, Problem

PLACEHOLDERS = {
    "progress": {"at", "of"},
    "further": {"at", "of"},
    "echo": {"name", "answer"},
    "range": {"low", "high"},
    "up_to": {"high"},
    "or_more": {"low"},
    "until_now": {"answer"},
    "no_longer_asked": {"names"},
    "no_longer_fits": {"names"},
    "recap": {"count", "last"},
    "misunderstood": {"quoted"},
    "out_of_range": {"low", "high"},
    "also": {"words"},
}
"""What the engine puts into each of its lines; the others take nothing."""

WITH_WORD = ("size", "currency")
"""The refusals that name a bag, or money."""
KIND_WORDS = (
    *("money", "other_money", "money_times", "money_shares", "money_idle"),
    *("weights", "sizes", "of_size", "goods", "count"),
)
"""The words of amounts that are known only where money, a weight or a number of people is asked."""

Faults = Iterator[Problem]


def text_faults(read: Folder) -> Faults:
    """What makes the texts unfit for use."""
    kinds = {kind for text in read.content.texts.values() for kind in text.small_talk}
    for language, text in read.content.texts.items():
        file = read.texts[language]
        yield from _same(file, ("small_talk",), kinds, set(text.small_talk))
        yield from _text(file, read.content.script, text)
        yield from _blank(file, file.data)
    yield from _words(read)


def _text(file: DataFile, script: Script, text: Text) -> Faults:
    """Words that are missing in a language, and words that nothing shows."""
    yield from _same(file, ("questions",), set(script.questions), set(text.questions))
    yield from _same(file, ("controls",), set(CONTROLS), set(text.controls))
    asks_yes_no = any(question.kind == "yes_no" for question in script.questions.values())
    yield from _same(file, ("yes_no",), {"yes", "no"} if asks_yes_no else set(), set(text.yes_no))
    yield from _same(file, ("numbers", "tails"), set(), set(text.numbers.tails) - set(text.numbers.times))
    yield from _same(file, ("numbers", "alone"), set(), set(text.numbers.alone) - set(text.numbers.times))
    for name, why in text.numbers.refused:
        yield from _placeholders(file, ("numbers", "refused", name), why, {"word"} if name in WITH_WORD else set())
    for id in script.questions.keys() & text.questions.keys():
        question, words, place = script.questions[id], text.questions[id], ("questions", id)
        yield from _same(file, (*place, "options"), {*question.leaves, *question.options}, set(words.options))
        yield from _same(file, (*place, "groups"), set(question.groups), set(words.groups))
        yield from _same(file, (*place, "bands"), set(question.bands), set(words.bands))
        wanted = {"example", "shown"} if question.kind in NUMBER_KINDS else set()
        wanted |= {"find_out"} if question.not_sure and not script.beside else set()
        given = {name for name in ("example", "shown", "find_out") if getattr(words, name) is not None}
        yield from _same(file, place, wanted, given)
        if words.shown:
            yield from _plural(file, (*place, "shown"), words.shown, {"amount"})
        yield from _labels(file, place, words.options | words.bands)
    for name in type(text.lines).model_fields:
        line = getattr(text.lines, name)
        if isinstance(line, Plural):
            yield from _plural(file, ("lines", name), line, PLACEHOLDERS[name])
        elif isinstance(line, str):
            yield from _placeholders(file, ("lines", name), line, PLACEHOLDERS.get(name, set()))


def _same(file: DataFile, place: Place, wanted: set[str], given: set[str]) -> Faults:
    name = place[-1]
    for word in wanted - given:
        yield file.problem(place, f'"{word}" has no text under "{name}"', "write it", "missing-text")
    for word in given - wanted:
        yield file.problem((*place, word), f'nothing shows "{word}" under "{name}"', "remove it", "unused-text")


def _labels(file: DataFile, place: Place, labels: Mapping[str, str]) -> Faults:
    seen: dict[str, str] = {}
    for id, label in labels.items():
        if plain(label) in seen:
            what = f'"{id}" and "{seen[plain(label)]}" have the same label'
            yield file.problem((*place, "options", id), what, "tell them apart", "same-label")
        seen[plain(label)] = id


def _plural(file: DataFile, place: Place, phrase: Plural, wanted: set[str]) -> Faults:
    yield from _placeholders(file, (*place, "one"), phrase.one, wanted)
    yield from _placeholders(file, (*place, "other"), phrase.other, wanted)


def _placeholders(file: DataFile, place: Place, line: str, wanted: set[str]) -> Faults:
    """A line takes all that is put into it, but that the number one may be said in words, and nothing else."""
    try:
        parts = [part for part in string.Formatter().parse(line) if part[1] is not None]
        found = {f"{name}{spec}{turn or ''}" for _, name, spec, turn in parts}
    except ValueError:
        found = {"{"}
    if not wanted - {"count"} <= found <= wanted:
        takes = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "nothing in braces"
        yield file.problem(place, f'"{place[-1]}" is not put together right', f"it takes {takes}", "placeholder")


def _blank(file: DataFile, value: object, place: Place = ()) -> Faults:
    """Texts with nothing in them."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from _blank(file, one, (*place, key))
    if isinstance(value, str) and not value.strip() and place != ("numbers", "thousands"):
        yield file.problem(place, f'"{place[-1]}" is empty', "write it", "missing-text")


def _words(read: Folder) -> Faults:
    """Typed words that would mean two things; those of all languages are understood together."""
    controls: dict[str, str] = {}
    numbers: dict[str, tuple[str, object]] = {}
    for language, text in read.content.texts.items():
        file = read.texts[language]
        meant: list[tuple[Place, str, str]] = [(("called",), word, language) for word in text.called]
        meant += [(("controls", id), word, id) for id, one in text.controls.items() for word in one.words]
        for place, word, id in meant:
            if controls.setdefault(plain(word), id) != id:
                what = f'"{word}" means "{id}" and "{controls[plain(word)]}"'
                yield file.problem(place, what, "keep one", "same-word")
        for place, word, meaning in _number_words(text.numbers):
            if numbers.setdefault(plain(word), meaning) != meaning:
                yield file.problem(("numbers", *place), f'"{word}" means two things', "keep one", "same-word")
    for language, text in read.content.texts.items():
        for id, words in text.questions.items():
            for option, label in (words.options | words.bands).items():
                if plain(label) in controls:
                    what = f'the label of "{option}" means "{controls[plain(label)]}" when typed'
                    here = ("questions", id, "options", option)
                    yield read.texts[language].problem(here, what, "word it otherwise", "same-word")


def _number_words(numbers: Numbers) -> Iterator[tuple[Place, str, tuple[str, object]]]:
    """Every word of amounts, where it stands and what it means; units differ by what is asked."""
    shown = {"thousands", "group_sizes", "scales", "refused", "after_number"}
    for role, words in numbers.model_dump(exclude={"tails", "alone", "per", "coins", *KIND_WORDS, *shown}).items():
        for word in words:
            yield (role,), word, (role, words[word] if isinstance(words, dict) else None)
