"""The numbers in a running text: where each stands, what it counts, and the text with each of them masked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from dialogs.amounts import Amount, Amounts
from dialogs.description import Slot, Wording
from dialogs.phrases import BARE, MONEY, NARROW, OTHER, REST, WEIGHT, alternatives, level
from dialogs.script import Number, Numbers

LONGEST_FIGURE = 40
MOST_FIGURES = 80
"""A longer number, and a further one, is left unread."""
STOP = r"[\uff0c\u3002\uff1b\uff01\uff1f;!?\n\u3001\uff1a]|[,.](?!\d)"
"""Where a number ends; a sign that no word of amounts has ends it too."""
WITHIN = re.compile(r"[a-z][a-z0-9]|\d\d|\d[.,]\d|[.,]\d")
"""Letters that no number ends between."""
LARGEST = 1e12
KILOGRAMS = 1000
"""Weights are given in tonnes."""
YEAR = re.compile(r"(?:19|20)\d\d")
SCALE = 1000
"""A bare number counts as money from here on; a smaller one only with a word for money."""


class Ends(NamedTuple):
    """
    Both ends of an amount, the same for a plain number; high None: open. `months`: how often a year it was told of,
    12 for "a month"; None where no period was named.
    """

    low: Number
    high: Number | None
    months: int | None = None


class Figure(NamedTuple):
    """A number at its place, as it would be read by each kind of question."""

    start: int
    end: int
    readings: dict[Slot, Ends]


class Spotter:
    """Finds the numbers of a text of one language; `words` are all that are looked for, of numbers and of the rest."""

    def __init__(self, amounts: Amounts, numbers: Collection[Numbers], wording: Wording) -> None:
        figures = wording.figures
        self._amounts = amounts
        self._said_as = [(re.compile(said), read) for said, read in figures.said_as.items()]
        words = {word.casefold() for one in numbers for word in _strings(one.model_dump())}
        zero, starts, numerals = set[str](), set[str](), set[str]()
        five = _ends(amounts.read("5", "money"))
        signs = set[str]()
        for word in words:
            alone = _ends(amounts.read(word, "money"))
            before, after = _ends(amounts.read(f"{word} 5", "money")), _ends(amounts.read(f"5{word}", "money"))
            if alone == Ends(0, 0):
                zero.add(word)
            elif alone or before not in (None, five):
                starts.add(word)
            if alone is not None:
                numerals.add(word)
            if len(word) == 1 and (after not in (None, five) or alone not in (None, Ends(0, 0))):
                signs.add(word)
        self._signs = signs
        self._blank = "\uff0c" if " " in wording.clause_ends else " "
        known = re.escape("".join({*"".join(words), *"".join(figures.said_as)}))
        self._stop = re.compile(rf"{STOP}|(?![{known}])[\u3400-\u9fff]")
        self._number = re.compile(rf"\d|{alternatives(starts)}")
        said_otherwise = re.compile("|".join(figures.said_as) or "(?!)")
        bounds = {word.casefold() for one in numbers for word in (*one.at_most, *one.at_least)}
        bounds = {word for word in bounds if not said_otherwise.search(word)}
        named = _words(wording)
        self.words = words | named
        looked_for = [word for word in named if word not in bounds | numerals]
        kept = [word for word in looked_for if self._number.search(level(word))]
        said = "".join(f"|{said}" for said in figures.said_as)
        none = "|".join((*figures.never, alternatives([*zero, *kept])))
        self._starts = re.compile(rf"(?P<none>{none})|\d|{alternatives(starts)}{said}")
        vague = alternatives(figures.vague)
        self._vague = re.compile(rf"{vague}\s?$"), re.compile(rf"\s?{vague}")
        self._units = re.compile(rf"\s?{alternatives(figures.units)}")
        self._money = re.compile(rf"\s?{alternatives(figures.money)}")
        self._money_before = re.compile(rf"{alternatives(figures.money_before)}\s?$")
        self._idle = re.compile(rf"\s{alternatives(word for one in numbers for word in one.money_idle)}")

    def masked(self, text: str) -> tuple[str, dict[int, Figure]]:
        """The text with every number masked, letter for letter, and the numbers by the place of their first letter."""
        found: dict[int, Figure] = {}
        letters = list(text)
        for figure, kind in self._figures(text.replace(" ", self._blank).replace(NARROW, " ")):
            letters[figure.start : figure.end] = kind + REST * (figure.end - figure.start - 1)
            found[figure.start] = figure
        return "".join(letters), found

    def _figures(self, text: str) -> Iterator[tuple[Figure, str]]:
        at = tries = 0
        while tries < MOST_FIGURES and (match := self._starts.search(text, at)):
            at = match.end()
            if match["none"]:
                continue
            tries += 1
            if (figure := self._at(text, match.start())) is not None:
                figure, kind = self._told(text, figure)
                at = figure.end
                yield figure, kind

    def _at(self, text: str, start: int) -> Figure | None:
        """The longest number from here, then without letters around it that add nothing."""
        stop = self._stop.search(text, start)
        last = min(stop.start() if stop else len(text), start + LONGEST_FIGURE)
        for end in range(last, start, -1):
            if WITHIN.match(text, end - 1) or (text[end - 1] in self._signs and text[end : end + 1] in self._signs):
                continue
            money, weight = self._read(text[start:end], "money"), self._read(text[start:end], "weight")
            reading = weight or money
            if reading is None:
                continue
            idle = self._idle.search(text, start, end)
            last = idle.start() if idle else self._tight(text, start, end, weight, money)
            return self._figure(text, start, last, reading, money)
        return None

    def _tight(self, text: str, start: int, end: int, weight: Ends | None, money: Ends | None) -> int:
        """Where the number ends without the words behind it that add nothing."""
        for at in range(start + 1, end):
            if WITHIN.match(text, at - 1):
                continue
            same = self._read(text[start:at], "weight") == weight and self._read(text[start:at], "money") == money
            if same and not self._number.search(text, at, end):
                return at
        return end

    def _figure(self, text: str, start: int, end: int, weight: Ends, money: Ends | None) -> Figure:
        readings: dict[Slot, Ends] = {"weight": weight}
        if money is not None:
            readings["money"] = money
        if (count := self._read(text[start:end], "count")) is not None:
            readings["count"] = count
        return Figure(start, end, readings)

    def _read(self, text: str, kind: Slot) -> Ends | None:
        for said, read in self._said_as:
            text = said.sub(read, text)
        found = _ends(self._amounts.read(text, kind, KILOGRAMS if kind == "weight" else 1))
        return found if found is not None and (found.high or found.low) <= LARGEST else None

    def _told(self, text: str, figure: Figure) -> tuple[Figure, str]:
        """The number with its word for money, and the letter that masks it."""
        if "money" not in figure.readings:
            return figure, WEIGHT
        before, after = self._vague
        if before.search(text[: figure.start]) or after.match(text, figure.end):
            return figure._replace(readings={}), OTHER
        if money := self._money.match(text, figure.end):
            return figure._replace(end=money.end()), MONEY
        if self._money_before.search(text[max(0, figure.start - 8) : figure.start]):
            return figure, MONEY
        if YEAR.fullmatch(text, figure.start, figure.end):
            return figure, OTHER
        large = (figure.readings["money"].high or figure.readings["money"].low) >= SCALE
        return figure, OTHER if self._units.match(text, figure.end) else BARE if large else OTHER


def _ends(amount: Amount | None) -> Ends | None:
    return None if amount is None else Ends(amount.low, amount.high, amount.months)


def _words(wording: Wording) -> set[str]:
    """The words that are looked for: a number within one of them is none."""
    lists = (wording.words, wording.scopes.model_dump(), wording.goods.model_dump())
    said = [part for cues in wording.fields.values() for cue in cues for one in cue.say for part in one.split()]
    bars = [word for cues in wording.fields.values() for cue in cues for word in cue.unless]
    alone = [word for part in said if not part.startswith(("<", "{", ".")) for word in part.rstrip("?").split("|")]
    return {word for word in (*_strings(lists), *bars, *alone) if len(word) > 1 and not word.startswith("<")}


def _strings(data: Any) -> Iterator[str]:
    """Every word in nested data, keys included."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from (name, *_strings(value))
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _strings(value)


def as_field(amount: Ends) -> Number | dict[str, Number | None]:
    """An amount as a profile holds it."""
    return amount.low if amount.low == amount.high else {"low": amount.low, "high": amount.high}
