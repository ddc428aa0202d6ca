"""What a pack knows of a question in anyone's own words: full-text search that forgives typing and hearing errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.search.index import Found, Index
from knowledge import Pack
from knowledge.entries import passages

__all__ = ["BEST", "Found", "Search", "as_data"]

BEST = 3


class Search:
    """
    The passages of a pack in every language, each language read when it is first needed.

    Args:
        goods: words for goods by language, which count only where a passage says them.
    """

    def __init__(self, pack: Pack, on: date, goods: Mapping[str, Sequence[str]] | None = None) -> None:
        self._pack = pack
        self._on = on
        self._goods = goods or {}
        self._indexes: dict[str, Index] = {}

    def find(self, text: str, language: str, most: int = BEST) -> list[Found]:
        """The best passages, told in this language; the question is read in the one that knows most of its words."""
        told, read = self._index(language), self._reads(text, language)
        best = self._index(read).best(self._index(read).question(text), most)
        asked = told.question(text)
        return [told.shown(id, score, asked) for id, score in best if id in told.rows]

    def _reads(self, text: str, language: str) -> str:
        """The language of the pack that knows most of a text, this one before others."""
        languages = dict.fromkeys((language, *self._pack.head.languages))
        return max(languages, key=lambda one: self._index(one).question(text).understood)

    def asks(self, text: str) -> bool:
        """Whether a text is more than greetings and filling words, of whichever language."""
        return all(self._index(language).question(text).words for language in self._pack.head.languages)

    def beyond(self, text: str, language: str) -> str | None:
        """Whom to ask, told in this language, where a text speaks of a matter that is known not to be known here."""
        read = self._reads(text, language)
        matter = self._index(read).question(text).beyond
        return self._pack.synonyms[language].beyond[matter].ask if matter else None

    def _index(self, language: str) -> Index:
        if language not in self._indexes:
            told = passages(self._pack, language, self._on)
            self._indexes[language] = Index(told, self._pack.synonyms[language], self._goods.get(language, ()))
        return self._indexes[language]


def as_data(found: Iterable[Found]) -> list[dict[str, Any]]:
    """What `search --json` prints of each thing found."""
    told = ("id", "kind", "title", "url", "sources", "as_of")
    return [
        {**{name: getattr(one.passage, name) for name in told}, "snippet": one.snippet, "score": one.score}
        for one in found
    ]
