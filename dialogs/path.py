"""The place in a dialog: found by walking the answers from the first question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.dialog import Dialog
from dialogs.graph import reachable
from dialogs.model import NOT_SURE, Answer, Session
from dialogs.replies import fits
from dialogs.script import Question


def walk(dialog: Dialog, answers: Mapping[str, Answer], deepen: bool = False, enough: bool = False) -> tuple[str, ...]:
    """
    The nodes passed from the first question, each once; the last is the place: an open question or an outcome.

    `enough`: open questions are left out, so that the way goes on to the outcome.
    """
    return onward(dialog, (dialog.start,), answers, deepen, enough)


def onward(
    dialog: Dialog, path: tuple[str, ...], answers: Mapping[str, Answer], deepen: bool, enough: bool = False
) -> tuple[str, ...]:
    """
    The path continued from its last node as far as the answers go.

    Routes see only what was answered on the way, so an answer never changes the way that led to its own question. A
    question met again among the further questions is passed over; the outcome then stands a second time.
    """
    *passed, place = path
    seen = {id: answers[id] for id in passed if id in answers}
    while True:
        if place in dialog.outcomes:
            further = dialog.outcomes[place].more
            if not deepen or further is None or place in passed:
                return (*passed, place)
            after = further
        elif fits(dialog.questions[place], answers.get(place)):
            seen[place] = answers[place]
            after = dialog.machine.after(place, seen)
        elif enough:
            place = dialog.machine.after(place, seen)
            continue
        else:
            return (*passed, place)
        if place not in passed:
            passed.append(place)
        place = after


def path_of(dialog: Dialog, session: Session) -> tuple[str, ...]:
    """The path kept in the session while it belongs to this version of the dialog, else a new one."""
    if session.version == dialog.version and session.path:
        return session.path
    return walk(dialog, session.answers, session.deepen, session.enough)


def answered(session: Session) -> list[str]:
    """The questions on the way to the present place that have their answer, in order."""
    return [id for id in session.path[:-1] if id in session.answers]


def still_open(dialog: Dialog, session: Session) -> list[str]:
    """The questions that may still be asked on some way from the first open one, the further ones included."""
    ahead = reachable(dialog.content.script, walk(dialog, session.answers, session.deepen)[-1])
    return [id for id in dialog.questions if id in ahead and id not in changeable(session)]


def changeable(session: Session) -> list[str]:
    """The answered questions that can be asked once more: those on the way, then those a description answered."""
    known = answered(session)
    return [*known, *(id for id in session.told if id in session.answers and id not in session.path)]


def profile_fields(dialog: Dialog, session: Session) -> dict[str, Any]:
    """
    The fields that the answers on the way fill, and what a free description said beside them.

    NOT_SURE, and answers off the way that were given one by one, fill nothing.
    """
    fields: dict[str, Any] = {}
    settled: set[str] = set()
    way = path_of(dialog, session)
    for id in (*way[:-1], *(id for id in session.told if id not in way and id in dialog.questions)):
        answer = session.answers.get(id, NOT_SURE)
        if answer == NOT_SURE:
            continue
        question = dialog.questions[id]
        settled |= filled(question)
        if question.fills:
            fields[question.fills] = answer
        if isinstance(answer, str):
            fields |= question.leaves[answer].fills
    return {name: value for name, value in session.said.items() if name not in settled} | fields


def filled(question: Question) -> set[str]:
    """The fields that an answer to a question may fill."""
    return {*filter(None, (question.fills,)), *(name for leaf in question.leaves.values() for name in leaf.fills)}
