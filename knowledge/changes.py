"""What would lead to another mode: the nearest changes a cooperative can make, and what separates two modes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from knowledge.conditions import low_end
from knowledge.model import ModeId
from knowledge.profile import FIELDS, Profile
from knowledge.scales import Neighbours
from knowledge.standing import Standing, factor_points

CHANGEABLE = (
    "ecommerce_staff",
    "packaging",
    "partners_nearby",
    "supply_stability",
    "leader_awareness",
    "capital",
    "logistics",
    "brand",
    "certification",
)
"""Fields a cooperative itself can change, the easiest first (our own order)."""

MOST_BETTER, MOST_WORSE = 2, 1
Ends = tuple[float, float | None]
"""The numbers from the first up to, but without, the second; None: no end."""


@dataclass(frozen=True)
class Change:
    """
    One or two fields set to another value each, and the mode the engine then names.

    `ends`: of a number, all the values beside the one named that lead there too.
    """

    values: Mapping[str, Any]
    ends: Mapping[str, Ends]
    to: ModeId
    better: bool


@dataclass(frozen=True)
class Separation:
    """
    The one thing that separates the first two modes of a close call.

    `how`: "turns" - another answer (`change`) alone puts the second first; "unknown" - it is not known, and an answer
    could; "largest" - no field alone does, in this one the two modes differ most.
    """

    field: str
    how: Literal["turns", "unknown", "largest"]
    change: Change | None = None


@dataclass(frozen=True)
class _Move:
    """A field set to another value, so many levels away; what is not known counts as the worst."""

    field: str
    value: Any
    distance: int
    known: bool


def would_change(profile: Profile, first: ModeId, near: Neighbours) -> Iterator[Change]:
    """The nearest changes that lead elsewhere, up to two for the better and one for the worse; a pair if no single."""
    for better, most in ((True, MOST_BETTER), (False, MOST_WORSE)):
        moves = list(_moves(profile, near, better))
        single = list(_turning(moves, near, lambda mode: mode != first))
        single.sort(key=lambda move: (move.distance, not move.known))
        if single:
            yield from (_change([move], near, better) for move in single[:most])
        elif pair := _nearest_pair(moves, first, near):
            yield _change(pair, near, better)


def separation(profile: Profile, standings: Iterable[Standing], unknown: Iterable[str], near: Neighbours) -> Separation:
    """What separates the first mode from the second: what turns one into the other, else where they differ most."""
    one, two, *_ = (standing.mode for standing in standings)
    for better in (True, False):
        known = [move for move in _moves(profile, near, better) if move.known]
        turning = sorted(_turning(known, near, lambda mode: mode == two), key=lambda move: move.distance)
        if turning:
            return Separation(turning[0].field, "turns", _change(turning[:1], near, better))
    for field in unknown:
        if any(near.lead({field: value}) == two for value in answers(field, near)):
            return Separation(field, "unknown")
    return Separation(_furthest_apart(one, two, near), "largest")


def answers(field: str, near: Neighbours) -> list[Any]:
    """The answers to a field that could make a difference; of several choices, each by itself."""
    levels = near.scales.levels[field]
    return [[level] for level in levels] if FIELDS[field].kind == "choices" else list(levels)


def _moves(profile: Profile, near: Neighbours, better: bool) -> Iterator[_Move]:
    """Every other value of the fields that can be changed, for the better or for the worse, the nearest first."""
    for field in CHANGEABLE:
        levels, value = near.scales.levels[field], profile.get(field)
        at = _place(value, levels)
        beyond = levels[at + 1 :] if better else levels[:at][::-1]
        yield from (_Move(field, to, steps, value is not None) for steps, to in enumerate(beyond, 1))


def _place(value: Any, levels: tuple[Any, ...]) -> int:
    if value is None:
        return 0
    if isinstance(value, str):
        return levels.index(value)
    return len([level for level in levels if level <= low_end(value)]) - 1


def _turning(moves: Iterable[_Move], near: Neighbours, wanted: Callable[[ModeId], bool]) -> Iterator[_Move]:
    """Of each field the nearest move that leads to a wanted mode."""
    done: set[str] = set()
    for move in moves:
        if move.field not in done and wanted(near.lead({move.field: move.value})):
            done.add(move.field)
            yield move


def _nearest_pair(moves: list[_Move], first: ModeId, near: Neighbours) -> tuple[_Move, _Move] | None:
    """The two moves of the fewest levels together that lead elsewhere."""
    pairs = [(one, two) for one, two in combinations(moves, 2) if one.field != two.field]
    pairs.sort(key=lambda pair: (pair[0].distance + pair[1].distance, not (pair[0].known and pair[1].known)))
    return next((pair for pair in pairs if near.lead({one.field: one.value for one in pair}) != first), None)


def _change(moves: Iterable[_Move], near: Neighbours, better: bool) -> Change:
    values = {move.field: move.value for move in moves}
    to = near.lead(values)
    ends = {name: _ends(name, values, to, near, better) for name in values if not FIELDS[name].values}
    return Change(values, ends, to, better)


def _ends(field: str, values: Mapping[str, Any], to: ModeId, near: Neighbours, better: bool) -> Ends:
    """The numbers from the one named on, away from today's answer, that lead to the same mode."""
    levels = near.scales.levels[field]
    at = levels.index(values[field])
    step, low, high = (1, at, at) if better else (-1, at, at)
    while 0 <= (further := (high if better else low) + step) < len(levels):
        if near.lead({**values, field: levels[further]}) != to:
            break
        low, high = (low, further) if better else (further, high)
    return levels[low], levels[high + 1] if high + 1 < len(levels) else None


def _furthest_apart(one: ModeId, two: ModeId, near: Neighbours) -> str:
    """The field in which two modes differ most, of those in which an answer can make a difference."""
    first, second = (near.scales.rules[near.scales.modes.index(mode)].factors for mode in (one, two))

    def apart(name: str) -> float:
        value = near.fields.get(name)
        sides = [factor_points(side[name], value) if name in side else 0.0 for side in (first, second)]
        return sides[0] - sides[1]

    def differs(name: str) -> bool:
        return len({points for side in (first, second) if name in side for points in side[name].points.values()}) > 1

    return max((name for name in first | second if differs(name)), key=apart)
