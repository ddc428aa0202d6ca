"""How well each mode fits a profile: points added over the declared factors, and what rules a mode out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from knowledge.conditions import holds, low_end
from knowledge.model import Block, Factor, Head, ModeId, ModeRules
from knowledge.profile import Profile, freight_percent

Fields = dict[str, Any]
"""A profile with the derived fields beside its own."""

FULL = 100.0
"""Points of a mode that fits in every respect; `check` sees that no mode can give more or fewer than none."""


@dataclass(frozen=True)
class Reason:
    """What one field does to one mode; `level` names the text that says it, points are hundredths of a fit."""

    factor: str
    level: str
    effect: Literal["for", "against", "blocks", "unknown"]
    points: float
    rule: Factor | Block


@dataclass(frozen=True)
class Standing:
    """One mode's place: points of a hundred, and the blocks that hold."""

    mode: ModeId
    points: float
    blocks: tuple[str, ...]

    @property
    def fit(self) -> float:
        return round(self.points / FULL, 3)


def with_derived(profile: Profile, head: Head) -> Fields:
    """The profile and the fields that follow from it, a band counted by its low end; what no rule settles is absent."""
    fields: Fields = dict(profile)
    percent = freight_percent(profile)
    if percent is not None:
        fields["freight_percent"] = percent
    least = {name: low_end(value) if isinstance(value, dict) else value for name, value in fields.items()}
    for name, derived in head.derived.items():
        for rule in derived.rules:
            if holds(rule.when, least):
                fields[name] = rule.value
                break
    return fields


def factor_points(factor: Factor, value: Any) -> float:
    """What a value brings; unknown (None, or no goal chosen) brings the factor's own figure, a band its low end's."""
    if value is None or value == []:
        return factor.unknown
    if isinstance(value, list):
        most = factor.most if factor.most is not None else FULL
        return min(most, sum(factor.points[one] for one in value))
    return factor.points[level_of(factor, value)]


def level_of(factor: Factor, value: Any) -> str:
    """The level a value stands on: the choice itself, or the highest edge a number (or a band's low end) reaches."""
    if isinstance(value, str):
        return value
    number = low_end(value)
    return [text for edge, text in edges(tuple(factor.points)) if edge <= number][-1]


@lru_cache(maxsize=512)
def edges(levels: tuple[str, ...]) -> tuple[tuple[float, str], ...]:
    """The lower edges of a factor on a number, lowest first."""
    return tuple(sorted((float(level), level) for level in levels))


def reasons(rules: ModeRules, fields: Fields) -> list[Reason]:
    """Everything that speaks for or against a mode, rules it out or is not known; the heaviest first."""
    found = [
        Reason(block.field, name, "blocks", 0.0, block)
        for name, block in rules.blocks.items()
        if holds(block.when, fields)
    ]
    weighed: list[tuple[float, Reason]] = []
    for name, factor in rules.factors.items():
        value = fields.get(name)
        largest = max(factor.points.values())
        if value is None or value == []:
            weighed.append((largest, Reason(name, "unknown", "unknown", factor.unknown, factor)))
            continue
        for level in value if isinstance(value, list) else [level_of(factor, value)]:
            points = factor.points[level]
            speaks_for = points > 0 if isinstance(value, list) else points > 0 and 2 * points >= largest
            effect: Literal["for", "against"] = "for" if speaks_for else "against"
            weighed.append(
                (points if effect == "for" else largest - points, Reason(name, level, effect, points, factor))
            )
    weighed.sort(key=lambda pair: -pair[0])
    return found + [reason for _, reason in weighed]
