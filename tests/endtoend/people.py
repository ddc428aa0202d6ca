"""Scripted people: each does the same things on the same screens, whatever happens to the bot on the way."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from dialogs.model import CONTROLS
from tests.standin import Button, Person, Screen, Shown

ADVICE = "advice"
MOST_ACTIONS = 80


def is_advice(screen: Screen) -> bool:
    """Whether this screen is the advice or one of its cards."""
    return any(question_of(button) == ADVICE for button in screen.buttons)


def question_of(button: Button) -> str:
    return button.data.split(":")[1]


def option_of(button: Button) -> str:
    return button.data.split(":")[2]


def options(screen: Screen) -> list[Button]:
    """The buttons that answer the question, without its controls."""
    return [button for button in screen.buttons if option_of(button) not in CONTROLS]


def told(history: Iterable[Shown]) -> list[Shown]:
    """What someone was told, where the same message twice in a row counts once."""
    return [shown for shown, _ in groupby(history)]


@dataclass
class Talker(ABC):
    """One person's part in the talk; `actions` are the things done so far, for reports."""

    person: Person
    seed: int
    actions: list[str] = field(default_factory=list)

    def act(self) -> int:
        """Do the next thing; the updates that it was, 0 when there is nothing left to do."""
        if not self.actions:
            self.actions.append("start")
            self.person.start()
            return 1
        name, updates = self._next()
        if updates:
            self.actions.append(name)
            assert len(self.actions) < MOST_ACTIONS, f"no advice after {self.actions}"
        return updates

    @abstractmethod
    def _next(self) -> tuple[str, int]:
        """The name of what was done, and the updates that it was."""

    @property
    def screen(self) -> Screen:
        screen = self.person.newest_with_buttons
        assert screen, f"{self.person} has no buttons after {self.actions}"
        return screen

    def tap(self, button: Button, screen: Screen | None = None, times: int = 1) -> int:
        for _ in range(times):
            self.person.tap(button, screen or self.screen)
        return times


class Tapper(Talker):
    """Taps the first button of the newest screen, until the advice."""

    def _next(self) -> tuple[str, int]:
        if is_advice(self.screen):
            return "", 0
        button = self.screen.buttons[0]
        return f"tap {button.data}", self.tap(button)


@dataclass
class Typer(Talker):
    """Types a number for an option and a letter for a band, now and then an amount; never taps."""

    kinds: Mapping[str, str] = field(default_factory=dict)

    def _next(self) -> tuple[str, int]:
        if is_advice(self.screen):
            return "", 0
        text = self._reply(self.screen)
        self.person.say(text)
        return f"say {text}", 1

    def _reply(self, screen: Screen) -> str:
        choices = options(screen)
        kind = self.kinds[question_of(choices[0])]
        draw = random.Random(f"{self.seed}:{len(self.actions)}")
        at = draw.randrange(len(choices))
        if kind in ("money", "weight", "count"):
            return draw.choice([option_of(choices[at]), option_of(choices[at]).upper(), "30", "３０"])
        if kind == "choices":
            return draw.choice(["1 2", "2、1", "1,2", str(at + 1)])
        return draw.choice([str(at + 1), "１２３４５６"[at]])


class Wanderer(Talker):
    """Asks why, goes back, changes answers, taps old buttons, taps twice, sends pictures; then taps to the advice."""

    def _next(self) -> tuple[str, int]:
        while len(self.actions) <= len(WANDERINGS):
            name, move = WANDERINGS[len(self.actions) - 1]
            if updates := move(self):
                return name, updates
            self.actions.append(f"no {name}")
        if is_advice(self.screen):
            return "", 0
        return "tap first", self.tap(self.screen.buttons[0])

    def first(self) -> int:
        return self.tap(self.screen.buttons[0])

    def last(self) -> int:
        return self.tap(options(self.screen)[-1])

    def twice(self) -> int:
        return self.tap(self.screen.buttons[0], times=2)

    def old(self, option: int) -> int:
        """Tap an option of the oldest screen that still has buttons."""
        oldest = next(screen for screen in self.person.screens if screen.buttons)
        return self.tap(options(oldest)[option], oldest)

    def control(self, name: str) -> int:
        """Tap this control; nothing where the screen has none."""
        found = [button for button in self.screen.buttons if option_of(button) == name]
        return self.tap(found[0]) if found else 0

    def sends(self, kind: str) -> int:
        self.person.send(kind)
        return 1

    def says(self, text: str) -> int:
        self.person.say(text)
        return 1


WANDERINGS: Sequence[tuple[str, Callable[[Wanderer], int]]] = (
    ("sticker", lambda talker: talker.sends("sticker")),
    ("why", lambda talker: talker.control("why")),
    ("first", Wanderer.first),
    ("twice", Wanderer.twice),
    ("old, same answer", lambda talker: talker.old(0)),
    ("last", Wanderer.last),
    ("back", lambda talker: talker.control("back")),
    ("photo", lambda talker: talker.sends("photo")),
    ("not sure", lambda talker: talker.control("not_sure")),
    ("old, another answer", lambda talker: talker.old(-1)),
    ("last", Wanderer.last),
    ("nonsense", lambda talker: talker.says("¿<b>?&amp;</i> " * 40)),
    ("more", lambda talker: talker.control("more")),
    ("change", lambda talker: talker.control("change")),
    ("first", Wanderer.first),
    ("last", Wanderer.last),
    ("voice", lambda talker: talker.sends("voice")),
    ("start again", lambda talker: talker.says("/start w-nothing")),
    ("back in words", lambda talker: talker.says("back" if talker.person.chat.language == "en" else "返回")),
)
