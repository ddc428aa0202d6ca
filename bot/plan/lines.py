"""Breaking a text into lines: between words, between Chinese characters, never against the rules of punctuation."""

from __future__ import annotations

from collections.abc import Callable

NEVER_FIRST = "，。、；：？！）》」』】〉”’％…·,.;:?!)]}%["
NEVER_LAST = "（《「『【〈“‘([{]"
"""With the closing bracket: the number of a source stays with what follows it."""
FIRST_WIDE = "\u2e80"
"""From here on letters stand by themselves, without spaces: Chinese characters and their punctuation."""


def wrapped(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """
    The lines of a text, none wider than the room; a word that is wider is cut.

    Args:
        width: how wide one letter is.
    """
    return [line for part in text.split("\n") for line in _wrapped(" ".join(part.split()), room, width)]


def _wrapped(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    start = best = 0
    filled = 0.0
    for at, letter in enumerate(text):
        if at > start and _may_break(text[at - 1], letter):
            best = at
        filled += width(letter)
        if filled > room and at > start and letter != " ":
            end = best if best > start else at
            lines.append(text[start:end].strip())
            start = best = end
            filled = sum(map(width, text[start : at + 1].lstrip()))
    return [*lines, text[start:].strip()]


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between these two letters."""
    if before == " ":
        return True
    if after == " " or after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if before.isdigit():
        return False
    return before >= FIRST_WIDE or after >= FIRST_WIDE
