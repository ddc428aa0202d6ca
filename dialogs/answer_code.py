"""The whole interview as a code of 12 to 20 letters and digits, and back: numbers as their bands, nothing stored.

First the version, then every answer as a digit of one number in mixed radix, then two check symbols.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dialogs import symbols
from dialogs.codes import ROOM, Codes, Layout, Slot
from dialogs.dialog import Dialog
from dialogs.model import NOT_SURE, Answer, Session
from dialogs.path import changeable, profile_fields, walk
from dialogs.replies import fits, span
from dialogs.script import NUMBER_KINDS, Band, Question
from dialogs.talk import settled

UNANSWERED, UNSURE = 0, 1
"""The first two digits of every question; its options follow."""


@dataclass(frozen=True)
class Interview:
    """What a code says: answers by question, and fields of a profile that no whole answer fills."""

    answers: dict[str, Answer] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)


class WrongCode(ValueError):
    """
    A code that says nothing: misshapen, misread, or of a newer version than is known here.

    `group` is the place of the group to read again, from 0, and `part` what it holds; None where it cannot be told.
    """

    def __init__(
        self, reason: Literal["shape", "misread", "newer"], group: int | None = None, part: str | None = None
    ) -> None:
        self.reason = reason
        self.group = group
        self.part = part
        super().__init__(reason, group, part)


def encode(dialog: Dialog, interview: Interview) -> str | None:
    """The code; None while codes.yaml has no version that fits the dialog as it is now."""
    version = dialog.code_version
    if version is None:
        return None
    number = 0
    for size, digit in reversed(list(_digits(dialog.codes.versions[version - 1], interview))):
        number = number * size + digit
    room = next(at for at, room in enumerate(ROOM) if number < room)
    data = [number >> 5 * at & 31 for at in reversed(range(symbols.LENGTHS[room] - symbols.CHECKS - 1))]
    return symbols.shown(symbols.with_checks([version, *data]))


def decode(codes: Codes, text: str) -> Interview:
    """
    What a code says, by the layout of its own version.

    Raises:
        WrongCode: the text is no code, was not read right, or is newer than these versions.
    """
    try:
        word = symbols.word_of(text)
    except symbols.Misshapen as error:
        raise WrongCode("shape", error.group, error.part) from error
    if not symbols.right(word):
        group = _wrong_group(codes, word)
        raise WrongCode("misread", group, None if group is None else symbols.shown(word).split("-")[group])
    if word[0] > len(codes.versions):
        raise WrongCode("newer")
    interview = _unpacked(codes, word)
    if interview is None:
        raise WrongCode("misread")
    return interview


def of_session(dialog: Dialog, session: Session) -> Interview:
    """The answers that the advice rests on: those on the way to the present place, and those a description gave."""
    now = settled(dialog, session).session
    return Interview({id: now.answers[id] for id in changeable(now)})


def of_profile(dialog: Dialog, profile: Mapping[str, Any]) -> Interview:
    """The answers that fill a profile's fields, as far as the dialog asks for them and codes carry them."""
    answers: dict[str, Answer] = {}
    loose: dict[str, str] = {}
    for id, question in dialog.questions.items():
        if not question.coded:
            continue
        if question.fills:
            value = profile.get(question.fills)
            if value is not None and (question.kind in NUMBER_KINDS or fits(question, value)):
                answers[id] = value
            continue
        filled = {name: profile[name] for name, words in _words(question).items() if profile.get(name) in words}
        whole = next((option for option, one in question.leaves.items() if filled and one.fills == filled), None)
        if whole:
            answers[id] = whole
        else:
            loose |= filled
    return Interview(answers, loose)


def to_profile(dialog: Dialog, interview: Interview) -> dict[str, Any]:
    """The fields that the answers fill, asked on the present way or not."""
    answers = _current(dialog, interview)
    whole = Session(dialog.id, dialog.version, "", "", answers=answers, path=(*answers, dialog.start))
    return profile_fields(dialog, whole) | interview.loose


