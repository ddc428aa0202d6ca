"""The lines of a ledger as few as a phone can show: options of one choice together, the largest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.costs import CostLine
from knowledge.texts import Phrasebook


def groups(lines: Iterable[CostLine], amounts: Mapping[str, float], book: Phrasebook) -> list[dict[str, Any]]:
    """
    What has to be paid, lines of one kind between which there is a choice as one: ids, kind, amount, where it is from.

    Args:
        amounts: what each line comes to in the first year, where that is known; the largest stand first.
    """
    found: dict[tuple[str, ...], list[CostLine]] = {}
    for line in lines:
        if line.counts_in and not line.optional and line.high != 0:
            key = (line.kind, line.choice, line.unit) if line.choice else (line.id,)
            found.setdefault(key, []).append(line)
    weighed = sorted(found.values(), key=lambda group: -max(amounts.get(line.id, 0.0) for line in group))
    return [_group(group, book) for group in weighed]


def _group(lines: list[CostLine], book: Phrasebook) -> dict[str, Any]:
    low = min(line.low or 0 for line in lines)
    highs = [line.high for line in lines]
    high = None if None in highs else max(high for high in highs if high is not None)
    return {
        "ids": [line.id for line in lines],
        "kind": lines[0].kind,
        "text": book.amount(low, high, lines[0].unit),
        "bases": list(dict.fromkeys(line.basis for line in lines)),
        "years": book.years([line.as_of for line in lines if line.basis == "source"]),
    }
