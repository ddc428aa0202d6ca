"""Typed amounts: "50,000", "5.5 wan", "san wan wu", "2 lakh", "3-5 wan jin", "under 20 thousand". The words are data.

Whatever is not fully understood is refused: a wrong value does harm, a refusal costs one more reply.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dialogs.script import NUMBER_KINDS, Kind, Number, Numbers

LONGEST = 60
"""A longer text is no amount."""

Role = Literal["figure", "word", "times", "tail", "half", "some_more", "to", "about", "at_most", "at_least", "unit"]

FIGURE = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,2}(?:,\d{2}){1,4},\d{3}|\d{1,15})(?:\.\d{1,6})?(?![\d,])"
"""Digits, or digits in groups of three, or as in India of two and a last three."""
CLOSING = ".!?\u3002"
QUOTES = str.maketrans("\u2018\u2019", "''")


class Token(NamedTuple):
    role: Role
    value: float = 0


@dataclass(frozen=True)
class Amount:
    """What was meant, both ends the same for a plain number; high None: no upper end."""

    low: Number
    high: Number | None


def plain(text: str) -> str:
    """The text as it is compared: one width and case of letters, single blanks, no closing full stop."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(QUOTES)
    return " ".join(text.split()).rstrip(CLOSING).strip()


class Amounts:
    """Reads amounts as any of these languages writes them."""

    def __init__(self, languages: Iterable[Numbers]) -> None:
        numbers = list(languages)
        self.words = {plain(word): value for one in numbers for word, value in one.words.items()}
        self._lexers = {kind: _Lexer(numbers, kind) for kind in NUMBER_KINDS}

    def read(self, text: str, kind: Kind, unit: Number = 1) -> Amount | None:
        """
        The amount that the text states; None when it states none, more than one, or a vague one.

        Args:
            unit: for a weight, the kilograms that a number without a unit counts, and in which the amount is given.
        """
        tokens = self._lexers[kind].tokens(plain(text)) if len(text) <= LONGEST else None
        found = _amount(tokens, unit) if tokens else None
        if found is None:
            return None
        low, high = _tidy(found[0]), found[1] if found[1] is None else _tidy(found[1])
        whole = kind != "count" or (isinstance(low, int) and not isinstance(high, float))
        return Amount(low, high) if whole else None


class _Lexer:
    """Cuts a text into the tokens of one kind of amount."""

    def __init__(self, numbers: Iterable[Numbers], kind: Kind) -> None:
        self._tokens: dict[str, Token | None] = {}
        for one in numbers:
            self._learn(one, kind)
        longest_first = sorted(self._tokens, key=len, reverse=True)
        words = "|".join(re.escape(word) + (r"(?![a-z])" if word[-1].isascii() else "") for word in longest_first)
        self._pattern = re.compile(rf" ?(?:(?P<figure>{FIGURE})|(?P<word>{words})) ?")

    def _learn(self, numbers: Numbers, kind: Kind) -> None:
        roles: dict[Role, Iterable[str]] = {
            "half": numbers.half,
            "some_more": numbers.some_more,
            "to": numbers.to,
            "about": numbers.about,
            "at_most": numbers.at_most,
            "at_least": numbers.at_least,
        }
        tokens = {word: Token(role) for role, words in roles.items() for word in words}
        tokens |= {word: Token("word", value) for word, value in numbers.words.items()}
        for word, value in numbers.times.items():
            tokens[word] = Token("tail" if word in numbers.tails else "times", value)
        if kind == "weight":
            tokens |= {word: Token("unit", value) for word, value in numbers.weights.items()}
        idle = numbers.idle + {"money": numbers.money, "count": numbers.count}.get(kind, ())
        self._tokens |= {plain(word): token for word, token in tokens.items()} | {plain(word): None for word in idle}

    def tokens(self, text: str) -> list[Token] | None:
        """The tokens in order, without the words that say nothing; None when something else stands in the text."""
        found: list[Token] = []
        at = 0
        while at < len(text):
            match = self._pattern.match(text, at)
            if match is None:
                return None
            at = match.end()
            figure = match["figure"]
            token = Token("figure", float(figure.replace(",", ""))) if figure else self._tokens[match["word"]]
            if token:
                found.append(token)
        return found


Span = tuple[float, float]


def _amount(tokens: list[Token], unit: Number) -> tuple[float, float | None] | None:
    bounds = {token.role for token in tokens if token.role in ("about", "at_most", "at_least")}
    units = {token.value for token in tokens if token.role == "unit"} or {unit}
    parts = _parts([token for token in tokens if token.role not in ("about", "at_most", "at_least", "unit")])
    span = _span(parts[0]) if len(parts) == 1 else _range(*parts) if len(parts) == 2 else None
    if span is None or len(bounds) > 1 or len(units) > 1:
        return None
    factor = units.pop() / unit
    low, high = (end * factor for end in span)
    if bounds <= {"about"}:
        return low, high
    if low != high:
        return None
    return (0.0, high) if "at_most" in bounds else (low, None)