def to_session(dialog: Dialog, session: Session, interview: Interview) -> Session:
    """The session of the same chat with these answers in place of its own, at the place where they lead."""
    answers = _current(dialog, interview)
    path = walk(dialog, answers)
    unsure: dict[str, Answer] = {id: NOT_SURE for id, question in dialog.questions.items() if not question.coded}
    further = walk(dialog, unsure | answers, deepen=True)
    deepen = any(id in answers for id in further if id not in path)
    if deepen:  # what no code carries is not known, or the way would end there
        answers = {id: answer for id, answer in (unsure | answers).items() if id in answers or id in further}
    way = further if deepen else path
    return Session(
        dialog.id,
        dialog.version,
        session.language,
        session.pack,
        answers=answers,
        turn=session.turn,
        path=way,
        told=tuple(id for id, answer in answers.items() if id not in way and answer != NOT_SURE),
        deepen=deepen,
        others=session.others,
    )


def _current(dialog: Dialog, interview: Interview) -> dict[str, Answer]:
    """The answers that the dialog as it is now still takes, under its own names."""
    named = {dialog.renamed.get(id, id): answer for id, answer in interview.answers.items()}
    return {id: named[id] for id in dialog.questions if id in named and fits(dialog.questions[id], named[id])}


def _words(question: Question) -> dict[str, set[str]]:
    """The fields that the options of a question fill, and with what."""
    words: dict[str, set[str]] = {}
    for option in question.leaves.values():
        for name, word in option.fills.items():
            words.setdefault(name, set()).add(word)
    return words


def _digits(layout: Layout, interview: Interview) -> Iterator[tuple[int, int]]:
    """Size and digit of each slot; the fields stand last, so that a code is longer only where it needs them."""
    for id, slot in layout.questions.items():
        yield slot.size, _digit(slot, interview.answers.get(id))
    for id, words in layout.fields.items():
        yield 1 + len(words), 1 + words.index(interview.loose[id]) if id in interview.loose else 0


def _digit(slot: Slot, answer: Any) -> int:
    if answer is None:
        return UNANSWERED
    if answer == NOT_SURE:
        return UNSURE
    if slot.bands:
        return 2 + slot.bands.index(_band(slot.bands, answer))
    if slot.some_of:
        return 1 + sum(1 << at for at, one in enumerate(slot.some_of) if one in answer)
    return 2 + slot.one_of.index(answer)


def _band(bands: tuple[Band, ...], answer: Any) -> Band:
    """The band a number lies in; one said as a range goes by its low end, as the advice counts it."""
    low = answer["low"] if isinstance(answer, Mapping) else answer
    return [bands[0], *(band for band in bands if band.low <= low)][-1]


def _answer(slot: Slot, digit: int) -> Answer:
    if digit == UNSURE:
        return NOT_SURE
    if slot.bands:
        return span(slot.bands[digit - 2])
    if slot.some_of:
        return [one for at, one in enumerate(slot.some_of) if digit - 1 >> at & 1]
    return slot.one_of[digit - 2]


def _unpacked(codes: Codes, word: symbols.Word) -> Interview | None:
    """What a right word says; None when its version is not known or no layout fills it so."""
    version, *data = word[: -symbols.CHECKS]
    if not 1 <= version <= len(codes.versions):
        return None
    layout = codes.versions[version - 1]
    number = 0
    for symbol in data:
        number = number << 5 | symbol
    answers: dict[str, Answer] = {}
    for id, slot in layout.questions.items():
        number, digit = divmod(number, slot.size)
        if digit != UNANSWERED:
            answers[id] = _answer(slot, digit)
    loose: dict[str, str] = {}
    for id, words in layout.fields.items():
        number, digit = divmod(number, 1 + len(words))
        if digit:
            loose[id] = words[digit - 1]
    return None if number else Interview(answers, loose)


def _wrong_group(codes: Codes, word: symbols.Word) -> int | None:
    """The only group in which one slip would explain a wrong word."""
    slips = [places for mended, places in symbols.mends(word) if _unpacked(codes, mended)]
    found = {place // symbols.GROUP for places in slips for place in places}
    return found.pop() if len(found) == 1 else None
