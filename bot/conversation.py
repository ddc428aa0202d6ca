"""One turn: what one update does to a session, and the message that answers it. Pure; delivery saves both together."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot import asking, helper_talk, sums_talk, wording
from bot.check_talk import check_turn
from bot.code_talk import code_turn
from bot.library import Library
from bot.search_talk import looked_up
from bot.updates import Update, spoken
from dialogs import (
    HELPER,
    Message,
    Reply,
    Session,
    Turn,
    begin,
    button_id,
    describe,
    in_country,
    overheard,
    profile_fields,
    show,
    step,
)
from dialogs.answer_code import encode, of_session
from knowledge import Report, advise, read_profile

OUTCOME = "advice"
PACK_PAYLOAD = "p-"


def respond(
    session: Session | None, update: Update, library: Library, pack: str, today: date, after_days: int = 0
) -> tuple[Session | None, list[Message]]:
    """
    What an update changes and what is said to it: at most one message.

    Args:
        session: what is kept of this chat; None at its first word.
        pack: the country pack of a new chat.
        after_days: whole days since the chat was last heard.
    Returns:
        the session to keep, None when everything of the chat is to be deleted, and the messages to send.
    """
    if update.kind == "start" and update.payload and update.payload.startswith(PACK_PAYLOAD):
        wanted = update.payload.removeprefix(PACK_PAYLOAD)
        pack = wanted if library.has_pack(wanted) else pack
        session = in_country(library.dialog(pack), session, pack) if session else None
    if session is None:
        dialog = library.dialog(pack)
        session = begin(dialog, dialog.language(spoken(update.language)), pack)
    elif not library.has_pack(session.pack):
        session = in_country(library.dialog(pack), session, pack)
    session, turn = check_turn(session, update, library, today, after_days)
    if turn is None:
        session, coded = code_turn(session, update, library)
        turn = coded or _turn(session, update, library, today, after_days)
    if turn.hint and turn.session:
        line = wording.hint(_report(turn.session, library, today), library.words(turn.session.language))
        turn = _hinted(turn, line)
    return turn.session, [_message(turn, update, library, today)]


def _turn(session: Session, update: Update, library: Library, today: date, after_days: int) -> Turn:
    """What the dialog makes of an update; a text that is no answer is looked up, above the same screen again."""
    dialog = library.dialog(session.pack)
    if update.kind == "start":
        return show(dialog, session)
    if update.kind == "media":
        return show(dialog, session, lead=(library.words(session.language)["media"],))
    outside = asking.outside(library)
    turn = step(dialog, session, Reply(text=update.text, button=update.button, after_days=after_days), outside)
    if turn.session is None:
        return turn
    first = session.turn == 0
    if (first or not turn.understood) and (
        told := describe(dialog, session if first else turn.session, update.text or "", outside)
    ):
        return told
    if not turn.understood and (answered := overheard(dialog, turn.session, update.text or "", outside)):
        return answered
    if turn.outcome == OUTCOME and not turn.lead:
        typed = wording.dialog_button(update.text, library.words(turn.session.language))
        return _pressed(turn.session, typed, library) if typed else turn
    if turn.message and not turn.understood:
        return show(dialog, turn.session, looked_up(turn, turn.session, update.text or "", library, today))
    return turn


def _pressed(session: Session, name: str, library: Library) -> Turn:
    """What a button of the advice that leads back into the dialog does."""
    return step(
        library.dialog(session.pack), session, Reply(button=button_id(session, OUTCOME, name)), asking.outside(library)
    )


def over_json(
    library: Library, pack: str
) -> Callable[[dict[str, Any] | None, Update, date, int], tuple[dict[str, Any] | None, list[Message]]]:
    """`respond` for a store: sessions go in and come out as plain data."""

    def answer(
        state: dict[str, Any] | None, update: Update, today: date, after_days: int
    ) -> tuple[dict[str, Any] | None, list[Message]]:
        before = Session.from_json(json.dumps(state)) if state is not None else None
        session, messages = respond(before, update, library, pack, today, after_days)
        return (json.loads(session.to_json()) if session else None), messages

    return answer


def _hinted(turn: Turn, line: str) -> Turn:
    """The turn with one more line below what was read."""
    if turn.message is None:
        return turn
    read = "\n".join(turn.lead)
    return replace(turn, message=replace(turn.message, text=turn.message.text.replace(read, f"{read}\n{line}", 1)))


def _message(turn: Turn, update: Update, library: Library, today: date) -> Message:
    """The message of a turn: a farewell, a question, or the advice."""
    session = turn.session
    if session is None:
        return Message("\n".join(turn.lead))
    if turn.message is not None:
        return turn.message
    words = library.words(session.language)
    if turn.outcome == HELPER:
        return helper_talk.to_forward(turn, library) or _message(_unasked(turn, library), update, library, today)
    report = _report(session, library, today)
    if not turn.understood and wording.asked(update.text, None, report, words) is None:
        turn = replace(turn, lead=looked_up(turn, session, update.text or "", library, today))
    if sums_talk.just_closed(library.dialog(session.pack), session, turn.lead):
        before = _report(sums_talk.before_the_sums(session), library, today)
        if before["recommended"] == report["recommended"] is not None:
            card = wording.card("costs", report, words, lambda name: button_id(session, OUTCOME, name), False)
            return sums_talk.with_changes(card, turn.lead, before, report, words)
    return _advice(turn, session, update, report, words, library)


def _unasked(turn: Turn, library: Library) -> Turn:
    """The present screen again, where there is nothing to ask anyone."""
    assert turn.session is not None
    return show(
        library.dialog(turn.session.pack), turn.session, (library.words(turn.session.language)["helper"]["nothing"],)
    )


def _advice(
    turn: Turn, session: Session, update: Update, report: Report, words: wording.Words, library: Library
) -> Message:
    """The card that was asked for, in place of the screen it was tapped on; else the first screen."""

    def button(name: str) -> str:
        return button_id(session, OUTCOME, name)

    asked = None if turn.lead else wording.asked(update.text, update.button, report, words)
    if session.helping and asked is None:
        return helper_talk.done(session, turn.lead, library)
    if asked is None or asked in wording.DIALOG_BUTTONS:
        return wording.first_screen(report, words, button, not session.deepen, turn.lead)
    return wording.card(asked, report, words, button, not session.deepen)


def _report(session: Session, library: Library, today: date) -> Report:
    dialog = library.dialog(session.pack)
    profile = read_profile(profile_fields(dialog, session))
    code = encode(dialog, of_session(dialog, session))
    beside = {"code": code, "enough": session.enough, "find_out": asking.to_find_out(session, library)}
    return {**advise(profile, library.pack(session.pack), today, session.language), **beside}
