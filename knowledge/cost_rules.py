"""What costs.yaml holds: the lines of each mode's ledger, and how their figures are multiplied."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from knowledge.conditions import When
from knowledge.datafile import Record
from knowledge.model import Entry, ModeId

Sum = Literal["before_first_sale", "first_year", "waiting"]
"""`waiting`: the sales whose money has not come yet; no cost, so it is no part of the two sums of a ledger."""
SUMS: tuple[Sum, ...] = ("before_first_sale", "first_year")
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


class Assumption(Record):
    """A number the project assumes where nobody can know it beforehand; its text says why."""

    low: float
    high: float
    unit: str


class CostFigure(Record):
    """
    One place to take a line's figure from: a field of the profile, a fact, or an assumption of ours (`low`, `high`).

    Args:
        unit: of an assumption ("CNY/month"); a fact and a field bring their own.
        rest_of_hundred: the field gives the share that is not lost; the cost is the rest.
        times: the sums it counts in, each with the quantity the figure is taken times. A figure without is only shown.
        unless: profiles for which this figure does not hold.
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


class Constant(Record):
    """A number that turns one unit into another."""

    is_: float
    unit: str


class Sale(Record):
    """
    What a mode sells in its first year.

    Args:
        sold: the quantity that counts it, in parcels or kilos.
        kg: the field that gives the kilos of one; None where kilos are counted.
        price: the field that gives the price of a kilo.
        instead_of: the field that gives what the present buyer pays for a kilo.
    """

    sold: str
    kg: str | None = None
    price: str
    instead_of: str


class Split(NamedTuple):
    """
    A quantity beside what is sold.

    Args:
        running: whether it counts with each box sold; else it is there before, however many follow.
        of_price: whether what is left of a running one is a part of the price.
        left: its factors but for those of what is sold, and for a part of the price but for the price of one.
        spread: the factors of what is sold that it does not have itself.
    """

    running: bool
    of_price: bool
    left: tuple[str, ...]
    spread: tuple[str, ...]


def _split(quantity: tuple[float | str, ...], sold: tuple[float | str, ...], sale: Sale) -> Split:
    factors, counted = Counter(map(str, quantity)), Counter(map(str, sold))
    price = Counter([sale.price, *([sale.kg] if sale.kg else [])])
    left, spread = factors - counted, counted - factors
    of_price = not spread and not price - left
    return Split(not spread, of_price, tuple((left - price if of_price else left).elements()), tuple(spread.elements()))


class CostRules(Record):
    """
    costs.yaml. A quantity is the product of its factors: constants, assumptions and fields of the profile.

    `left_out` are facts about costs that no line uses, by the reason why.
    """

    assumptions: dict[str, Assumption]
    constants: dict[str, Constant] = {}
    same_units: dict[str, str] = {}
    quantities: dict[str, tuple[float | str, ...]]
    sales: dict[ModeId, Sale] = {}
    left_out: dict[str, tuple[str, ...]] = {}
    lines: dict[str, CostRule]

    @cached_property
    def by_mode(self) -> dict[str, dict[str, CostRule]]:
        """The lines of each mode."""
        modes = dict.fromkeys(mode for rule in self.lines.values() for mode in rule.modes)
        return {mode: {name: rule for name, rule in self.lines.items() if mode in rule.modes} for mode in modes}

    @cached_property
    def counting(self) -> dict[tuple[str, Sum], dict[str, CostRule]]:
        """The lines of each mode that can count in each sum."""
        return {
            (mode, total): {
                name: rule for name, rule in lines.items() if any(total in figure.times for figure in rule.figures)
            }
            for mode, lines in self.by_mode.items()
            for total in get_args(Sum)
        }

    @cached_property
    def splits(self) -> dict[tuple[ModeId, str], Split]:
        """Every quantity beside what each mode sells."""
        return {
            (mode, name): _split(factors, self.quantities[sale.sold], sale)
            for mode, sale in self.sales.items()
            for name, factors in self.quantities.items()
        }
