"""What an offered contract hides: answers to plain questions -> red flags, what to ask for, what a box leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from knowledge.conditions import Test, high_end, holds, low_end
from knowledge.datafile import DataFile, Problem, nearest
from knowledge.model import Entry, ModeId
from knowledge.profile import Field
from knowledge.texts import Phrasebook

CheckId = Literal["operator_check", "buyer_check"]
Severity = Literal["red", "settle"]
"""Red: do not sign before it is changed. Settle: put it into writing first."""

NOT_WRITTEN = "not_written"
"""A term the contract does not name; one that the leader does not know counts the same."""
LEFT = "left_per_box"
"""The figure worked out from the answers, which rules can test like an answer."""
PERCENT = 100.0


@dataclass(frozen=True)
class Check:
    """
    One check: the mode whose contracts it reads, the way of selling of those who have signed one already, and the terms
    it asks for, as its dialog fills them.
    """

    mode: ModeId
    channel: str
    terms: Mapping[str, Field]


CHECKS: dict[CheckId, Check] = {
    "operator_check": Check(
        "principal_agent",
        "operator",
        {
            "shop_owner": Field("choice", ("ours", "shared", "theirs", NOT_WRITTEN)),
            "share_counted_on": Field("choice", ("paid_orders", "all_orders", "no_share", NOT_WRITTEN)),
            "adverts_and_returns": Field("choice", ("theirs", "shared_with_limit", "ours", NOT_WRITTEN)),
            "deposit": Field("choice", ("none", "comes_back", "stays", NOT_WRITTEN)),
            "way_out": Field("choice", ("short_notice", "long_or_penalty", "only_theirs", NOT_WRITTEN)),
            "lowest_price": Field("choice", ("written", "they_set_it", NOT_WRITTEN)),
            "shop_data": Field("choice", ("open_to_us", "reports_only", "theirs", NOT_WRITTEN)),
            "complaints": Field("choice", ("by_fault", "ours", NOT_WRITTEN)),
            "box_price": Field("number"),
            "costs_a_box": Field("number"),
            "base_fee": Field("number"),
            "share_percent": Field("number", at_most=100),
            "boxes_a_month": Field("number"),
            "returned_percent": Field("number", at_most=100),
        },
    ),
    "buyer_check": Check(
        "entrusted_sales",
        "platform_supply",
        {
            "payment_days": Field("number"),
            "rejection": Field("choice", ("together", "with_proof", "theirs", NOT_WRITTEN)),
            "share_of_output": Field("number", at_most=100),
            "lowest_price": Field("choice", ("written", "follows_market", "they_set_it", NOT_WRITTEN)),
        },
    ),
}

Answers = Mapping[str, Any]
"""Term -> choice, number or band; a term that is absent is not known."""


class Flag(Entry):
    """Something wrong with a contract while `when` holds of its terms; lower order first among equals."""

    check: CheckId
    severity: Severity
    order: float


@dataclass(frozen=True)
class Left:
    """
    What one box sent leaves the cooperative, least and most, and what the operator takes of it.

    `gross_costs_more` is what a share counted on all orders, where it is or may be so counted, takes more a box than
    one counted on paid orders.
    """

    low: float
    high: float
    taken_low: float
    taken_high: float
    gross_costs_more: float


def left_per_box(answers: Answers) -> Left | None:
    """
    What is left of a box under base fee and share; None while price, share or, with a base fee, the boxes are unknown.

    Costs and returns that are not known count as nothing, so that what is left is at most this much. Of an open band
    only the low end counts. A returned box brings no money and its goods are lost.
    """
    known = {name: answers.get(name) for name in ("box_price", "share_percent")}
    if answers.get("share_counted_on") == "no_share":
        known["share_percent"] = 0
    base = answers.get("base_fee", 0)
    if any(value is None for value in known.values()):
        return None
    if high_end(base) > 0 and low_end(answers.get("boxes_a_month", 0)) <= 0:
        return None
    ways = product(
        ends(known["box_price"]),
        ends(answers.get("costs_a_box", 0)),
        ends(base),
        ends(known["share_percent"]),
        ends(answers.get("boxes_a_month", 1)),
        ends(answers.get("returned_percent", 0)),
        counted(answers.get("share_counted_on")),
    )
    found = [one_box(*way) for way in ways]
    kept, taken, more = zip(*found, strict=True)
    return Left(min(kept), max(kept), min(taken), max(taken), max(more))


def ends(value: Any) -> tuple[float, ...]:
    """The least and the most a number can be; of an open band the low end alone."""
    high = high_end(value)
    return (low_end(value),) if high == float("inf") else (low_end(value), high)


def counted(term: str | None) -> tuple[bool, ...]:
    """Whether the share is counted on all orders; both, where that is not written."""
    return {"all_orders": (True,), "paid_orders": (False,), "no_share": (False,)}.get(term or "", (False, True))


def one_box(
    price: float, costs: float, base: float, share: float, boxes: float, returned: float, on_all: bool
) -> tuple[float, float, float]:
    """What one box sent leaves, what the operator takes of it, and how much of that is a share of unpaid orders."""
    paid = price * (1 - returned / PERCENT)
    more = share / PERCENT * (price - paid) if on_all else 0.0
    taken = share / PERCENT * paid + (base / boxes if base else 0.0) + more
    return paid - taken - costs, taken, more


def raised(check: CheckId, answers: Answers, flags: Mapping[str, Flag]) -> list[str]:
    """The flags that these answers raise, red ones first; a term that is not known counts as not written."""
    fields = {
        name: answers.get(name, NOT_WRITTEN if NOT_WRITTEN in term.values else None)
        for name, term in CHECKS[check].terms.items()
    }
    left = left_per_box(answers)
    if left is not None:
        fields[LEFT] = {"low": left.low, "high": left.high}
    found = [name for name, flag in flags.items() if flag.check == check and holds(flag.when, fields)]
    return sorted(found, key=lambda name: (flags[name].severity != "red", flags[name].order))


def told(
    names: list[str], flags: Mapping[str, Flag], book: Phrasebook, cite: Callable[[Entry], list[str]]
) -> Iterator[dict[str, Any]]:
    """Flags in words: what is wrong, the sentence to ask for, what it rests on."""
    for name in names:
        flag = flags[name]
        texts = {part: book.say("contract", name, part) for part in ("text", "ask")}
        yield {
            "id": name,
            "check": flag.check,
            "severity": flag.severity,
            **texts,
            "ours": flag.ours,
            "sources": cite(flag),
        }


def to_look_for(check: CheckId, flags: Mapping[str, Flag]) -> list[str]:
    """Every flag of a check, red ones first: what to look for before there is any contract."""
    names = [name for name, flag in flags.items() if flag.check == check]
    return sorted(names, key=lambda name: (flags[name].severity != "red", flags[name].order))


def check_contract(flags: Mapping[str, Flag], file: DataFile | None) -> Iterator[Problem]:
    """Tests of terms that no check asks for, of values that they cannot have, and flags that never stand."""
    for name, flag in flags.items():
        assert file is not None
        terms = CHECKS[flag.check].terms
        for term, test in flag.when.items():
            if term not in terms and term != LEFT:
                yield file.problem(
                    (name, "when", term), f'{flag.check} has no term "{term}"', nearest(term, terms), "unknown-term"
                )
                continue
            values = terms[term].values if term in terms else ()
            for value in (*(test.one_of or ()), *((test.is_,) if test.is_ is not None else ())):
                if value not in values:
                    what = f'"{term}" cannot be "{value}"'
                    yield file.problem((name, "when", term), what, nearest(value, values), "unknown-value")
        if not flag.when or any(test == Test() for test in flag.when.values()):
            yield file.problem((name, "when"), f'"{name}" is always raised', "say when it holds", "always-raised")
