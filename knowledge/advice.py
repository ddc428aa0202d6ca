"""The advice that follows from a profile: which mode fits now, how sure that is, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.conditions import low_end
from knowledge.model import Head, ModeId, Requirement
from knowledge.pack import Pack
from knowledge.profile import FIELDS, Profile
from knowledge.standing import Fields, Standing, edges, weigh, with_derived

Verdict = Literal["clear", "close_call", "not_yet", "not_enough_known"]

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


@dataclass(frozen=True)
class Change:
    """One field set to another value, and the mode the engine then names."""

    field: str
    value: Any
    to: ModeId
    better: bool


@dataclass(frozen=True)
class Step:
    """One mode on the way of growth (or back), and what has to hold before going there."""

    mode: ModeId
    when: tuple[Requirement, ...]
    way: Literal["now", "forward", "back"]


@dataclass(frozen=True)
class Advice:
    """What the rules say of one profile; `points` are hundredths of a fit."""

    profile: Profile
    fields: Fields
    verdict: Verdict
    recommended: ModeId | None
    also: tuple[ModeId, ...]
    standings: tuple[Standing, ...]
    unknown_that_matter: tuple[str, ...]
    would_change: tuple[Change, ...]
    path: tuple[Step, ...]

    @property
    def leading(self) -> ModeId:
        """The recommended mode, or the one that stands first while too little is known to recommend it."""
        return self.standings[0].mode


def judge(profile: Profile, pack: Pack) -> Advice:
    """
    The advice for a profile, without words.

    Returns:
        all four modes ranked; `recommended` is the best that is not blocked, None only when fewer than the declared
        number of deciding fields is known.
    Source: paper 1, section 4.2.1 (no best mode, only the most appropriate); thresholds of verdicts are our own.
    """
    fields = with_derived(profile, pack.head)
    standings = weigh(fields, pack.modes, pack.head)
    verdict = _verdict(fields, standings, pack)
    known_enough = verdict != "not_enough_known"
    first = standings[0]
    fields["mode"] = first.mode
    return Advice(
        profile=profile,
        fields=fields,
        verdict=verdict,
        recommended=first.mode if known_enough else None,
        also=tuple(one.mode for one in _near(standings, pack.head.verdicts.close_call_within)) if known_enough else (),
        standings=tuple(standings),
        unknown_that_matter=tuple(_unknown_that_matter(profile, first.mode, known_enough, pack)),
        would_change=tuple(_would_change(profile, first.mode, pack)) if known_enough else (),
        path=tuple(_path(profile, first.mode, pack)) if known_enough else (),
    )


def leading_mode(profile: Profile, pack: Pack) -> ModeId:
    """The mode that stands first for a profile."""
    return weigh(with_derived(profile, pack.head), pack.modes, pack.head)[0].mode


def _verdict(fields: Fields, standings: list[Standing], pack: Pack) -> Verdict:
    rules = pack.head.verdicts
    if not known_enough(fields, pack.head):
        return "not_enough_known"
    if standings[0].points < rules.not_yet_below:
        return "not_yet"
    return "close_call" if _near(standings, rules.close_call_within) else "clear"


def known_enough(fields: Fields, head: Head) -> bool:
    """Whether enough of the deciding fields is known to name a mode."""
    rules = head.verdicts
    return sum(fields.get(field) not in (None, []) for field in rules.deciding) >= rules.needs_known


def _near(standings: list[Standing], within: float) -> list[Standing]:
    first, *others = standings
    return [one for one in others if not one.blocks and first.points - one.points <= within]


def _levels(field: str, pack: Pack) -> list[Any]:
    """Every value of a field that can make a difference, worst first: its choices, or the edges the rules name."""
    if FIELDS[field].values:
        return list(FIELDS[field].values)
    found = {
        low
        for rules in pack.modes.values()
        if field in rules.factors
        for low, _ in edges(tuple(rules.factors[field].points))
    }
    tests = [rule.when for derived in pack.head.derived.values() for rule in derived.rules]
    tests += [block.when for rules in pack.modes.values() for block in rules.blocks.values()]
    for when in tests:
        if field in when:
            found |= {edge for edge in (when[field].at_least, when[field].below) if edge is not None}
    return sorted(found | {0.0})


def _unknown_that_matter(profile: Profile, first: ModeId, known_enough: bool, pack: Pack) -> Iterator[str]:
    """Fields not known, of those the rules ask for, that could lead to another mode."""
    for field in pack.head.verdicts.deciding:
        if profile.get(field) not in (None, []):
            continue
        values = (
            [[value] for value in _levels(field, pack)] if FIELDS[field].kind == "choices" else _levels(field, pack)
        )
        if not known_enough or any(leading_mode({**profile, field: value}, pack) != first for value in values):
            yield field


def _would_change(profile: Profile, first: ModeId, pack: Pack) -> Iterator[Change]:
    """The nearest single changes the cooperative can make that lead elsewhere: up to two better, one worse."""
    better: list[tuple[int, Change]] = []
    worse: list[tuple[int, Change]] = []
    for field in CHANGEABLE:
        levels = _levels(field, pack)
        at = _place(profile.get(field), levels)
        for distance, value in enumerate(levels[at + 1 :], 1):
            if (to := leading_mode({**profile, field: value}, pack)) != first:
                better.append((distance, Change(field, _plain(value), to, better=True)))
                break
        for distance, value in enumerate(reversed(levels[:at]), 1):
            if (to := leading_mode({**profile, field: value}, pack)) != first:
                worse.append((distance, Change(field, _plain(value), to, better=False)))
                break
    for side, most in ((better, 2), (worse, 1)):
        yield from (change for _, change in sorted(side, key=lambda pair: pair[0])[:most])


def _place(value: Any, levels: list[Any]) -> int:
    """Where a value stands among the levels; what is not known counts as the worst, so that only better is tried."""
    if value is None:
        return 0
    if isinstance(value, str):
        return levels.index(value)
    return len([level for level in levels if level <= low_end(value)]) - 1


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _path(profile: Profile, first: ModeId, pack: Pack) -> Iterator[Step]:
    """Now, the next mode and the one after it, each with the thresholds still to pass; then the way back."""
    yield Step(first, (), "now")
    mode, grown = first, profile
    for _ in range(2):
        step = _next_step(grown, mode, pack)
        if step is None:
            break
        yield step
        mode, grown = step.mode, reached(grown, step)
    for mode, when in pack.modes[first].step_back.items():
        step = Step(mode, when, "back")
        if _points_there(profile, step, pack) is not None:
            yield step


def _next_step(profile: Profile, mode: ModeId, pack: Pack) -> Step | None:
    """The mode that commits more and fits best once its thresholds are passed; None when there is none."""
    order = pack.head.commits_less_first
    steps = [Step(later, missing(profile, later, pack), "forward") for later in order[order.index(mode) + 1 :]]

    points = {step.mode: there for step in steps if (there := _points_there(profile, step, pack)) is not None}
    return max((step for step in steps if step.mode in points), key=lambda step: points[step.mode], default=None)


def _points_there(profile: Profile, step: Step, pack: Pack) -> float | None:
    """The points of a step's mode once its thresholds are passed; None where it would still be ruled out."""
    fields = with_derived(reached(profile, step), pack.head)
    standing = next(one for one in weigh(fields, pack.modes, pack.head) if one.mode == step.mode)
    return None if standing.blocks else standing.points


def missing(profile: Profile, mode: ModeId, pack: Pack) -> tuple[Requirement, ...]:
    """The thresholds of a mode that the profile does not pass, or is not known to pass."""
    return tuple(one for one in pack.modes[mode].requires if not passes(profile, one))


def passes(profile: Profile, requirement: Requirement) -> bool:
    """Whether a profile is known to reach a threshold: a number so large, a choice at least so good."""
    value = profile.get(requirement.field)
    if value is None:
        return False
    if requirement.at_least is not None:
        return low_end(value) >= requirement.at_least
    values = FIELDS[requirement.field].values
    return values.index(value) >= values.index(str(requirement.is_))


def reached(profile: Profile, step: Step) -> Profile:
    """The profile once every threshold of a step is passed."""
    values = {one.field: one.at_least if one.at_least is not None else one.is_ for one in step.when}
    return {**profile, **values}
