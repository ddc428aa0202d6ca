"""The small language in which data files say when something holds: tests on fields, all of which must hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.datafile import Record


class Test(Record):
    """One test of one field. An unknown field fails every test but `unknown`; a band passes only as a whole."""

    is_: str | None = None
    one_of: tuple[str, ...] | None = None
    includes: str | None = None
    below: float | None = None
    at_least: float | None = None
    unknown: bool | None = None

    def holds(self, value: Any) -> bool:
        """Whether a field's value (None: unknown) passes every test named here."""
        if self.unknown is not None:
            return (value is None) is self.unknown
        if value is None:
            return False
        return (
            (self.is_ is None or value == self.is_)
            and (self.one_of is None or value in self.one_of)
            and (self.includes is None or self.includes in value)
            and (self.below is None or high_end(value) < self.below)
            and (self.at_least is None or low_end(value) >= self.at_least)
        )


When = dict[str, Test]
"""Field name -> its test."""


def holds(when: Mapping[str, Test], fields: Mapping[str, Any]) -> bool:
    """Whether all tests hold; fields that are absent are unknown."""
    return all(test.holds(fields.get(field)) for field, test in when.items())


def low_end(value: Any) -> float:
    """The smallest number a value may be: itself, or the low end of its band."""
    return float(value["low"] if isinstance(value, Mapping) else value)


def high_end(value: Any) -> float:
    """The largest number a value may be: itself, or the high end of its band; an open band is endless."""
    high = value["high"] if isinstance(value, Mapping) else value
    return float("inf") if high is None else float(high)
