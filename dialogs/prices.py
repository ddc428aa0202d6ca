"""Typed prices: "12.5", "3 kuai 5", "8 mao", "3.5 yuan a jin", "7 per kg". What is left of the weight is an amount."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogs.amounts import Amount, Amounts, plain
from dialogs.script import Number, Numbers

LONGEST = 60
"""A longer text is no price."""


class Prices:
    """Reads prices as any of these languages says them: of one thing, or of a weight."""

    def __init__(self, languages: Iterable[Numbers], amounts: Amounts) -> None:
        numbers = list(languages)
        self.amounts = amounts
        self.coins = {plain(word): value for one in numbers for word, value in one.coins.items()}
        self.digits = {plain(word): value for one in numbers for word, value in one.words.items() if 0 < value < 10}
        weights = {plain(word): value for one in numbers for word, value in one.weights.items()}
        per = [plain(word) for one in numbers for word in one.per]
        self.weights = {
            word: kg for weight, kg in weights.items() for one in per for word in (one + weight, f"{one} {weight}")
        }
        self._weight = _weight_pattern(self.weights, [plain(word) for one in numbers for word in one.times])
        coin, digit = _any(self.coins), _any([*self.digits, *"123456789"])
        half = _any(plain(word) for one in numbers for word in one.half)
        self._coined = re.compile(
            rf"(?P<many>.+?) ?(?P<coin>{coin}) ?(?:(?P<tenth>{digit}) ?(?:{coin})?|(?P<half>{half}))?"
        )

    def read(self, text: str, unit_kg: Number | None, currency: str | None = None) -> Amount | None:
        """
        The price that the text states; None when it states none, or not clearly.

        Args:
            unit_kg: the kilograms that a price without a weight is for; the answer is the price of one kilogram. None:
                the price is of one thing, and a weight in it makes it unclear.
            currency: the only money that may be named; None: any that the languages count in.
        """
        text = plain(text[: LONGEST + 1])
        found = list(self._weight.finditer(text))
        if len(text) > LONGEST or len(found) > 1 or (found and unit_kg is None):
            return None
        money = self._weight.sub(" ", text).strip() if found else text
        kilos = self.weights[found[0]["word"]] if found else unit_kg or 1
        amount = self._money(money, currency)
        if amount is None:
            return None
        high = None if amount.high is None else _tidy(amount.high / kilos)
        return Amount(_tidy(amount.low / kilos), high)

    def _money(self, text: str, currency: str | None) -> Amount | None:
        """The money alone: with tenths behind a coin, or as any amount."""
        coined = self._coined.fullmatch(text)
        if coined is None:
            return self.amounts.read(text, "money", currency=currency)
        many, coin = self.amounts.read(coined["many"], "count"), self.coins[coined["coin"]]
        many = many or self.amounts.read(coined["many"], "money", currency=currency)
        if many is None:
            return None
        if not coined["tenth"] and not coined["half"]:
            return Amount(_tidy(many.low * coin), None if many.high is None else _tidy(many.high * coin))
        if many.low != many.high:
            return None
        more = 0.5 if coined["half"] else float(self.digits.get(coined["tenth"]) or coined["tenth"]) / 10
        value = _tidy((many.low + more) * coin)
        return Amount(value, value)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) or "(?!)"


def _weight_pattern(words: Iterable[str], times: Iterable[str]) -> re.Pattern[str]:
    """A weight that leads or ends a price, and is no part of a longer word or of a number such as eleven."""
    longer = "".join(f"(?<!{re.escape(word)})" for word in sorted(times) if not word.isascii())
    parts = [
        (
            r"(?<!\d)"
            if word[0].isdigit()
            else ("(?<![a-z])" if word[0].isalpha() else "")
            if word[0].isascii()
            else longer
        )
        + re.escape(word)
        + ("(?![a-z])" if word[-1].isascii() else "")
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(rf" ?(?P<word>{'|'.join(parts) or '(?!)'}) ?")


def _tidy(number: float) -> Number:
    number = round(number, 6)
    return int(number) if float(number).is_integer() else number
