"""What a free description says of a cooperative: fields of its profile, each with the words it was read from. Pure.

Nothing is guessed: what is denied, wished for, gone by or said of others fills no field, unless a cue allows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dialogs.amounts import Amounts
from dialogs.description import Cue, Following, Follows, Reading, Slot, Wording
from dialogs.figures import Figure, Spotter, as_field
from dialogs.goods import GoodsWords, goods_words
from dialogs.phrases import Heard, Phrase, Phrases, alternatives, level
from dialogs.saying import Said, SayingOf
from dialogs.script import Numbers, Test
from dialogs.spelling import Spelling

LONGEST_TEXT = 2_000
LEAST_SHARE = 0.3
"""Of the words of a text, from which on it is read in a language."""

GOODS_SHARE = 0.5
"""Of the letters of a text, from which on it does no more than name goods."""

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


class Understanding:
    """Reads descriptions in the languages it has words for."""

    def __init__(self, reading: Reading, amounts: Amounts, numbers: Mapping[str, Numbers]) -> None:
        self._reading = reading
        self._amounts, self._numbers = amounts, numbers
        self._writing = {one: re.compile(wording.writing) for one, wording in reading.languages.items()}
        self._asks = re.compile(alternatives(word for one in reading.languages.values() for word in one.asks))
        self._readers: dict[str, _Reader] = {}

    def words(self, text: str) -> dict[str, int]:
        """How many words, or signs that stand for words, the text has of each language's writing."""
        return {one: len(writing.findall(level(text))) for one, writing in self._writing.items()}

    def asks(self, text: str) -> bool:
        """Whether a text is a question, in any language."""
        return bool(self._asks.search(level(text[:LONGEST_TEXT])))

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

    def goods(self, text: str) -> dict[str, str]:
        """What a text that names goods, and little else, says of them."""
        words = self.words(text[:LONGEST_TEXT])
        found = (self._reader(one).goods(text[:LONGEST_TEXT]) for one, count in words.items() if count)
        return next(filter(None, found), {})

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


class Ways(NamedTuple):
    """The ways to say one thing, ready to be looked for."""

    cue: Cue
    phrases: list[Phrase]
    unless: Phrase
    about: Phrase

    @classmethod
    def of(cls, cue: Cue, phrases: Phrases) -> Ways:
        return cls(cue, [phrases.of(one) for one in cue.say], phrases.one_of(cue.unless), phrases.one_of(cue.about))

    def found(self, told: str) -> list[re.Match[str]]:
        """Where the text says it, in its order."""
        if self.cue.about and not self.about.pattern.search(told):
            return []
        return sorted((match for one in self.phrases for match in one.finditer(told)), key=lambda one: one.start())


class _Reader:
    """Reads one language."""

    def __init__(self, wording: Wording, spotter: Spotter, follows: Follows) -> None:
        phrases = Phrases(wording)
        self._spotter = spotter
        self._follows = follows
        self._saying = SayingOf(wording)
        self._goods = GoodsWords(wording)
        self._heard = Heard(wording)
        looked_for = _parts([*spotter.words, *goods_words(wording)])
        self._spelling = Spelling(wording.spelling, looked_for) if wording.spelling else None
        self._cues = {name: [Ways.of(cue, phrases) for cue in cues] for name, cues in wording.fields.items()}

    def read(self, text: str) -> dict[str, tuple[Value, str]]:
        """The fields that the text says, each with its words."""
        right, places = self._spelled(level(text))
        told, figures = self._spotter.masked(right)
        said = self._saying.of(told)
        found: dict[str, tuple[Value, str]] = {}

        def words(start: int, end: int) -> str:
            return text[places[start] : places[end - 1] + 1].strip()

        for name in self._cues:
            several = name in self._follows.several
            hits = list(self._hits(name, told, figures, said))
            if hits and several:
                said_as = " \u2026 ".join(dict.fromkeys(words(start, end) for _, start, end in hits))
                found[name] = list(dict.fromkeys(value for value, _, _ in hits)), said_as
            elif hits:
                value, start, end = hits[0]
                found[name] = value, words(start, end)
        for name, value, start, end in self._goods.read(told, said, self._follows.goods):
            found.setdefault(name, (value, words(start, end)))
        return found

    def goods(self, text: str) -> dict[str, str]:
        """The fields that goods fill, where they are half the text or more."""
        told, _ = self._spelled(level(text))
        hits = self._goods.read(told, self._saying.of(told), self._follows.goods)
        return {name: value for name, value, _, _ in hits} if self._goods.share(told) >= GOODS_SHARE else {}

    def _spelled(self, told: str) -> tuple[str, Sequence[int]]:
        """The text without slips, and the place of each of its letters in the text as it was written."""
        told = self._heard.mended(told)
        return self._spelling.mended(told) if self._spelling else (told, range(len(told)))

    def _hits(self, name: str, told: str, figures: dict[int, Figure], said: Said) -> Iterator[tuple[Value, int, int]]:
        """What each cue of a field finds, in the order of the cues."""
        for ways in self._cues[name]:
            values = ((self._value(name, ways, match, figures, said), match) for match in ways.found(told))
            hits = ((value, match) for value, match in values if value is not None)
            if ways.cue.sum:
                yield from _sum(hits)
            elif first := next(hits, None):
                yield first[0], *said.with_denial(*first[1].span())

    def _value(
        self,
        name: str,
        ways: Ways,
        match: re.Match[str],
        figures: dict[int, Figure],
        said: Said,
    ) -> Value:
        """What a phrase found in the text says of its field; None: nothing, here."""
        cue = ways.cue
        start, end = match.span()
        if start == end or said.parted(match) or said.scopes(start, end) - set(cue.even):
            return None
        if cue.unless and ways.unless.pattern.search(said.near(start, end)):
            return None
        if name in self._follows.may_end and said.ended(end):
            return None
        if said.denied(start, end):
            return cue.negated
        if cue.value is not None or "n" not in match.re.groupindex:
            return cue.value
        return _amount(name, figures[match.start("n")], cue, self._follows)


def _sum(hits: Iterable[tuple[Value, re.Match[str]]]) -> Iterator[tuple[Value, int, int]]:
    """All numbers added up, each once, with the words from the first to the last."""
    numbers = {match.start("n"): (value, match) for value, match in hits if isinstance(value, int)}
    if numbers:
        matches = [match for _, match in numbers.values()]
        ends = min(match.start() for match in matches), max(match.end() for match in matches)
        yield sum(value for value, _ in numbers.values()), *ends


def _amount(name: str, figure: Figure, cue: Cue, follows: Follows) -> Value:
    """The number as the field holds it; None where it is none of its kind."""
    kind: Slot = "weight" if name in follows.tonnes else "count" if name in follows.whole else "money"
    amount = figure.readings.get(kind)
    if amount is None or (cue.at_most and amount.high is None):
        return None
    if amount.high is not None and amount.high < cue.least:
        return None
    if name in follows.at_once and (amount.months or 1) > 1:
        return None
    return {"low": 0, "high": amount.high} if cue.at_most else as_field(amount)


def _parts(words: Iterable[str]) -> Iterator[str]:
    """The whole words in Latin letters of which these are made."""
    for word in words:
        yield from re.findall(r"[a-z]+(?![a-z*])", level(word))
