"""What is kept of a chat, and what one turn takes and gives. Data only; the records of the files are in script.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

NOT_SURE = "not_sure"
"""The answer "I don't know": a known answer that fills no field."""

Answer = str | list[str] | int | float | dict[str, Any]
"""An option id, the ids of several options, a number, {"low", "high"} (high None: open), or NOT_SURE."""

CONTROLS = (
    *("back", NOT_SURE, "why", "more", "change", "restart", "language", "stop", "help"),
    *("done", "keep", "deepen", "delete", "helper"),
)
"""What can be sent at any time beside an answer."""
CHANGE_LIST = "change"
"""Stands in a button where a question's id does, when it belongs to the list of answers to change."""
DELETED = "deleted"
"""The outcome that asks for everything of the chat to be deleted."""
HELPER = "helper"
"""The outcome that asks for a text with which someone else can be asked; the place stays."""


@dataclass(frozen=True)
class Reply:
    """What came from a person: typed text or a button's id, and the days since this chat was last heard."""

    text: str | None = None
    button: str | None = None
    after_days: int = 0


@dataclass(frozen=True)
class Button:
    """A label and the id that comes back when it is tapped: ASCII, at most 64 bytes."""

    label: str
    id: str


@dataclass(frozen=True)
class Message:
    """
    What the bot says: plain lines, and rows of buttons.

    `choices` are the lines that stand for the buttons where there are none; `edit` asks a channel that can to change
    the message whose button was tapped.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    edit: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    """
    All that is kept of a chat.

    `path` are the nodes passed in this version of the dialog, the place reached last; the rest says what is on the
    screen: the question being changed, the group opened, what is picked so far, the list of answers, the code offered
    in place of the answers. `told` are the questions that a free description answered, `said` the fields it gave
    without settling their question. `others` are the chat's other dialogs by id: what is kept of each while this one is
    open.

    `enough`: the questions left do not matter, so the outcome stands here; `thorough`: they are asked all the same.
    `helping` are the questions that someone answers for another person.
    """

    dialog: str
    version: str
    language: str
    pack: str
    answers: dict[str, Answer] = field(default_factory=dict)
    turn: int = 0
    path: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    group: str | None = None
    changing: str | None = None
    listing: bool = False
    stopped: bool = False
    deepen: bool = False
    offered: str | None = None
    enough: bool = False
    thorough: bool = False
    helping: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    said: dict[str, Any] = field(default_factory=dict)
    others: dict[str, dict[str, Any]] = field(default_factory=dict)

    def to_json(self) -> str:
        """What differs from a session in which nothing has happened."""
        said = {name: value for name, value in self.__dict__.items() if value or name not in NOT_YET}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Session:
        """The session that to_json wrote, by this version or another: what is not known here is left out."""
        known = {one.name for one in fields(cls)}
        data: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in known}
        return cls(**data | {name: tuple(data.get(name, ())) for name in ("path", "picked", "told", "helping")})


NOT_YET = frozenset(one.name for one in fields(Session) if one.name not in ("dialog", "version", "language", "pack"))
"""The fields of a session that are empty, none, no or 0 as long as nothing has happened."""


@dataclass(frozen=True)
class Outside:
    """
    What the answers mean outside the dialog, which knows no rules.

    `enough` says of a session whether the questions left are worth asking no more, `remarks` which lines stand below
    what was read as the answer to a question.
    """

    enough: Callable[[Session], bool] = lambda _: False
    remarks: Callable[[Session, str], tuple[str, ...]] = lambda *_: ()


ALONE = Outside()
"""A dialog by itself: every question is asked, and nothing remarked."""


@dataclass(frozen=True)
class Turn:
    """
    The result of one reply. `session` None: everything of this chat is to be deleted.

    `lead` stands first: what was read, what changed; it is in the message already. `message` is None at an outcome.
    `hint` is true when a question that carries a hint has just been reached; `understood` is false when typed text was
    nothing that could be said here.
    """

    session: Session | None
    lead: tuple[str, ...] = ()
    message: Message | None = None
    outcome: str | None = None
    hint: bool = False
    understood: bool = True
