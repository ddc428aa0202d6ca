"""The advice that follows from a profile: which mode fits now, how sure that is, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.changes import Change, Separation, answers, separation, would_change
from knowledge.conditions import low_end
from knowledge.model import Head, ModeId, Requirement
from knowledge.pack import Pack
from knowledge.profile import FIELDS, Profile
from knowledge.scales import Neighbours
from knowledge.standing import Fields, Standing, with_derived

Verdict = Literal["clear", "close_call", "not_yet", "not_enough_known"]


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
    separation: Separation | None
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
    standings = pack.scales.weigh(fields)
    near = Neighbours(profile, pack.scales)
    verdict = _verdict(fields, standings, pack)
    known_enough = verdict != "not_enough_known"
    first = standings[0]
    fields["mode"] = first.mode
    deciding = pack.head.verdicts.deciding
    unknown = tuple(_unknown_that_matter(profile, first.mode, known_enough, deciding, near))
    return Advice(
        profile=profile,
        fields=fields,
        verdict=verdict,
        recommended=first.mode if known_enough else None,
        also=tuple(one.mode for one in _near(standings, pack.head.verdicts.close_call_within)) if known_enough else (),
        standings=tuple(standings),
        unknown_that_matter=unknown,
        separation=separation(profile, standings, unknown, near) if verdict == "close_call" else None,
        would_change=tuple(would_change(profile, first.mode, near)) if known_enough else (),
        path=tuple(_path(profile, first.mode, pack)) if known_enough else (),
    )


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


def _unknown_that_matter(
    profile: Profile, first: ModeId, known_enough: bool, deciding: Iterable[str], near: Neighbours
) -> Iterator[str]:
    """Fields not known, of those the rules ask for, that could lead to another mode."""
    for field in deciding:
        if profile.get(field) in (None, []) and (
            not known_enough or any(near.lead({field: value}) != first for value in answers(field, near))
        ):
            yield field


def _path(profile: Profile, first: ModeId, pack: Pack) -> Iterator[Step]:
    """Now, the next mode and the one after it, each with the thresholds to pass from today; then the way back."""
    yield Step(first, (), "now")
    mode, grown = first, profile
    for _ in range(2):
        step = _next_step(profile, grown, mode, pack)
        if step is None:
            break
        yield step
        mode, grown = step.mode, reached(grown, step)
    back = (_step_back(profile, mode, trigger, pack) for mode, trigger in pack.modes[first].step_back.items())
    yield from [step for step in back if step is not None][:1]


def _step_back(profile: Profile, mode: ModeId, trigger: tuple[Requirement, ...], pack: Pack) -> Step | None:
    """The step back that a trigger calls for; None where the mode asks for what is known not to be there."""
    fallen = reached(profile, Step(mode, trigger, "back"))
    gaps = missing(fallen, mode, pack)
    step = Step(mode, (*trigger, *gaps), "back")
    open_ = all(fallen.get(gap.field) is None for gap in gaps)
    return step if open_ and _points_there(profile, step, pack) is not None else None


def _next_step(profile: Profile, grown: Profile, mode: ModeId, pack: Pack) -> Step | None:
    """The mode that commits more and fits best once its thresholds are passed; None when there is none."""
    order = pack.head.commits_less_first
    steps = [Step(later, missing(profile, later, pack), "forward") for later in order[order.index(mode) + 1 :]]
    points = {step.mode: there for step in steps if (there := _points_there(grown, step, pack)) is not None}
    return max((step for step in steps if step.mode in points), key=lambda step: points[step.mode], default=None)


def _points_there(profile: Profile, step: Step, pack: Pack) -> float | None:
    """The points of a step's mode once the step is made; None where the mode would still be ruled out."""
    there = reached(profile, step)
    standing = next(one for one in pack.scales.weigh(with_derived(there, pack.head)) if one.mode == step.mode)
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
    """The profile once what a step waits for has come: thresholds not passed yet; going back, what went wrong."""
    come = [one for one in step.when if step.way == "back" or not passes(profile, one)]
    return profile | {one.field: one.at_least if one.at_least is not None else one.is_ for one in come}
