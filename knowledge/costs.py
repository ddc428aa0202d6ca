"""What a mode costs one cooperative: lines that each name where their figure comes from, and two sums.

A sum never hides a missing figure: it is there as a whole, or not at all, and what would complete it is named.
Sums are in whole units of the pack's currency, the low end rounded down and the high end rounded up.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median_low
from typing import Any, Literal, NamedTuple

from knowledge.conditions import high_end, holds, low_end
from knowledge.cost_rules import SUMS, CostFigure, CostRule, CostRules, Kind, Sum
from knowledge.model import Fact, ModeId
from knowledge.profile import FIELDS
from knowledge.units import MONEY

Basis = Literal["yours", "source", "assumption"]
Ends = tuple[float | None, float | None]
"""Lowest and highest figure; high None: no top is known, both None: no figure is known."""


@dataclass(frozen=True)
class CostLine:
    """One line as the reader meets it; its words stand under its id. Without low and high: nobody knows the price."""

    id: str
    kind: Kind
    low: float | None
    high: float | None
    unit: str
    per: str
    basis: Basis
    source: str | None = None
    as_of: str | None = None
    choice: str | None = None
    option: str | None = None
    optional: bool = False
    returned: bool = False
    counts_in: tuple[Sum, ...] = ()


@dataclass(frozen=True)
class Total:
    """A sum in whole units of the currency."""

    low: int
    expected: int
    high: int

    @property
    def ends(self) -> tuple[int, int, int]:
        return self.low, self.expected, self.high


@dataclass(frozen=True)
class Ledger:
    """What one mode costs; `missing` names the fields that would complete the sums that are None."""

    currency: str
    lines: tuple[CostLine, ...]
    before_first_sale: Total | None
    first_year: Total | None
    missing: tuple[str, ...]


def ledger(
    mode: ModeId, profile: Mapping[str, Any], rules: CostRules, facts: Mapping[str, Fact], currency: str
) -> Ledger:
    """
    The lines and sums of one mode. A deposit counts in full, though it comes back: the money is tied up.

    The expected sum takes the middle of every figure, nothing of what is optional, and of a choice the option in the
    middle by cost, the cheaper one of two. A sum in which no line counts is None.
    """
    return Books(mode, profile, rules, facts, currency).ledger()


class Span(NamedTuple):
    """A range of what is nought or more, with the figure to expect in it."""

    low: float
    expected: float
    high: float

    def plus(self, other: Span) -> Span:
        return Span(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def times(self, other: Span) -> Span:
        return Span(self.low * other.low, self.expected * other.expected, self.high * other.high)

    def total(self) -> Total:
        """In whole units of the currency."""
        low, expected, high = (round(end, DUST) for end in self)
        return Total(math.floor(low), round(expected), math.ceil(high))


NOTHING, ONE = Span(0, 0, 0), Span(1, 1, 1)
DUST = 6
"""Decimals beyond which a binary fraction is no more than dust."""


class Term(NamedTuple):
    """
    A line that counts in a sum: the figure to count, its range where that is known, what it is taken times.

    `field` is what would give the figure; the line's own id where no field could.
    """

    name: str
    rule: CostRule
    figure: CostFigure
    span: Span | None
    quantity: str
    factors: tuple[float | str, ...]

    @property
    def field(self) -> str:
        return next((one.field for one in self.rule.figures if one.field), self.name)


class Books:
    """The lines of one mode, each with the figure that is taken for one profile."""

    def __init__(
        self, mode: ModeId, profile: Mapping[str, Any], rules: CostRules, facts: Mapping[str, Fact], currency: str
    ) -> None:
        self.mode: ModeId = mode
        self.profile = profile
        self.rules = rules
        self.facts = facts
        self.currency = currency
        here = rules.by_mode.get(mode, {})
        self.kept = {name: rule for name, rule in here.items() if not rule.when or holds(rule.when, profile)}
        self.taken = {name: self.take(rule) for name, rule in self.kept.items()}
        self.options: dict[str, dict[str | None, None]] = {}
        for rule in self.kept.values():
            if rule.choice:
                self.options.setdefault(rule.choice, {})[rule.option] = None
        self.factors: dict[float | str, Span | None] = {}
        self.counted: dict[Sum, list[Term]] = {}

    def ledger(self) -> Ledger:
        return Ledger(
            currency=self.currency,
            lines=(*self.lines(), *self.assumptions()),
            before_first_sale=self.total("before_first_sale"),
            first_year=self.total("first_year"),
            missing=tuple(dict.fromkeys(field for total in SUMS for field in self.missing(total))),
        )

    def take(self, rule: CostRule) -> CostFigure | None:
        """The first figure that holds for this profile and is known."""
        for figure in rule.figures:
            excluded = figure.unless and holds(figure.unless, self.profile)
            if not excluded and (figure.field is None or self.profile.get(figure.field) is not None):
                return figure
        return None

    def lines(self) -> Iterator[CostLine]:
        """The lines that have a figure, or at least a source that says there is such a cost."""
        for name, rule in self.kept.items():
            figure = self.taken[name]
            if figure is None:
                continue
            fact = self.facts[figure.fact] if figure.fact else None
            low, high = self.ends(figure)
            unit = self.unit(figure)
            yield CostLine(
                id=name,
                kind=rule.kind,
                low=_plain(low),
                high=_plain(high),
                unit=unit,
                per=self.per(unit),
                basis="source" if fact else "yours" if figure.field else "assumption",
                source=fact.source if fact else None,
                as_of=fact.as_of if fact else None,
                choice=rule.choice,
                option=rule.option,
                optional=rule.optional,
                returned=rule.returned,
                counts_in=tuple(total for total in SUMS if total in figure.times),
            )

    def assumptions(self) -> Iterator[CostLine]:
        """What the project assumes in the quantities that the lines are taken times."""
        quantities = [name for figure in self.taken.values() if figure for name in figure.times.values()]
        for name in dict.fromkeys(factor for quantity in quantities for factor in self.rules.quantities[quantity]):
            if name in self.rules.assumptions:
                number = self.rules.assumptions[str(name)]
                ends = _plain(number.low), _plain(number.high)
                yield CostLine(str(name), "assumption", *ends, number.unit, self.per(number.unit), "assumption")

    def unit(self, figure: CostFigure) -> str:
        """What a figure is counted in, such as "CNY/month"."""
        if figure.fact:
            return self.facts[figure.fact].unit or self.currency
        own = figure.unit or (FIELDS[figure.field].unit if figure.field else "")
        return own.replace(MONEY, self.currency) or self.currency

    def per(self, unit: str) -> str:
        """What a figure is counted by: "CNY" once, "CNY/month" month, "days" days."""
        return "once" if unit == self.currency else unit.removeprefix(f"{self.currency}/")

    def ends(self, figure: CostFigure) -> Ends:
        """The lowest and highest value of a figure."""
        if figure.field is None:
            given = self.facts[figure.fact] if figure.fact else figure
            return given.low, given.high
        low, high = self.field_ends(figure.field)
        if figure.rest_of_hundred and low is not None:
            return 0 if high is None else round(100 - high, 3), round(100 - low, 3)
        return low, high

    def field_ends(self, field: str) -> Ends:
        value = self.profile.get(field)
        if value is None:
            return None, None
        high = high_end(value)
        return low_end(value), None if math.isinf(high) else high

    def terms(self, total: Sum) -> list[Term]:
        """The lines that count in a sum; where the figure taken does not, the one that would, without a range."""
        if total not in self.counted:
            self.counted[total] = list(self.count(total))
        return self.counted[total]

    def count(self, total: Sum) -> Iterator[Term]:
        for name, rule in self.rules.counting.get((self.mode, total), {}).items():
            if name not in self.kept:
                continue
            taken = self.taken[name]
            if taken is not None and total in taken.times:
                span = span_of(self.ends(taken))
                quantity = taken.times[total]
                yield Term(name, rule, taken, span, quantity, self.rules.quantities[quantity])
            else:
                wanted = next(figure for figure in rule.figures if total in figure.times)
                quantity = wanted.times[total]
                yield Term(name, rule, wanted, None, quantity, self.rules.quantities[quantity])

    def factor(self, name: float | str) -> Span | None:
        """The range of a factor of a quantity, where it is known."""
        if name not in self.factors:
            self.factors[name] = span_of(self.factor_ends(name))
        return self.factors[name]

    def factor_ends(self, name: float | str) -> Ends:
        if not isinstance(name, str):
            return name, name
        if name in self.rules.constants:
            return self.rules.constants[name].is_, self.rules.constants[name].is_
        if name in self.rules.assumptions:
            return self.rules.assumptions[name].low, self.rules.assumptions[name].high
        return self.field_ends(name)

    def amount(self, term: Term) -> Span | None:
        """A line's part of its sum; None while its figure or a factor is not known."""
        span = term.span
        for name in term.factors:
            known = self.factor(name)
            span = None if span is None or known is None else span.times(known)
        return span

    def year_amounts(self) -> dict[str, float]:
        """What each line is expected to come to in the first year, where that is known."""
        amounts = ((term.name, self.amount(term)) for term in self.terms("first_year"))
        return {name: span.expected for name, span in amounts if span is not None}

    def missing(self, total: Sum) -> Iterator[str]:
        """The fields that keep a sum from being complete; a line's own id where no field could give its figure."""
        for term in self.terms(total):
            if term.span is None:
                yield term.field
            yield from (str(name) for name in term.factors if self.factor(name) is None)

    def total(self, total: Sum) -> Total | None:
        """A sum over all lines that count in it; None when one of them is not known, or there is none."""
        amounts: list[tuple[CostRule, Span]] = []
        for term in self.terms(total):
            span = self.amount(term)
            if span is None:
                return None
            amounts.append((term.rule, span))
        return self.sum(amounts).total() if amounts else None

    def sum(self, amounts: Iterable[tuple[CostRule, Span]]) -> Span:
        """The range over amounts of lines, of a choice one option alone, what is optional in the high end alone."""
        whole = NOTHING
        options = {choice: dict.fromkeys(names, NOTHING) for choice, names in self.options.items()}
        for rule, span in amounts:
            least = Span(0, 0, span.high) if rule.optional else span
            if rule.choice:
                options[rule.choice][rule.option] = options[rule.choice][rule.option].plus(least)
            else:
                whole = whole.plus(least)
        for spans in options.values():
            whole = whole.plus(_one_of(spans.values()))
        return whole


def span_of(ends: Ends) -> Span | None:
    """A range with its middle to expect; None when an end of it is unknown."""
    low, high = ends
    return None if low is None or high is None else Span(low, (low + high) / 2, high)


def _one_of(options: Collection[Span]) -> Span:
    """The range over options of which one is paid; to expect: the one in the middle, the cheaper one of two."""
    return Span(
        min(option.low for option in options),
        median_low(option.expected for option in options),
        max(option.high for option in options),
    )


def _plain(value: float | None) -> float | None:
    """A whole number without its decimal point."""
    return int(value) if value is not None and value == int(value) else value
