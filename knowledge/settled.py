"""Whether the questions left can still change an advice: exact, without trying every way to answer them.

Points are added over factors, so the most that a rival can gain on the mode that stands first is the sum of what it can
gain in each group of fields that decide together, through a derived field or a block of the rival. Only within a group
are all values tried.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.advice import known_enough
from knowledge.conditions import holds
from knowledge.model import Head, ModeId, ModeRules
from knowledge.pack import Pack
from knowledge.profile import FIELDS, Profile, freight_percent
from knowledge.standing import Fields, factor_points, with_derived

IMPOSSIBLE = float("-inf")
NOTHING = ModeRules(start=0, factors={}, blocks={}, requires=(), notes={})
FREIGHT = ("price_per_kg", "parcel_kg", "freight_per_parcel")
"""What freight_percent follows from; while one of them is open, the percentage itself counts as open."""


def is_settled(profile: Profile, askable: Iterable[str], pack: Pack) -> bool:
    """
    Whether no answer to these fields, unknown and ranges included, changes what is advised.

    Returns:
        true only where a mode is named already, and neither that mode nor whether it is time for it ("not yet") can
        change. How near the others come (a close call) may change still.
    """
    return Outlook(pack).settled(profile, askable)


@dataclass(frozen=True)
class Group:
    """Open fields that decide together: the factors and blocks they reach, and all the fields these look at."""

    open: tuple[str, ...]
    factors: tuple[str, ...]
    blocks: tuple[str, ...]
    reads: tuple[str, ...]
    head: Head


class Outlook:
    """What answers can still change, in one pack; remembers what it worked out, for many questions in a row."""

    def __init__(self, pack: Pack) -> None:
        self._modes: dict[str, ModeRules] = dict(pack.modes.items())
        self._head = pack.head
        self._values: dict[str, tuple[Any, ...]] = {}
        self._groups: dict[tuple[str, str, frozenset[str]], tuple[Group, ...]] = {}
        self._most: dict[tuple[Any, ...], float] = {}

    def settled(self, profile: Profile, askable: Iterable[str]) -> bool:
        """As the function is_settled."""
        known, open_ = self._parted(profile, askable)
        if not known_enough(known, self._head):
            return False
        first = self._first(known)
        order = self._head.commits_less_first
        for mode in self._modes:
            lead = self._lead(mode, first, known, open_)
            if mode != first and (lead > 0 or (lead == 0 and order.index(mode) < order.index(first))):
                return False
        return self._never_blocked(first, known, open_) and self._same_season(first, known, open_)

    def pull(self, profile: Profile, askable: Iterable[str]) -> float:
        """The most points by which an answer to these fields could put another mode before the one that is first."""
        known, open_ = self._parted(profile, askable)
        first = self._first(known)
        return max((self._lead(mode, first, known, open_) for mode in self._modes if mode != first), default=IMPOSSIBLE)

    def leading(self, profile: Profile) -> ModeId:
        """The mode that stands first for a profile."""
        return self._first(self._parted(profile, ())[0])

    def _parted(self, profile: Profile, askable: Iterable[str]) -> tuple[Fields, frozenset[str]]:
        """What is known beside the open fields, and these; freight in percent stands for what it follows from."""
        open_ = frozenset("freight_percent" if field in FREIGHT else field for field in askable)
        shut_out = {*open_, *FREIGHT} if "freight_percent" in open_ else open_
        known = {name: value for name, value in profile.items() if name not in shut_out}
        percent = freight_percent(known)
        return (known if percent is None else {**known, "freight_percent": percent}), open_

    def _first(self, known: Fields) -> ModeId:
        """The mode that stands first while the open fields are unknown; a tie goes to the one that commits less."""
        return max(self._head.commits_less_first, key=lambda mode: self._lead(mode, "", known, frozenset()))

    def _same_season(self, mode: str, known: Fields, open_: frozenset[str]) -> bool:
        """Whether a mode's points all stay below the line of "not yet", or all from it up."""
        line = self._head.verdicts.not_yet_below
        return self._lead(mode, "", known, open_) < line or -self._lead("", mode, known, open_) >= line

    def _never_blocked(self, mode: str, known: Fields, open_: frozenset[str]) -> bool:
        for name, block in self._modes[mode].blocks.items():
            group = self._group(mode, (), (name,), open_)
            if any(holds(block.when, fields) for fields in self._cases(group, known)):
                return False
        return True

    def _lead(self, mode: str, other: str, known: Fields, open_: frozenset[str]) -> float:
        """The most points by which a mode can stand before another one ("": nothing), where it is not ruled out."""
        groups = self._groups.get((mode, other, open_))
        if groups is None:
            groups = self._groups[mode, other, open_] = tuple(self._split(mode, other, open_))
        start = self._rules(mode).start - self._rules(other).start
        return round(start + sum(self._gain(mode, other, group, known) for group in groups), 6)

    def _gain(self, mode: str, other: str, group: Group, known: Fields) -> float:
        """The most points that a group of fields can bring a mode before another."""
        key = (mode, other, group.open, group.factors, group.blocks, *[_hashed(known.get(one)) for one in group.reads])
        if key not in self._most:
            plus, minus = self._rules(mode).factors, self._rules(other).factors
            blocks = [self._rules(mode).blocks[name].when for name in group.blocks]
            self._most[key] = max(
                (
                    sum(factor_points(plus[name], fields.get(name)) for name in group.factors if name in plus)
                    - sum(factor_points(minus[name], fields.get(name)) for name in group.factors if name in minus)
                    for fields in self._cases(group, known)
                    if not any(holds(when, fields) for when in blocks)
                ),
                default=IMPOSSIBLE,
            )
        return self._most[key]

    def _rules(self, mode: str) -> ModeRules:
        return self._modes[mode] if mode else NOTHING

    def _split(self, mode: str, other: str, open_: frozenset[str]) -> Iterator[Group]:
        """What decides between two modes, in groups without a common open field."""
        plus, minus = self._rules(mode), self._rules(other)
        ones = [self._group(mode, (name,), (), open_) for name in dict.fromkeys((*plus.factors, *minus.factors))]
        ones += [self._group(mode, (), (name,), open_) for name in plus.blocks]
        apart: list[Group] = []
        for one in ones:
            touching = [group for group in apart if set(group.open) & set(one.open)]
            apart = [group for group in apart if group not in touching]
            together = [*touching, one]
            factors = tuple(name for group in together for name in group.factors)
            apart.append(self._group(mode, factors, tuple(name for group in together for name in group.blocks), open_))
        yield from apart

    def _group(self, mode: str, factors: tuple[str, ...], blocks: tuple[str, ...], open_: frozenset[str]) -> Group:
        asked = {*factors, *(field for name in blocks for field in self._rules(mode).blocks[name].when)}
        derived = {name: rules for name, rules in self._head.derived.items() if name in asked}
        head = self._head.model_copy(update={"derived": derived})
        reads = tuple(sorted(self._reads(asked)))
        return Group(tuple(name for name in reads if name in open_), factors, blocks, reads, head)

    def _reads(self, names: Iterable[str]) -> frozenset[str]:
        """The fields that these follow from: themselves, or what the rules of a derived one test."""
        tested = {
            name: [field for rule in self._head.derived[name].rules for field in rule.when]
            if name in self._head.derived
            else [name]
            for name in names
        }
        return frozenset(field for fields in tested.values() for field in fields)

    def _cases(self, group: Group, known: Fields) -> Iterator[Fields]:
        """The fields a group looks at, for every value of those that are open."""
        fixed = {name: known[name] for name in group.reads if name in known}
        for values in itertools.product(*map(self._possible, group.open)):
            yield with_derived(fixed | dict(zip(group.open, values, strict=True)), group.head)

    def _possible(self, field: str) -> tuple[Any, ...]:
        """Every value of a field that the rules can tell apart, unknown among them."""
        if field not in self._values:
            self._values[field] = (None, *self._told_apart(field))
        return self._values[field]

    def _told_apart(self, field: str) -> Iterator[Any]:
        choices = FIELDS[field].values if field in FIELDS else ()
        if choices and FIELDS[field].kind == "choices":
            counts = range(1, len(choices) + 1)
            yield from (list(some) for count in counts for some in itertools.combinations(choices, count))
        elif choices:
            yield from choices
        else:
            yield from self._numbers(field)

    def _numbers(self, field: str) -> Iterator[float | dict[str, float]]:
        """The lowest number of each level, and every range from there over an edge that a block looks for."""
        blocks = [block.when for rules in self._modes.values() for block in rules.blocks.values()]
        derived_by = [rule.when for derived in self._head.derived.values() for rule in derived.rules]
        tests = [when[field] for when in (*blocks, *derived_by) if field in when]
        factors = [rules.factors[field] for rules in self._modes.values() if field in rules.factors]
        levels = {float(level) for factor in factors for level in factor.points}
        edges = {edge for test in tests for edge in (test.below, test.at_least) if edge is not None}
        over = {edge for when in blocks if field in when and (edge := when[field].below) is not None}
        for low in sorted({0.0} | levels | edges):
            yield low
            yield from ({"low": low, "high": high} for high in over if high > low)


def _hashed(value: Any) -> Any:
    """A value of a field as part of a key."""
    if isinstance(value, dict):
        return value["low"], value["high"]
    return tuple(value) if isinstance(value, list) else value
