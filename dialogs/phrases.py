"""
Phrases of the word lists as bounded regular expressions over a text whose numbers are masked.

A phrase is words in order: `word`, `word*` (any ending), `word!end` (not with this ending),
`<name>` (a list of words), `one|other`, `{money}` `{weight}`
`{count}` (a number), `_` for a blank
within a word, `?` behind any of them where it may be missing, `..` a gap within the clause, `...` one within the
sentence, `^` and `$` where a clause begins and ends. Gaps hold no other amount.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

from dialogs.description import Wording

MONEY, WEIGHT, BARE, OTHER, REST = "\ue000\ue001\ue002\ue003\ue004"
"""First letter of a masked number: money, a weight, without a unit, with another unit; and its further letters."""
NUMBERS = {"money": MONEY + BARE, "weight": WEIGHT, "count": BARE + OTHER}
PRIVATE = re.compile("[\ue000-\uf8ff]")
NARROW = "\u00a0"
BESIDE = re.compile(r"(?<=[0-9a-z]) | (?=[0-9a-z])")
"""Blanks beside Latin letters and digits, which part nothing in a text that has no blanks between words."""
QUOTES = {"\u2018": "'", "\u2019": "'", "\u201b": "'", "`": "'", "\u3000": " "}


def level(text: str) -> str:
    """The text as it is compared, letter for letter as long as it is: one width, small letters, no private ones."""
    return BESIDE.sub(NARROW, "".join(map(_level, PRIVATE.sub(" ", text))))


def _level(letter: str) -> str:
    one = QUOTES.get(letter) or unicodedata.normalize("NFKC", letter)
    small = one.lower()
    return small if len(small) == 1 else one if len(one) == 1 else letter


def alternatives(words: Iterable[str]) -> str:
    """Any of these words, the longest first; `*` at an end stands for more letters. Nothing matches no words."""
    ordered = sorted(set(words), key=len, reverse=True)
    return f"(?:{'|'.join(map(_word, ordered))})" if ordered else r"(?!)"


def _word(word: str) -> str:
    word, _, other = word.replace("_", " ").partition("!")
    if other:
        return f"{_word(word)}(?!{re.escape(level(other))})"
    stem, more = (word[:-1], r"[a-z]{0,12}") if word.endswith("*") else (word, "")
    stem = level(stem)
    before = r"(?<![a-z0-9])" if _latin(stem[:1]) else ""
    after = r"(?![a-z0-9])" if more or _latin(stem[-1:]) else ""
    return before + r"\s{1,3}".join(map(re.escape, stem.split())) + more + after


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


class Phrase:
    """A phrase of one language, compiled when a text first has a word for each of its parts."""

    def __init__(self, phrases: Phrases, parts: list[str]) -> None:
        self._phrases = phrases
        self._parts = parts

    @property
    def empty(self) -> bool:
        """Whether it stands in every text: all its words may be missing."""
        return all(map(self._phrases.may_miss, self._parts))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase as a pattern; a number in it is the group n, gaps within the clause are groups without a name."""
        return re.compile(self._phrases.joined(self._parts))

    def finditer(self, told: str) -> Iterator[re.Match[str]]:
        """Every place of a text where it stands."""
        if all(self._phrases.has(part, told) for part in self._parts):
            yield from self.pattern.finditer(told)


class Phrases:
    """The phrases of one language."""

    def __init__(self, wording: Wording) -> None:
        self._words = wording.words
        ends, stops = (re.escape(one) for one in (wording.clause_ends, wording.sentence_ends))
        amounts = MONEY + WEIGHT + BARE
        self._between = NARROW + "{0,2}" if " " in wording.clause_ends else r"\s{0,3}"
        self._signs = {
            "..": f"([^{ends}{stops}{amounts}]{{0,{wording.reach.clause}}}?)",
            "...": f"[^{stops}{amounts}]{{0,{wording.reach.sentence}}}?",
            "^": f"(?:^|(?<=[{ends}{stops}]))",
            "$": f"(?=[{ends}{stops}]|$)",
        }

        self._seen: tuple[str, str, dict[str, bool]] = "", "", {}

    def of(self, phrase: str) -> Phrase:
        return Phrase(self, phrase.split())

    def joined(self, parts: Iterable[str]) -> str:
        """The parts as one regular expression; a list that is not there has no words, and `check` names it."""
        return self._between.join(map(self._part, parts))

    def has(self, part: str, told: str) -> bool:
        """Whether a text has a word for this part; what is known of the last text is kept."""
        if self._seen[0] != told:
            self._seen = told, " ".join(told.split()), {}
        _, spaced, known = self._seen
        if part not in known:
            known[part] = self._has(part, spaced)
        return known[part]

    def may_miss(self, part: str) -> bool:
        """Whether a part needs no word."""
        return part in self._signs or part.endswith("?")

    def _has(self, part: str, told: str) -> bool:
        if self.may_miss(part):
            return True
        if part.startswith("{"):
            return any(letter in told for letter in NUMBERS[part[1:-1]])
        return any(_stem(word) in told for word in self._words_of(part))

    def _part(self, part: str) -> str:
        if part in self._signs:
            return self._signs[part]
        if part.endswith("?"):
            return f"(?:{self._part(part[:-1])})?"
        if part.startswith("{"):
            return f"(?P<n>[{NUMBERS[part[1:-1]]}]{REST}{{0,60}})"
        return alternatives(self._words_of(part))

    def one_of(self, words: Iterable[str]) -> Phrase:
        """Any of these words, and of the words of the lists that they name."""
        return Phrase(self, ["|".join(words)])

    def _words_of(self, part: str) -> Iterator[str]:
        for one in part.split("|"):
            yield from self._words.get(one[1:-1], ()) if one.startswith("<") else (one,)


@cache
def _stem(word: str) -> str:
    """What a text holds wherever it has this word."""
    return " ".join(level(word.partition("!")[0].rstrip("*").replace("_", " ")).split())


class Heard:
    """Words that were meant where others of the same sound, or a slip of the hand, stand in the text."""

    def __init__(self, wording: Wording) -> None:
        as_heard = {word: meant for meant, words in wording.heard.items() for word in words}
        self._meant = {level(word.partition("!")[0]): meant for word, meant in as_heard.items()}
        self._words = re.compile(alternatives(as_heard))

    def mended(self, told: str) -> str:
        """The text with the words that were meant, letter for letter as long as it was."""
        return self._words.sub(lambda match: self._meant[match[0]], told)


def slots_and_lists(phrase: str) -> tuple[set[str], set[str]]:
    """The kinds of numbers and the lists of words that a phrase names."""
    return set(re.findall(r"{(.*?)}", phrase)), set(re.findall("<(.*?)>", phrase))


def any_of(words: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Any of these words, as a group by the name of its list; a word of an earlier list goes before a later one."""
    return re.compile("|".join(f"(?P<{name}>{alternatives(one)})" for name, one in words.items()))
