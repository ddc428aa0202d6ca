"""The goods that a text names: their category and how fast they spoil. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.description import Wording
from dialogs.phrases import alternatives, level
from dialogs.saying import Said

Kind = tuple[str, str]
"""A category, and how fast that spoils ("" where the word does not say it)."""
LONGEST_JOINT = len(" and ")
"""Letters between two names that say together of which kind the goods behind them are."""


class GoodsWords:
    """The goods that a text names."""

    def __init__(self, wording: Wording) -> None:
        goods = wording.goods
        kinds = {
            word: (category, keeping)
            for category, keepings in goods.named.items()
            for keeping, words in keepings.items()
            for word in words
            for word in _forms(word)
        }
        self._unclear = {one: categories for word, categories in goods.unclear.items() for one in _forms(word)}
        ends = re.escape(wording.clause_ends)
        self._only = {name: next(iter(one)) if len(one) == 1 else "" for name, one in goods.named.items()}
        self._heads = None if " " not in wording.clause_ends else re.compile(alternatives(goods.heads))
        self._kinds = {" ".join(level(word).split()): kind for word, kind in kinds.items()}
        self._words = re.compile(f"(?P<none>{alternatives(goods.not_goods)})|{alternatives([*kinds, *self._unclear])}")
        self._mainly = re.compile(alternatives(goods.mainly))
        row = rf"(?:{alternatives(goods.joined)}{alternatives(self._kinds)}){{0,3}}"
        made = rf"\s?{alternatives(goods.made_into)}|[{ends}]?{alternatives(goods.preserved)}"
        self._made_into = re.compile(rf"{row}(?:{made})")
        self._preserved = re.compile(alternatives(goods.preserved))
        self._as = goods.preserved_as

    def read(self, told: str, said: Said, fields: tuple[str, str]) -> Iterator[tuple[str, str, int, int]]:
        """Their category, and how fast they spoil where all of that category agree."""
        named = [match for match in self._words.finditer(told) if match["none"] is None]
        hits = [match for match in self._heads_of(named) if self._counts(match, said)]
        main = [match for match in hits if self._mainly.search(said.clause(*match.span()), 0)]
        kinds = [(self._kind(match, said), match) for match in main or hits]
        clear = [one for one in kinds if one[0] is not None] or self._guessed(hits)
        if not clear:
            return
        first, match = clear[0]
        assert first is not None
        yield fields[0], first[0], *match.span()
        keeping = {kind[1] for kind, _ in clear if kind is not None and kind[0] == first[0] and kind[1]}
        if len(keeping) == 1:
            yield fields[1], keeping.pop(), *match.span()

    def share(self, told: str) -> float:
        """How much of the text is names of goods, from 0 to 1."""
        named = (match[0] for match in self._words.finditer(told) if match["none"] is None)
        return len("".join("".join(named).split())) / max(1, len("".join(told.split())))

    def _counts(self, match: re.Match[str], said: Said) -> bool:
        return not said.scopes(*match.span()) and not said.denied(*match.span())

    def _heads_of(self, named: list[re.Match[str]]) -> list[re.Match[str]]:
        """Without what only says of which kind the goods behind it are: "rice vinegar", "pear and cherry seedlings"."""
        if self._heads:
            return [match for match in named if not self._heads.match(match.string, match.end())]
        heads: list[re.Match[str]] = []
        behind, dropped = 0, False
        for match in reversed(named):
            gap = behind - match.end()
            dropped = not match[0].endswith("s") and (gap == 1 or (dropped and 0 <= gap <= LONGEST_JOINT))
            heads += [] if dropped else [match]
            behind = match.start()
        return heads[::-1]

    def _kind(self, match: re.Match[str], said: Said) -> Kind | None:
        word = " ".join(match[0].split())
        kind = self._kinds.get(word)
        category = kind[0] if kind else self._unclear[word][0]
        if self._only[category] != self._as[1] and not (kind and kind[1] == self._as[1]):
            made = self._made_into.match(match.string, match.end())
            if made or self._preserved.search(said.clause(*match.span())):
                return self._as
        return kind

    def _guessed(self, hits: list[re.Match[str]]) -> list[tuple[Kind, re.Match[str]]]:
        """Goods that may be of several categories, where no other is named."""
        words = ((self._unclear.get(" ".join(match[0].split()), ()), match) for match in hits)
        return [((one[0], self._only[one[0]] if len(one) == 1 else ""), match) for one, match in words if one]


def goods_words(wording: Wording) -> list[str]:
    """Every word of a language for goods, plurals too."""
    named = [word for keepings in wording.goods.named.values() for words in keepings.values() for word in words]
    return [form for word in (*named, *wording.goods.unclear) for form in _forms(word)]


def _forms(word: str) -> tuple[str, ...]:
    """A word and, where it is written in Latin letters, its plurals."""
    if not word[-1:].isascii():
        return (word,)
    return word, f"{word}s", f"{word[:-1]}ies" if word.endswith("y") else f"{word}es"
