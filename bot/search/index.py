"""The passages of one language in memory, and which of them speak of a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.search.question import Question, Reader, Word
from bot.search.terms import grams, joined, letters, spaced, width
from bot.search.vocabulary import Terms, Vocabulary
from bot.store.sqlite import full_text
from knowledge.entries import Passage
from knowledge.model import Synonyms

MOST_TERMS = 24
"""Terms of a question that are looked up, the rarest first."""
CANDIDATES = 24
WEIGHTS = "4.0, 3.0, 1.0, 0.5"
"""What a hit in the title, in a way to ask, in the text, and of a single Chinese character counts."""
IN_TEXT = 0.6
"""How far a passage is about a word that stands in its text alone."""
WANTED = 1.6
"""How much more a passage of the kind asked for counts."""
WHOLE = 2.0
"""How much more a passage counts if a question says all of its title, or of a way to ask for it."""
FAR_BELOW = 0.5
"""Share of the best score below which nothing more is shown."""
ENOUGH = 0.35
"""What a passage must speak of, in rare words, times its share of the question."""
SURE = 0.8
"""Share that a passage must speak of where the question is a bare word, or speaks of a matter not known here."""
SNIPPET_WIDTH = 160


@dataclass(frozen=True)
class Found:
    """A passage that answers a question, and the part of its text that speaks of it most; a higher score is better."""

    passage: Passage
    snippet: str
    score: float


class Index:
    """
    The passages of one language, held in memory.

    Args:
        goods: words for goods, which count only where a passage says them.
    """

    def __init__(self, told: Sequence[Passage], synonyms: Synonyms, goods: Sequence[str] = ()) -> None:
        self._passages = told
        self.rows = {passage.id: at for at, passage in enumerate(told)}
        self._heads = [spaced(one.title, one.asked) for one in told]
        self._texts = [spaced(one.text) for one in told]
        self._db = full_text(
            {
                "title": grams(one.title),
                "asked": grams(one.asked),
                "text": grams(one.text),
                "letters": letters(f"{one.title} {one.asked} {one.text}"),
            }
            for one in told
        )
        rows = dict(self._db.execute("SELECT term, doc FROM words"))
        self._vocabulary = Vocabulary(rows, len(told), grams("\n".join(synonyms.words())).split())
        reader = Reader(synonyms, self._vocabulary, goods)
        self.question = reader.read
        self._phrases = [tuple(filter(None, map(reader.content, (one.title, *one.asked.split("\n"))))) for one in told]

    def best(self, question: Question, most: int) -> list[tuple[str, float]]:
        """The ids of the best passages for a question, with their scores; none where none speaks of enough of it."""
        said = question.said
        terms = sorted(said, key=self._vocabulary.weight, reverse=True)[:MOST_TERMS]
        if not terms:
            return []
        rows = self._db.execute(
            f"SELECT rowid - 1, -bm25(entries_fts, {WEIGHTS}) AS hits FROM entries_fts "
            "WHERE entries_fts MATCH ? ORDER BY hits DESC LIMIT ?",
            [" OR ".join(f'"{term}"' for term in terms), most + CANDIDATES],
        )
        scored = sorted(((self._score(row, hits, question, said), row) for row, hits in rows), reverse=True)
        shown: dict[int, float] = {}
        for score, row in scored:
            if score > FAR_BELOW * scored[0][0] and not any(self._says_already(other, row) for other in shown):
                shown[row] = round(score, 3)
        return [(self._passages[row].id, score) for row, score in shown.items()][:most]

    def shown(self, id: str, score: float, question: Question) -> Found:
        """The passage of this id, with what of its text speaks of a question."""
        passage = self._passages[self.rows[id]]
        return Found(passage, self.snippet(passage, question.words), score)

    def _score(self, row: int, hits: float, question: Question, said: Mapping[str, float]) -> float:
        """How good an answer a passage is; 0 where it speaks of too little of the question."""
        believed = [(word, max(self._believed(row, word.terms), default=0.0)) for word in question.words]
        spoken = sum(word.says * belief for word, belief in believed)
        share = spoken / (spoken + sum(word.doubt * (1 - belief) for word, belief in believed) or 1.0)
        sure = share >= SURE and (question.bare or bool(question.beyond))
        if not sure and (question.beyond or spoken * share < ENOUGH):
            return 0.0
        whole = max((self._whole(phrase, said) for phrase in self._phrases[row]), default=0.0)
        wanted = WANTED if self._passages[row].kind in question.kinds else 1.0
        return share * sqrt(hits) * (1 + WHOLE * whole) * wanted

    def _believed(self, row: int, terms: Terms) -> Iterator[float]:
        """How far a passage is believed to speak of one word of a question: fully in its head, less in its text."""
        for term, belief in terms.items():
            if f" {term} " in self._heads[row]:
                yield belief
            elif f" {term} " in self._texts[row]:
                yield belief * IN_TEXT

    def _whole(self, phrase: frozenset[str], said: Mapping[str, float]) -> float:
        """How much of a title or a way to ask a question says."""
        weight = self._vocabulary.weight
        return sum(weight(term) * said[term] for term in phrase & said.keys()) / sum(map(weight, phrase))

    def _says_already(self, one: int, other: int) -> bool:
        """Whether one passage shows the title of the other, which would be nothing new below it."""
        passage = self._passages[one]
        return self._passages[other].title in (passage.title, *passage.text.split("\n"))

    def snippet(self, passage: Passage, words: Sequence[Word]) -> str:
        """The sentences that speak of the question most, in reading order, as many as a small screen takes."""
        lines = passage.text.split("\n")
        told = map(spaced, lines)
        hits = [sum(any(f" {term} " in line for term in word.terms) for word in words) for line in told]
        room, taken = SNIPPET_WIDTH, set[int]()
        for at in sorted(range(len(lines)), key=lambda at: (-hits[at], at)):
            room -= width(lines[at])
            if room < 0 and taken:
                break
            taken.add(at)
        return joined(lines[at] for at in sorted(taken))
