"""From one dialog of a chat to another and back: the answers of each are kept while the other is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs.dialog import Dialog
from dialogs.model import Session

KEPT = ("version", "answers", "path", "deepen", "enough", "thorough", "helping", "told", "said")
"""What is kept of a dialog while another is open; the rest of a session belongs to its screen."""
LISTS = ("path", "helping", "told")


def enter(dialog: Dialog, session: Session) -> Session:
    """The chat in this dialog, at the place reached in it before; `show` gives its screen."""
    if session.dialog == dialog.id:
        return session
    left = {name: getattr(session, name) for name in KEPT} | {name: list(getattr(session, name)) for name in LISTS}
    others = {id: kept for id, kept in session.others.items() if id != dialog.id} | {session.dialog: left}
    found: dict[str, Any] = session.others.get(dialog.id, {"version": dialog.version, "path": [dialog.start]})
    return replace(
        Session(dialog.id, "", session.language, session.pack, turn=session.turn),
        **{**found, **{name: tuple(found.get(name, ())) for name in LISTS}},
        others=others,
    )
