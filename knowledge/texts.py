"""Texts of one language, the figures they name put in with range, unit, year and age. Alone knows Babel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.numbers import NumberPattern

from knowledge.model import Fact, Figure, LanguageWords

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+(?:\.[a-z0-9_]+)*)(?::(value|age))?\}")
OLD_AFTER_YEARS = 3
"""A figure older than this is shown with its age."""

MOST_AMOUNTS_KEPT = 4096
"""Amounts whose words are kept, for most are said again and again."""


class MissingText(KeyError):
    """A text, or a figure a text names, that the pack does not have; holds the language and the key."""


@lru_cache(maxsize=4096)
def _decimal(value: float, grouping: bool, locale: str) -> str:
    """The digits of a number, at most three behind the point, in the groups of the locale: 150,000 or 1,50,000."""
    return str(_pattern(locale).apply(value, locale, group_separator=grouping))


@cache
def _pattern(locale: str) -> NumberPattern:
    pattern: NumberPattern = Locale.parse(locale).decimal_formats[None]
    return pattern


def plural_forms(locale: str) -> set[str]:
    """The plural forms a language tells apart: "one" and "other" in English, "other" alone in Chinese."""
    return {"other", *Locale.parse(locale).plural_form.tags}


class Phrasebook:
    """
    The words of one language of a pack.

    Args:
        language: how figures and fields are said.
        topics: topic -> its nested texts; "units": unit -> "{figure} yuan", or its plural forms.
        on: the day by which the age of a figure is told.
    """

    def __init__(
        self,
        language: LanguageWords,
        topics: Mapping[str, Any],
        facts: Mapping[str, Fact],
        on: date,
    ) -> None:
        self.language = language
        self.on = on
        self._topics = topics
        self._units: Mapping[str, Any] = topics["units"]
        self._facts = facts
        self._locale = Locale.parse(language.locale)
        self._powers = [(float(power), word) for power, word in language.multipliers.items()]
        self._said: dict[tuple[str, ...], str] = {}
        self._amounts: dict[tuple[float, float | None, str], str] = {}

    def has(self, *key: str) -> bool:
        """Whether there is a text under this key."""
        node: Any = self._topics
        for part in key:
            node = node.get(part) if isinstance(node, Mapping) else None
        return isinstance(node, str)

    def say(self, *key: str, own: Mapping[str, Figure] | None = None, **values: str) -> str:
        """
        The text under a key, every placeholder filled: a fact, a figure of `own`, or a value given by name.

        `{fact.id}` brings value and year, `{fact.id:value}` the value alone, `{fact.id:age}` the year alone.

        Raises:
            MissingText: no such text, or it names a fact that does not exist.
        """
        if own or values:
            return self._filled(key, own or {}, values)
        if key not in self._said:
            self._said[key] = self._filled(key, {}, {})
        return self._said[key]

    def _filled(self, key: tuple[str, ...], own: Mapping[str, Figure], values: Mapping[str, str]) -> str:
        node: Any = self._topics
        for part in key:
            if not isinstance(node, Mapping) or part not in node:
                raise MissingText(f"{self.language.locale}: {'.'.join(key)}")
            node = node[part]

        def fill(found: re.Match[str]) -> str:
            name, part = found.groups()
            if name in values:
                return values[name]
            figure = own.get(name) or self._facts.get(name)
            if figure is None:
                raise MissingText(f"{self.language.locale}: {'.'.join(key)} names {{{name}}}")
            if part == "age":
                return self.age(figure.as_of)
            return self.figure(figure) if part == "value" else self.dated(figure)

        text = str(node)
        return PLACEHOLDER.sub(fill, text) if "{" in text else text

    def number(self, value: float) -> str:
        """A number as people write it: 12,000 in English, twelve tenths of ten thousand in Chinese."""
        for power, word in self._powers:
            if value >= power and value % (power / 10) == 0:
                return _decimal(value / power, self.language.grouping, self.language.locale) + word
        return _decimal(value, self.language.grouping, self.language.locale)

    def span(self, low: float, high: float | None) -> str:
        """A range of numbers: one number, two, or an open end."""
        if high is None:
            return self.language.at_least.format(low=self.number(low))
        if low == high:
            return self.number(low)
        return self.language.range_.format(low=self.number(low), high=self.number(high))

    def amount(self, low: float, high: float | None, unit: str) -> str:
        """A range with its unit, in the plural form its larger end asks for."""
        key = (low, high, unit)
        if key not in self._amounts:
            if len(self._amounts) >= MOST_AMOUNTS_KEPT:
                self._amounts.clear()
            self._amounts[key] = self._amount(low, high, unit)
        return self._amounts[key]

    def _amount(self, low: float, high: float | None, unit: str) -> str:
        if unit not in self._units:
            raise MissingText(f"{self.language.locale}: the unit {unit}")
        forms = self._units[unit]
        if not isinstance(forms, str):
            plural = self._locale.plural_form(high if high is not None else low)
            forms = forms.get(plural, forms["other"])
        if high is None:
            return self.language.at_least.format(low=str(forms).format(figure=self.number(low)))
        return str(forms).format(figure=self.span(low, high))

    def less_than(self, high: float, unit: str) -> str:
        """A range with its unit that ends before a number."""
        return self.language.less_than.format(high=self.amount(high, high, unit))

    def figure(self, figure: Fact | Figure) -> str:
        """The value and unit of a fact, without its year; a fact without a figure has none to show."""
        if figure.unit is None or (figure.low is None and figure.high is None):
            raise MissingText(f"{self.language.locale}: a fact without a figure is named as one")
        if figure.low is None:
            return self.amount(figure.high or 0.0, figure.high, figure.unit)
        return self.amount(figure.low, figure.high, figure.unit)

    def dated(self, figure: Fact | Figure) -> str:
        """The figure with its year; an old one with its age, one without a date called undated."""
        shown = self.figure(figure)
        if figure.as_of is None:
            return self.language.undated.format(figure=shown)
        year = int(figure.as_of[:4])
        age = self.on.year - year
        frame = self.language.aged if age > OLD_AFTER_YEARS else self.language.dated
        return frame.format(figure=shown, year=year, age=age)

    def age(self, as_of: str | None) -> str:
        """The year of a figure, with its age when it is old."""
        frames = self.language.age_of
        if as_of is None:
            return frames["undated"]
        year = int(as_of[:4])
        age = self.on.year - year
        return frames["aged" if age > OLD_AFTER_YEARS else "dated"].format(year=year, age=age)

    def years(self, dates: Sequence[str | None]) -> str:
        """The years that several figures come from, with a word where some have no date."""
        frames = self.language.years
        told = sorted({date[:4] for date in dates if date is not None})
        undated = any(date is None for date in dates)
        if not told:
            return frames["undated"] if undated else ""
        span = frames["one" if len(told) == 1 else "several"].format(first=told[0], last=told[-1])
        return frames["some_undated"].format(years=span) if undated else span

    def field(self, name: str) -> str:
        """How a field of the profile is called."""
        return self.language.fields[name].name

    def value(self, name: str, value: Any, currency: str) -> str:
        """A field's value in words: a choice, several, a number or a band with its unit."""
        words = self.language.fields[name].values
        if isinstance(value, list):
            return self.language.separator.join(words[one] for one in value)
        if isinstance(value, str):
            return words[value]
        low, high = (value["low"], value["high"]) if isinstance(value, Mapping) else (value, value)
        unit = self.unit_of(name, currency)
        return self.amount(low, high, unit) if unit else self.span(low, high)

    def unit_of(self, name: str, currency: str) -> str | None:
        """The unit a field's numbers are counted in."""
        unit = self.language.fields[name].unit
        return currency if unit == "money" else unit
