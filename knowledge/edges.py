"""Where the rules of a pack draw their lines: every number that a field is compared with, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.conditions import When
from knowledge.datafile import Place
from knowledge.model import Requirement
from knowledge.pack import Pack
from knowledge.profile import FIELDS

Threshold = tuple[str, Place, str, float]
"""The topic and place of a rule, the field it tests, and the number."""


def thresholds(pack: Pack) -> Iterator[Threshold]:
    """Every number that some rule of a pack compares a field with."""
    for mode, rules in pack.modes.items():
        for name, factor in rules.factors.items():
            if name in FIELDS and not FIELDS[name].values:
                levels = [level for level in factor.points if level.replace(".", "", 1).isdigit()]
                yield from (("modes", (mode, "factors", name, "points", level), name, float(level)) for level in levels)
        for part, entries in (("blocks", rules.blocks), ("notes", rules.notes), ("factors", rules.factors)):
            for name, entry in entries.items():
                yield from _tested("modes", (mode, part, name, "when"), entry.when)
        steps: list[tuple[Place, tuple[Requirement, ...]]] = [((mode, "requires"), rules.requires)]
        steps += [((mode, "step_back", back), when) for back, when in rules.step_back.items()]
        for place, requirements in steps:
            for at, one in enumerate(requirements):
                if one.at_least is not None:
                    yield "modes", (*place, at), one.field, one.at_least
    for name, derived in pack.head.derived.items():
        for at, rule in enumerate(derived.rules):
            yield from _tested("pack", ("derived", name, "rules", at, "when"), rule.when)
    for topic in ("risks", "actions", "stories", "tensions", "skills", "talent"):
        for name, entry in getattr(pack, topic).items():
            yield from _tested(topic, (name, "when"), entry.when)
    for name, risk in pack.risks.items():
        for at, more in enumerate(risk.likelier):
            yield from _tested("risks", (name, "likelier", at, "when"), more.when)
    for name, line in pack.costs.lines.items():
        yield from _tested("costs", ("lines", name, "when"), line.when)
        for at, figure in enumerate(line.figures):
            yield from _tested("costs", ("lines", name, "figures", at, "unless"), figure.unless)


def _tested(topic: str, place: Place, when: When) -> Iterator[Threshold]:
    for field, test in when.items():
        for edge in (test.at_least, test.below):
            if edge is not None:
                yield topic, (*place, field), field, edge
