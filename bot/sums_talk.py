"""The end of the further questions: the sums at once, below what they changed."""

from __future__ import annotations

from dataclasses import replace

from bot.wording import Words
from dialogs import Dialog, Message, Session
from dialogs.say import echo
from knowledge import Report


def just_closed(dialog: Dialog, session: Session, lead: tuple[str, ...]) -> bool:
    """Whether the answer just given was the last of the further questions."""
    outcome = session.path[-1]
    last = session.path[-2] if session.path.count(outcome) > 1 else outcome
    return last in session.answers and echo(dialog, session, last) in lead


def before_the_sums(session: Session) -> Session:
    """The session as it was at the outcome, before any further question."""
    return replace(session, path=session.path[: session.path.index(session.path[-1]) + 1])


def with_changes(card: Message, before: Report, after: Report, words: Words) -> Message:
    """The card of the sums as a new message, led by what the further answers changed in them."""
    said = words["cards"]["costs"]["changed"]
    old, new = (report["costs"][after["recommended"]] for report in (before, after))
    lines = []
    if new["first_year"] and not old["first_year"]:
        lines.append(said["summed"])
    elif new["first_year"] and new["first_year"]["text"] != old["first_year"]["text"]:
        lines.append(said["moved"].format(text=old["first_year"]["text"]))
    elif not new["first_year"]:
        lines.append(said["still_missing"])
    return replace(card, text="\n".join([*lines, "", card.text]), edit=False)
