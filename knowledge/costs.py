"""What a mode costs one cooperative: lines that each name where their figure comes from, and two sums.

A sum never hides a missing figure: it is there as a whole, or not at all, and what would complete it is named.
Sums are in whole units of the pack's currency, the low end rounded down and the high end rounded up.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median_low
from typing import Any, Literal, get_args

from knowledge.conditions import When, high_end, holds, low_end
from knowledge.datafile import DataFile, Place, Problem, Record, nearest
from knowledge.model import Entry, Fact, ModeId

Sum = Literal["before_first_sale", "first_year"]
SUMS: tuple[Sum, ...] = get_args(Sum)
Basis = Literal["yours", "source", "assumption"]
Kind = Literal[
    "entry",
    "deposit",
    "fee",
    "staff",
    "packing",
    "freight",
    "loss",
    "commission",
    "ads",
    "operator_base",
    "operator_share",
    "payment_wait",
    "assumption",
]
Ends = tuple[float | None, float | None]
"""Lowest and highest figure; high None: no top is known, both None: no figure is known."""


class Assumption(Record):
    """A number the project assumes where nobody can know it beforehand; its text says why."""

    low: float
    high: float
    unit: str


class CostFigure(Record):
    """
    One place to take a line's figure from: a field of the profile, a fact, or an assumption of ours (`low`, `high`).

    Args:
        unit: of a field or an assumption ("CNY/month"); a fact brings its own.
        rest_of_hundred: the field gives the share that is not lost; the cost is the rest.
        times: the sums it counts in, each with the quantity the figure is taken times. A figure without is only shown.
        unless: profiles for which this figure does not hold.

    A figure from nowhere is one that nobody knows: the line is named as missing in the sums it counts in.
    """

    field: str | None = None
    fact: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    rest_of_hundred: bool = False
    times: dict[Sum, str] = {}
    unless: When = {}


class CostRule(Entry):
    """
    One line of a ledger: the first of its figures that holds and is known is taken.

    Of the lines of one `choice` only those of one `option` are paid. What is `optional` the cooperative may do without:
    it counts in the high end of a sum alone. `returned`: a deposit that comes back.
    """

    kind: Kind
    modes: tuple[ModeId, ...]
    figures: tuple[CostFigure, ...]
    choice: str | None = None
    option: str | None = None
    optional: bool = False
    returned: bool = False


class CostRules(Record):
    """costs.yaml. A quantity is the product of its factors: numbers, assumptions and fields of the profile."""

    assumptions: dict[str, Assumption] = {}
    quantities: dict[str, tuple[float | str, ...]] = {}
    lines: dict[str, CostRule] = {}


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
    books = _Books(mode, profile, rules, facts, currency)
    return Ledger(
        currency=currency,
        lines=(*books.lines(), *books.assumptions()),
        before_first_sale=books.total("before_first_sale"),
        first_year=books.total("first_year"),
        missing=tuple(dict.fromkeys(field for total in SUMS for field in books.missing(total))),
    )


@dataclass(frozen=True)
class _Span:
    """A range with the figure to expect in it."""

    low: Decimal
    expected: Decimal
    high: Decimal

    def __add__(self, other: _Span) -> _Span:
        return _Span(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def __mul__(self, other: _Span) -> _Span:
        return _Span(self.low * other.low, self.expected * other.expected, self.high * other.high)


NOTHING = _Span(Decimal(0), Decimal(0), Decimal(0))
Counted = tuple[str, CostRule, CostFigure, _Span | None]
"""A line that counts in a sum: its id, its rule, the figure to count, and its range where that is known."""


class _Books:
    """The lines of one mode, each with the figure that is taken for one profile."""

    def __init__(
        self, mode: ModeId, profile: Mapping[str, Any], rules: CostRules, facts: Mapping[str, Fact], currency: str
    ) -> None:
        self.profile = profile
        self.rules = rules
        self.facts = facts
        self.currency = currency
        here = {name: rule for name, rule in rules.lines.items() if mode in rule.modes}
        self.kept = {name: rule for name, rule in here.items() if holds(rule.when, profile)}
        self.taken = {name: self.take(rule) for name, rule in self.kept.items()}

    def take(self, rule: CostRule) -> CostFigure | None:
        """The first figure that holds for this profile and is known."""
        for figure in rule.figures:
            excluded = figure.unless and holds(figure.unless, self.profile)
            given = self.profile.get(figure.field) if figure.field else figure.fact or figure.low
            if given is not None and not excluded:
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
            unit = (fact.unit if fact else figure.unit) or self.currency
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

    def counted(self, total: Sum) -> Iterator[Counted]:
        """The lines that count in a sum; where the figure taken does not, the one that would, without a range."""
        for name, rule in self.kept.items():
            taken = self.taken[name]
            if taken is not None and total in taken.times:
                yield name, rule, taken, _span(self.ends(taken))
            elif wanted := [figure for figure in rule.figures if total in figure.times]:
                yield name, rule, wanted[0], None

    def factors(self, quantity: str) -> Iterator[tuple[str, _Span | None]]:
        """What a quantity is the product of, with the range of each factor where it is known."""
        for factor in self.rules.quantities[quantity]:
            if not isinstance(factor, str):
                yield str(factor), _span((factor, factor))
            elif factor in self.rules.assumptions:
                number = self.rules.assumptions[factor]
                yield factor, _span((number.low, number.high))
            else:
                yield factor, _span(self.field_ends(factor))

    def missing(self, total: Sum) -> Iterator[str]:
        """The fields that keep a sum from being complete; a line's own id where no field could give its figure."""
        for name, rule, figure, span in self.counted(total):
            if span is None:
                yield next((one.field for one in rule.figures if one.field), name)
            yield from (factor for factor, known in self.factors(figure.times[total]) if known is None)

    def total(self, total: Sum) -> Total | None:
        """A sum over all lines that count in it; None when one of them is not known, or there is none."""
        counted = list(self.counted(total))
        options = {(rule.choice, rule.option): NOTHING for rule in self.kept.values()}
        for _, rule, figure, span in counted:
            for _, factor in self.factors(figure.times[total]):
                span = None if span is None or factor is None else span * factor
            if span is None:
                return None
            least = replace(NOTHING, high=span.high) if rule.optional else span
            options[rule.choice, rule.option] += least
        whole = options.pop((None, None), NOTHING)
        for choice in dict.fromkeys(choice for choice, _ in options):
            whole += _one_of([span for (of, _), span in options.items() if of == choice])
        return Total(math.floor(whole.low), round(whole.expected), math.ceil(whole.high)) if counted else None


