"""What a board needs beside the advice: its own answers in words, the law on its vote, the most a trial may cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.advice import Advice
from knowledge.conditions import high_end
from knowledge.pack import Pack
from knowledge.texts import Phrasebook


def board_parts(advice: Advice, pack: Pack, book: Phrasebook, costs: Mapping[str, Any]) -> dict[str, Any]:
    """
    The parts of a report for the board: `law`, `answers`, `spend_at_most`.

    Args:
        costs: the ledger of the leading mode, as the report shows it.
    """
    currency = pack.head.currency
    most = spend_at_most(costs["before_first_sale"], advice.profile.get("capital"))
    return {
        "law": list(law_lines(pack, book)),
        "answers": list(answers(advice, book, currency)),
        "spend_at_most": None if most is None else {"amount": most, "text": book.amount(most, most, currency)},
    }


def law_lines(pack: Pack, book: Phrasebook) -> Iterator[dict[str, Any]]:
    """What the pack tells of the law on the members' assembly; a pack may tell nothing."""
    for name, law in pack.law.items():
        text = book.say("law", name, "text", own=law.figures)
        yield {"id": name, "text": text, "articles": law.articles, "sources": [law.source]}


def answers(advice: Advice, book: Phrasebook, currency: str) -> Iterator[dict[str, Any]]:
    """Each answer that was given, named and in words."""
    for field, value in advice.profile.items():
        if value not in (None, []):
            yield {"field": field, "name": book.field(field), "text": book.value(field, value, currency)}


def spend_at_most(before_first_sale: Mapping[str, Any] | None, capital: Any) -> float | None:
    """
    The limit to write into a motion: the high end of the money before the first sale, or all there is if that is less.

    Returns:
        None, a line to fill in by hand, where the sum is unknown or nothing, or the money there is falls short of it.
    """
    if before_first_sale is None or not before_first_sale["high"]:
        return None
    there = float("inf") if capital is None else high_end(capital)
    return min(float(before_first_sale["high"]), there) if there >= max(before_first_sale["low"], 1) else None
