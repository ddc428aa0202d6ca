"""What can go wrong between Telegram and a bot, drawn from a seed or planted for the next calls."""

from __future__ import annotations

import random
from collections import Counter, deque
from dataclasses import dataclass, field
from enum import StrEnum

SENDING = frozenset({"sendmessage", "editmessagetext", "editmessagereplymarkup"})


class Fault(StrEnum):
    """One way a call goes wrong; AFTER: the call took effect and only its answer is lost."""

    TOO_MANY = "429"
    BAD_GATEWAY = "502"
    BAD_GATEWAY_AFTER = "502 after acting"
    HANG = "hang"
    HANG_AFTER = "hang after acting"

    @property
    def acts(self) -> bool:
        return self in (Fault.BAD_GATEWAY_AFTER, Fault.HANG_AFTER)


@dataclass
class Faults:
    """
    A plan of faults: chances per call of `methods`, and what is planted.

    Args:
        chances: how likely each fault is in one call, 0 to 1.
        duplicate: how likely a confirmed update is given a second time.
        retry_after: seconds that a 429 names.
        hang_seconds: how long a hung call is held before its connection is dropped.
    """

    seed: int = 0
    chances: dict[Fault, float] = field(default_factory=dict)
    duplicate: float = 0.0
    retry_after: int = 1
    hang_seconds: float = 30.0
    methods: frozenset[str] = SENDING
    drawn: Counter[Fault] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._planted: dict[str, deque[Fault]] = {}

    def plant(self, method: str, *faults: Fault) -> None:
        """The next calls of this method go wrong in this way, one each."""
        self._planted.setdefault(method.lower(), deque()).extend(faults)

    def draw(self, method: str) -> Fault | None:
        """What goes wrong with this call."""
        fault = self._planted[method].popleft() if self._planted.get(method) else self._by_chance(method)
        if fault:
            self.drawn[fault] += 1
        return fault

    def _by_chance(self, method: str) -> Fault | None:
        if method not in self.methods:
            return None
        point = self._random.random()
        for fault, chance in self.chances.items():
            point -= chance
            if point < 0:
                return fault
        return None

    def repeats(self, update_id: int) -> bool:
        """Whether this confirmed update is given a second time; the same for the same seed in any order."""
        return random.Random(f"{self.seed}:{update_id}").random() < self.duplicate
