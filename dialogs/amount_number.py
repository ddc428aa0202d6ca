"""One number or range out of number tokens: "san wan wu", "two lakh fifty thousand", "3 to 5 wan", "fifty odd"."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from dialogs.amount_words import Token, multiplies

Span = tuple[float, float]

FEWEST_DICTATED = 3
"""So many single digits in a row, one of them nought, are a number told digit by digit."""


FURTHEST = 100
"""A range whose ends lie farther apart was meant otherwise."""


def range_of(first: list[Token], second: list[Token]) -> Span | None:
    """
    Both ends of "3 to 5 wan" or "8000 to 1 wan".

    The multipliers that end the second number, beyond ten and those of the first, count for the first too, as many of
    them as do not make it the larger one; if none, the two must lie near each other. "30 to 40,000" is in thousands.
    """
    low, high = exactly(first), exactly(second)
    if low is None or high is None:
        return None
    own = max((token.value for token in first if multiplies(token)), default=1)
    ending = [token.value for token in itertools.takewhile(multiplies, reversed(second)) if token.value > max(10, own)]
    if not ending and own == 1 and high % 1000 == 0 and 0 < low < high / FURTHEST:
        ending = [1000]
    for shared in (math.prod(ending[:many]) for many in range(len(ending), 0, -1)):
        if low * shared <= high and (high <= 10 * low * shared or shared == math.prod(ending)):
            return low * shared, high
    furthest = low * (FURTHEST if own > 1 else 10) if ending or own > 1 else high
    return (low, high) if low <= high <= furthest else None


def exactly(tokens: list[Token]) -> float | None:
    found = span(tokens)
    return found[0] if found and found[0] == found[1] else None


def span(tokens: list[Token]) -> Span | None:
    """The number these tokens make: both ends the same, but for "two three wan" and "fifty odd wan"."""
    if _dictated(tokens):
        number = float("".join(str(int(token.value)) for token in tokens))
        return number, number
    tokens = _with_decimals(tokens)
    for at, (one, other) in enumerate(itertools.pairwise(tokens)):
        if one.role == other.role == "word" and _neighbours(one.value, other.value):
            low, high = exactly(tokens[: at + 1] + tokens[at + 2 :]), exactly(tokens[:at] + tokens[at + 1 :])
            return (low, high) if low and high else None
    return _sum(tokens)


def _neighbours(one: float, other: float) -> bool:
    """Whether two numbers said in a row mean from one to the other: "two three", "thirty forty"."""
    if one >= 10:
        return one < other <= one + 10 and not one % 5 and not other % 5
    return 1 <= one < other <= min(9, one + 2)


def _digit(token: Token) -> bool:
    return token.role == "word" and token.value in range(10)


def _dictated(tokens: list[Token]) -> bool:
    digits = len(tokens) >= FEWEST_DICTATED and all(map(_digit, tokens))
    return digits and tokens[0].value != 0 and any(token.value == 0 for token in tokens)


def _with_decimals(tokens: list[Token]) -> list[Token]:
    """The tokens with "three point five" as one figure; as they were where a point makes no sense."""
    at = next((at for at, token in enumerate(tokens) if token.role == "point"), None)
    whole = exactly(tokens[:at]) if at else None
    if at is None or whole is None or any(token.value >= 1000 for token in tokens[:at] if multiplies(token)):
        return tokens
    after = list(itertools.takewhile(_digit, tokens[at + 1 :]))
    if not after and tokens[at + 1 :] and tokens[at + 1].text.isdecimal():
        after = tokens[at + 1 : at + 2]
    places = "".join(token.text if token.role == "figure" else str(int(token.value)) for token in after)
    if not places or whole % 1:
        return tokens
    return [Token("figure", float(f"{whole:.0f}.{places}")), *tokens[at + 1 + len(after) :]]


def _sum(tokens: list[Token]) -> Span | None:
    total = _Sum()
    return total.span() if all(total.take(token) for token in tokens) else None


@dataclass
class _Part:
    """A finished part of a number: 30000 of "three wan five", with its place 10000."""

    value: float
    place: float
    tail: bool
    after_zero: bool


class _Sum:
    """A number in the making: its finished parts, the digit that waits for a multiplier, the last multiplier."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self.digit: float | None = None
        self.last = Token("times", 1)
        self.spread: float = 0
        self.figure = False
        self.after_zero = False
        self.bare = False
        self.ended = False

    def take(self, token: Token) -> bool:
        """Whether the next token makes sense here."""
        if self.bare and token.role not in ("some_more", "or_so"):
            return False
        if multiplies(token):
            return self._times(token)
        if token.role in ("figure", "word"):
            return self._number(token)
        if token.role in ("half", "fraction"):
            return self._fraction(token)
        if token.role in ("some_more", "or_so"):
            return self._some_more(token)
        if token.role == "plus":
            return self.digit is None and bool(self.parts) and not self.ended
        return self._single(token)

    def _single(self, token: Token) -> bool:
        """An article is one of what follows; a word for nothing stands alone."""
        if token.role not in ("article", "none") or self.digit is not None or self.parts:
            return False
        self.digit = 1 if token.role == "article" else 0
        self.ended = token.role == "none"
        return True

    def _number(self, token: Token) -> bool:
        """A figure or number word; a second one in a row only as in "twenty five" and "nought five"."""
        tens = token.role == "word" and not self.figure and self.digit in range(20, 100, 10) and 0 < token.value < 10
        after_zero = self.digit == 0 and bool(self.parts)
        if self.ended or (self.digit is not None and not tens and not after_zero):
            return False
        self.after_zero, self.figure = after_zero, token.role == "figure"
        self.digit = (self.digit or 0) + token.value
        return True

    def _times(self, token: Token) -> bool:
        """A multiplier takes all smaller parts before it; few stand alone for one of themselves."""
        if self.spread and token.value <= self.last.value:
            return False
        taken = [part for part in self.parts if part.value < token.value]
        left = self.parts[: len(self.parts) - len(taken)]
        if taken and self.digit and self._apart():
            return False
        base = sum(part.value for part in taken) + (self.digit or 0)
        if not base:
            if self.digit == 0 or self.ended or (left and token.value != 10):
                return False
            base, self.bare = 1, not token.alone
        if left and (base * token.value >= left[-1].place or left[-1].value % left[-1].place):
            return False
        self.parts = [*left, _Part(base * token.value, token.value, token.role == "tail", self.after_zero)]
        self.digit, self.last = None, token
        self.spread *= token.value
        return True

    def _apart(self) -> bool:
        """Whether the digit cannot belong to the part before it: "five thousand three" of "... wan"."""
        if self.last.role == "tail":
            return not self.after_zero and self.digit in range(1, 10)
        return self.last.value >= 1000

    def _fraction(self, token: Token) -> bool:
        """ "And a half" of the number or of its last multiplier; the bare word for half never follows a digit."""
        share = token.value or 0.5
        if self.ended:
            return False
        self.ended = True
        if self.digit is None and self.parts:
            whole = not self.parts[-1].value % self.parts[-1].place
            self.parts.append(_Part(self.last.value * share, 1, False, True))
            return whole and self.last.value >= 100
        if token.role == "half" and self.digit is not None:
            return False
        self.digit = (self.digit or 0) + share
        return token.role == "half" or self.digit >= 1

    def _some_more(self, token: Token) -> bool:
        """ "More than five ten thousands, less than six": the span is one of the last place."""
        if self.ended or self.digit == 0 or (self.digit or 0) % 1:
            return False
        rough = self.bare and token.role == "or_so"
        total = sum(part.value for part in self.parts) + (self.digit or 0)
        self.spread = 0 if rough or not total else _magnitude(total)
        self.bare, self.ended = False, True
        return bool(total)

    def span(self) -> Span | None:
        if self.bare or (self.digit is None and not self.parts) or not self._in_order():
            return None
        digit = self.digit or 0
        if self.parts and self.digit is not None:
            tenths = self.last.role == "tail" and digit in range(1, 10) and not self.after_zero
            if self.parts[-1].value % self.parts[-1].place or not (tenths or self._rest(digit)):
                return None
            digit *= self.last.value / 10 if tenths else 1
        total = sum(part.value for part in self.parts) + digit
        return total, total + self.spread

    def _rest(self, digit: float) -> bool:
        """Whether this can follow the last multiplier: not 5 after "3 lakh", not 50 after "3 wan", not 0."""
        nearest = max(10, self.last.value / (100 if self.last.role == "tail" else 1000))
        return (
            digit > 0
            and not digit % 1
            and digit < self.last.value
            and (not self.figure or self.after_zero or digit >= nearest)
        )

    def _in_order(self) -> bool:
        """Whether no place is left out in silence: "one yi five thousand" may mean 50 million more."""
        return not any(
            one.tail and not other.after_zero and other.value < one.place / 1000
            for one, other in itertools.pairwise(self.parts)
        )


def _magnitude(number: float) -> float:
    """The place of the last digit that is not zero: 100 for 300, 1 for 35."""
    place = 1.0
    while number % (place * 10) == 0:
        place *= 10
    return place
