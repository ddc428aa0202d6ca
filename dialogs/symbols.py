"""The 32 letters and digits of an answer code, and the two check symbols that catch what is misread.

A code word is a Reed-Solomon code over the field of 32 elements: the plain sum of its symbols and the sum weighted by
their places are both nought. Two such words differ in at least three places, so one wrong symbol, two wrong symbols and
any two symbols swapped never make another right word (tests/dialogs/test_answer_code.py proves it).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U."""
ALIKE = str.maketrans("OIL", "011")
"""Letters that stand for the digit they look like."""
GROUP = 4
LENGTHS = (12, 16, 20)
CHECKS = 2
LONGEST_TYPED = 60
GAP = re.compile(r"[\s\u2010-\u2015\u2212-]+")
FIELD = 0b100101
"""x^5 + x^2 + 1: its root has powers that weigh up to 31 places, each differently."""

Word = tuple[int, ...]


class Misshapen(ValueError):
    """
    No code by its letters or its length.

    `group` and `part` are the one group that is not four letters and digits: its place and what it holds.
    """

    def __init__(self, group: int | None, part: str | None) -> None:
        self.group = group
        self.part = part
        super().__init__(group, part)


def groups(text: str) -> list[str]:
    """The parts between blanks and hyphens, in capitals of one width."""
    return [part for part in GAP.split(unicodedata.normalize("NFKC", text[:LONGEST_TYPED]).upper()) if part]


def word_of(text: str) -> Word:
    """
    The symbols of a code as people write it: small letters, O for 0, I and L for 1, blanks and hyphens anywhere.

    Raises:
        Misshapen: another letter, or not 12, 16 or 20 of them.
    """
    parts = groups(text)
    letters = "".join(parts).translate(ALIKE)
    if len(letters) not in LENGTHS or not set(letters) <= set(ALPHABET):
        raise Misshapen(*_odd_group(parts))
    return tuple(map(ALPHABET.index, letters))


def _odd_group(parts: Sequence[str]) -> tuple[int, str] | tuple[None, None]:
    """The only group that is not four letters and digits of the alphabet; nothing where several are, or none."""
    odd = [(at, part) for at, part in enumerate(parts) if not re.fullmatch(f"[{ALPHABET}OIL]{{{GROUP}}}", part)]
    return odd[0] if len(parts) > 1 and len(odd) == 1 else (None, None)


def shown(word: Sequence[int]) -> str:
    """The code as people see it, in groups of four."""
    letters = "".join(ALPHABET[symbol] for symbol in word)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def seems_code(text: str) -> bool:
    """
    Whether a text was meant as a code, be it right or wrong: letters and digits mixed, in groups or in one piece.

    Words and amounts ("have 5000 tons") are none: between blanks two groups must mix letters with digits.
    """
    parts = groups(text)
    letters = "".join(parts)
    if len(text) > LONGEST_TYPED or not LENGTHS[0] - 1 <= len(letters) <= LENGTHS[-1] + 1:
        return False
    if len(parts) == 1:
        parts = [letters[at : at + GROUP] for at in range(0, len(letters), GROUP)]
    elif len(parts) < LENGTHS[0] // GROUP or any(abs(len(part) - GROUP) > 1 for part in parts):
        return False
    mixed = sum(not part.isdigit() and not part.isalpha() for part in parts)
    return letters.isascii() and letters.isalnum() and mixed >= (2 if len(text.split()) > 1 else 1)


def with_checks(data: Sequence[int]) -> Word:
    """The right word that begins with these symbols."""
    plain, weighted = _sums([*data, *[0] * CHECKS])
    last_but_one = next(symbol for symbol in range(len(ALPHABET)) if symbol ^ _doubled(symbol) == plain ^ weighted)
    return (*data, last_but_one, plain ^ last_but_one)


def right(word: Sequence[int]) -> bool:
    return _sums(word) == (0, 0)


def mends(word: Word) -> Iterator[tuple[Word, set[int]]]:
    """Each right word that differs from a wrong one by one symbol or by two neighbours swapped, and where it does."""
    plain, _ = _sums(word)
    for at, symbol in enumerate(word):
        one = (*word[:at], symbol ^ plain, *word[at + 1 :])
        if right(one):
            yield one, {at}
        swapped = (*word[:at], *word[at : at + 2][::-1], *word[at + 2 :])
        if right(swapped):
            yield swapped, {at, at + 1}


def _sums(word: Sequence[int]) -> tuple[int, int]:
    """The plain sum, and the one in which each place weighs double the next."""
    plain = weighted = 0
    for symbol in word:
        plain ^= symbol
        weighted = _doubled(weighted) ^ symbol
    return plain, weighted


def _doubled(symbol: int) -> int:
    """Twice a symbol in the field of 32 elements."""
    return symbol << 1 ^ (FIELD if symbol & 16 else 0)
