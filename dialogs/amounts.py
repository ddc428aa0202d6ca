"""Typed amounts: "50,000", "5.5 wan", "san wan wu", "2 lakh", "3-5 wan jin", "under 20 thousand". The words are data.

Whatever is not fully understood is refused: a wrong value does harm, a refusal costs one more reply.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.amount_lexer import Lexer
from dialogs.amount_parts import counted_first, ends
from dialogs.amount_reason import Refusal, reason
from dialogs.amount_words import MONTHS, Token, multiplies, plain, raised
from dialogs.script import Each, Kind, Number, Numbers

__all__ = ["LONGEST", "Amount", "Amounts", "Refusal", "plain"]

LONGEST = 120
"""A longer text is no amount."""


@dataclass(frozen=True)
class Amount:
    """
    What was meant, both ends the same for a plain number; high None: no upper end.

    Args:
        months: 12 where a month was spoken of, 1 where a year was, None where neither; low and high are for a year.
    """

    low: Number
    high: Number | None
    months: int | None = None


class Amounts:
    """Reads amounts as any of these languages writes them."""

    def __init__(self, languages: Iterable[Numbers]) -> None:
        numbers = list(languages)
        self.words = {plain(word): value for one in numbers for word, value in one.words.items()}
        self._currencies = {plain(word): code for one in numbers for code, words in one.money.items() for word in words}
        self._bags = {plain(word): bag for one in numbers for word, bag in one.sizes.items()}
        self._numbers = numbers
        self._lexers: dict[Kind, Lexer] = {}

    def read(
        self, text: str, kind: Kind, unit: Number = 1, currency: str | None = None, each: Each | None = None
    ) -> Amount | None:
        """The amount that the text states; None when it states none, more than one, or a vague one."""
        found = self.reading(text, kind, unit, currency, each)
        return found if isinstance(found, Amount) else None

    def reading(
        self, text: str, kind: Kind, unit: Number = 1, currency: str | None = None, each: Each | None = None
    ) -> Amount | Refusal:
        """
        The amount that the text states, or why it is refused.

        Args:
            unit: for a weight, the kilograms that a number without a unit counts, and in which the amount is given.
            currency: the only money that may be named; None: any that the languages count in.
            each: what a number is asked for, a period or a percent, which may be named and changes nothing; else a
                month counts for a year.
        """
        if len(text) > LONGEST or raised(text):
            return Refusal("unclear")
        tokens = self._tokens(kind, plain(text))
        if self._blurred(tokens):
            return Refusal("unclear", whole=True)
        tokens = counted_first([token for token in tokens if not _names(token, each)])
        named = {code for token in tokens if (code := self._currencies.get(token.text)) and token.role == "unit"}
        why = "currency" if currency and named - {currency} else reason(tokens)
        found = None if why else self._amount(tokens, kind, unit)
        whole = all(token.role != "unknown" for token in tokens)
        if found is None:
            bag = next((self._bags[token.text] for token in tokens if token.role == "size"), "")
            return Refusal(why or "unclear", currency or "" if why == "currency" else bag, whole)
        low, high = found.low, found.high
        if kind == "count" and (isinstance(low, float) or isinstance(high, float)):
            return Refusal("whole", whole=whole)
        return found

    def kind(self, text: str) -> Kind:
        """What the text counts by its unit: a weight, money or people; money when it names none."""
        text = plain(text[: 2 * LONGEST])
        for kind in ("weight", "money", "count"):
            if any(token.role in ("unit", "size") for token in self._tokens(kind, text)):
                return kind
        return "money"

    def _tokens(self, kind: Kind, text: str) -> list[Token]:
        """The tokens of a plain text; each kind's lexer is made when it is first needed."""
        if kind not in self._lexers:
            self._lexers[kind] = Lexer(self._numbers, kind)
        return self._lexers[kind].tokens(text)

    def _amount(self, tokens: list[Token], kind: Kind, unit: Number) -> Amount | None:
        periods = {token.value for token in tokens if token.role == "per"}
        if len(periods) > 1 or (periods and kind == "count"):
            return None
        tokens = [token for token in tokens if token.role != "share"]
        found = ends(tokens, unit)
        if found is None:
            return None
        months = int(periods.pop()) if periods else None
        low, high = (None if end is None else _tidy(end * (months or 1) / unit) for end in found)
        assert low is not None
        return Amount(low, high, months)

    def _blurred(self, tokens: list[Token]) -> bool:
        """Whether a period that begins with "one" may be the end of a number: "twenty one months"."""
        return any(
            period.role == "per" and multiplies(before) and before.value == 10 and period.text[0] in self.words
            for before, period in itertools.pairwise(tokens)
        )


def _names(token: Token, each: Each | None) -> bool:
    """Whether this token is the period, or the percent, that is asked for."""
    return token.role == each or (each == "month" and token.role == "per" and token.value == MONTHS)


def _tidy(number: float) -> Number:
    """The number without the dust of binary fractions, whole where it is whole."""
    number = round(number, 6)
    return int(number) if number.is_integer() else number
