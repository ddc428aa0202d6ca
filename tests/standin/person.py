"""People as a test moves them: they write, tap, send pictures, block the bot, and look at their screens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .world import Chat, Message, World

SENDING = ("sendMessage", "editMessageText", "editMessageReplyMarkup")
MEDIA: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{"file_id": "photo-1", "file_unique_id": "p1", "width": 90, "height": 60, "file_size": 1200}]},
    "voice": {"voice": {"file_id": "voice-1", "file_unique_id": "v1", "duration": 3, "mime_type": "audio/ogg"}},
    "sticker": {
        "sticker": {
            "file_id": "sticker-1",
            "file_unique_id": "s1",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "\N{SMILING FACE WITH SMILING EYES}",
        }
    },
}


@dataclass(frozen=True)
class Button:
    label: str
    data: str
    url: str = ""


@dataclass(frozen=True)
class Screen:
    """A message of the bot as it stands on the screen."""

    message_id: int
    text: str
    rows: tuple[tuple[Button, ...], ...]

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(button.label for button in self.buttons)


@dataclass(frozen=True)
class Shown:
    """What a person was shown at one moment: a new message of the bot, or an old one changed."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """Someone in a private chat with the bot."""

    world: World
    chat: Chat

    def __str__(self) -> str:
        return f"chat {self.chat.chat_id} ({self.chat.language})"

    def say(self, text: str) -> None:
        self._write(text=text)

    def start(self, payload: str = "") -> None:
        self.say(f"/start {payload}".strip())

    def send(self, kind: str) -> None:
        """Send a photo, a voice message or a sticker."""
        self._write(**MEDIA[kind])

    def tap(self, button: Button, screen: Screen) -> str:
        """Tap a button of this screen, however old; gives the id of the tap."""
        assert button in screen.buttons, f"{button} does not stand on {screen}"
        assert button.data, f"{button} opens a link"
        with self.world.lock:
            message = self.chat.messages[screen.message_id]
            return self.world.add_query(self.chat, self.chat, message, button.data)

    def tap_first(self) -> str:
        """Tap the first button of the newest screen that has buttons."""
        screen = self.newest_with_buttons
        assert screen, f"nothing to tap in {self}"
        return self.tap(screen.buttons[0], screen)

    def block(self) -> None:
        with self.world.lock:
            self.chat.blocked = True
            self.world.change_membership(self.chat, self.chat, "member", "kicked")

    def unblock(self) -> None:
        with self.world.lock:
            self.chat.blocked = False
            self.world.change_membership(self.chat, self.chat, "kicked", "member")

    @property
    def screens(self) -> list[Screen]:
        """The bot's messages as they stand now, oldest first."""
        with self.world.lock:
            return [_screen(message) for message in self.chat.messages.values() if message.from_bot]

    @property
    def newest(self) -> Screen | None:
        """The screen that was sent or changed last."""
        return next(self._latest(), None)

    @property
    def newest_with_buttons(self) -> Screen | None:
        """The screen with buttons that was sent or changed last."""
        return next((screen for screen in self._latest() if screen.buttons), None)

    def _latest(self) -> Iterator[Screen]:
        return reversed(self.showings)

    @property
    def history(self) -> list[Shown]:
        """Everything this person was shown, in order, repeats included."""
        with self.world.lock:
            return [Shown(call.text, call.labels) for call in self.chat.calls if call.method in SENDING]

    @property
    def showings(self) -> list[Screen]:
        """The message of each entry of the history as it stands now, if it still does."""
        with self.world.lock:
            ids = [call.message_id for call in self.chat.calls if call.method in SENDING]
        standing = {screen.message_id: screen for screen in self.screens}
        return [standing[id] for id in ids if id in standing]

    @property
    def answers(self) -> int:
        """How often the bot has shown something here, or found that an edit would show nothing new."""
        with self.world.lock:
            mine = [refused for refused in self.world.refused if refused.chat_id == str(self.chat.chat_id)]
        return len(self.history) + sum("message is not modified" in refused.description for refused in mine)

    @property
    def last_call(self) -> float:
        """When the bot last did something in this chat (monotonic seconds); 0 when it never has."""
        with self.world.lock:
            return self.chat.calls[-1].at if self.chat.calls else 0.0

    def wait_for(self, count: int, seconds: float = 10.0) -> list[Shown]:
        """The history once it has this many entries; fails after the seconds with what there is."""
        until = time.monotonic() + seconds
        with self.world.lock:
            enough = self.world.lock.wait_for(lambda: len(self.history) >= count, until - time.monotonic())
            shown = self.history
        assert enough, f"{self} was shown {len(shown)} of {count} in {seconds} s: {shown[-2:]}"
        return shown

    def _write(self, **content: Any) -> None:
        with self.world.lock:
            assert not self.chat.blocked, "who has blocked the bot cannot write to it"
            self.chat.started = True
            self.world.add_message(self.chat, self.chat, **content)


@dataclass(frozen=True)
class Group:
    """A group chat, and the people who talk in it."""

    world: World
    chat: Chat

    def add_bot(self, by: Person) -> None:
        with self.world.lock:
            self.chat.started = True
            self.world.change_membership(self.chat, by.chat, "left", "member")
            self.world.add_message(self.chat, by.chat, new_chat_members=[self.world.bot])

    def remove_bot(self, by: Person) -> None:
        with self.world.lock:
            self.chat.blocked = True
            self.world.change_membership(self.chat, by.chat, "member", "kicked")

    def say(self, text: str, by: Person) -> None:
        with self.world.lock:
            self.world.add_message(self.chat, by.chat, text=text)

    @property
    def texts(self) -> list[str]:
        """What the bot has written here."""
        with self.world.lock:
            return [message.text for message in self.chat.messages.values() if message.from_bot]


def _screen(message: Message) -> Screen:
    keyboard = (message.markup or {}).get("inline_keyboard", [])
    rows = tuple(
        tuple(Button(button["text"], button.get("callback_data", ""), button.get("url", "")) for button in row)
        for row in keyboard
    )
    return Screen(message.message_id, message.text, rows)
