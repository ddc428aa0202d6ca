"""Typed amounts: "50,000", "5.5 wan", "san wan wu", "2 lakh", "3-5 wan jin", "under 20 thousand". The words are data.

Whatever is not fully understood is refused: a wrong value does harm, a refusal costs one more reply.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dialogs.amount_number import Span, exactly, range_of, span
from dialogs.amount_words import NUMBER_ROLES, Lexer, Token, multiplies, plain, raised
from dialogs.script import NUMBER_KINDS, Kind, Number, Numbers

__all__ = ["LONGEST", "Amount", "Amounts", "Refusal", "plain"]

LONGEST = 120
"""A longer text is no amount."""

Bounds = Literal["at_most", "at_least"]
Segment = tuple[list[Token], float | None]
"""The tokens of one number, and its unit where it is said."""


@dataclass(frozen=True)
class Amount:
    """
    What was meant, both ends the same for a plain number; high None: no upper end.

    Args:
        months: 12 where a month was spoken of, 1 where a year was, None where neither; low and high are for a year.
        currency: the money that was named.
    """

    low: Number
    high: Number | None
    months: int | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Refusal:
    """
    Why no amount was read: a field of script.Refused.

    Args:
        word: the bag or box whose weight is not known.
        whole: whether every word was understood, so that the text does speak of an amount.
    """

    reason: str
    word: str = ""
    whole: bool = False


class Amounts:
    """Reads amounts as any of these languages writes them."""

    def __init__(self, languages: Iterable[Numbers]) -> None:
        numbers = list(languages)
        self.words = {plain(word): value for one in numbers for word, value in one.words.items()}
        self._currencies = {plain(word): code for one in numbers for code, words in one.money.items() for word in words}
        self._lexers = {kind: Lexer(numbers, kind) for kind in NUMBER_KINDS}

    def read(self, text: str, kind: Kind, unit: Number = 1, currency: str | None = None) -> Amount | None:
        """The amount that the text states; None when it states none, more than one, or a vague one."""
        found = self.reading(text, kind, unit, currency)
        return found if isinstance(found, Amount) else None

    def reading(self, text: str, kind: Kind, unit: Number = 1, currency: str | None = None) -> Amount | Refusal:
        """
        The amount that the text states, or why it is refused.

        Args:
            unit: for a weight, the kilograms that a number without a unit counts, and in which the amount is given.
            currency: the only money that may be named; None: any that the languages count in.
        """
        if len(text) > LONGEST or raised(text):
            return Refusal("unclear")
        tokens = self._lexers[kind].tokens(plain(text))
        named = {code for token in tokens if (code := self._currencies.get(token.text)) and token.role == "unit"}
        reason = _reason(tokens)
        if currency and named - {currency}:
            reason = "currency"
        found = None if reason else self._amount(tokens, kind, unit)
        whole = all(token.role != "unknown" for token in tokens)
        if found is None:
            return Refusal(
                reason or "unclear", next((token.text for token in tokens if token.role == "size"), ""), whole
            )
        low, high = found.low, found.high
        if kind == "count" and (isinstance(low, float) or isinstance(high, float)):
            return Refusal("whole", whole=whole)
        return Amount(low, high, found.months, next(iter(named), None))

    def kind(self, text: str) -> Kind:
        """What the text counts by its unit: a weight, money or people; money when it names none."""
        text = plain(text[: 2 * LONGEST])
        for kind in ("weight", "money", "count"):
            if any(token.role in ("unit", "size") for token in self._lexers[kind].tokens(text)):
                return kind
        return "money"

    def _amount(self, tokens: list[Token], kind: Kind, unit: Number) -> Amount | None:
        periods = {token.value for token in tokens if token.role == "per"}
        if len(periods) > 1 or (periods and kind == "count") or self._blurred(tokens):
            return None
        tokens = [token for token in tokens if token.role != "share"]
        found = _bounded(tokens, unit)
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


def _reason(tokens: list[Token]) -> str | None:
    """Why these tokens state no amount, as far as single words tell."""
    roles = {token.role for token in tokens}
    if "foreign" in roles:
        return "currency"
    figures = roles & {"figure", "word", "none", "half", "article"}
    if "vague" in roles or (roles & {"times", "tail", "some_more", "about"} and not figures and not _alone(tokens)):
        return "vague"
    if not figures and not roles & {"times", "tail"}:
        return "unclear" if any(map(str.isdigit, "".join(token.text for token in tokens))) else "no_number"
    if _bare(tokens):
        return "vague"
    size = next((at for at, token in enumerate(tokens) if token.role == "size"), None)
    if "share" in roles and not (size and _of_known_size(tokens, size)):
        return "total"
    if "period" in roles:
        return "period"
    other = next((role for role in sorted(roles) if role.startswith("not_")), None)
    if other or "unknown" in roles or ("goods" in roles and not roles & {"unit", "size"}):
        return other or "unclear"
    if size is not None and not _of_known_size(tokens, size):
        return "total" if "unit" in roles else "size"
    return None


def _alone(tokens: list[Token]) -> bool:
    """Whether the number begins with a multiplier that needs no digit, as in "hundred kg" or "thousand odd"."""
    number = [token for token in tokens if token.role in NUMBER_ROLES]
    return bool(number) and multiplies(number[0]) and (number[0].alone or any(t.role == "or_so" for t in number[1:2]))


def _bare(tokens: list[Token]) -> bool:
    """Whether a word for "some more" has no number before it."""
    befores = zip([Token("idle"), *tokens], tokens, strict=False)
    return any(token.role == "some_more" and before.role not in (NUMBER_ROLES | {"unit"}) for before, token in befores)


def _of_known_size(tokens: list[Token], at: int) -> bool:
    """Whether "200 bags" goes on with the weight of one: "of 50 kg"."""
    before, after = tokens[:at], [token for token in _one_bag(tokens[at:]) if token.role not in ("share", "idle")]
    counted = (*NUMBER_ROLES, "about", "at_most", "at_least", "to", "idle")
    number = any(token.role in NUMBER_ROLES for token in before) and all(token.role in counted for token in before)
    return number and bool(after) and after[0].role in NUMBER_ROLES and any(token.role == "unit" for token in after)


def _one_bag(tokens: list[Token]) -> list[Token]:
    """The tokens without the bags, and without the "one" of "one bag"."""
    afters = [*tokens[1:], Token("idle")]
    return [
        token
        for token, after in zip(tokens, afters, strict=True)
        if token.role != "size" and not (after.role == "size" and (token.role == "article" or token.value == 1))
    ]


def _bounded(tokens: list[Token], unit: Number) -> tuple[float, float | None] | None:
    """The ends in base units, with what is said of bounds; None: not understood."""
    bounds = [token.role for token in tokens if token.role in ("at_most", "at_least")]
    if bounds == ["at_least", "at_most"]:
        found = _spoken(_split_at_bounds(tokens), unit)
        return found if found and found[0] < found[1] else None
    found = _spoken(tokens, unit)
    if found is None or len(bounds) > 1:
        return None
    if not bounds:
        return found
    if found[0] != found[1]:
        return None
    return (0.0, found[1]) if bounds == ["at_most"] else (found[0], None)


def _split_at_bounds(tokens: list[Token]) -> list[Token]:
    """ "Over 2 but under 3" and "2 or more, 3 or less" as a range."""
    least = next(at for at, token in enumerate(tokens) if token.role == "at_least")
    most = next(at for at, token in enumerate(tokens) if token.role == "at_most")
    first = next((at for at, token in enumerate(tokens) if token.role in NUMBER_ROLES), 0)
    cut = most if least < first else least + 1
    return [*tokens[:cut], Token("to"), *tokens[cut:]]


def _spoken(tokens: list[Token], unit: Number) -> Span | None:
    """The one number or range of the tokens, in base units."""
    size = next((at for at, token in enumerate(tokens) if token.role == "size"), None)
    if size is not None:
        bags, weight = _spoken(tokens[:size], 1), _spoken(_one_bag(tokens[size:]), unit)
        return (bags[0] * weight[0], bags[1] * weight[1]) if bags and weight and bags[1] > 1 else None
    parts = [_segments(part) for part in _parts(tokens)]
    if len(parts) == 1:
        return _joined(parts[0], unit) if parts[0] else None
    if len(parts) != 2 or not all(part and len(part) == 1 for part in parts):
        return None
    (first, one), (second, other) = (part[0] for part in parts if part)
    nearest = max(token.value for token in tokens if token.role in ("to", "plus", "ends"))
    if one is None or other is None or one == other:
        found, factor = range_of(first, second), one or other or unit
        near = found and not 0 < nearest * found[0] < found[1]
        return (found[0] * factor, found[1] * factor) if found and near else None
    low, high = exactly(first), exactly(second)
    return (low * one, high * other) if low is not None and high is not None and low * one < high * other else None


def _parts(tokens: list[Token]) -> list[list[Token]]:
    """The tokens before and after each word that makes a range."""
    between = any(token.role == "between" for token in tokens)
    parts: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        if between and token.role in ("plus", "ends"):
            parts.append([])
        elif token.role != "to":
            parts[-1].append(token)
        elif not _hyphen(tokens[at - 1 : at + 2]):
            parts.append([])
    return parts


def _hyphen(around: list[Token]) -> bool:
    """Whether this is "twenty-five"."""
    if [token.role for token in around] != ["word", "to", "word"]:
        return False
    tens, dash, digit = around
    return tens.value in range(20, 100, 10) and digit.value in range(1, 10) and not dash.text.isalpha()


def _segments(tokens: list[Token]) -> list[Segment] | None:
    """The numbers of a part with their units; None when words that say nothing cut one apart."""
    found: list[Segment] = []
    number: list[Token] = []
    unit: float | None = None
    gap = done = False
    for token in tokens:
        if token.role in NUMBER_ROLES:
            if gap and (number or found):
                if token.role == "plus":
                    continue
                return None
            if done:
                found, number, unit = [*found, (number, unit)], [], None
            number, gap, done = [*number, token], False, False
        elif token.role == "unit":
            if unit not in (None, token.value):
                return None
            unit, gap, done = token.value, False, bool(number)
        else:
            gap = True
    return _with_rest(_trimmed([*found, (number, unit)]))


def _trimmed(segments: list[Segment]) -> list[Segment]:
    """The numbers without an "and" at their ends."""
    for number, _ in segments:
        while number and number[0].role == "plus":
            del number[0]
        while number and number[-1].role == "plus":
            del number[-1]
    return [segment for segment in segments if segment[0]]


def _with_rest(segments: list[Segment]) -> list[Segment] | None:
    """The numbers, with "two tonnes and a half" and "two tonnes odd" each as one."""
    if len(segments) == 2 and segments[1][1] is None and len(segments[1][0]) == 1:
        (number, unit), (rest, _) = segments
        if rest[0].role in ("some_more", "or_so"):
            return [([*number, *rest], unit)]
        if rest[0].role in ("half", "fraction") and not any(map(multiplies, number)):
            return [([*number, Token("fraction", rest[0].value or 0.5)], unit)]
        return None
    if any(unit is None and _needs_a_unit(number) for number, unit in segments):
        return None
    return segments


def _needs_a_unit(number: list[Token]) -> bool:
    """Whether this is only "a" or "half"."""
    return len(number) == 1 and (
        number[0].role in ("article", "half", "fraction") or (number[0].role == "word" and 0 < number[0].value < 1)
    )


def _joined(segments: list[Segment], unit: Number) -> Span | None:
    """One number, or "2 tonnes 500 kg": a second one that is less than one unit of the first."""
    number, first = segments[0]
    found = span(number)
    factor = first or unit
    if found is None or len(segments) > 2:
        return None
    if len(segments) == 1:
        return found[0] * factor, found[1] * factor
    rest, second = exactly(segments[1][0]), segments[1][1]
    if rest is None or second is None or found[0] != found[1] or found[0] % 1 or not 0 < rest * second < factor:
        return None
    total = found[0] * factor + rest * second
    return total, total


def _tidy(number: float) -> Number:
    """The number without the dust of binary fractions, whole where it is whole."""
    number = round(number, 6)
    return int(number) if number.is_integer() else number
