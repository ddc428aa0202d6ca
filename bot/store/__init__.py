"""What delivery needs of a database: an update is kept before it is acknowledged, a reply before it is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.updates import Address, Update
from dialogs import Button, Message

Json = dict[str, Any]


class StoreUnusable(Exception):
    """The store cannot be opened; the message says why and what to do, to the operator."""


class StoreFailed(Exception):
    """One operation left no trace (disk full, I/O error, locked file); the same call may be made again."""


@dataclass(frozen=True)
class Claim:
    """An update about to have its turn; `attempts` counts this one too."""

    row: int
    update: Update
    attempts: int


@dataclass(frozen=True)
class Saved:
    """A stored session as plain data, and when its chat was last heard (unix seconds)."""

    session: Json
    heard: float


@dataclass(frozen=True)
class Outgoing:
    """A reply not yet sent; `edits` is the message it replaces, `attempts` how often sending it was put off."""

    row: int
    address: Address
    message: Message
    edits: int | None
    attempts: int


class Store(Protocol):
    """
    Every method is one transaction, kept when the process dies; each may raise StoreFailed.

    What `receive` and `finish` did is safe on disk when they come back, and survives a power cut.
    """

    def receive(self, updates: Iterable[Update], now: float) -> None:
        """Keep those of these updates that are not known yet."""

    def claim(self) -> Claim | None:
        """The next update to have its turn: in order within a chat, the chats in rotation."""

    def session(self, address: Address) -> Saved | None: ...

    def finish(self, claim: Claim, session: Json | None, messages: Sequence[Message], now: float) -> None:
        """
        The update is done and its words are gone, the session saved, the messages appended for sending.

        A second finish of one update changes nothing. Session None deletes all that is kept of the chat
        first, so that only these messages and updates still waiting remain.
        """

    def unsent(self, channel: str, bot: str, now: float, busy: Collection[Address], limit: int) -> list[Outgoing]:
        """The first unsent message of each chat that is due and not busy, longest waiting first."""

    def sent(self, row: int) -> None:
        """This message was sent, or never will be."""

    def later(self, row: int, until: float) -> None:
        """This message, and with it its chat, waits until then."""

    def forget(self, address: Address) -> None:
        """Delete session, unsent messages and traces of the chat, their bytes in the file too."""

    def purge(self, idle_before: float, done_before: float) -> None:
        """Forget chats not heard since, and drop the marks of updates done before that."""

    def export(self, address: Address) -> Json:
        """All that is kept of the chat."""

    def check(self) -> None:
        """Raises StoreUnusable when the stored data are damaged."""

    def close(self) -> None: ...


def message_to_json(message: Message) -> Json:
    """The message as plain data; spelled out, because dataclasses.asdict copies everything in it."""
    return {**vars(message), "buttons": [[vars(button) for button in row] for row in message.buttons]}


def message_from_json(data: Json) -> Message:
    rows = tuple(tuple(Button(**button) for button in row) for row in data["buttons"])
    return Message(**(data | {"buttons": rows, "choices": tuple(data["choices"])}))
