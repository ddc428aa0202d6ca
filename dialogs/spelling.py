"""Words that one slip of the finger has changed, put right where a word that is looked for was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spellchecker import SpellChecker

SHORTEST = 5
"""Letters of a word from which on one slip leaves it to be known."""


class Spelling:
    """
    Puts slips right in one language; a word that the language has is never taken for another.

    Args:
        language: of the dictionary, such as "en".
        meant: the words that are looked for.
    """

    def __init__(self, language: str, meant: Iterable[str]) -> None:
        self._dictionary = SpellChecker(language=language, distance=1)
        self._meant = frozenset(word for word in meant if len(word) >= SHORTEST)
        self._word = re.compile(rf"[a-z]{{{SHORTEST},20}}")

    def mended(self, told: str) -> tuple[str, list[int]]:
        """The text with its slips put right, and the place in the text of each letter of it."""
        parts: list[str] = []
        places: list[int] = []
        done = 0
        for match in self._word.finditer(told):
            if (word := self._right(match[0])) is not None:
                start, end = match.span()
                parts += told[done:start], word
                places += [*range(done, start), *(min(start + at, end - 1) for at in range(len(word)))]
                done = end
        return "".join((*parts, told[done:])), [*places, *range(done, len(told))]

    def _right(self, word: str) -> str | None:
        """The word that was meant; None where it is right, or nobody knows. First letters are seldom wrong."""
        if word in self._meant or word in self._dictionary:
            return None
        near = sorted((self._dictionary.candidates(word) or set()) & self._meant)
        use = self._dictionary.word_usage_frequency
        return max(near, key=lambda one: (one[0] == word[0], use(one)), default=None)
