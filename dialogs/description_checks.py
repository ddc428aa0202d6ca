"""Every problem in the words by which free descriptions are read."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator, Mapping

from dialogs.description import SLOTS, Cue, Lines, Wording
from dialogs.folder import Folder
from dialogs.phrases import Phrases, slots_and_lists
from knowledge.datafile import DataFile, Place, Problem, nearest

Faults = Iterator[Problem]
Fields = Mapping[str, Collection[str]]

PLACEHOLDERS = {
    "read": {"echo", "words"},
    "changed": {"echo", "words", "before"},
    "open": {"name", "words"},
    "button": {"name"},
}


def reading_faults(read: Folder) -> Faults:
    """What makes the words unfit for use."""
    reading = read.content.reading
    if reading is None or read.follows is None:
        return
    for language in read.content.texts.keys() - reading.languages.keys():
        what = f'there are no words for descriptions in "{language}"'
        yield read.follows.problem((), what, f"write understand.{language}.yaml", "missing-text")
    for language, wording in reading.languages.items():
        file = read.wordings[language]
        yield from _lines(file, wording.lines)
        yield from _patterns(file, wording)
        yield from _heard(file, wording)
        yield from _phrases(file, wording)


def _lines(file: DataFile, lines: Lines) -> Faults:
    for name, wanted in PLACEHOLDERS.items():
        text: str = getattr(lines, name)
        try:
            found = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
        except ValueError:
            found = {"?"}
        if not found <= wanted:
            what = f'"{name}" has other braces than {", ".join(f"{{{one}}}" for one in sorted(wanted))}'
            yield file.problem(("lines", name), what, "keep to those", "wrong-braces")


def _patterns(file: DataFile, wording: Wording) -> Faults:
    patterns: dict[Place, str] = {("writing",): wording.writing}
    patterns |= {("figures", "said_as", one): one for one in wording.figures.said_as}
    patterns |= {("figures", "never", at): one for at, one in enumerate(wording.figures.never)}
    for place, pattern in patterns.items():
        try:
            re.compile(pattern)
        except re.error as error:
            yield file.problem(place, f'"{pattern}" is no pattern: {error}', "mend it", "wrong-pattern")


def _heard(file: DataFile, wording: Wording) -> Faults:
    """Words that are not as long as what is meant, so that what follows them would move."""
    for meant, words in wording.heard.items():
        for word in words:
            if len(word.partition("!")[0]) != len(meant):
                what = f'"{word}" has not as many letters as "{meant}"'
                yield file.problem(
                    ("heard", meant), what, "write both alike long, with a word beside them", "other-length"
                )


def _phrases(file: DataFile, wording: Wording) -> Faults:
    """Phrases that name what is not there, and lists that no phrase names."""
    used = set[str]()
    for name, cues in wording.fields.items():
        for at, cue in enumerate(cues):
            for key, here, phrase in _written(cue):
                place: Place = ("fields", name, at, key, here)
                slots, lists = slots_and_lists(phrase)
                used |= lists
                for one in lists - wording.words.keys():
                    what = f'no list of words is called "{one}"'
                    yield file.problem(place, what, nearest(one, wording.words), "unknown-list")
                for one in slots - set(SLOTS):
                    yield file.problem(place, f'"{{{one}}}" is no number', nearest(one, SLOTS), "unknown-slot")
    for one in wording.words.keys() - used:
        yield file.problem(("words", one), f'no phrase names the list "{one}"', "remove it", "unused-text")


def _written(cue: Cue) -> Iterator[tuple[str, int, str]]:
    """Every phrase and word of a cue with its place."""
    for key in ("say", "unless", "about"):
        for here, phrase in enumerate(getattr(cue, key)):
            yield key, here, phrase


def _empty(file: DataFile, wording: Wording) -> Faults:
    """Phrases that would match anything."""
    phrases = Phrases(wording)
    for name, cues in wording.fields.items():
        for at, cue in enumerate(cues):
            for here, phrase in enumerate(cue.say):
                slots, lists = slots_and_lists(phrase)
                known = slots <= set(SLOTS) and lists <= wording.words.keys()
                if known and phrases.of(phrase).empty:
                    place: Place = ("fields", name, at, "say", here)
                    yield file.problem(place, f'"{phrase}" says nothing', "name a word", "empty-phrase")


def reading_fills(read: Folder, fields: Fields) -> Faults:
    """Fields that no profile has, words that they do not take, phrases that match anything."""
    reading = read.content.reading
    if reading is None or read.follows is None:
        return
    for language, wording in reading.languages.items():
        file = read.wordings[language]
        yield from _empty(file, wording)
        for name, cues in wording.fields.items():
            for at, cue in enumerate(cues):
                for key, value in (("value", cue.value), ("negated", cue.negated)):
                    yield from _fill(file, ("fields", name, at, key), name, value, fields)
        category, keeping = reading.follows.goods
        named = wording.goods.named
        for one, keepings in named.items():
            yield from _fill(file, ("goods", "named", one), category, one, fields)
            for kept in keepings.keys() - {""}:
                yield from _fill(file, ("goods", "named", one, kept), keeping, kept, fields)
        for word, ones in wording.goods.unclear.items():
            for one in ones:
                yield from _fill(file, ("goods", "unclear", word), category, one, fields)
        for name, value in zip((category, keeping), wording.goods.preserved_as, strict=True):
            yield from _fill(file, ("goods", "preserved_as"), name, value, fields)
    for at, rule in enumerate(reading.follows.follows):
        for name, value in rule.then.items():
            yield from _fill(read.follows, ("follows", at, "then", name), name, value, fields)
        for name in rule.when:
            yield from _fill(read.follows, ("follows", at, "when", name), name, None, fields)


def _fill(file: DataFile, place: Place, name: str, value: str | int | None, fields: Fields) -> Faults:
    if name not in fields:
        yield file.problem(place, f'a profile has no field "{name}"', nearest(name, fields), "unknown-field")
    elif isinstance(value, str) and value not in fields[name]:
        what = f'field "{name}" cannot be "{value}"'
        yield file.problem(
            place, what, nearest(value, fields[name]) if fields[name] else "name a number", "unknown-value"
        )
