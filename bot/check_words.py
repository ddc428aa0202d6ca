"""What a check of an offered contract says: its questions with the way back, a short result, all its points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.search_talk import source_line
from bot.wording import Words
from dialogs import Button, Message
from knowledge import Pack

MOST_FLAGS = 3
"""Flags on the short result."""
SHORT = ("all_points", "deepen", "change", "interview")
"""The buttons of the result; `deepen` and `change` belong to the dialog."""
MOST_SOURCES = 3

Found = dict[str, Any]
"""What knowledge.contract_report says of the answers."""


def labels(words: Words) -> dict[str, tuple[int, str]]:
    """Each button with the number that stands for it where it is typed; the way back is 0, as on the cards."""
    return {name: ((at + 1) % len(SHORT), words["checks"]["buttons"][name]) for at, name in enumerate(SHORT)}


def with_way_back(message: Message, back: str, words: Words) -> Message:
    """A question of a check, with the way back to the advice below it."""
    label = words["checks"]["buttons"]["interview"]
    rows = (*message.buttons, (Button(label, back),))
    return replace(message, buttons=rows, choices=(*message.choices, words["checks"]["say_back"]))


def result(
    found: Found, lead: tuple[str, ...], names: list[str], words: Words, button: Callable[[str], str]
) -> Message:
    """The short result: how many flags, the first red ones, what one box leaves."""
    lines = [*lead, ""] if lead else []
    lines += [*_short(found, words)]
    return _message(lines, names, words, button, edit=False)


def points(
    found: Found, names: list[str], pack: Pack, language: str, words: Words, button: Callable[[str], str]
) -> Message:
    """Every flag with the sentence to ask for, red ones first, and what they rest on."""
    lines = [*_all(found, pack, language, words)]
    return _message(lines, names, words, button, edit=True)


def _short(found: Found, words: Words) -> Iterator[str]:
    said = words["checks"]
    flags, title = found["flags"], said["title"][found["check"]]
    red = sum(flag["severity"] == "red" for flag in flags)
    frame = said["count"] if flags else said["none"]
    yield frame.format(title=title, red=red, settle=len(flags) - red)
    yield from (said["flag"].format(text=flag["text"]) for flag in flags[:MOST_FLAGS])
    if len(flags) > MOST_FLAGS:
        yield said["hidden"].format(count=len(flags) - MOST_FLAGS)
    elif len(flags) == 1:
        yield said["ask"].format(ask=flags[0]["ask"])
    if found["left"] is not None:
        yield said["left"].format(**found["left"])
        if found["left"]["more_on_all"]:
            yield said["more_on_all"].format(text=found["left"]["more_on_all"])


def _all(found: Found, pack: Pack, language: str, words: Words) -> Iterator[str]:
    said = words["checks"]
    yield said["title"][found["check"]]
    for severity in ("red", "settle"):
        flags = [flag for flag in found["flags"] if flag["severity"] == severity]
        if flags:
            yield from ("", said[severity])
        for flag in flags:
            yield said["flag"].format(text=flag["text"])
            yield said["ask"].format(ask=flag["ask"])
    sources = dict.fromkeys(source for flag in found["flags"] for source in flag["sources"])
    yield from ("", said["ours"], *source_line([*sources][:MOST_SOURCES], pack, language, words))


def _message(lines: list[str], names: list[str], words: Words, button: Callable[[str], str], *, edit: bool) -> Message:
    told = labels(words)
    rows = tuple((Button(told[name][1], button(name)),) for name in names)
    numbered = [words["numbered"].format(number=told[name][0], label=told[name][1]) for name in names]
    return Message("\n".join(lines), rows, edit, (*numbered, words["choose"]))
