"""The messages of the interview: a question with its choices, and the list of answers to change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs import say
from dialogs.dialog import Dialog
from dialogs.model import CHANGE_LIST, NOT_SURE, Button, Message, Session
from dialogs.path import changeable

WIDE = (("helper",), ("change", "restart"), ("language", "stop", "help"))
PICKED = "\u2713 "
BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"

Row = tuple[Button, ...]


def button_id(session: Session, node: str, option: str) -> str:
    """The callback data of a button: turn, question or outcome, option or control."""
    return f"{base_36(session.turn)}:{node}:{option}"


def control_button(dialog: Dialog, session: Session, control: str) -> Button:
    """A control's button for the present screen, an outcome's included."""
    return Button(dialog.text(session.language).controls[control].label, button_id(session, asked(session), control))


def base_36(number: int) -> str:
    digits = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        digits = BASE_36[digit] + digits
    return BASE_36[number] + digits


def asked(session: Session) -> str:
    """The question on the screen, or the outcome."""
    return session.changing or session.path[-1]


def question(dialog: Dialog, session: Session, lead: Sequence[str], wide: bool = False, edit: bool = False) -> Message:
    """The question on the screen below its leading lines; `wide`: with every control."""
    id = asked(session)
    text = dialog.text(session.language)
    words = text.questions[id]
    offer = dialog.offer(id, session.group, session.language)
    marks = [PICKED if one in session.picked else "" for one in offer.ids]
    labels = [mark + label for mark, label in zip(marks, offer.labels, strict=True)]
    buttons = [Button(label, button_id(session, id, one)) for one, label in zip(offer.ids, labels, strict=True)]
    rows: list[Row] = [tuple(buttons[at : at + offer.per_row]) for at in range(0, len(buttons), offer.per_row)]
    if session.picked:
        rows.insert(0, _controls(dialog, session, ["done"]))
    if session.changing in session.answers:
        rows.append(_controls(dialog, session, ["keep"]))
    controls = [_narrow(dialog, session, wide), *(WIDE if wide else ())]
    rows += [_controls(dialog, session, ids) for ids in controls]
    where = _where(dialog, session)
    body = [*([where] if where else []), words.groups[session.group] if session.group else words.ask]
    if words.example:
        body.append(words.example)
    marked = [f"{mark}. {label}" for mark, label in zip(offer.marks, labels, strict=True)]
    return _message(dialog, session, lead, body, marked, rows, edit)


def change_list(dialog: Dialog, session: Session, lead: Sequence[str]) -> Message:
    """The answers given so far, to pick one from."""
    known = changeable(session)
    labels = [say.echo(dialog, session, id) for id in known]
    buttons = [Button(label, button_id(session, CHANGE_LIST, id)) for id, label in zip(known, labels, strict=True)]
    rows = [*((button,) for button in buttons), _controls(dialog, session, ["back"])]
    marked = [f"{at}. {label}" for at, label in enumerate(labels, 1)]
    return _message(dialog, session, lead, [dialog.text(session.language).lines.which_answer], marked, rows, False)


def _narrow(dialog: Dialog, session: Session, wide: bool) -> list[str]:
    """The controls below every question."""
    id = asked(session)
    controls = ["back"] if session.group or id != dialog.start else []
    if dialog.questions[id].not_sure:
        controls.append(NOT_SURE)
    return [*controls, "why"] if wide else [*controls, "why", "more"]


def _where(dialog: Dialog, session: Session) -> str:
    """How far on we are, or what the answer being changed was until now."""
    if session.changing in session.answers:
        id = asked(session)
        answer = say.answer_text(dialog, session.language, id, session.answers[id])
        return dialog.text(session.language).lines.until_now.format(answer=answer)
    return say.progress(dialog, session)


def _controls(dialog: Dialog, session: Session, ids: Iterable[str]) -> Row:
    spoken = [id for id in ids if id != "language" or len(dialog.languages) > 1]
    return tuple(control_button(dialog, session, id) for id in spoken)


def _message(
    dialog: Dialog,
    session: Session,
    lead: Sequence[str],
    body: Sequence[str],
    marked: Sequence[str],
    rows: Sequence[Row],
    edit: bool,
) -> Message:
    """A message; without buttons its choices are told by number, its controls by the word to send."""
    text = dialog.text(session.language)
    ids = [button.id.rpartition(":")[2] for row in rows for button in row]
    words = text.lines.joiner.join(text.controls[id].words[0] for id in ids if id in text.controls)
    head = [*lead, ""] if lead else []
    return Message("\n".join([*head, *body]), tuple(rows), edit, (*marked, text.lines.also.format(words=words)))
