"""Units as products of powers, so that a figure is only taken times what it is counted by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

Unit = dict[str, int]
"""Base unit -> power: {"CNY": 1, "month": -1}."""
MONEY = "money"
"""Stands for the pack's currency in the units of fields."""


def unit_of(text: str, same: Mapping[str, str], currency: str) -> Unit:
    """The unit that "CNY/month", "months" or "1/percent" says; `same` names units that are one ("months": "month")."""
    over, *under = text.split("/")
    powers: Counter[str] = Counter()
    for names, power in ((over, 1), *((one, -1) for one in under)):
        for name in names.split("*"):
            powers[same.get(name, currency if name == MONEY else name)] += power
    powers.pop("1", None)
    return {name: power for name, power in powers.items() if power}


def product(units: Iterable[Unit]) -> Unit:
    """The unit of a product."""
    powers: Counter[str] = Counter()
    for unit in units:
        powers.update(unit)
    return {name: power for name, power in powers.items() if power}


def unit_text(unit: Unit) -> str:
    """A unit as people write it: "CNY*parcel/month", "1" for none."""
    over = [name for name, power in sorted(unit.items()) for _ in range(power)]
    under = [name for name, power in sorted(unit.items()) for _ in range(-power)]
    return "/".join(["*".join(over) or "1", *under])
