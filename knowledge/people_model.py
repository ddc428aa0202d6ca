"""The shapes of what a pack knows of people: roles, whom to call, texts to forward, lessons of its own."""

from __future__ import annotations

from typing import Literal

from knowledge.conditions import When
from knowledge.datafile import Record
from knowledge.model import Entry, Figure, ModeId


class Span(Record):
    """From least to most."""

    low: float
    high: float


class Role(Entry):
    """
    A piece of work that one person takes over; `for_hire`: someone from outside could.

    The hours are those of every week, and the minutes come on top for each box. Without a source they are our own
    assumption.
    """

    modes: tuple[ModeId, ...]
    order: float
    hours_a_week: Span
    minutes_a_box: Span | None = None
    skills: tuple[str, ...]
    for_hire: bool = False


class AssumedBoxes(Record):
    """How many boxes a week are counted with where nobody said."""

    boxes: float
    when: When = {}


class Roles(Record):
    """roles.yaml. The first assumption whose `when` holds counts; the last one has none."""

    assumed_boxes: tuple[AssumedBoxes, ...] = ()
    roles: dict[str, Role] = {}


class Call(Entry):
    """A kind of person to call, and what to ask; lower order first. `risk` is told with it."""

    modes: tuple[ModeId, ...] = ()
    order: float
    risk: str | None = None


class Letter(Entry):
    """
    A text ready to forward, line by line, each line where its condition holds.

    A line names fields of the profile, which are put in or left as a blank, and these: `blank`, `roles`, `hours`.
    """

    kind: Literal["offer", "overflow", "job"]
    modes: tuple[ModeId, ...] = ()
    order: float
    lines: dict[str, When]
    risk: str | None = None


class Lesson(Entry):
    """A short lesson of our own, where none was found elsewhere; `figures` are those of its made-up example."""

    modes: tuple[ModeId, ...]
    order: float
    skills: tuple[str, ...]
    figures: dict[str, Figure] = {}
