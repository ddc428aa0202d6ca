"""The words that the texts know: what each says, which are meant by a mistyped one, which sound like a misheard one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from anyascii import anyascii

from bot.search.terms import CHINESE

ALIKE = 0.5
"""Share of letters, by threes, from which on two words are held to be one, mistyped or inflected."""
MOST_ALIKE = 4
SHORTEST_MISTYPED = 4
LEAST = 0.02
"""What the commonest term says."""
COHERENT = 0.2
"""Share of the passages with the rarer of two Chinese characters in which both stand together, if they are a word."""
MEANT = 0.9
"""How far a word that stands for another is believed."""
ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
SHORTEST_STEM = 3
ACCENTS = ((re.compile("^([zcs])h"), r"\1"), (re.compile("ng$"), "n"), (re.compile("^l"), "n"))
"""What many speakers do not tell apart: zh and z, ang and an, l and n."""

Terms = dict[str, float]
"""What one atom of a question may stand as in the texts, and how far each is believed."""


class Vocabulary:
    """
    Args:
        rows: term -> in how many passages it stands.
        all_rows: how many passages there are.
        phrases: more that is understood, though no text says it.
    """

    def __init__(self, rows: Mapping[str, int], all_rows: int, phrases: Iterable[str]) -> None:
        self._weights = {term: rarity(count, all_rows) for term, count in rows.items()}
        self._alike: dict[str, list[str]] = {}
        self._stems: dict[str, list[str]] = {}
        for word in self._weights:
            if word.isascii() and not word.isdigit():
                self._stems.setdefault(stem(word), []).append(word)
                for part in parts(word):
                    self._alike.setdefault(part, []).append(word)
        said = {*filter(is_pair, phrases)}
        self._pairs = {*filter(is_pair, self._weights), *said}
        self._words = {pair for pair in self._pairs if pair in said or is_word(pair, rows)}
        self._sounds = {sound(pair): pair for pair in sorted(self._words, key=lambda pair: (rows.get(pair, 0), pair))}

    def __contains__(self, term: str) -> bool:
        return term in self._weights

    def weight(self, term: str) -> float:
        """How much a term says: the rarer, the more; what the texts do not know says most."""
        return max(self._weights.get(token, 1.0) for token in term.split())

    def by_chance(self, terms: Iterable[str]) -> bool:
        """Whether these are but characters that happen to stand side by side in some text."""
        return all(is_pair(term) and term not in self._words for term in terms)

    def plain(self, word: str) -> Terms:
        """The word and its other forms."""
        forms = dict.fromkeys(self._stems.get(stem(word), ()), MEANT)
        return forms | ({word: 1.0} if word in self._weights else {})

    def spelled(self, word: str) -> Terms:
        """The word, its other forms and those most alike; if it is not known, two letters swapped."""
        if word in self._weights:
            return self._near(word) | self.plain(word)
        moved = {other: MEANT for other in swapped(word) if other in self._weights}
        return self._near(word) | self.plain(word) | moved

    def _near(self, word: str) -> Terms:
        """Words of the texts with the same first letter that share most of their letters by threes with this one."""
        if len(word) < SHORTEST_MISTYPED or word.isdigit():
            return {}
        shared = Counter(other for part in parts(word) for other in self._alike.get(part, ()) if other[0] == word[0])
        alike = {other: 2 * count / (len(word) + len(other)) for other, count in shared.items()}
        nearest = sorted(alike, key=alike.__getitem__, reverse=True)[:MOST_ALIKE]
        return {other: alike[other] for other in nearest if alike[other] >= ALIKE}

    def heard(self, asked: Sequence[str]) -> list[str]:
        """
        The atoms, each unknown pair of Chinese characters as a known one that sounds alike; a character that makes a
        known pair with its other neighbour stays.
        """
        told = list(asked)
        for at in range(len(told) - 1):
            pair = told[at] + told[at + 1]
            if is_pair(pair) and pair not in self._pairs:
                meant = self._sounds.get(sound(pair), pair)
                if all(told[one] == meant[one - at] or not self._known(told, one) for one in (at, at + 1)):
                    told[at : at + 2] = meant
        return told

    def _known(self, told: Sequence[str], at: int) -> bool:
        """Whether a character makes a known pair with one of its neighbours."""
        return any("".join(told[start : start + 2]) in self._pairs for start in (at - 1, at) if start >= 0)


def is_pair(term: str) -> bool:
    return len(term) == 2 and all(map(CHINESE.match, term))


def is_word(pair: str, rows: Mapping[str, int]) -> bool:
    """Whether two Chinese characters stand side by side too often for chance."""
    return rows.get(pair, 0) >= COHERENT * min(rows.get(letter, 0) for letter in pair)


def sound(pair: str) -> str:
    """How two Chinese characters sound, without tones."""
    return "'".join(map(syllable, pair))


@cache
def syllable(letter: str) -> str:
    told = anyascii(letter).lower()
    for written, spoken in ACCENTS:
        told = written.sub(spoken, told)
    return told


def stem(word: str) -> str:
    """A word without the ending of its form."""
    for ending, base in ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + SHORTEST_STEM:
            return word.removesuffix(ending) + base
    return word


def parts(word: str) -> set[str]:
    """The letters of a word by threes, its beginning and end marked."""
    marked = f"<{word}>"
    return {marked[at : at + 3] for at in range(len(marked) - 2)}


def swapped(word: str) -> list[str]:
    """The words that two neighbouring letters changing places can make of this one, if it is not very short."""
    if len(word) < SHORTEST_MISTYPED:
        return []
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def rarity(rows: int, all_rows: int) -> float:
    """What a term that stands in so many passages says, as bm25 weighs it, beside one that stands in a single one."""
    return max(math.log((all_rows - rows + 0.5) / (rows + 0.5)) / math.log(max(all_rows, 2) / 1.5), LEAST)
