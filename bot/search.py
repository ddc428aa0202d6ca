"""What a pack knows about a question in anyone's own words: full-text search that forgives typing errors."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.store.sqlite import full_text
from knowledge import Pack
from knowledge.entries import Passage, passages
from knowledge.model import Synonyms

BEST = 3
LONGEST_QUERY = 200
"""Letters of a question that are looked at."""
MOST_PLACES = 24
"""Words and Chinese characters of a question that count."""
MOST_TERMS = 24
"""Terms of a question that are looked up, the rarest first."""
CANDIDATES = 12
WEIGHTS = "4.0, 1.0, 0.5"
"""What a hit in the title, in the text, and of a single Chinese character counts."""
FLOOR = 0.45
"""Share of a question, by the weight of its words, that a passage must speak of."""
ALIKE = 0.55
"""Share of letters, by threes, from which on two words are held to be one, mistyped or inflected."""
MOST_ALIKE = 4
SHORTEST_MISTYPED = 4
MEANT, LETTER = 0.9, 0.4
"""How far a synonym, and a single character of a Chinese word that is not known, is believed."""
UNKNOWN = 0.6
"""What a word says that the texts do not know, beside the rarest that they do."""
SNIPPET_WIDTH = 160

RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")
APOSTROPHES = str.maketrans("", "", "'\u2019`")

Atoms = tuple[str, ...]
"""Words of Latin letters and digits, and single Chinese characters; "" where something stands between."""
Place = dict[str, float]
"""What one atom of a question may stand as in the texts, and how far each is believed."""


@dataclass(frozen=True)
class Found:
    """A passage that answers a question, and the part of its text that speaks of it most; a higher score is better."""

    passage: Passage
    snippet: str
    score: float


class Search:
    """The passages of a pack in every language, each language read when it is first needed."""

    def __init__(self, pack: Pack, on: date) -> None:
        self._pack = pack
        self._on = on
        self._indexes: dict[str, Index] = {}

    def find(self, text: str, language: str, most: int = BEST) -> list[Found]:
        """The best passages, told in this language; the question is read in the one that knows most of its words."""
        told = self._index(language)
        asked = {one: self._index(one).question(text) for one in (language, *self._pack.head.languages)}
        for one in sorted(asked, key=lambda one: -sum(map(bool, asked[one]))):
            if best := self._index(one).best(asked[one], most):
                return [told.shown(id, score, asked[language]) for id, score in best if id in told.rows]
        return []

    def asks(self, text: str) -> bool:
        """Whether a text is more than greetings and filling words, of whichever language."""
        return all(self._index(language).question(text) for language in self._pack.head.languages)

    def _index(self, language: str) -> Index:
        if language not in self._indexes:
            told = passages(self._pack, language, self._on)
            self._indexes[language] = Index(told, self._pack.synonyms[language])
        return self._indexes[language]


class Index:
    """The passages of one language, held in memory."""

    def __init__(self, told: Sequence[Passage], synonyms: Synonyms) -> None:
        self._passages = told
        self.rows = {passage.id: at for at, passage in enumerate(told)}
        self._told = [spaced(passage.title, passage.text) for passage in told]
        self._meant: dict[Atoms, tuple[str, ...]] = dict.fromkeys(map(atoms, synonyms.nothing), ())
        self._meant |= {atoms(word): tuple(map(grams, meant)) for word, meant in synonyms.means.items()}
        self._longest = max(map(len, self._meant), default=1)
        self._db = full_text(
            {"title": grams(one.title), "text": grams(one.text), "letters": letters(one.title + one.text)}
            for one in told
        )
        words = self._db.execute("SELECT term, doc FROM words")
        self._weights = {term: rarity(rows, len(told)) for term, rows in words}
        self._rarest = rarity(1, len(told))
        self._alike: dict[str, list[str]] = {}
        for word in self._weights:
            if word.isascii() and not word.isdigit():
                for part in parts(word):
                    self._alike.setdefault(part, []).append(word)

    def best(self, places: Sequence[Place], most: int) -> list[tuple[str, float]]:
        """The ids of the best passages for a question, with their scores; none where none speaks of enough of it."""
        terms = sorted({term for place in places for term in place}, key=self.weight, reverse=True)[:MOST_TERMS]
        if not terms:
            return []
        rows = self._db.execute(
            f"SELECT rowid - 1, -bm25(entries_fts, {WEIGHTS}) AS hits FROM entries_fts "
            "WHERE entries_fts MATCH ? ORDER BY hits DESC LIMIT ?",
            [" OR ".join(f'"{term}"' for term in terms), most + CANDIDATES],
        )
        weighed = [(self.says(place), place) for place in places]
        covered = [(self.covered(row, weighed), hits, row) for row, hits in rows]
        shown: dict[int, float] = {}
        for score, row in sorted(((share * hits, row) for share, hits, row in covered if share >= FLOOR), reverse=True):
            if not any(self._says_already(other, row) for other in shown):
                shown[row] = round(score, 3)
        return [(self._passages[row].id, score) for row, score in shown.items()][:most]

    def shown(self, id: str, score: float, places: Sequence[Place]) -> Found:
        """The passage of this id, with what of its text speaks of a question."""
        passage = self._passages[self.rows[id]]
        return Found(passage, self.snippet(passage, places), score)

    def _says_already(self, one: int, other: int) -> bool:
        """Whether one passage shows the title of the other, which would be nothing new below it."""
        passage = self._passages[one]
        return self._passages[other].title in (passage.title, *passage.text.split("\n"))

    def question(self, text: str) -> list[Place]:
        """The words of a question that say something, each with the terms of the texts it may stand for."""
        asked = list(atoms(text[:LONGEST_QUERY]))
        places: list[Place] = [{} for _ in asked]
        at = 0
        while at < len(asked):
            span = self._synonym(asked, at)
            key = tuple(asked[at : at + span])
            meant = dict.fromkeys(self._meant.get(key, ()), MEANT)
            if span > 1 and meant:
                meant |= {grams("".join(atom or " " for atom in key)): 1.0}
            for place in (place for atom, place in zip(key, places[at:], strict=False) if atom):
                place.update(meant)
            if span > 1 or (key in self._meant and not meant):
                asked[at : at + span] = [""] * span
            at += span
        latin = {atom: self._latin(atom) for atom in set(asked) if atom.isascii() and atom}
        for at, atom in enumerate(asked):
            if atom:
                places[at].update(latin[atom] if atom in latin else self._chinese(asked, at))
        return [place for atom, place in zip(asked, places, strict=True) if atom or place][:MOST_PLACES]

    def _synonym(self, asked: list[str], at: int) -> int:
        """How many atoms from here on are one entry of the synonyms, at least one."""
        for span in range(min(self._longest, len(asked) - at), 1, -1):
            if tuple(asked[at : at + span]) in self._meant:
                return span
        return 1

    def _chinese(self, asked: list[str], at: int) -> Place:
        """The known pairs that a character makes with its neighbours; itself where there is none."""
        around = [one for one in (at - 1, at + 1) if 0 <= one < len(asked) and asked[one]]
        pairs = ["".join(asked[min(at, one) : max(at, one) + 1]) for one in around]
        known = {pair: 1.0 for pair in pairs if pair in self._weights}
        alone = {asked[at]: LETTER if around else 1.0}
        return known or (alone if asked[at] in self._weights else {})

    def _latin(self, word: str) -> Place:
        """The word itself and those that share most of its letters; two letters swapped, where it is not known."""
        if word in self._weights:
            return self._near(word) | {word: 1.0}
        return self._near(word) | {other: MEANT for other in swapped(word) if other in self._weights}

    def _near(self, word: str) -> Place:
        """Words of the texts that share most of their letters by threes with this one, it too if it is one of them."""
        if len(word) < SHORTEST_MISTYPED or word.isdigit():
            return {}
        shared = Counter(other for part in parts(word) for other in self._alike.get(part, ()))
        alike = {other: 2 * count / (len(word) + len(other)) for other, count in shared.items()}
        nearest = sorted(alike, key=alike.__getitem__, reverse=True)[:MOST_ALIKE]
        return {other: alike[other] for other in nearest if alike[other] >= ALIKE}

    def weight(self, term: str) -> float:
        """How much a term says: the rarer, the more; what the texts do not know says most."""
        return max(self._weights.get(token, self._rarest) for token in term.split())

    def says(self, place: Place) -> float:
        """How much of a question one of its words is."""
        return min(map(self.weight, place), default=UNKNOWN * self._rarest)

    def covered(self, row: int, places: Sequence[tuple[float, Place]]) -> float:
        """The share of a question that one passage speaks of, by what its words say."""
        told = self._told[row]
        spoken = (
            says * max((belief for term, belief in place.items() if f" {term} " in told), default=0.0)
            for says, place in places
        )
        return sum(spoken) / sum(says for says, _ in places)

    def snippet(self, passage: Passage, places: Sequence[Place]) -> str:
        """The sentences that speak of the question most, in reading order, as many as a small screen takes."""
        lines = passage.text.split("\n")
        told = map(spaced, lines)
        hits = [sum(any(f" {term} " in line for term in place) for place in places) for line in told]
        room, taken = SNIPPET_WIDTH, set[int]()
        for at in sorted(range(len(lines)), key=lambda at: (-hits[at], at)):
            room -= width(lines[at])
            if room < 0 and taken:
                break
            taken.add(at)
        return joined(lines[at] for at in sorted(taken))


def as_data(found: Iterable[Found]) -> list[dict[str, Any]]:
    """What `search --json` prints of each thing found."""
    told = ("id", "kind", "title", "url", "sources", "as_of")
    return [
        {**{name: getattr(one.passage, name) for name in told}, "snippet": one.snippet, "score": one.score}
        for one in found
    ]


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
    """What a term that stands in so many passages says, as bm25 weighs it."""
    return max(math.log((all_rows - rows + 0.5) / (rows + 0.5)), 0.1)


def joined(lines: Iterable[str]) -> str:
    """Sentences as one text; after a Chinese full stop there is no blank."""
    return "".join(line if width(line[-1:]) == 2 else f"{line} " for line in lines).rstrip()


def width(text: str) -> int:
    """How wide a text stands on a screen, a Latin letter being 1 and a Chinese character 2."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
