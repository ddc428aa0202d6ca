"""A free description in a chat: what it answers, shown back with a tap to mend each, then the first question left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from dialogs import say
from dialogs.description import Lines
from dialogs.dialog import Dialog
from dialogs.model import ALONE, CHANGE_LIST, NOT_SURE, Answer, Button, Outside, Session, Turn
from dialogs.path import filled, walk
from dialogs.replies import fits, span, typed
from dialogs.screens import button_id
from dialogs.script import Question
from dialogs.talk import Talk, accept, cut_short, left_out, settled

if TYPE_CHECKING:
    from dialogs.understanding import Understood

FEWEST_WORDS = 2
"""Separate words of a text that say a field, from which on it is a description; one more for a question."""
LONGEST_WORDS = 30
PER_ROW = 2


class Told(NamedTuple):
    """A question that a description speaks of: its answer, None where the question must still be asked; the words."""

    answer: Answer | None
    words: str


def describe(dialog: Dialog, session: Session, text: str, outside: Outside = ALONE) -> Turn | None:
    """
    The turn that a free description makes; None where the text is none.

    Questions it settles get their answer, those answered otherwise before are shown as changed; fields that settle no
    question are kept beside the answers until it is answered. No question follows where `outside` wants no more.
    """
    reading = dialog.content.reading
    if reading is None or dialog.understanding is None:
        return None
    lines = _lines(dialog, session.language)
    if typed(text) in {typed(word) for one in reading.languages.values() for word in one.lines.words}:
        return settled(dialog, session).saying(lines.prompt).shown()
    if not any(count >= reading.languages[one].enough for one, count in dialog.understanding.words(text).items()):
        return None
    understood = dialog.understanding.read(text, session.language)
    if len(set(understood.evidence.values())) < FEWEST_WORDS + dialog.asks(text):
        return None
    return _turn(replace(settled(dialog, session), outside=outside), understood, lines)


def overheard(dialog: Dialog, session: Session, text: str, outside: Outside = ALONE) -> Turn | None:
    """The turn of a text that answers the open question in words of its own; None where it does not, or asks."""
    if dialog.understanding is None or dialog.asks(text):
        return None
    talk = replace(settled(dialog, session), outside=outside)
    told = told_by(dialog, dialog.understanding.read(text, session.language)).get(talk.asked)
    if talk.question is None or told is None or told.answer is None:
        return None
    return accept(talk, talk.asked, told.answer)


def _lines(dialog: Dialog, language: str) -> Lines:
    assert dialog.content.reading is not None
    languages = dialog.content.reading.languages
    return (languages.get(language) or next(iter(languages.values()))).lines


def told_by(dialog: Dialog, understood: Understood) -> dict[str, Told]:
    """What was understood, by the question it belongs to, in the order of the dialog."""
    told = {}
    for id, question in dialog.questions.items():
        words = dict.fromkeys(understood.evidence[name] for name in understood.fields if name in filled(question))
        if words:
            told[id] = Told(_answer(question, understood.fields), _short(" \u2026 ".join(words)))
    return told


def _answer(question: Question, fields: Mapping[str, Any]) -> Answer | None:
    """The one answer that agrees with the fields said."""
    answer = fields.get(question.fills) if question.fills else None
    answer = next((span(band) for band in question.bands.values() if band.low == band.high == answer), answer)
    if answer is None:
        leaves = _candidates(question, fields)
        answer = leaves[0] if len(leaves) == 1 else None
    return answer if answer is not None and fits(question, answer) else None


def _candidates(question: Question, fields: Mapping[str, Any]) -> list[str]:
    return [
        id
        for id, leaf in question.leaves.items()
        if leaf.fills.keys() & fields.keys() and all(fields.get(name, to) == to for name, to in leaf.fills.items())
    ]


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}\u2026"


def _turn(talk: Talk, understood: Understood, lines: Lines) -> Turn:
    dialog, before = talk.dialog, talk.session
    told = told_by(dialog, understood)
    answers = before.answers | {id: one.answer for id, one in told.items() if one.answer is not None}
    open_fields = {name for id, one in told.items() if one.answer is None for name in filled(dialog.questions[id])}
    said = before.said | {name: value for name, value in understood.fields.items() if name in open_fields}
    way = walk(dialog, answers, before.deepen)
    ids = tuple(dict.fromkeys((*before.told, *(id for id, one in told.items() if one.answer is not None))))
    talk = talk.now(answers=answers, path=way, enough=False, changing=None, picked=(), listing=False)
    talk = replace(talk, session=cut_short(dialog, talk.now(told=ids, said=said).session, talk.outside))
    asked = dialog.questions.get(talk.place)
    talk = talk.now(group=_group(asked, said)).saying(lines.title)
    talk = talk.saying(*_read(dialog, before, talk.session, told, lines))
    if gone := left_out(dialog, before, way):
        talk = talk.saying(talk.text.lines.no_longer_asked.format(names=say.names(dialog, before, gone)))
    mended = [id for id, one in told.items() if one.answer is not None]
    talk = talk.saying(lines.mend if asked else lines.mend_typed)
    return _with_buttons(dialog, talk.shown(arrived=True), mended, lines)


def _read(dialog: Dialog, before: Session, after: Session, told: Mapping[str, Told], lines: Lines) -> Iterator[str]:
    """One line for each question spoken of: what was read, from which words, and what it was before."""
    for id, (answer, words) in told.items():
        name = dialog.text(after.language).questions[id].name
        if answer is None:
            yield lines.open.format(name=name, words=words)
            continue
        old = before.answers.get(id)
        changed = old not in (None, NOT_SURE, answer)
        frame = lines.changed if changed else lines.read
        was = say.answer_text(dialog, after.language, id, old) if changed and old is not None else ""
        yield frame.format(echo=say.echo(dialog, after, id), words=words, before=was)


def told_lines(dialog: Dialog, language: str, understood: Understood) -> list[str]:
    """What was understood, a line for each question, as outside of any chat."""
    lines = _lines(dialog, language)
    told = told_by(dialog, understood)
    empty = Session(dialog.id, dialog.version, language, "")
    full = replace(empty, answers={id: one.answer for id, one in told.items() if one.answer is not None})
    return [*_read(dialog, empty, full, told, lines)] or [lines.nothing]


def _group(question: Question | None, said: Mapping[str, Any]) -> str | None:
    """The group of options that what was said leaves, if it is one."""
    if question is None or not said.keys() & filled(question):
        return None
    left = set(_candidates(question, said))
    return next((id for id, group in question.groups.items() if left and left <= group.options.keys()), None)


def _with_buttons(dialog: Dialog, turn: Turn, ids: list[str], lines: Lines) -> Turn:
    """The turn with one button below its screen for each answer, to mend it."""
    assert turn.session is not None
    if turn.message is None:
        return turn
    names = dialog.text(turn.session.language).questions
    buttons = [Button(lines.button.format(name=names[id].name), button_id(turn.session, CHANGE_LIST, id)) for id in ids]
    rows = tuple(tuple(buttons[at : at + PER_ROW]) for at in range(0, len(buttons), PER_ROW))
    return replace(turn, message=replace(turn.message, buttons=(*turn.message.buttons, *rows)))
