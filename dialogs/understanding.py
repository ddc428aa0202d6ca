"""What a free description says of a cooperative: fields of its profile, each with the words it was read from. Pure.

Nothing is guessed: what is denied, wished for, gone by or said of others fills no field, unless a cue allows it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dialogs.amounts import Amounts
from dialogs.description import Cue, Following, Follows, Reading, Slot, Wording
from dialogs.figures import Figure, Spotter, as_field
from dialogs.phrases import Phrases, alternatives, any_of, level
from dialogs.script import Numbers, Test

LONGEST_TEXT = 2_000
LEAST_SHARE = 0.3
"""Of the words of a text, from which on it is read in a language."""
MARKS = ("denied", "others", "ours", "wished", "later", "past", "now", "turns")

Value = Any
"""A word, a number, {"low", "high"}, or a list of words."""


@dataclass
class Understood:
    """The fields that were read, and for each the exact words of the text."""

    fields: dict[str, Value] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: Value, words: str) -> None:
        """Keep what was read first."""
        if name not in self.fields:
            self.fields[name], self.evidence[name] = value, words


class Mark(NamedTuple):
    start: int
    end: int


class Understanding:
    """Reads descriptions in the languages it has words for."""

    def __init__(self, reading: Reading, amounts: Amounts, numbers: Mapping[str, Numbers]) -> None:
        self._reading = reading
        self._amounts, self._numbers = amounts, numbers
        self._writing = {one: re.compile(wording.writing) for one, wording in reading.languages.items()}
        self._readers: dict[str, _Reader] = {}

    def words(self, text: str) -> dict[str, int]:
        """How many words, or signs that stand for words, the text has of each language's writing."""
        return {one: len(writing.findall(level(text))) for one, writing in self._writing.items()}

    def read(self, text: str, language: str) -> Understood:
        """
        What the text says, read in every language of which it is written in good part, the most used first.

        Args:
            language: goes first where a text is written in two of them alike.
        """
        text = text[:LONGEST_TEXT]
        words = self.words(text)
        least = max(1, LEAST_SHARE * sum(words.values()))
        understood = Understood()
        for one in sorted(words, key=lambda one: (-words[one], one != language)):
            if words[one] >= least:
                for name, (value, said) in self._reader(one).read(text).items():
                    understood.put(name, value, said)
        for rule in self._reading.follows.follows:
            _follow(understood, rule)
        return understood

    def _reader(self, language: str) -> _Reader:
        """The reader of a language, made when it is first needed."""
        if language not in self._readers:
            wording = self._reading.languages[language]
            spotter = Spotter(self._amounts, self._numbers.values(), wording)
            self._readers[language] = _Reader(wording, spotter, self._reading.follows)
        return self._readers[language]


def _follow(understood: Understood, rule: Following) -> None:
    """What follows from the fields, where nothing was said of it."""
    if all(_holds(test, understood.fields.get(name)) for name, test in rule.when.items()):
        words = understood.evidence[next(reversed(rule.when))]
        for name, value in rule.then.items():
            understood.put(name, value, words)


def _holds(test: Test, value: Value) -> bool:
    if value is None:
        return False
    if test.is_ is not None or test.one_of is not None:
        return value == test.is_ or value in (test.one_of or ())
    low, high = (value["low"], value["high"]) if isinstance(value, dict) else (value, value)
    least = test.at_least is None or low >= test.at_least
    return least and (test.below is None or (high is not None and high < test.below))