def _span(ends: Ends) -> _Span | None:
    """A range with its middle to expect; None when an end of it is unknown."""
    low, high = ends
    if low is None or high is None:
        return None
    bottom, top = Decimal(str(low)), Decimal(str(high))
    return _Span(bottom, (bottom + top) / 2, top)


def _one_of(options: Collection[_Span]) -> _Span:
    """The range over options of which one is paid; to expect: the one in the middle, the cheaper one of two."""
    return _Span(
        min(option.low for option in options),
        median_low(option.expected for option in options),
        max(option.high for option in options),
    )


def _plain(value: float | None) -> float | None:
    """A whole number without its decimal point."""
    return int(value) if value is not None and value == int(value) else value


def check_costs(
    rules: CostRules, file: DataFile, facts: Mapping[str, Fact], fields: Collection[str]
) -> Iterator[Problem]:
    """Names in costs.yaml that nothing is called, figures from nowhere or two places, and sums nobody can complete."""

    def unknown(place: Place, what: str, name: str, names: Collection[str]) -> Iterator[Problem]:
        if name not in names:
            code = f"unknown-{what}"
            yield file.problem(place, f'"{name}" is the name of no {what}', nearest(name, names), code)

    for name, factors in rules.quantities.items():
        for at, factor in enumerate(factors):
            if isinstance(factor, str):
                yield from unknown(("quantities", name, at), "field", factor, [*rules.assumptions, *fields])
    for name, rule in rules.lines.items():
        if (rule.choice is None) != (rule.option is None):
            what = f'line "{name}" names a choice without its option, or an option without its choice'
            yield file.problem(("lines", name), what, "name both or neither", "half-choice")
        for at, figure in enumerate(rule.figures):
            place: Place = ("lines", name, "figures", at)
            origins = [figure.field is not None, figure.fact is not None, None not in (figure.low, figure.high)]
            if sum(origins) > 1 or (not any(origins) and not figure.times):
                what = f'a figure of line "{name}" comes from {sum(origins)} places'
                yield file.problem(place, what, "name one of: field, fact, low with high", "figure-origin")
            yield from unknown(place, "fact", figure.fact, facts) if figure.fact else ()
            yield from unknown(place, "field", figure.field, fields) if figure.field else ()
            for quantity in figure.times.values():
                yield from unknown(place, "quantity", quantity, rules.quantities)
            fact = facts.get(figure.fact or "")
            open_end = fact is not None and (fact.low is None) != (fact.high is None)
            if figure.times and open_end and not any(one.field for one in rule.figures):
                what = f'line "{name}" counts in a sum, but fact "{figure.fact}" has one end only'
                yield file.problem(place, what, "name a field that can give the figure, or only show it", "no-figure")
