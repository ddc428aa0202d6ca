"""One offered contract in words: the flags its answers raise, what a box leaves, and what it all rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.contract_check import Answers, CheckId, Left, left_per_box, raised, told
from knowledge.pack import Pack
from knowledge.texts import Phrasebook

DECIMALS = 1


def inspect(check: CheckId, answers: Answers, pack: Pack, on: date, language: str) -> dict[str, Any]:
    """
    What to say of a contract.

    Args:
        answers: term -> choice, number or band, as knowledge/contract_check.py names them.
    Returns:
        `flags`, red ones first, each with text, sentence to ask for and sources; `left`, what one box leaves before the
        goods in it are paid, in words, None where it cannot be worked out.
    """
    book = pack.book(language, on)
    flags = list(told(raised(check, answers, pack.contract), pack.contract, book, lambda flag: list(pack.cited(flag))))
    left = left_per_box(answers)
    return {"check": check, "flags": flags, "left": None if left is None else _said(left, pack, book)}


def _said(left: Left, pack: Pack, book: Phrasebook) -> dict[str, Any]:
    """The sums with the texts that say them, in the pack's money."""

    def amount(low: float, high: float) -> str:
        return book.amount(round(low, DECIMALS), round(high, DECIMALS), pack.head.currency)

    return {
        "low": left.low,
        "high": left.high,
        "text": amount(left.low, left.high),
        "taken": amount(left.taken_low, left.taken_high),
        "more_on_all": amount(left.gross_costs_more, left.gross_costs_more) if left.gross_costs_more else None,
    }