class _Reader:
    """Reads one language."""

    def __init__(self, wording: Wording, spotter: Spotter, follows: Follows) -> None:
        phrases = Phrases(wording)
        self._spotter = spotter
        self._follows = follows
        self._said = _Scopes(wording)
        self._goods = _Goods(wording)
        self._cues = {
            name: [(cue, [phrases.compiled(one) for one in cue.say], _unless(cue)) for cue in cues]
            for name, cues in wording.fields.items()
        }

    def read(self, text: str) -> dict[str, tuple[Value, str]]:
        """The fields that the text says, each with its words."""
        told, figures = self._spotter.masked(level(text))
        said = self._said.of(told)
        found: dict[str, tuple[Value, str]] = {}
        for name in self._cues:
            several = name in self._follows.several
            hits = list(self._hits(name, told, figures, said))
            if hits and several:
                words = " \u2026 ".join(dict.fromkeys(text[start:end] for _, start, end in hits))
                found[name] = list(dict.fromkeys(value for value, _, _ in hits)), words
            elif hits:
                value, start, end = hits[0]
                found[name] = value, text[start:end]
        for name, value, start, end in self._goods.read(told, said, self._follows.goods):
            found.setdefault(name, (value, text[start:end]))
        return found

    def _hits(self, name: str, told: str, figures: dict[int, Figure], said: Said) -> Iterator[tuple[Value, int, int]]:
        """What each cue of a field finds, in the order of the cues."""
        for cue, patterns, unless in self._cues[name]:
            matches = sorted((match for one in patterns for match in one.finditer(told)), key=lambda one: one.start())
            for match in matches:
                value = self._value(name, cue, match, figures, unless, said)
                if value is not None:
                    yield value, match.start(), match.end()
                    break

    def _value(
        self,
        name: str,
        cue: Cue,
        match: re.Match[str],
        figures: dict[int, Figure],
        unless: re.Pattern[str] | None,
        said: Said,
    ) -> Value:
        """What a phrase found in the text says of its field; None: nothing, here."""
        start, end = match.span()
        if start == end or said.parted(match) or said.scopes(start, end) - set(cue.even):
            return None
        if unless and unless.search(said.clause(start, end)):
            return None
        if name in self._follows.may_end and said.ended(end):
            return None
        if said.denied(start, end):
            return cue.negated
        if cue.value is not None or "n" not in match.re.groupindex:
            return cue.value
        return _amount(name, figures[match.start("n")], cue, self._follows)


def _amount(name: str, figure: Figure, cue: Cue, follows: Follows) -> Value:
    """The number as the field holds it; None where it is none of its kind."""
    kind: Slot = "weight" if name in follows.tonnes else "count" if name in follows.whole else "money"
    amount = figure.readings.get(kind)
    if amount is None or (cue.at_most and amount.high is None):
        return None
    return {"low": 0, "high": amount.high} if cue.at_most else as_field(amount)


def _unless(cue: Cue) -> re.Pattern[str] | None:
    return re.compile(alternatives(cue.unless)) if cue.unless else None


class _Scopes:
    """The words of a language that say of whom, when and whether."""

    def __init__(self, wording: Wording) -> None:
        scopes = wording.scopes
        self.reach = wording.reach
        self.marks = any_of({"guards": scopes.guards} | {name: getattr(scopes, name) for name in MARKS})
        self.still = re.compile(alternatives(scopes.still))
        ends = "".join(re.escape(one) for one in wording.clause_ends + wording.sentence_ends)
        self.denied_after = re.compile(rf"\s?{alternatives(scopes.denied_after)}\s?(?=[{ends}]|$)")
        self.ended = re.compile(alternatives(scopes.ended))
        self.clause_ends = re.compile(f"[{ends}]")
        self.sentence_ends = re.compile(f"[{re.escape(wording.sentence_ends)}]")

    def of(self, told: str) -> Said:
        return Said(self, told)


