"""An answer code in a chat: opened where nothing can be lost, offered where it can, and said when it is wrong."""

from __future__ import annotations

from dataclasses import replace

from bot import helper_talk, wording
from bot.asking import outside
from bot.library import Library
from bot.updates import Update
from dialogs import NOT_SURE, Button, Dialog, Message, Session, Turn, button_id, show
from dialogs.answer_code import Interview, WrongCode, decode, encode, of_session, to_session
from dialogs.replies import position, typed
from dialogs.symbols import seems_code
from dialogs.talk import cut_short

PAYLOADS = ("c-", "h-")
NODE = "answer-code"
"""Stands in a button where a question's id does; no question can be called so."""
CHOICES = ("use", "keep")


def code_turn(session: Session, update: Update, library: Library) -> tuple[Session, Turn | None]:
    """
    What an update does where it is a code, or chooses between an offered code and the answers that are here.

    Returns:
        the session without any open offer, and the turn; None where the update is about something else.
    """
    dialog, words = library.dialog(session.pack), library.words(session.language)
    choice, offered = _choice(dialog, session, update, words), session.offered
    session = replace(session, offered=None)
    if choice == "keep":
        return session, show(dialog, session, (words["code"]["kept"],))
    linked = update.kind == "start" and (update.payload or "").startswith(PAYLOADS)
    text = (update.payload or "").removeprefix(PAYLOADS[0]) if linked else update.text or ""
    text = offered if choice == "use" and offered else text
    sent = helper_talk.read(text)
    try:
        interview = decode(dialog.codes, sent.code)
    except WrongCode as wrong:
        lead = (wording.wrong_code(wrong, words), words["code"]["unchanged"])
        return session, show(dialog, session, lead) if linked or seems_code(sent.code) else None
    if choice == "use" or not session.answers:
        return session, _opened(session, interview, library, sent.helping)
    if sent.helping:
        known = {id: answer for id, answer in interview.answers.items() if answer != NOT_SURE}
        return session, _offer(session, text, Interview(known), words)
    if session.answers == to_session(dialog, session, interview).answers:
        return session, _opened(session, interview, library)
    new = helper_talk.brings(dialog, session, interview)
    if new is None:
        return session, _offer(session, text, interview, words)
    session, came = helper_talk.merged(dialog, session, new, words)
    return session, show(dialog, cut_short(dialog, session, outside(library)), came)


def _opened(session: Session, interview: Interview, library: Library, helping: bool = False) -> Turn:
    """The answers of a code in place of those that were here, which are named by a code of their own."""
    dialog, words = library.dialog(session.pack), library.words(session.language)
    new = cut_short(dialog, to_session(dialog, session, interview), outside(library))
    before = encode(dialog, of_session(dialog, session)) if session.answers != new.answers else None
    lead = [words["code"]["replaced" if session.answers and before else "opened"].format(before=before)]
    if helping:
        new, welcome = helper_talk.opened(dialog, session, interview, words)
        lead = [*(lead if session.answers else ()), welcome]
    return show(dialog, new, tuple(lead))


def _offer(session: Session, code: str, interview: Interview, words: wording.Words) -> Turn:
    """Nothing changed yet: which answers are to stay, those of the code or those of this chat."""
    session = replace(session, offered=code, turn=session.turn + 1, stopped=False)
    labels = [words["code"][name] for name in CHOICES]
    rows = tuple((Button(label, button_id(session, NODE, one)),) for one, label in zip(CHOICES, labels, strict=True))
    numbered = [words["numbered"].format(number=at, label=label) for at, label in enumerate(labels, 1)]
    there, here = (sum(answer != NOT_SURE for answer in side.answers.values()) for side in (interview, session))
    text = words["code"]["offer"].format(there=there, here=here)
    return Turn(session, message=Message(text, rows, choices=(*numbered, words["choose"])))


def _choice(dialog: Dialog, session: Session, update: Update, words: wording.Words) -> str | None:
    """The choice that was tapped, or typed by its number or its words, while a code is on offer."""
    if session.offered is None:
        return None
    text = typed(update.text or "")
    at = position(dialog, text, len(CHOICES))
    if at is not None:
        return CHOICES[at]
    tapped = {button_id(session, NODE, name): name for name in CHOICES}
    return tapped.get(update.button or "") or {typed(words["code"][name]): name for name in CHOICES}.get(text)
