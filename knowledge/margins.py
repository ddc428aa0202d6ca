"""Whether a mode pays: what selling one box costs, from which box on it earns, how long the money lasts.

All sums set what is sold against what the present buyer pays for the same goods. A deposit that comes back is no cost
here. Each result names the fields without which it cannot be told; it never leaves one of them out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from statistics import median_low
from typing import Literal, NamedTuple

from knowledge.conditions import high_end, low_end
from knowledge.cost_rules import Sale, Split
from knowledge.costs import DUST, NOTHING, ONE, Books, Span, Term, Total

MONEY_TO_START = "capital"
NEVER = math.inf


@dataclass(frozen=True)
class Result:
    """
    A result in low, expected and high; None while `missing` names what it wants, or where nothing of the kind is due.

    An end that is endless is infinite: no number of boxes pays, or the money lasts for good.
    """

    span: Span | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Margins:
    """
    What the sums of one mode come to.

    Args:
        counted_in: what is sold one by one: boxes, or kilos.
        each: what selling one of them costs, its part of the fixed costs included, the goods not.
        break_even: from how many of them on the sales bring more than the present buyer pays.
        break_even_kg: the same in kilos.
        beats_from: the price of a kilo at which what is planned brings as much as the present buyer.
        months: how long the money lasts if nothing is sold.
        short: what the money lacks for the first sale, expected.
        waiting: the sales whose money has not come yet.
        planned: how many of them are to be sold in the first year.
    """

    counted_in: Literal["box", "kg"]
    each: Result
    break_even: Result
    break_even_kg: Result
    beats_from: Result
    months: Result
    short: int
    waiting: Total | None
    waiting_missing: tuple[str, ...]
    planned: Span | None


class Way(NamedTuple):
    """One way to pay, an option of each choice: costs of the year, of one box, as a part of its price."""

    fixed: Span = NOTHING
    each: Span = NOTHING
    share: Span = NOTHING
    fixed_each: Span = NOTHING

    def plus(self, other: Way) -> Way:
        return Way(*map(_plus, self, other))


class Side(NamedTuple):
    """One end of the range: prices of a kilo, and the kilos of a box, the most of them where each kilo gains."""

    price: float
    instead: float
    kg: float
    kg_if_losing: float


def balance(books: Books) -> Margins:
    """The results of one mode for one profile."""
    sale = books.rules.sales.get(books.mode)
    months, short = _months(books)
    results = Selling(books, sale) if sale else None
    nothing = Result(None)
    boxes, kilos = results.break_even() if results else (nothing, nothing)
    return Margins(
        counted_in="box" if sale and sale.kg else "kg",
        each=results.each() if results else nothing,
        break_even=boxes,
        break_even_kg=kilos,
        beats_from=results.beats_from() if results else nothing,
        months=months,
        short=short,
        waiting=books.total("waiting"),
        waiting_missing=_once(books.missing("waiting")),
        planned=results.planned() if results else None,
    )


class Selling:
    """What is sold, box by box or kilo by kilo, and the costs it has to carry."""

    def __init__(self, books: Books, sale: Sale) -> None:
        self.books = books
        self.sale = sale
        terms = [term for term in books.terms("first_year") if not term.rule.returned]
        self.terms = [(term, books.rules.splits[books.mode, term.quantity]) for term in terms]
        self.kg = books.factor(sale.kg) if sale.kg else ONE
        self.price = books.factor(sale.price)
        self.instead = books.factor(sale.instead_of)
        self._ways: list[Way] = []

    def wanting(self, planned: bool, *fields: str | None) -> tuple[str, ...]:
        """
        The fields that are wanted and not known; `planned`: also how much is sold, to spread what is fixed.

        Nothing sold, and a box that weighs nothing, are as good as not known.
        """
        wanted = [term.field for term, _ in self.terms if term.span is None]
        factors: list[float | str] = [field for field in fields if field]
        divisors = [self.sale.kg] if self.sale.kg in fields and self.sale.kg else []
        for term, split in self.terms:
            factors += split.left if split.running or planned else term.factors
            divisors += split.spread if planned else ()
        wanted += [str(one) for one in factors if self.books.factor(one) is None]
        return _once([*wanted, *(one for one in divisors if not (self.books.factor(one) or NOTHING).high)])

    def break_even(self) -> tuple[Result, Result]:
        """In boxes (or kilos, where kilos are sold), and in kilos."""
        missing = self.wanting(False, self.sale.kg, self.sale.price, self.sale.instead_of)
        if missing or self.kg is None or self.price is None or self.instead is None:
            return Result(None, missing), Result(None, missing)
        price, instead, kg = self.price, self.instead, self.kg
        sides = (
            Side(price.high, instead.low, kg.high, kg.low),
            Side(price.expected, instead.expected, kg.expected, kg.expected),
            Side(price.low, instead.high, kg.low, kg.high),
        )
        boxes = _middle([Span(*map(_boxes, sides, way.fixed, way.share, way.each)) for way in self.ways()])
        kilos = Span(*(_product(many, side.kg) for many, side in zip(boxes, sides, strict=True)))
        return Result(Span(*map(_whole, boxes))), Result(Span(*map(_whole, kilos)))

    def beats_from(self) -> Result:
        """The price of a kilo that leaves, after all costs of what is planned, what the present buyer pays."""
        missing = self.wanting(True, self.sale.kg, self.sale.instead_of)
        if missing or self.kg is None or self.instead is None:
            return Result(None, missing)
        sizes = self.kg[::-1]
        ways = [
            Span(*map(_price, self.instead, way.each.plus(way.fixed_each), sizes, way.share)) for way in self.ways()
        ]
        return Result(_middle(ways))

    def planned(self) -> Span | None:
        """What is to be sold in the first year, where that is known."""
        quantity = self.books.rules.quantities[self.sale.sold]
        return None if None in map(self.books.factor, quantity) else self.times(ONE, quantity)

    def each(self) -> Result:
        """What selling one costs at the price wanted, with its part of what is fixed."""
        of_price = any(split.running and split.of_price for _, split in self.terms)
        missing = self.wanting(True, self.sale.kg, self.sale.price if of_price else None)
        if missing:
            return Result(None, missing)
        value = (self.price or NOTHING).times(self.kg or NOTHING)
        return Result(_middle([way.share.times(value).plus(way.each).plus(way.fixed_each) for way in self.ways()]))

    def ways(self) -> list[Way]:
        """Every way to pay, one option of each choice; what is optional counts in the high end alone."""
        if not self._ways:
            choices = {term.rule.choice for term, _ in self.terms}
            options = {
                choice: dict.fromkeys(names, Way()) for choice, names in self.books.options.items() if choice in choices
            }
            always = Way()
            for term, split in self.terms:
                part, choice = self.part(term, split), term.rule.choice
                if choice:
                    options[choice][term.rule.option] = options[choice][term.rule.option].plus(part)
                else:
                    always = always.plus(part)
            self._ways = [
                reduce(Way.plus, chosen, always) for chosen in product(*(one.values() for one in options.values()))
            ]
        return self._ways

    def part(self, term: Term, split: Split) -> Way:
        """What a line brings to a way; of an optional one the high end alone."""
        span = term.span or NOTHING
        if term.rule.optional:
            span = Span(0, 0, span.high)
        left = self.times(span, split.left)
        if split.running:
            return Way(share=left) if split.of_price else Way(each=left)
        many = self.times(ONE, split.spread)
        return Way(fixed=self.times(span, term.factors), fixed_each=Span(*map(_over, left, many[::-1])))

    def times(self, span: Span, factors: Iterable[float | str]) -> Span:
        for name in factors:
            span = span.times(self.books.factor(name) or NOTHING)
        return span


def _months(books: Books) -> tuple[Result, int]:
    """How long the money lasts while nothing is sold, and what it lacks for the first sale."""
    monthly = [term for term in books.terms("first_year") if books.per(books.unit(term.figure)) == "month"]
    wanted = [term.field for term in monthly if term.span is None]
    money = books.profile.get(MONEY_TO_START)
    wanted += [MONEY_TO_START] if money is None else []
    before = books.total("before_first_sale")
    missing = _once([*books.missing("before_first_sale"), *wanted])
    if missing or before is None:
        return Result(None, missing), 0
    outgo = books.sum((term.rule, term.span or NOTHING) for term in monthly)
    low, high = low_end(money), high_end(money)
    middle = low if math.isinf(high) else (low + high) / 2
    short = max(0, math.ceil(before.expected - middle))
    if not outgo.high:
        return Result(None), short
    ends = ((low, before.high, outgo.high), (middle, before.expected, outgo.expected), (high, before.low, outgo.low))
    return Result(Span(*(_over(max(0.0, have - spent), cost) for have, spent, cost in ends))), short


def _plus(one: Span, more: Span) -> Span:
    return one if more is NOTHING else more if one is NOTHING else one.plus(more)


def _boxes(side: Side, fixed: float, share: float, each: float) -> float:
    """After how many boxes the fixed costs are earned."""
    per_kg = side.price * (1 - share) - side.instead
    gain = round(per_kg * (side.kg if per_kg > 0 else side.kg_if_losing) - each, DUST)
    return NEVER if gain <= 0 else fixed / gain


def _product(many: float, kg: float) -> float:
    return many if math.isinf(many) else many * kg


def _whole(many: float) -> float:
    """Rounded up to the next whole one."""
    return many if math.isinf(many) else math.ceil(round(many, DUST))


def _price(instead: float, each: float, kg: float, share: float) -> float:
    """The price of a kilo of which, after the share and the costs of a box, what is paid instead is left."""
    return NEVER if share >= 1 or not kg else (instead + each / kg) / (1 - share)


def _over(cost: float, many: float) -> float:
    return cost / many if many else (NEVER if cost else 0.0)


def _middle(ways: Sequence[Span]) -> Span:
    """The range over all ways; to expect: the one in the middle, the better one of two."""
    return Span(min(way.low for way in ways), median_low(way.expected for way in ways), max(way.high for way in ways))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
