"""What somebody asks, as the texts would say it: terms for each word, the kind of thing wanted, a matter not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from bot.search.terms import Atoms, atoms, grams
from bot.search.vocabulary import MEANT, Terms, Vocabulary, is_pair
from knowledge.model import Kind, Synonyms

LONGEST_QUERY = 100
"""Letters of a question that are looked at."""
MOST_WORDS = 24
"""Words and Chinese characters of a question that count."""
UNKNOWN, UNKNOWN_GOODS = 0.8, 0.3
"""What a word says that the texts do not know, and a word for goods; one that stands in one text says 1."""
EVERYDAY = 0.5
"""What an everyday word says beside any other."""
CHANCE = 0.2
"""How much characters that stand side by side in some text by chance count against the others."""
PART = 0.5
"""How far two Chinese characters of a phrase are believed."""
HEARD = 0.7
"""How far a character that only sounds like a known one is believed."""
LETTER = 0.4
"""How far a single character of a Chinese word that is not known is believed."""

Value = TypeVar("Value")


class Word(NamedTuple):
    """
    A word or Chinese character of a question.

    Args:
        says: how much it counts for a passage that speaks of it.
        doubt: how much it counts against one that does not.
        terms: those of the texts it may stand for.
    """

    says: float
    doubt: float
    terms: Terms


@dataclass(frozen=True)
class Question:
    """
    Args:
        words: those that say something.
        understood: how many words and Chinese characters the language knows, also those that say nothing.
        kinds: the kinds of things asked for.
        beyond: the matter that it speaks of and that is not known here, by its id in the synonyms.
        bare: whether every word of it says something.
    """

    words: tuple[Word, ...]
    understood: int
    kinds: frozenset[Kind]
    beyond: str | None
    bare: bool

    @cached_property
    def said(self) -> Terms:
        """Every term that some word may stand for, and how far it is believed."""
        believed: Terms = {}
        for word in self.words:
            for term, belief in word.terms.items():
                believed[term] = max(belief, believed.get(term, 0.0))
        return believed


class Lexicon(dict[Atoms, Value]):
    """Words and phrases, each with what there is to know of it."""

    @cached_property
    def longest(self) -> int:
        return max(map(len, self), default=0)

    def spans(self, asked: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where a question says one of them, as begin and end: from left to right, the longest first."""
        at = 0
        while at < len(asked):
            ends = range(min(at + self.longest, len(asked)), at, -1)
            end = next((end for end in ends if tuple(asked[at:end]) in self), None)
            if end is not None:
                yield at, end
            at = end or at + 1

    def places(self, asked: Sequence[str]) -> Iterator[int]:
        """The atoms of a question that belong to one of them."""
        for at, end in self.spans(asked):
            yield from range(at, end)


