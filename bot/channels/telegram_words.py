"""What Telegram's raw updates mean, and how texts are written for it."""

from __future__ import annotations

import html
import re
from pathlib import Path

from bot.store import Json
from bot.updates import Update, clean
from knowledge.datafile import Record, load

LANGUAGES = {"en": None, "zh-Hans": "zh"}
"""Ours, and Telegram's code for it; None is what everyone else is shown."""

LONGEST_MESSAGE = 4_096

START = re.compile(r"/start(?:@\w+)?(?:\s+([A-Za-z0-9_-]{1,64}))?(?:\s.*)?", re.DOTALL)
SERVICE = ("pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set")
"""Messages that nobody wrote."""

SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s)")


class Texts(Record):
    """bot/text/<language>/telegram.yaml: what Telegram shows of the bot, and the fixed sentences."""

    description: str
    short_description: str
    commands: dict[str, str]
    group: str
    failed: str
    dropped: str
    storage: str


def load_texts() -> dict[str, Texts]:
    """The texts by language; raises BrokenData."""
    folder = Path(__file__).parent.parent / "text"
    return {language: load(folder / language / "telegram.yaml", Texts)[0] for language in LANGUAGES}


def read_update(raw: Json, bot: str) -> Update | None:
    """What a raw update of the Bot API means to us; None when nothing."""
    if message := raw.get("message"):
        what, chat, person = _written(message), message["chat"], message.get("from", {})
    elif tap := raw.get("callback_query"):
        message, person = tap.get("message", {}), tap["from"]
        chat = message.get("chat", {"id": person["id"], "type": "private"})
        button = clean(tap.get("data", ""))
        what = {"kind": "tap", "button": button, "tap_id": clean(tap["id"]), "message_id": message.get("message_id")}
    elif change := raw.get("my_chat_member"):
        what, chat, person = _membership(change), change["chat"], change["from"]
    else:
        return None
    if what is None or (chat["type"] == "private") == (what["kind"] == "group"):
        return None
    language = clean(person.get("language_code", ""))
    return Update("telegram", bot, raw["update_id"], str(int(chat["id"])), language=language or None, **what)


def _written(message: Json) -> Json | None:
    """What someone wrote: in a group only /start counts."""
    text = clean(message.get("text", ""))
    start = START.fullmatch(text)
    if message["chat"]["type"] != "private":
        return {"kind": "group"} if start else None
    if start:
        return {"kind": "start", "payload": start[1]}
    if text:
        return {"kind": "text", "text": text}
    return None if any(name in message for name in SERVICE) else {"kind": "media"}


def _membership(change: Json) -> Json | None:
    """The bot was blocked by a person, or brought into a group."""
    before, after = change["old_chat_member"]["status"], change["new_chat_member"]["status"]
    if change["chat"]["type"] == "private":
        return {"kind": "left"} if after == "kicked" else None
    return {"kind": "group"} if before in ("left", "kicked") and after == "member" else None


def escape(text: str) -> str:
    """Plain text as Telegram's HTML."""
    return html.escape(text, quote=False)


def split(text: str) -> list[str]:
    """The text in parts that Telegram takes, cut between paragraphs, lines, sentences or words."""
    parts = []
    while len(head := _longest_head(text)) < len(text):
        cut = _cut(head)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text]


def _longest_head(text: str) -> str:
    """As much of the text as fits into one message; Telegram counts UTF-16 units."""
    return text.encode("utf-16-le")[: LONGEST_MESSAGE * 2].decode("utf-16-le", "ignore")


def _cut(head: str) -> int:
    """Where to cut: after the last paragraph, line, sentence or word in the second half, or at the end."""
    ends = (
        head.rfind("\n\n"),
        head.rfind("\n"),
        max((found.end() for found in SENTENCE_END.finditer(head)), default=0),
        head.rfind(" "),
    )
    return next((end for end in ends if end > len(head) // 2), len(head))
