"""The rules of a pack made ready to weigh many profiles, and one profile beside its neighbours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from knowledge.conditions import When, holds, low_end
from knowledge.model import Derived, Factor, Head, ModeId, ModeRules
from knowledge.profile import FIELDS, FREIGHT_FIGURES, Profile
from knowledge.standing import Fields, Standing, derived_value, factor_points, least_of, with_derived

Points = tuple[float, ...]
"""What something brings each mode, the mode that commits less first."""

Column = Callable[[Any], Points]
"""What a value of one field brings each mode."""


class Scales:
    """
    The points of all modes by field and value, so that a profile is weighed by looking up instead of reading rules.

    Args:
        modes, head: of the pack; ties go to the mode that commits less.
    """

    def __init__(self, modes: Mapping[ModeId, ModeRules], head: Head) -> None:
        self.head = head
        self.modes = tuple(sorted(modes, key=head.commits_less_first.index))
        self.rules = tuple(modes[mode] for mode in self.modes)
        self.start: Points = tuple(rules.start for rules in self.rules)
        factors = dict.fromkeys(name for rules in self.rules for name in rules.factors)
        self.columns: dict[str, Column] = {
            name: _column(tuple(rules.factors.get(name) for rules in self.rules)) for name in factors
        }
        self.blocks: tuple[tuple[int, str, When], ...] = tuple(
            (at, name, block.when) for at, rules in enumerate(self.rules) for name, block in rules.blocks.items()
        )
        self.levels = {name: self._levels(name) for name in FIELDS}

    def weigh(self, fields: Fields) -> list[Standing]:
        """All modes, best first: unblocked before blocked, then by points, a tie to the mode that commits less."""
        blocks: list[tuple[str, ...]] = [()] * len(self.modes)
        for at, name, when in self.blocks:
            if holds(when, fields):
                blocks[at] = (*blocks[at], name)
        points = _sum([self.start, *(column(fields.get(name)) for name, column in self.columns.items())])
        standings = [Standing(*one) for one in zip(self.modes, points, blocks, strict=True)]
        return sorted(standings, key=lambda one: (bool(one.blocks), -one.points))

    def _levels(self, name: str) -> tuple[Any, ...]:
        """Every value of a field that can make a difference, worst first: its choices, or the edges the rules name."""
        if FIELDS[name].values:
            return FIELDS[name].values
        factors = [rules.factors[name] for rules in self.rules if name in rules.factors]
        found = {float(level) for factor in factors for level in factor.points}
        tests = [rule.when for derived in self.head.derived.values() for rule in derived.rules]
        tests += [when for _, _, when in self.blocks]
        for test in (when[name] for when in tests if name in when):
            found |= {edge for edge in (test.at_least, test.below) if edge is not None}
        return tuple(int(level) if level.is_integer() else level for level in sorted(found | {0.0}))


class Neighbours:
    """One profile, and the mode that leads once some of its answers are others; only what these touch is redone."""

    def __init__(self, profile: Profile, scales: Scales) -> None:
        self.profile = profile
        self.scales = scales
        self.fields = with_derived(profile, scales.head)
        self.points = _sum([scales.start, *(column(self.fields.get(n)) for n, column in scales.columns.items())])
        self.blocked = [holds(when, self.fields) for _, _, when in scales.blocks]
        self._feeds: dict[str, tuple[tuple[str, Derived], ...]] = {}

    def lead(self, changes: Mapping[str, Any]) -> ModeId:
        """The mode that stands first once the changed answers hold."""
        if not changes.keys().isdisjoint(FREIGHT_FIGURES):
            return self.scales.weigh(with_derived({**self.profile, **changes}, self.scales.head))[0].mode
        fields = {**self.fields, **changes}
        touched = [*changes, *self._rederived(fields, changes)]
        columns = self.scales.columns
        points = list(self.points)
        for name in touched:
            if name in columns:
                before, after = columns[name](self.fields.get(name)), columns[name](fields.get(name))
                points = [now - old + new for now, old, new in zip(points, before, after, strict=True)]
        blocked = set()
        for (at, _, when), was in zip(self.scales.blocks, self.blocked, strict=True):
            if was if when.keys().isdisjoint(touched) else holds(when, fields):
                blocked.add(at)
        places = range(len(points))
        return self.scales.modes[min(places, key=lambda at: (at in blocked, -round(points[at], 6), at))]

    def _rederived(self, fields: Fields, changes: Iterable[str]) -> list[str]:
        """Derives anew, in `fields`, what follows from the changed answers, and names it."""
        names = []
        for change in changes:
            if change not in self._feeds:
                self._feeds[change] = tuple(
                    (name, derived)
                    for name, derived in self.scales.head.derived.items()
                    if any(change in rule.when for rule in derived.rules)
                )
            for name, derived in self._feeds[change]:
                fields.pop(name, None)
                value = derived_value(derived, least_of(fields))
                if value is not None:
                    fields[name] = value
                names.append(name)
        return list(dict.fromkeys(names))


def _sum(brought: Iterable[Points]) -> Points:
    return tuple(round(sum(column), 6) for column in zip(*brought, strict=True))


def _column(factors: tuple[Factor | None, ...]) -> Column:
    """What a value of one field brings each mode, the common values counted once and for all."""

    def count(value: Any) -> Points:
        return tuple(factor_points(factor, value) if factor else 0.0 for factor in factors)

    levels = {level for factor in factors if factor for level in factor.points}
    unknown = count(None)
    if not all(level.replace(".", "", 1).isdigit() for level in levels):
        choices = {level: count(level) for level in levels}
        return lambda value: unknown if value is None else choices[value] if isinstance(value, str) else count(value)
    edges = sorted(map(float, levels))
    counted = [count(edge) for edge in edges]
    return lambda value: unknown if value is None else counted[bisect_right(edges, low_end(value)) - 1]
