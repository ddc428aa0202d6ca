"""Every problem in costs.yaml: names, figures, sums, and units that do not come out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from knowledge.cost_rules import CostFigure, CostRules
from knowledge.datafile import DataFile, Place, Problem, nearest
from knowledge.model import Fact
from knowledge.profile import Field
from knowledge.units import MONEY, Unit, product, unit_of, unit_text


def check_costs(
    rules: CostRules, file: DataFile, facts: Mapping[str, Fact], fields: Mapping[str, Field], currency: str
) -> Iterator[Problem]:
    """
    Names in costs.yaml that nothing is called, figures from nowhere or two places, sums nobody can complete, and
    quantities whose units do not come out.
    """
    wrong = list(_names(rules, file, facts, fields))
    yield from wrong
    if not wrong:
        yield from _units(rules, file, facts, fields, currency)


def _names(rules: CostRules, file: DataFile, facts: Mapping[str, Fact], fields: Collection[str]) -> Iterator[Problem]:

    def unknown(place: Place, what: str, name: str, names: Collection[str]) -> Iterator[Problem]:
        if name not in names:
            code = f"unknown-{what}"
            yield file.problem(place, f'"{name}" is the name of no {what}', nearest(name, names), code)

    for name, factors in rules.quantities.items():
        for at, factor in enumerate(factors):
            if isinstance(factor, str):
                yield from unknown(
                    ("quantities", name, at), "field", factor, [*rules.assumptions, *rules.constants, *fields]
                )
    for mode, sale in rules.sales.items():
        place: Place = ("sales", mode)
        yield from unknown(place, "quantity", sale.sold, rules.quantities)
        for field in (sale.price, sale.instead_of, *([sale.kg] if sale.kg else [])):
            yield from unknown(place, "field", field, fields)
    for reason, left in rules.left_out.items():
        for name in left:
            yield from unknown(("left_out", reason), "fact", name, facts)
    for name, rule in rules.lines.items():
        if (rule.choice is None) != (rule.option is None):
            what = f'line "{name}" names a choice without its option, or an option without its choice'
            yield file.problem(("lines", name), what, "name both or neither", "half-choice")
        for at, figure in enumerate(rule.figures):
            here: Place = ("lines", name, "figures", at)
            origins = [figure.field is not None, figure.fact is not None, None not in (figure.low, figure.high)]
            if sum(origins) != 1:
                what = f'a figure of line "{name}" comes from {sum(origins)} places'
                yield file.problem(here, what, "name one of: field, fact, low with high", "figure-origin")
            yield from unknown(here, "fact", figure.fact, facts) if figure.fact else ()
            yield from unknown(here, "field", figure.field, fields) if figure.field else ()
            for quantity in figure.times.values():
                yield from unknown(here, "quantity", quantity, rules.quantities)
            fact = facts.get(figure.fact or "")
            if figure.times and fact and None in (fact.low, fact.high) and not any(one.field for one in rule.figures):
                what = f'line "{name}" counts in a sum, but fact "{figure.fact}" has no low or no high end'
                yield file.problem(here, what, "name a field that can give the figure, or only show it", "no-figure")


def _units(
    rules: CostRules, file: DataFile, facts: Mapping[str, Fact], fields: Mapping[str, Field], currency: str
) -> Iterator[Problem]:
    """Figures that are no money when taken times their quantity, and sales that are counted in nothing sold."""

    def unit(text: str) -> Unit:
        return unit_of(text, rules.same_units, currency)

    def of_figure(figure: CostFigure) -> Unit:
        if figure.fact:
            return unit(facts[figure.fact].unit or MONEY)
        return unit(figure.unit or (fields[figure.field].unit if figure.field else "") or MONEY)

    def of_factor(factor: float | str) -> Unit:
        if not isinstance(factor, str):
            return {}
        known = rules.assumptions.get(factor) or rules.constants.get(factor)
        return unit(known.unit if known else fields[factor].unit)

    def of_quantity(name: str) -> Unit:
        return product(map(of_factor, rules.quantities[name]))

    money = unit(MONEY)
    for name, rule in rules.lines.items():
        for at, figure in enumerate(rule.figures):
            for total, quantity in figure.times.items():
                found = product([of_figure(figure), of_quantity(quantity)])
                if found != money:
                    what = f'line "{name}" times "{quantity}" comes out in {unit_text(found)}, not in {currency}'
                    remedy = f"take {unit_text(of_figure(figure))} times what it is counted by"
                    yield file.problem(("lines", name, "figures", at, "times", total), what, remedy, "unit-mismatch")
    for mode, sale in rules.sales.items():
        sold = product([of_quantity(sale.sold), unit(fields[sale.kg].unit) if sale.kg else {}])
        wrong = [field for field in (sale.price, sale.instead_of) if unit(fields[field].unit) != unit("money/kg")]
        if sold != unit("kg"):
            what = f'what {mode} sells, "{sale.sold}", comes out in {unit_text(sold)}, not in kg'
            yield file.problem(("sales", mode), what, "name the kilos of one under kg", "unit-mismatch")
        for field in wrong:
            what = f'"{field}" is no price of a kilo'
            yield file.problem(("sales", mode), what, f"name a field in {currency}/kg", "unit-mismatch")
