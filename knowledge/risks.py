"""What can go wrong for one profile, the likeliest and worst first, and the real story nearest to each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from knowledge.conditions import holds
from knowledge.model import ModeId, Story
from knowledge.pack import Pack
from knowledge.standing import Fields

SIBLING_COUNTS_LESS = 2
"""What a risk counts less for each one of its family told before it: three dangers say more than one said thrice."""

HEAVY = 7
"""From this weight on a risk of the present channel, or of a mode nearly as good, is told early."""

HEAVY_AT = 2
"""Where it is told: after the two heaviest of the mode advised."""

MOST_BESIDE = 3
"""Risks told of a mode that is nearly as good; of the mode advised, all are."""

MODE_OF_CHANNEL: dict[str, ModeId] = {
    "own_store": "own_store",
    "operator": "principal_agent",
    "platform_supply": "entrusted_sales",
}
"""The mode a cooperative is in while it sells through a channel; a notice puts nothing at stake today."""


def told_risks(fields: Fields, leading: ModeId, also: Sequence[ModeId], pack: Pack) -> dict[str, ModeId]:
    """
    The risks to tell, in order, each with the mode it belongs to: those of the mode advised, third among them one
    heavier risk of the way the goods are sold now or of a mode nearly as good; then more of the modes nearly as good.
    """
    weights = {mode: _weights(fields, mode, pack) for mode in (leading, *also, *_present(fields))}
    first = _varied(weights[leading], pack)
    told = dict.fromkeys(first[:HEAVY_AT], leading)
    least = max([HEAVY, *(weights[leading][name] + 1 for name in first[HEAVY_AT : HEAVY_AT + 1])])
    beside = [(weight, name, mode) for mode, risks in weights.items() for name, weight in risks.items()]
    heavy = [one for one in beside if one[1] not in weights[leading] and one[0] >= least]
    told |= {name: mode for _, name, mode in sorted(heavy, key=lambda one: -one[0])[:1]}
    told |= dict.fromkeys(first[HEAVY_AT:], leading)
    for mode in also:
        more = [name for name in _varied(weights[mode], pack) if name not in told]
        told |= dict.fromkeys(more[:MOST_BESIDE], mode)
    return told


def _present(fields: Fields) -> list[ModeId]:
    """The mode of the way the goods are sold now."""
    channel = fields.get("current_channel")
    return [MODE_OF_CHANNEL[channel]] if channel in MODE_OF_CHANNEL else []


def nearest_stories(risks: Collection[str], fields: Fields, pack: Pack) -> dict[str, str]:
    """
    The story to tell beside a risk, for those of the risks that have one: of a group most like this one. A story is
    told once, beside the first of its own risks that is told at all.
    """
    nearest: dict[str, str] = {}
    for name in sorted(pack.stories, key=lambda name: -likeness(pack.stories[name], fields)):
        risk = next((risk for risk in pack.stories[name].risks if risk in risks), None)
        if risk is not None:
            nearest.setdefault(risk, name)
    return nearest


def likeness(story: Story, fields: Fields) -> float:
    """The share of a story's own features that a profile has too."""
    alike = [field for field, value in story.like.items() if fields.get(field) == value]
    return len(alike) / max(1, len(story.like))


def _weights(fields: Fields, mode: ModeId, pack: Pack) -> dict[str, float]:
    """The risks of a mode with their weight for a profile, in the pack's order."""
    there = {**fields, "mode": mode}
    return {
        name: risk.weight + sum(more.add for more in risk.likelier if holds(more.when, there))
        for name, risk in pack.risks.items()
        if mode in risk.modes and holds(risk.when, there)
    }


def _varied(weights: Mapping[str, float], pack: Pack) -> list[str]:
    """The risks in order of weight, each counting less for every one of its family that stands before it."""
    left, order = dict(weights), list[str]()
    while left:
        heaviest = max(left, key=left.__getitem__)
        family = pack.risks[heaviest].family
        del left[heaviest]
        order.append(heaviest)
        for name in left:
            if family and pack.risks[name].family == family:
                left[name] -= SIBLING_COUNTS_LESS
    return order
