"""Telegram as one bot meets it: chats with their messages, the updates that wait, the taps that are not answered yet.

Everything here is guarded by `World.lock`, which is also the condition that people wait on.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .faults import Faults
from .refusals import Refusal, bad_request, too_many_requests

ALWAYS_ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of updates that come only when `allowed_updates` names them."""


@dataclass
class Message:
    """One message of a chat as it stands now."""

    message_id: int
    from_bot: bool
    date: int
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    markup: dict[str, Any] | None = None
    media: dict[str, Any] = field(default_factory=dict)
    edited: int | None = None


@dataclass(frozen=True)
class Accepted:
    """A call that took effect in a chat; `text` and `labels` are what the message shows since then."""

    at: float
    method: str
    chat_id: int | None
    message_id: int | None = None
    text: str = ""
    labels: tuple[str, ...] = ()


@dataclass
class Chat:
    chat_id: int
    kind: str
    name: str
    language: str = "en"
    started: bool = False
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    sent_at: list[float] = field(default_factory=list)
    calls: list[Accepted] = field(default_factory=list)

    @property
    def as_json(self) -> dict[str, Any]:
        named = {"first_name": self.name} if self.kind == "private" else {"title": self.name}
        return {"id": self.chat_id, "type": self.kind, **named}

    @property
    def as_user(self) -> dict[str, Any]:
        return {"id": self.chat_id, "is_bot": False, "first_name": self.name, "language_code": self.language}


@dataclass
class Query:
    """A tapped button that waits for its answer."""

    at: float
    answered: bool = False


@dataclass(frozen=True)
class Refused:
    """A call that was answered with an error by the rules of Telegram, not by a planted fault."""

    at: float
    method: str
    chat_id: str
    code: int
    description: str


