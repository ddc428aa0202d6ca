"""A text cut into what can be looked up: words of Latin letters and digits, pairs of Chinese characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")
ENDS = ("。", "！", "？", "：", ".", "!", "?", ":")
APOSTROPHES = str.maketrans("", "", "'\u2019`")

Atoms = tuple[str, ...]
"""Words of Latin letters and digits, and single Chinese characters; "" where something stands between."""


def runs(text: str) -> list[str]:
    """The words of a text and its unbroken Chinese, in lower case, full-width letters made plain."""
    return RUN.findall(unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES))


def atoms(text: str) -> Atoms:
    """The words and the single Chinese characters of a text, "" between one run and the next."""
    apart = [atom for run in runs(text) for atom in ("", *(run if CHINESE.match(run) else (run,)))]
    return tuple(apart[1:])


def grams(text: str) -> str:
    """The text as the index holds it: words, and Chinese as pairs of neighbouring characters, one alone as it is."""
    told = []
    for run in runs(text):
        paired = CHINESE.match(run) and len(run) > 1
        told += [run[at : at + 2] for at in range(len(run) - 1)] if paired else [run]
    return " ".join(told)


def letters(text: str) -> str:
    """The Chinese characters of a text one by one."""
    return " ".join(CHINESE.findall(text))


def spaced(*texts: str) -> str:
    """Everything that can be looked up in these texts, so that a term between blanks is found in it."""
    return "  ".join(["", *map(grams, texts), *map(letters, texts), ""])


def joined(lines: Iterable[str]) -> str:
    """Sentences as one text, a full stop after what has none; after a Chinese one there is no blank."""
    return "".join(map(_ended, filter(None, lines))).rstrip()


def _ended(line: str) -> str:
    chinese = CHINESE.search(line) is not None
    stop = "" if line.endswith(ENDS) else "。" if chinese else "."
    return f"{line}{stop}" if chinese else f"{line}{stop} "


def width(text: str) -> int:
    """How wide a text stands on a screen, a Latin letter being 1 and a Chinese character 2."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
