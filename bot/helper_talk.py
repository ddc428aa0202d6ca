"""Someone else is asked one or two questions: the text to forward, the code that asks them, the code that goes back.

Nothing is stored: a helper's code is an answer code behind an "H-". It says all that is known, answers what is not to
be asked by "I don't know", and leaves the questions for the helper open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot import asking
from bot.library import Library
from bot.wording import Words
from dialogs import NOT_SURE, Answer, Button, Dialog, Message, Session, Turn, button_id
from dialogs.answer_code import Interview, decode, encode, of_session, to_session
from dialogs.graph import reachable
from dialogs.path import walk
from dialogs.say import echo
from dialogs.screens import asked
from dialogs.symbols import LENGTHS

MOST = 2
"""Questions that one is asked for another."""
MARK = re.compile(r"\s*H[\s\u2010-\u2015\u2212-]*")
BACK, ADVICE = "here", "advice"
"""The options of the buttons below a text to forward, which leads back to where one was, and below a helper's code."""


class Sent(NamedTuple):
    """A code as it was sent: whether it asks for help, and the answer code in it."""

    helping: bool
    code: str


def read(text: str) -> Sent:
    """The answer code in a text, which is longer by one letter where it asks for help."""
    wide = unicodedata.normalize("NFKC", text[:100]).upper()
    mark = MARK.match(wide)
    rest = wide[mark.end() :] if mark else wide
    if mark and sum(map(str.isalnum, rest)) in LENGTHS:
        return Sent(True, rest)
    return Sent(False, text)


def asks(session: Session, library: Library) -> list[str]:
    """The questions worth asking someone: the one on the screen, and those left open that could change most."""
    questions = library.dialog(session.pack).questions
    on_screen = [asked(session)] if asked(session) in questions else []
    chosen = list(dict.fromkeys([*on_screen, *asking.held(session, library)]))[:MOST]
    return [id for id in questions if id in chosen]


def to_forward(turn: Turn, library: Library) -> Message | None:
    """The text to forward; None where nothing is open, or no code can say it."""
    session = turn.session
    assert session is not None
    ids = asks(session, library)
    code = _code(library.dialog(session.pack), session, ids) if ids else None
    if code is None:
        return None
    words = library.words(session.language)["helper"]
    frame = words["text"]["one" if len(ids) == 1 else "other"]
    questions = [
        line for at, id in enumerate(ids, 1) for line in ("", *_question(library.dialog(session.pack), session, at, id))
    ]
    text = [words["title"], "", frame["ask"], *questions, "", frame["way"].format(code=code)]
    button = Button(words["back"], button_id(session, asked(session), BACK))
    return Message("\n".join([*turn.lead, *text]), ((button,),), choices=(words["back_typed"],))


def opened(dialog: Dialog, session: Session, interview: Interview, words: Words) -> tuple[Session, str]:
    """The session of someone who helps, and what is said first."""
    new = to_session(dialog, session, interview)
    ahead = reachable(dialog.content.script, dialog.start, new.deepen)
    ids = tuple(id for id in dialog.questions if id in ahead and id not in new.answers)
    frame = words["helper"]["welcome"]["one" if len(ids) == 1 else "other"]
    return replace(new, helping=ids, thorough=True), frame.format(count=len(ids))


def done(session: Session, lead: Sequence[str], library: Library) -> Message:
    """What the helper sees at the end: the code that brings the answers back."""
    words = library.words(session.language)["helper"]
    code = encode(library.dialog(session.pack), of_session(library.dialog(session.pack), session))
    button = Button(words["see"], button_id(session, asked(session), ADVICE))
    text = [*lead, *([""] if lead else []), words["done"].format(code=code)]
    choices = (library.words(session.language)["numbered"].format(number=0, label=words["see"]),)
    return Message("\n".join(text), ((button,),), choices=choices)


def brings(dialog: Dialog, session: Session, interview: Interview) -> dict[str, Answer] | None:
    """What a code adds to the answers that are here; None where it says another thing than one of them."""
    said = {id: answer for id, answer in interview.answers.items() if answer != NOT_SURE and id in dialog.questions}
    here = {id: answer for id, answer in session.answers.items() if answer != NOT_SURE}
    code = encode(dialog, Interview(here))
    banded = decode(dialog.codes, code).answers if code else here
    if any(said.get(id, answer) != answer for id, answer in banded.items()):
        return None
    return {id: answer for id, answer in said.items() if id not in here}


def merged(dialog: Dialog, session: Session, new: dict[str, Answer], words: Words) -> tuple[Session, tuple[str, ...]]:
    """The session with the answers that came back, and a line for each."""
    answers = {**session.answers, **new}
    path = walk(dialog, answers, session.deepen)
    session = replace(
        session, answers=answers, path=path, enough=False, changing=None, group=None, picked=(), listing=False
    )
    lead = words["helper"]["came_back" if new else "nothing_new"]
    return session, (lead, *(echo(dialog, session, id) for id in new))


def _code(dialog: Dialog, session: Session, ids: Sequence[str]) -> str | None:
    known = {id: answer for id, answer in of_session(dialog, session).answers.items() if id not in ids}
    ahead = reachable(dialog.content.script, dialog.start, session.deepen)
    rest: dict[str, Answer] = {id: NOT_SURE for id in dialog.questions if id in ahead and id not in ids}
    code = encode(dialog, Interview(rest | known))
    return f"H-{code}" if code else None


def _question(dialog: Dialog, session: Session, at: int, id: str) -> list[str]:
    """A question with the choices that can be sent for it."""
    offer = dialog.offer(id, None, session.language)
    choices = [f"{mark}. {label}" for mark, label in zip(offer.marks, offer.labels, strict=True)]
    return [f"{at}) {dialog.text(session.language).questions[id].ask}", *choices]
