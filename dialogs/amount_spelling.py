"""What a misspelt word of an amount is meant to be: "thousend", "aprox"."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from dialogs.amount_words import Token

SHORTEST = 5
"""A shorter word is not taken for a misspelt one."""
ALIKE = 0.85
"""How alike a misspelt word and the meant one are at least, as difflib counts."""
CORRECTED = ("word", "times", "about", "unit")
ORDINAL = "th"
"""The end of what is no number but near to one: "eighth"."""
MOST_KEPT = 1024


class Spelling:
    """Finds the words that are meant among those that begin with the same letter."""

    def __init__(self, tokens: Mapping[str, Token]) -> None:
        self._tokens = tokens
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in tokens:
            if len(word) >= SHORTEST:
                self._by_letter[word[0]].append(word)
        self.meant = lru_cache(MOST_KEPT)(self._meant)

    def _meant(self, word: str) -> Token | None:
        """The number, unit or "about" that is most like this word; None when none is, or several numbers are."""
        if len(word) < SHORTEST or word.endswith(ORDINAL):
            return None
        near = difflib.get_close_matches(word, self._by_letter.get(word[0], ()), cutoff=ALIKE)
        found = [self._tokens[one] for one in near]
        numbers = {token.value for token in found if token.role in CORRECTED}
        return found[0] if found and found[0].role in CORRECTED and len(numbers) == 1 else None