class Reader:
    """
    Reads questions by the synonyms of one language and the words that its texts know.

    Args:
        goods: words that count only where a text says them.
    """

    def __init__(self, synonyms: Synonyms, vocabulary: Vocabulary, goods: Iterable[str] = ()) -> None:
        self._vocabulary = vocabulary
        beyond = {atoms(word): id for id, matter in synonyms.beyond.items() for word in matter.words}
        means = {atoms(word): tuple(map(grams, meant)) for word, meant in synonyms.means.items()}
        cues = {atoms(word): kind for kind, words in synonyms.asks_for.items() for word in words}
        self._nothing: Lexicon[tuple[str, ...]] = Lexicon(dict.fromkeys(map(atoms, synonyms.nothing), ()))
        self._phrases = Lexicon(self._nothing | means | dict.fromkeys(beyond, ()))
        self._beyond, self._cues = Lexicon(beyond), Lexicon(cues)
        self._goods = Lexicon(dict.fromkeys(map(atoms, goods)))
        self._everyday = Lexicon(dict.fromkeys(map(atoms, synonyms.everyday)))
        self._figures = re.compile(synonyms.figures)

    def read(self, text: str) -> Question:
        """What a text asks; only its beginning is looked at."""
        typed = atoms(text[:LONGEST_QUERY])
        heard = tuple(self._vocabulary.heard(typed))
        said = [heard[at:end] for at, end in self._phrases.spans(heard)]
        words = list(self._words(typed, heard))
        return Question(
            words=tuple(words[:MOST_WORDS]),
            understood=sum(map(bool, typed)) - sum(not word.terms for word in words),
            kinds=frozenset(self._cues[heard[at:end]] for at, end in self._cues.spans(heard)),
            beyond=next((self._beyond[phrase] for phrase in said if phrase in self._beyond), None),
            bare=len(words) == sum(map(bool, typed)),
        )

    def content(self, text: str) -> frozenset[str]:
        """The terms of a text without the words that say nothing."""
        told = list(atoms(text))
        for at in self._nothing.places(told):
            told[at] = ""
        return frozenset(grams(written(told)).split())

    def _words(self, typed: Atoms, heard: Atoms) -> Iterator[Word]:
        """The atoms that say something, each as a word of the question."""
        asked, meant = self._meant(heard)
        goods, everyday = {*self._goods.places(asked)}, {*self._numbers(asked), *self._everyday.places(asked)}
        for at, found in enumerate(meant):
            if found is None:
                continue
            light = not found and at in everyday
            terms = found | (self._known(asked, at, light or at in goods) if asked[at] else {})
            belief = 1.0 if heard[at] == typed[at] else HEARD
            says = min(map(self._vocabulary.weight, terms), default=UNKNOWN_GOODS if at in goods else UNKNOWN)
            says *= (EVERYDAY if light else 1.0) / (1 if heard[at].isascii() else 2)
            doubt = says * (CHANCE if terms and self._vocabulary.by_chance(terms) else 1.0)
            if terms or not light:
                yield Word(says, doubt, {term: belief * terms[term] for term in terms})

    def _meant(self, heard: Atoms) -> tuple[list[str], list[Terms | None]]:
        """
        The atoms that are still to be looked up by themselves, and what each stands for in a phrase that people use;
        None where it says nothing. Of a matter that is not known the first atom stands for it all.
        """
        asked = list(heard)
        meant: list[Terms | None] = [{} if atom else None for atom in heard]
        for at, end in self._phrases.spans(heard):
            phrase = heard[at:end]
            terms = dict.fromkeys(self._phrases[phrase], MEANT)
            if terms and end - at > 1:
                whole = grams(written(phrase))
                pairs = (pair for pair in whole.split() if is_pair(pair) and pair in self._vocabulary)
                terms = dict.fromkeys(pairs, PART) | terms | {whole: 1.0}
            if end - at > 1 or not terms:
                asked[at:end] = [""] * (end - at)
            meant[at:end] = [dict(terms) if atom and terms else None for atom in phrase]
            if phrase in self._beyond:
                meant[at] = {}
        return asked, meant

    def _numbers(self, asked: Sequence[str]) -> Iterator[int]:
        """Where numbers stand, with what they count."""
        plain = "".join("0" if atom.isdigit() else atom if len(atom) == 1 else " " for atom in asked)
        for match in self._figures.finditer(plain):
            yield from range(*match.span())

    def _known(self, asked: Sequence[str], at: int, itself: bool) -> Terms:
        """What an atom may stand for in the texts; where it must be `itself`, only its own forms."""
        if not asked[at].isascii():
            return dict.fromkeys(self._pairs(asked, at), 1.0) if itself else self._chinese(asked, at)
        return self._vocabulary.plain(asked[at]) if itself else self._vocabulary.spelled(asked[at])

    def _chinese(self, asked: Sequence[str], at: int) -> Terms:
        """The known pairs that a character makes with its neighbours; itself where they are known without it."""
        pairs = self._pairs(asked, at)
        if pairs or asked[at] not in self._vocabulary:
            return dict.fromkeys(pairs, 1.0)
        around = [one for one in (at - 1, at + 1) if 0 <= one < len(asked) and asked[one]]
        if not all(self._pairs(asked, one) for one in around):
            return {}
        return {asked[at]: LETTER if around else 1.0}

    def _pairs(self, asked: Sequence[str], at: int) -> list[str]:
        """The known pairs that a character makes with its neighbours."""
        pairs = ("".join(asked[start : start + 2]) for start in (at - 1, at) if start >= 0)
        return [pair for pair in pairs if len(pair) == 2 and pair in self._vocabulary]


def written(phrase: Iterable[str]) -> str:
    """Atoms as a text again."""
    return "".join(atom or " " for atom in phrase)
