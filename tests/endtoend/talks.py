"""Many talks at once: first in quiet, which gives the course of each, then along that course whatever happens."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.endtoend.people import Talker, told
from tests.standin import Shown

SETTLED_SECONDS = 0.05
PAUSE_SECONDS = 0.005


@dataclass
class Course:
    """A talk in a quiet run: what was told, in how many messages and edits, and how much of it after each action."""

    shown: list[Shown] = field(default_factory=list)
    messages: int = 0
    after: list[int] = field(default_factory=list)


def talk_quietly(talkers: Sequence[Talker], seconds: float) -> list[Course]:
    """The course of each talk; every update is to be answered before its person goes on."""
    until = time.monotonic() + seconds
    talks = [_QuietTalk(talker) for talker in talkers]
    while not all(talk.over for talk in talks):
        unfinished = next(talk for talk in talks if not talk.over)
        assert time.monotonic() < until, f"no answer or no end in {seconds} s: {unfinished}"
        for talk in talks:
            talk.go_on()
        time.sleep(PAUSE_SECONDS)
    return [talk.course for talk in talks]


class _QuietTalk:
    def __init__(self, talker: Talker) -> None:
        self.talker = talker
        self.course = Course()
        self.over = False
        self._answers = 0

    def __str__(self) -> str:
        return f"{self.talker.person} did {self.talker.actions}, was told {self.course.shown[-1:]}"

    def go_on(self) -> None:
        """Do the next thing, once everything done before is answered."""
        person = self.talker.person
        if self.over or person.answers < self._answers or time.monotonic() - person.last_call < SETTLED_SECONDS:
            return
        history = person.history
        self.course.shown, self.course.messages = told(history), len(history)
        if self.talker.actions:
            self.course.after.append(len(self.course.shown))
        answers, updates = person.answers, self.talker.act()
        self._answers = answers + updates
        self.over = not updates


def talk_again(
    talkers: Sequence[Talker],
    courses: Sequence[Course],
    may_act: Callable[[float], bool],
    seconds: float,
    order: random.Random,
) -> None:
    """
    Take the same courses again, the talks in random order; fails where a talk leaves its course or does not end.

    Args:
        may_act: called over and over with the share of all actions done so far; whether someone may act now.
    """
    until = time.monotonic() + seconds
    total = sum(len(course.after) for course in courses)
    talks = [_SecondTalk(talker, course) for talker, course in zip(talkers, courses, strict=True)]
    while not all(talk.over for talk in talks):
        order.shuffle(talks)
        for talk in talks:
            talk.look()
            if may_act(sum(one.steps for one in talks) / total):
                talk.go_on()
        unfinished = next((talk for talk in talks if not talk.over), None)
        assert unfinished is None or time.monotonic() < until, f"no end after {seconds} s: {unfinished}"
        time.sleep(PAUSE_SECONDS)


class _SecondTalk:
    def __init__(self, talker: Talker, course: Course) -> None:
        self.talker = talker
        self.course = course
        self.steps = 0
        self.shown: list[Shown] = []

    def __str__(self) -> str:
        missing = self.course.shown[len(self.shown) :][:1]
        return f"{self.talker.person} did {self.talker.actions[-2:]}, was told {self.shown[-1:]}, waits for {missing}"

    @property
    def over(self) -> bool:
        return self.steps == len(self.course.after) and len(self.shown) == len(self.course.shown)

    def look(self) -> None:
        """What was told so far; fails when it is something else than in quiet, more, or in another order."""
        self.shown = told(self.talker.person.history)
        for at, (here, there) in enumerate(zip(self.shown, self.course.shown, strict=False)):
            assert here == there, (
                f"{self.talker.person} left the course at message {at} after {self.talker.actions[-3:]}\n"
                f"told:     {here}\nin quiet: {there}\nbefore:   {self.shown[max(0, at - 2) : at]}"
            )
        more = self.shown[len(self.course.shown) :]
        assert not more, f"{self.talker.person} was told more than in quiet: {more}"

    def go_on(self) -> None:
        """Do the next thing, once all that the last one brought in quiet has been told."""
        reached = self.course.after[self.steps - 1] if self.steps else 0
        if self.steps < len(self.course.after) and len(self.shown) >= reached:
            self.talker.act()
            self.steps += 1