@dataclass
class World:
    """
    Everything Telegram knows about one bot.

    Args:
        query_seconds: how long a tap can be answered.
        burst: how many messages a chat takes at once before it takes one a second; None: no limit.
    """

    token: str
    faults: Faults
    query_seconds: float = 15.0
    burst: int | None = None

    def __post_init__(self) -> None:
        self.lock = threading.Condition(threading.RLock())
        self.bot: dict[str, Any] = {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Stand-in bot",
            "username": "standin_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.webhook = ""
        self.allowed: frozenset[str] = frozenset()
        self.waiting: list[dict[str, Any]] = []
        self.again: list[dict[str, Any]] = []
        self.given: set[int] = set()
        self.given_again = 0
        self.duplicates = 0
        self.accepted: list[Accepted] = []
        self.refused: list[Refused] = []
        self.on_update: list[Callable[[], None]] = []
        self._message_ids = itertools.count(1)
        self._update_ids = itertools.count(700_000_001)
        self._query_ids = itertools.count(4_100_000_000_000_000_001, 7_919)

    # what people do

    def add_update(self, kind: str, content: dict[str, Any]) -> int | None:
        """The id of a new update; None where the bot has not asked for this kind."""
        if (self.allowed and kind not in self.allowed) or (not self.allowed and kind in ALWAYS_ASKED_FOR):
            return None
        update_id = next(self._update_ids)
        self.waiting.append({"update_id": update_id, kind: content})
        for wake in self.on_update:
            wake()
        return update_id

    def add_message(self, chat: Chat, sender: Chat, **content: Any) -> Message:
        """A person's message, and the update that tells the bot."""
        message = Message(next(self._message_ids), False, int(time.time()), content.pop("text", ""), media=content)
        if message.text.startswith("/"):
            command = message.text.split()[0]
            message.entities = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        chat.messages[message.message_id] = message
        self.add_update("message", self.message_json(chat, message, sender))
        return message

    def add_query(self, chat: Chat, sender: Chat, message: Message, data: str) -> str:
        """The id of a tap on a button of this message."""
        query_id = str(next(self._query_ids))
        self.queries[query_id] = Query(time.monotonic())
        content = {
            "id": query_id,
            "from": sender.as_user,
            "message": self.message_json(chat, message),
            "chat_instance": str(chat.chat_id * 31),
            "data": data,
        }
        self.add_update("callback_query", content)
        return query_id

    def change_membership(self, chat: Chat, person: Chat, before: str, after: str) -> None:
        """The bot is blocked, let back in, added to a group or removed from it."""

        def member(status: str) -> dict[str, Any]:
            return {"user": self.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        content = {
            "chat": chat.as_json,
            "from": person.as_user,
            "date": int(time.time()),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }
        self.add_update("my_chat_member", content)

    def message_json(self, chat: Chat, message: Message, sender: Chat | None = None) -> dict[str, Any]:
        """The message as the Bot API writes it."""
        author = self.bot if message.from_bot else (sender or chat).as_user
        written = {
            "message_id": message.message_id,
            "from": {key: value for key, value in author.items() if not key.startswith(("can_", "supports_"))},
            "chat": chat.as_json,
            "date": message.date,
            **message.media,
        }
        optional: dict[str, Any] = {"edit_date": message.edited, "text": message.text, "entities": message.entities}
        if message.markup and "inline_keyboard" in message.markup:
            optional["reply_markup"] = message.markup
        return written | {key: value for key, value in optional.items() if value}

    # what the bot does

    def confirm(self, offset: int) -> None:
        """Forget every update before this one, as getUpdates does; some of them come a second time."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
            return
        if not offset:
            return
        confirmed = [update for update in self.waiting if update["update_id"] < offset]
        self.waiting = self.waiting[len(confirmed) :]
        self.again = [update for update in confirmed if self.faults.repeats(update["update_id"])]

    def give(self, limit: int) -> list[dict[str, Any]]:
        """The updates that one getUpdates brings."""
        batch = [*self.again, *self.waiting][:limit]
        self.duplicates += len(self.again[:limit])
        self.again = self.again[limit:]
        ids = {update["update_id"] for update in batch}
        self.given_again += len(ids & self.given)
        self.given |= ids
        return batch

    def chat_of(self, parameters: dict[str, str]) -> Chat:
        """The chat a call names."""
        named = parameters.get("chat_id", "")
        if not named:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(int(named)) if named.removeprefix("-").isdecimal() else None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def open_chat_of(self, parameters: dict[str, str]) -> Chat:
        """The chat a call writes to."""
        chat = self.chat_of(parameters)
        if chat.blocked and chat.kind == "private":
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if chat.blocked:
            raise Refusal(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        if not chat.started and chat.kind == "private":
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def limit_rate(self, chat: Chat) -> None:
        """Refuse a message to a chat that got too many; a refused one counts for nothing."""
        now = time.monotonic()
        if self.burst is None:
            return
        level = 0.0
        for earlier, later in itertools.pairwise([*chat.sent_at, now]):
            level = max(0.0, level + 1 - (later - earlier))
        if level > self.burst - 1:
            raise too_many_requests(max(1, round(level - self.burst + 1)))
        chat.sent_at.append(now)

    def post(self, chat: Chat, text: str, entities: list[dict[str, Any]], markup: dict[str, Any] | None) -> Message:
        """A new message of the bot."""
        message = Message(next(self._message_ids), True, int(time.time()), text, entities, markup)
        chat.messages[message.message_id] = message
        return message

    def note(self, method: str, chat: Chat | None, message: Message | None = None) -> None:
        """Record a call that took effect, and wake whoever waits for it."""
        shown = (message.message_id, message.text, labels(message.markup)) if message else ()
        call = Accepted(time.monotonic(), method, chat.chat_id if chat else None, *shown)
        self.accepted.append(call)
        if chat:
            chat.calls.append(call)
        self.lock.notify_all()


def labels(markup: dict[str, Any] | None) -> tuple[str, ...]:
    """The labels of an inline keyboard, row by row."""
    return tuple(button["text"] for row in (markup or {}).get("inline_keyboard", []) for button in row)
