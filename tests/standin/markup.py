"""The HTML of the Bot API as Telegram reads it: the text people see and its entities, or why it does not parse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACES = " \t\r\n\0\v"
DIGITS = {10: "0123456789", 16: "0123456789abcdefABCDEF"}


class BadMarkup(Exception):
    """HTML that Telegram does not parse; says why in its words."""


def utf16_length(text: str) -> int:
    """How long Telegram counts this text: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(markup: str) -> tuple[str, list[dict[str, Any]]]:
    """
    The text without its tags, and the entities in UTF-16 offsets.

    Raises:
        BadMarkup: a tag unknown, unclosed, unmatched or malformed.
    """
    return _Reader(markup).read()


@dataclass
class _OpenTag:
    name: str
    offset: int
    attributes: dict[str, str] = field(default_factory=dict)


class _Reader:
    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.at = 0
        self.text = ""
        self.open: list[_OpenTag] = []
        self.entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self.here:
            if self.here == "&":
                self.text += self.character()
            elif self.here != "<":
                self.text += self.here
                self.at += 1
            elif self.markup.startswith("</", self.at):
                self.end_tag()
            else:
                self.start_tag()
        if self.open:
            raise BadMarkup(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        if any("\ud800" <= letter <= "\udfff" for letter in self.text):
            raise BadMarkup(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return self.text, sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))

    @property
    def here(self) -> str:
        return self.markup[self.at : self.at + 1]

    def byte_offset(self, at: int) -> int:
        return len(self.markup[:at].encode("utf-8", "surrogatepass"))

    def take(self, stops: str) -> str:
        """What stands before the next of these characters, or before the end."""
        begin = self.at
        while self.here and self.here not in stops:
            self.at += 1
        return self.markup[begin : self.at]

    def skip_spaces(self) -> None:
        while self.here and self.here in SPACES:
            self.at += 1

    def character(self) -> str:
        """The character that an HTML entity stands for; an unknown entity stands for its own letters."""
        begin = self.at
        self.at += 1
        if self.here == "#":
            self.at += 1
            base = 16 if self.here == "x" else 10
            self.at += base == 16
            digits = self.run_of(DIGITS[base])
            code = int(digits, base) if 0 < len(digits) < 8 else 0
            found = chr(code) if 0 < code < 0x10FFFF else ""
        else:
            found = CHARACTERS.get(self.run_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), "")
        if not found:
            self.at = begin + 1
            return "&"
        self.at += self.here == ";"
        return found

    def run_of(self, letters: str) -> str:
        begin = self.at
        while self.here and self.here in letters:
            self.at += 1
        return self.markup[begin : self.at]

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self.take(SPACES + ">").lower()
        unclosed = BadMarkup(f"Unclosed start tag at byte offset {self.byte_offset(begin)}")
        if not self.here:
            raise unclosed
        if name not in ENTITY_OF_TAG:
            raise BadMarkup(f'Unsupported start tag "{name}" at byte offset {self.byte_offset(begin)}')
        attributes: dict[str, str] = {}
        self.skip_spaces()
        while self.here != ">":
            self.attribute(name, begin, attributes)
            self.skip_spaces()
            if not self.here:
                raise unclosed
        self.at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise BadMarkup(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte_offset(begin)}')
        self.open.append(_OpenTag(name, utf16_length(self.text), attributes))

    def attribute(self, tag: str, begin: int, attributes: dict[str, str]) -> None:
        name = self.take(SPACES + "=>")
        if not name:
            raise BadMarkup(f'Empty attribute name in the tag "{tag}" at byte offset {self.byte_offset(begin)}')
        self.skip_spaces()
        if self.here != "=":
            attributes[name] = ""
            return
        self.at += 1
        self.skip_spaces()
        if not self.here:
            raise BadMarkup(f'Unclosed start tag "{tag}" at byte offset {self.byte_offset(begin)}')
        attributes[name] = self.quoted() if self.here in "'\"" else self.name_token()

    def quoted(self) -> str:
        quote, value = self.here, ""
        self.at += 1
        while self.here and self.here != quote:
            if self.here == "&":
                value += self.character()
            else:
                value += self.here
                self.at += 1
        self.at += 1
        return value

    def name_token(self) -> str:
        begin = self.at
        while (self.here.isascii() and self.here.isalnum()) or self.here in (".", "-"):
            self.at += 1
        if self.here not in (*SPACES, ">"):
            raise BadMarkup(f"Unexpected end of name token at byte offset {self.byte_offset(begin)}")
        return self.markup[begin : self.at].lower()

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise BadMarkup(f"Unexpected end tag at byte offset {self.byte_offset(begin)}")
        self.at += 2
        name = self.take(SPACES + ">").lower()
        self.skip_spaces()
        if self.here != ">":
            raise BadMarkup(f"Unclosed end tag at byte offset {self.byte_offset(begin)}")
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            where = self.byte_offset(begin)
            raise BadMarkup(f'Unmatched end tag at byte offset {where}, expected "</{tag.name}>", found "</{name}>"')
        self.close(tag)

    def close(self, tag: _OpenTag) -> None:
        length = utf16_length(self.text) - tag.offset
        if not length:
            return
        entity: dict[str, Any] = {"type": ENTITY_OF_TAG[tag.name], "offset": tag.offset, "length": length}
        if tag.name == "a":
            entity["url"] = tag.attributes.get("href", "")
            if not entity["url"]:
                return
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
            if not (entity["custom_emoji_id"].isdigit() and 0 < int(entity["custom_emoji_id"]) < 2**63):
                raise BadMarkup("Invalid custom emoji identifier specified")
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)