class Said:
    """Of whom, when and whether each place of one text speaks."""

    def __init__(self, scopes: _Scopes, told: str) -> None:
        self._scopes = scopes
        self._told = told
        self._marks: dict[str, list[Mark]] = {name: [] for name in MARKS}
        for match in scopes.marks.finditer(told):
            if match.lastgroup in self._marks:
                self._marks[match.lastgroup].append(Mark(*match.span()))
        clauses = [match.end() for match in scopes.clause_ends.finditer(told)]
        self._clauses = sorted({0, *clauses, *(mark.start for mark in self._marks["turns"])})
        self._sentences = [0, *(match.end() for match in scopes.sentence_ends.finditer(told))]

    def clause(self, start: int, end: int) -> str:
        """The clause, or clauses, around a place."""
        return self._told[self._begin(self._clauses, start) : self._until(self._clauses, end)]

    def scopes(self, start: int, end: int) -> set[str]:
        """Whether the end of a place speaks of others, of a wish, of a time gone by."""
        reach, clause = self._scopes.reach, self._begin(self._clauses, end - 1)
        sentence = self._begin(self._sentences, end - 1)
        found = set()
        if self._since("others", max(sentence, end - reach.others), end, ("ours",)):
            found.add("others")
        if self._since("wished", max(clause, start - reach.wish), end, ("now",)):
            found.add("wished")
        if self._since("later", clause, self._until(self._clauses, end), ("now",)):
            found.add("wished")
        if self._since("past", clause, end, ("now",)):
            found.add("past")
        return found

    def denied(self, start: int, end: int) -> bool:
        """Whether a denial stands before a place in its clause, or right behind it; not where one is part of it."""
        if any(start <= mark.start < end for mark in self._marks["denied"]):
            return False
        clause = max(self._begin(self._clauses, start), start - self._scopes.reach.denial)
        mark = self._last("denied", clause, start)
        if mark is not None and not self._scopes.still.search(self._told, mark.end, max(start, mark.end)):
            return True
        return self._scopes.denied_after.match(self._told, end) is not None

    def parted(self, match: re.Match[str]) -> bool:
        """Whether a denial stands in a gap of a phrase."""
        named = match.re.groupindex.values()
        gaps = [match.span(group) for group in range(1, match.re.groups + 1) if group not in named]
        return any(start <= mark.start < end for mark in self._marks["denied"] for start, end in gaps)

    def ended(self, end: int) -> bool:
        """Whether it is told in this clause or the next of the sentence that this came to an end."""
        clause = self._until(self._clauses, self._until(self._clauses, end) + 1)
        last = min(self._until(self._sentences, end), clause, end + self._scopes.reach.sentence)
        return self._scopes.ended.search(self._told, end, last) is not None

    def _since(self, kind: str, start: int, end: int, against: Iterable[str]) -> bool:
        """Whether a mark of this kind starts in here, and none against it after it."""
        mark = self._last(kind, start, end)
        if mark is None:
            return False
        return all((other := self._last(one, mark.end, end)) is None or other == mark for one in against)

    def _last(self, kind: str, start: int, end: int) -> Mark | None:
        inside = [mark for mark in self._marks[kind] if start <= mark.start and mark.start < end]
        return inside[-1] if inside else None

    @staticmethod
    def _begin(starts: list[int], place: int) -> int:
        at = bisect_left(starts, place + 1) - 1
        return starts[max(at, 0)]

    def _until(self, starts: list[int], place: int) -> int:
        at = bisect_left(starts, place)
        return starts[at] if at < len(starts) else len(self._told)


class _Goods:
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
        self._kinds = {" ".join(level(word).split()): kind for word, kind in kinds.items()}
        self._words = re.compile(f"(?P<none>{alternatives(goods.not_goods)})|{alternatives([*kinds, *self._unclear])}")
        self._mainly = re.compile(alternatives(goods.mainly))
        self._made_into = re.compile(rf"\s?{alternatives(goods.made_into)}")
        self._preserved = re.compile(alternatives(goods.preserved))
        self._as = goods.preserved_as

    def read(self, told: str, said: Said, fields: tuple[str, str]) -> Iterator[tuple[str, Value, int, int]]:
        """Their category, and how fast they spoil where all of that category agree."""
        hits = [match for match in self._words.finditer(told) if match["none"] is None and self._counts(match, said)]
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

    def _counts(self, match: re.Match[str], said: Said) -> bool:
        return not said.scopes(*match.span()) and not said.denied(*match.span())

    def _kind(self, match: re.Match[str], said: Said) -> tuple[str, str] | None:
        kind = self._kinds.get(" ".join(match[0].split()))
        if kind and kind[1] != self._as[1]:
            made = self._made_into.match(match.string, match.end())
            if made or self._preserved.search(said.clause(*match.span())):
                return self._as
        return kind

    def _guessed(self, hits: list[re.Match[str]]) -> list[tuple[tuple[str, str], re.Match[str]]]:
        """Goods that may be of several categories, where no other is named."""
        words = ((" ".join(match[0].split()), match) for match in hits)
        return [((self._unclear[word][0], ""), match) for word, match in words if word in self._unclear]


def _forms(word: str) -> tuple[str, ...]:
    """A word and, where it is written in Latin letters, its plurals."""
    if not word[-1:].isascii():
        return (word,)
    return word, f"{word}s", f"{word[:-1]}ies" if word.endswith("y") else f"{word}es"
