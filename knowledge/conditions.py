"""The small language in which data files say when something holds: tests on fields, all of which must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
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

    @cached_property
    def holds(self) -> Callable[[Any], bool]:
        """Whether a field's value (None: unknown) passes every test named here; made once, for it is asked often."""
        if (wanted := self.unknown) is not None:
            return lambda value: (value is None) is wanted
        checks = list(self._checks())
        if len(checks) == 1:
            only = checks[0]
            return lambda value: value is not None and only(value)
        return lambda value: value is not None and all(check(value) for check in checks)

    def _checks(self) -> Iterator[Callable[[Any], bool]]:
        is_, one_of, includes, below, at_least = self.is_, self.one_of, self.includes, self.below, self.at_least
        if is_ is not None:
            yield lambda value: bool(value == is_)
        if one_of is not None:
            yield lambda value: value in one_of
        if includes is not None:
            yield lambda value: includes in value
        if below is not None:
            yield lambda value: high_end(value) < below
        if at_least is not None:
            yield lambda value: low_end(value) >= at_least


When = dict[str, Test]
"""Field name -> its test."""


def holds(when: Mapping[str, Test], fields: Mapping[str, Any]) -> bool:
    """Whether all tests hold; fields that are absent are unknown."""
    for field, test in when.items():  # noqa: SIM110 - a generator would cost as much as the tests
        if not test.holds(fields.get(field)):
            return False
    return True


def low_end(value: Any) -> float:
    """The smallest number a value may be: itself, or the low end of its band."""
    return float(value["low"] if isinstance(value, dict) else value)


def high_end(value: Any) -> float:
    """The largest number a value may be: itself, or the high end of its band; an open band is endless."""
    high = value["high"] if isinstance(value, dict) else value
    return float("inf") if high is None else float(high)
