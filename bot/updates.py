"""What a channel hands in: one update of one chat, its text cleaned at the door."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

LONGEST_TEXT = 2_000

Kind = Literal["text", "tap", "start", "media", "group", "left"]

_KEPT_CONTROLS = {0x09, 0x0A}
_DROPPED = dict.fromkeys(
    [
        *(code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in _KEPT_CONTROLS),
        *range(0x202A, 0x202F),  # bidi embeddings and overrides
        *range(0x2066, 0x206A),  # bidi isolates
        *range(0xD800, 0xE000),  # lone surrogates
    ]
)


class Address(NamedTuple):
    """Where a chat happens; the same person in another channel, or with another bot, is another chat."""

    channel: str
    bot: str
    chat: str


@dataclass(frozen=True)
class Update:
    """One thing a person did, as every channel says it; no name, phone or raw update travels further than this."""

    channel: str
    bot: str
    update_id: int
    chat: str
    kind: Kind
    text: str | None = None
    button: str | None = None
    payload: str | None = None
    message_id: int | None = None
    tap_id: str | None = None
    language: str | None = None

    @property
    def address(self) -> Address:
        return Address(self.channel, self.bot, self.chat)


def clean(text: str) -> str:
    """The text in NFC, at most 2,000 characters, without controls, lone surrogates and bidi overrides."""
    composed = unicodedata.normalize("NFC", text[:LONGEST_TEXT].translate(_DROPPED))
    return composed[:LONGEST_TEXT]


def spoken(language_code: str | None) -> str:
    """The language of ours for a channel's language code: any Chinese is "zh-Hans", everything else "en"."""
    return "zh-Hans" if (language_code or "").lower().startswith("zh") else "en"
