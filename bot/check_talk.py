"""A check of an offered contract in a chat: opened from the advice, left for it, all answers kept on both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot import check_words, wording
from bot.library import Library
from bot.search_talk import looked_up
from bot.updates import Update
from dialogs import Dialog, Message, Reply, Session, Turn, button_id, enter, profile_fields, show, step
from dialogs.replies import typed
from dialogs.symbols import seems_code
from knowledge.contract_check import CheckId, to_look_for
from knowledge.contract_report import inspect

BACK = "interview"
"""Stands in a button where an option does: the way back to the advice."""


def check_turn(
    session: Session, update: Update, library: Library, today: date, after_days: int
) -> tuple[Session, Turn | None]:
    """
    What an update does in a check, and what opens or leaves one.

    Returns:
        the session, in the dialog that the update is about, and the turn; None where that is the interview's own.
    """
    check = library.check_of(session)
    wanted = _wanted(session, update, library)
    if wanted is not None and to_look_for(wanted, library.pack(session.pack).contract):
        check, session = wanted, enter(library.check(wanted, session.pack), session)
        if update.button is None or _tapped(update)[1] == wanted:
            return session, _turn(check, session, None, update, library, today)
    if check is None:
        return session, None
    if _leaves(session, update, library):
        session = enter(library.dialog(session.pack), session)
        return session, show(library.dialog(session.pack), session)
    if update.kind == "start" or seems_code(update.text or "") or _in_interview(_tapped(update)[0], session, library):
        return enter(library.dialog(session.pack), session), None
    reply = None if update.kind == "media" else _reply(session, update, library, after_days)
    return session, _turn(check, session, reply, update, library, today)


def _turn(check: CheckId, session: Session, reply: Reply | None, update: Update, library: Library, today: date) -> Turn:
    """The turn of a check's dialog (None: its screen again), as a message of its own: a question or the result."""
    dialog, words = library.check(check, session.pack), library.words(session.language)
    whole = "all_points" in (_numbered(session, update, library), _tapped(update)[1])
    media = (words["media"],) if update.kind == "media" else ()
    turn = show(dialog, session, media) if reply is None else step(dialog, session, reply)
    if turn.session is None:
        return turn
    words = library.words(turn.session.language)
    if not turn.understood and reply is not None:
        turn = show(dialog, turn.session, looked_up(turn, turn.session, update.text or "", library, today))
    assert turn.session is not None
    if turn.outcome is None and turn.message is not None:
        if turn.session.stopped:
            return turn
        back = button_id(turn.session, _place(turn.session), BACK)
        return replace(turn, message=check_words.with_way_back(turn.message, back, words))
    return replace(turn, message=_result(check, dialog, turn, whole, library, today), outcome=None)


def _result(check: CheckId, dialog: Dialog, turn: Turn, whole: bool, library: Library, today: date) -> Message:
    """The short result, or the whole of it, with the buttons that lead on."""
    session = turn.session
    assert session is not None
    words, pack = library.words(session.language), library.pack(session.pack)
    found = inspect(check, profile_fields(dialog, session), pack, today, session.language)
    outcome = _place(session)
    button: Callable[[str], str] = lambda name: button_id(session, outcome, name)  # noqa: E731
    further = dialog.outcomes[outcome].more is not None and not session.deepen
    left_out = {"deepen": not further, "all_points": whole or not found["flags"]}
    names = [name for name in check_words.SHORT if not left_out.get(name)]
    if whole and found["flags"]:
        return check_words.points(found, names, pack, session.language, words, button)
    return check_words.result(found, turn.lead, names, words, button)


def _wanted(session: Session, update: Update, library: Library) -> CheckId | None:
    """The check that a tap belongs to or opens, or that was named by its number or its words at the advice."""
    node, option = _tapped(update)
    if update.button is not None:
        if node in library.dialog(session.pack).outcomes:
            return next((name for name in library.checks if name == option), None)
        return None if option == BACK or _in_interview(node, session, library) else _check_with(node, session, library)
    on_screen = not (session.listing or session.changing) and _place(session) in library.dialog(session.pack).outcomes
    if library.check_of(session) is None and on_screen:
        named = wording.opened_check(update.text, library.words(session.language))
        return next((name for name in library.checks if name == named), None)
    return None


def _leaves(session: Session, update: Update, library: Library) -> bool:
    """Whether the way back was taken: tapped, or typed by its words, at the result also by its number."""
    words = library.words(session.language)
    spoken = {typed(word) for word in words["checks"]["back_words"]} | {typed(check_words.labels(words)[BACK][1])}
    named = typed(update.text or "") in spoken or _numbered(session, update, library) == BACK
    return _tapped(update)[1] == BACK or named


def _reply(session: Session, update: Update, library: Library, after_days: int) -> Reply:
    """The reply for the dialog; a number or a word at the result stands for its button."""
    name = _numbered(session, update, library)
    if name in ("deepen", "change"):
        return Reply(button=button_id(session, _place(session), name))
    return Reply(text=update.text, button=update.button, after_days=after_days)


def _numbered(session: Session, update: Update, library: Library) -> str | None:
    """The button of the result that was typed; None elsewhere."""
    dialog = library.dialog_of(session)
    at_result = not (session.listing or session.changing) and _place(session) in dialog.outcomes
    return _said(update, library.words(session.language)) if at_result else None


def _said(update: Update, words: wording.Words) -> str | None:
    text = typed(update.text or "")
    told = check_words.labels(words)
    return next((name for name, (number, label) in told.items() if text in (str(number), typed(label))), None)


def _tapped(update: Update) -> tuple[str, str]:
    """The node and the option of a tapped button."""
    _, node, option = (*(update.button or "").split(":", 2), "", "", "")[:3]
    return node, option


def _in_interview(node: str, session: Session, library: Library) -> bool:
    dialog = library.dialog(session.pack)
    return node in dialog.questions or node in dialog.outcomes


def _check_with(node: str, session: Session, library: Library) -> CheckId | None:
    """The check whose dialog has this node."""
    dialogs = {name: library.check(name, session.pack) for name in library.checks}
    return next((name for name, one in dialogs.items() if node in one.questions or node in one.outcomes), None)


def _place(session: Session) -> str:
    return session.path[-1] if session.path else ""
