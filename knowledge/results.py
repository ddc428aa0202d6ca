"""What the sums of a mode come to, in words: one sentence for each result, or what it still wants."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from knowledge.costs import Span
from knowledge.margins import Margins, Result
from knowledge.model import SoldWords
from knowledge.texts import Phrasebook

Said = dict[str, Any]


def told(found: Margins, book: Phrasebook, currency: str, names: Callable[[Iterable[str]], list[str]]) -> Said:
    """
    The results of one mode by name, each with its ends (null: endless), what it wants, and its sentence.

    Args:
        names: how fields are called.
    """
    return _Results(found, book, currency, names).all()


class _Results:
    def __init__(
        self, found: Margins, book: Phrasebook, currency: str, names: Callable[[Iterable[str]], list[str]]
    ) -> None:
        self.found = found
        self.book = book
        self.currency = currency
        self.names = names
        self.words = book.language.results
        self.of_one: SoldWords = getattr(self.words, found.counted_in)

    def all(self) -> Said:
        found = self.found
        boxes, kilos = found.break_even, found.break_even_kg
        ends = {"boxes": _ends(boxes.span) if found.counted_in == "box" else None, "kg": _ends(kilos.span)}
        waiting = Result(Span(*found.waiting.ends) if found.waiting else None, found.waiting_missing)
        return {
            "per_box": {"counted_in": found.counted_in, **self.said("per_box", found.each, self.each)},
            "break_even": {**ends, **self.text("break_even", boxes, self.break_even)},
            "beats_present_buyer_from": self.said("beats_present_buyer_from", found.beats_from, self.beats),
            "months_money_lasts": {
                **self.said("months_money_lasts", found.months, self.months),
                "short": found.short,
            },
            "waiting_for_payment": self.said("waiting_for_payment", waiting, self.waiting),
        }

    def said(self, name: str, result: Result, sentence: Callable[[Result], str]) -> Said:
        return {
            **(_ends(result.span) or dict.fromkeys(("low", "expected", "high"))),
            **self.text(name, result, sentence),
        }

    def text(self, name: str, result: Result, sentence: Callable[[Result], str]) -> Said:
        missing = list(result.missing)
        names = self.names(missing)
        if missing:
            fields = self.book.language.separator.join(names)
            said = self.words.not_known.format(name=self.words.names[name], fields=fields)
        else:
            said = sentence(result)
        return {"missing": missing, "missing_names": names, "text": said}

    def each(self, result: Result) -> str:
        if result.span is None or not round(result.span.expected, 2):
            return self.of_one.costs_nothing
        said = self.prices(result.span) if self.found.counted_in == "kg" else self.range(_rounded(result.span))
        return self.of_one.each.format(**said)

    def break_even(self, result: Result) -> str:
        boxes, kilos = result.span, self.found.break_even_kg.span
        if boxes is None or kilos is None:
            return ""
        low, expected, high = map(self.at, boxes if self.found.counted_in == "box" else kilos)
        kg = self.weight(kilos.expected)
        return self.frame(boxes).format(low=low, expected=expected, high=high, kg=kg, planned=self.planned())

    def frame(self, boxes: Span) -> str:
        """The sentence that fits: pays at once, later, beyond what is planned, at best, or never."""
        if math.isinf(boxes.low):
            return self.of_one.never
        if math.isinf(boxes.expected):
            return self.of_one.never_but
        if boxes.expected <= 1:
            return self.of_one.from_first
        if self.found.planned is not None and boxes.expected > self.found.planned.expected:
            return self.of_one.beyond_plan
        return self.of_one.break_even

    def planned(self) -> str:
        if self.found.planned is None:
            return ""
        return self.counted(round(self.found.planned.expected))

    def beats(self, result: Result) -> str:
        if result.span is None or math.isinf(result.span.expected):
            return self.words.beats_never
        return self.words.beats.format(**self.prices(result.span))

    def months(self, result: Result) -> str:
        if self.found.short:
            return self.words.short.format(amount=self.money(self.found.short, self.found.short))
        if result.span is None or math.isinf(result.span.expected):
            return self.words.no_monthly
        low, expected = (math.floor(end) for end in result.span[:2])
        if expected < 1:
            return self.words.no_month
        worst = self.book.amount(low, low, "months") if low else self.words.months_worst
        return self.words.months.format(expected=self.book.amount(expected, expected, "months"), low=worst)

    def waiting(self, result: Result) -> str:
        if result.span is None:
            return self.words.no_wait
        return self.words.waiting.format(**self.range(_rounded(result.span)))

    def range(self, span: Span) -> Mapping[str, str]:
        return {"expected": self.money(span.expected, span.expected), "range": self.money(span.low, span.high)}

    def prices(self, span: Span | None) -> Mapping[str, str]:
        """A price to expect and its range, by the weight people sell by, to a tenth."""
        by = self.book.language.sold_by
        low, expected, high = (end * by.kg for end in span or Span(0, 0, 0))
        unit = f"{self.currency}/{by.unit}"
        top = None if math.isinf(high) else _tenth(high, math.ceil)
        return {
            "expected": self.book.amount(_tenth(expected, math.ceil), _tenth(expected, math.ceil), unit),
            "range": self.book.amount(_tenth(low, math.floor), top, unit),
        }

    def money(self, low: float, high: float) -> str:
        return self.book.amount(low, None if math.isinf(high) else high, self.currency)

    def at(self, many: float) -> str:
        """Box or weight so many; that it is never, where there is no end."""
        if math.isinf(many):
            return self.words.never
        return self.of_one.at.format(many=self.counted(many))

    def counted(self, many: float) -> str:
        return self.book.number(many) if self.found.counted_in == "box" else self.weight(many)

    def weight(self, kilos: float) -> str:
        if math.isinf(kilos):
            return self.words.never
        by = self.book.language.sold_by
        return by.weight.format(figure=self.book.number(math.ceil(kilos / by.kg)))


def _ends(span: Span | None) -> Said | None:
    """The ends as JSON holds them: to the hundredth, null where there is no end."""
    if span is None:
        return None
    return {name: None if math.isinf(end) else round(end, 2) for name, end in zip(Span._fields, span, strict=True)}


def _rounded(span: Span) -> Span:
    """Sums to three figures, as people say them; the range rounded outwards."""

    low, expected, high = span
    return Span(_figures(low, math.floor), _figures(expected, round), _figures(high, math.ceil))


def _figures(value: float, towards: Callable[[float], int]) -> float:
    if math.isinf(value) or not value:
        return value
    place: int = 10 ** max(0, math.floor(math.log10(value)) - 2)
    return towards(round(value / place, 6)) * place


def _tenth(value: float, towards: Callable[[float], int]) -> float:
    return towards(round(value * 10, 6)) / 10