def _parts(tokens: list[Token]) -> list[list[Token]]:
    """The tokens before and after each word that makes a range."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.role == "to":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _range(first: list[Token], second: list[Token]) -> Span | None:
    """
    Both ends of "3 to 5 wan" or "8000 to 1 wan".

    The multipliers that end the second number, beyond ten and those of the first, count for the first too, unless that
    makes it the larger one; then the first must have a multiplier of its own or be at least a tenth of the second.
    """
    low, high = _single(first), _single(second)
    if low is None or high is None:
        return None
    own = max((token.value for token in first if _multiplies(token)), default=1)
    ending = [token.value for token in itertools.takewhile(_multiplies, reversed(second)) if token.value > max(10, own)]
    if ending and low * math.prod(ending) <= high:
        return low * math.prod(ending), high
    return (low, high) if low <= high and (not ending or own > 1 or high <= 10 * low) else None


def _multiplies(token: Token) -> bool:
    return token.role in ("times", "tail")


def _single(tokens: list[Token]) -> float | None:
    span = _span(tokens)
    return span[0] if span and span[0] == span[1] else None


def _span(tokens: list[Token]) -> Span | None:
    """The number these tokens make: both ends the same, but for "two three wan" and "fifty odd wan"."""
    for at, (one, other) in enumerate(itertools.pairwise(tokens)):
        if one.role == other.role == "word" and 1 <= one.value < other.value <= min(9, one.value + 2):
            low, high = _sum(tokens[: at + 1] + tokens[at + 2 :]), _sum(tokens[:at] + tokens[at + 1 :])
            return (low[0], high[0]) if low and high else None
    return _sum(tokens)


def _sum(tokens: list[Token]) -> Span | None:
    total = _Sum()
    return total.span() if all(total.take(token) for token in tokens) else None


class _Sum:
    """A number in the making: its finished parts, the digit that waits for a multiplier, the last multiplier."""

    def __init__(self) -> None:
        self.parts: list[float] = []
        self.digit: float | None = None
        self.last = Token("times", 1)
        self.spread: float = 0
        self.after_zero = False

    def take(self, token: Token) -> bool:
        """Whether the next token makes sense here."""
        if _multiplies(token):
            return self._times(token)
        if token.role == "half":
            return self._half()
        if token.role == "some_more":
            return self._some_more()
        return self._number(token)

    def _number(self, token: Token) -> bool:
        """A figure or number word; a second one in a row only as in "twenty five" and "nought five"."""
        tens = token.role == "word" and self.digit in range(20, 100, 10) and 0 < token.value < 10
        self.after_zero = self.digit == 0 and bool(self.parts)
        if self.spread or (self.digit is not None and not tens and not self.after_zero):
            return False
        self.digit = (self.digit or 0) + token.value
        return True

    def _times(self, token: Token) -> bool:
        """A multiplier takes all smaller parts before it; only ten stands alone for itself."""
        base = sum(part for part in self.parts if part < token.value) + (self.digit or 0)
        if not base and (self.digit == 0 or token.value != 10):
            return False
        self.parts = [part for part in self.parts if part >= token.value] + [(base or 1) * token.value]
        self.digit, self.last = None, token
        self.spread *= token.value
        return True

    def _half(self) -> bool:
        if self.digit is None and self.parts:
            self.parts.append(self.last.value / 2)
        else:
            self.digit = (self.digit or 0) + 0.5
        return True

    def _some_more(self) -> bool:
        """ "More than five ten thousands, less than six": the span is one of the last place."""
        self.spread = _magnitude(self.digit) if self.digit else self.last.value
        return bool(self.digit or self.parts)

    def span(self) -> Span | None:
        if self.digit is None and not self.parts:
            return None
        digit = self.digit or 0
        if self.parts and self.last.role == "tail" and digit in range(1, 10) and not self.after_zero:
            digit *= self.last.value / 10
        total = sum(self.parts) + digit
        return total, total + self.spread


def _magnitude(number: float) -> float:
    """The place of the last digit that is not zero: 100 for 300, 1 for 35."""
    place = 1.0
    while number % (place * 10) == 0:
        place *= 10
    return place


def _tidy(number: float) -> Number:
    """The number without the dust of binary fractions, whole where it is whole."""
    number = round(number, 6)
    return int(number) if number.is_integer() else number
