"""The rules of a pack made ready to weigh many profiles, and one profile beside its neighbours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from operator import add, sub
from typing import Any

from knowledge.conditions import When, holds, low_end
from knowledge.model import Factor, Head, ModeId, ModeRules
from knowledge.profile import FIELDS, FREIGHT_FIGURES, Profile
from knowledge.standing import Fields, Standing, factor_points, with_derived

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
        self.blocks_on: dict[str, list[int]] = {}
        for at, (_, _, when) in enumerate(self.blocks):
            for field in when:
                self.blocks_on.setdefault(field, []).append(at)
        self.feeding = {*FREIGHT_FIGURES, *(field for rule in self._derived_rules() for field in rule)}
        self.following = ("freight_percent", *head.derived)
        self.nothing: Points = (0.0,) * len(self.modes)
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

    def _derived_rules(self) -> list[When]:
        return [rule.when for derived in self.head.derived.values() for rule in derived.rules]

    def _levels(self, name: str) -> tuple[Any, ...]:
        """Every value of a field that can make a difference, worst first: its choices, or the edges the rules name."""
        if FIELDS[name].values:
            return FIELDS[name].values
        factors = [rules.factors[name] for rules in self.rules if name in rules.factors]
        found = {float(level) for factor in factors for level in factor.points}
        tests = [*self._derived_rules(), *(when for _, _, when in self.blocks)]
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
        self.blocked = [at for at, (_, _, when) in enumerate(scales.blocks) if holds(when, self.fields)]
        self._gains: dict[tuple[str, str], Points] = {}
        self._derived: dict[tuple[str, str], Fields] = {}

    def lead(self, changes: Mapping[str, Any]) -> ModeId:
        """The mode that stands first once the changed answers hold."""
        scales = self.scales
        feeding = [field for field in changes if field in scales.feeding]
        if len(feeding) > 1:
            return scales.weigh(with_derived({**self.profile, **changes}, scales.head))[0].mode
        points = self.points
        for field, value in changes.items():
            points = tuple(map(add, points, self._gain(field, value)))
        blocked = {scales.blocks[at][0] for at in self._blocks(changes, feeding)}
        places = [(at in blocked, -round(brought, 6)) for at, brought in enumerate(points)]
        return scales.modes[places.index(min(places))]

    def _gain(self, field: str, value: Any) -> Points:
        """What each mode gains, or loses, by one other answer and by what follows from it."""
        key = (field, str(value))
        if key not in self._gains:
            after: Fields = {field: value}
            names = [field]
            if field in self.scales.feeding:
                after = self._after(after, names)
                names += self.scales.following
            columns = [(self.scales.columns[name], name) for name in names if name in self.scales.columns]
            brought = [map(sub, column(after.get(name)), column(self.fields.get(name))) for column, name in columns]
            self._gains[key] = tuple(map(sum, zip(self.scales.nothing, *brought, strict=True)))
        return self._gains[key]

    def _after(self, changes: Mapping[str, Any], feeding: list[str]) -> Fields:
        """The fields once the changed answers hold, with what follows from them."""
        if not feeding:
            return {**self.fields, **changes}
        key = (feeding[0], str(changes[feeding[0]]))
        if key not in self._derived:
            self._derived[key] = with_derived({**self.profile, feeding[0]: changes[feeding[0]]}, self.scales.head)
        return {**self._derived[key], **changes}

    def _blocks(self, changes: Mapping[str, Any], feeding: list[str]) -> list[int]:
        """The blocks that hold once the changed answers hold."""
        blocks_on = self.scales.blocks_on
        touched = {at for field in changes for at in blocks_on.get(field, ())}
        if feeding:
            touched |= {at for field in self.scales.following for at in blocks_on.get(field, ())}
        if not touched:
            return self.blocked
        fields = self._after(changes, feeding)
        holding = [at for at in touched if holds(self.scales.blocks[at][2], fields)]
        return [at for at in self.blocked if at not in touched] + holding


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
