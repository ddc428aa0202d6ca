"""How fast the bot is: a table of measurements, each beside something simpler that was measured in the same run.

Ratios hold from machine to machine, times do not. CPU time, so that what else runs here counts little.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from bot.library import Library
from bot.updates import Update
from knowledge import Pack, Profile, advise
from knowledge.entries import passages
from knowledge.profile import FIELDS
from knowledge.standing import with_derived

SEED = 20261122
KNOWN_SHARE = 0.7
"""Of the fields of a random profile, so many are known."""

ROUND = 25
"""Each is done so often before the next has its turn: they meet the same minute, and warm caches."""

LANGUAGE = "zh-Hans"
Task = Callable[[int], object]
"""One piece of work, told which time it is done, so that it can take other data each time."""


@dataclass(frozen=True)
class Measure:
    """
    One thing to measure.

    Args:
        task: made once, before anything is measured.
        beside: the name of the simpler thing it is compared with; None for that thing itself.
        aim_ms: what the median should stay under.
        once_in: measured only every so many times of a round, because it is slow.
        clock: seconds of CPU so far.
    """

    task: Callable[[Bench], Task]
    beside: str | None = None
    aim_ms: float | None = None
    once_in: int = 1
    clock: Callable[[], float] = time.process_time


@dataclass(frozen=True)
class Bench:
    """What the measured tasks work on."""

    library: Library
    pack_name: str
    on: date

    @property
    def pack(self) -> Pack:
        return self.library.pack(self.pack_name)

    def profiles(self, count: int = 500) -> list[Profile]:
        """Random profiles, the same in every run."""
        chance = random.Random(SEED)
        return [{name: _value(name, chance) for name in FIELDS if chance.random() < KNOWN_SHARE} for _ in range(count)]

    def questions(self) -> list[str]:
        """Sentences such as somebody might type: the first signs of every risk."""
        return [str(texts["early_sign"]) for texts in self.pack.words[LANGUAGE]["risks"].values()]


def _value(name: str, chance: random.Random) -> Any:
    field = FIELDS[name]
    if field.kind == "choice":
        return chance.choice(field.values)
    if field.kind == "choices":
        return chance.sample(field.values, chance.randint(1, 3))
    number = min(10 ** chance.uniform(0, 7), field.at_most)
    return int(number) if field.kind == "whole" else round(number, 1)


def advice(bench: Bench) -> Task:
    """One advice with all its parts: costs of every mode, what would change it, path, risks, in words."""
    pack, profiles = bench.pack, bench.profiles()
    return lambda at: advise(profiles[at % len(profiles)], pack, bench.on, LANGUAGE)


def scoring(bench: Bench) -> Task:
    """The plain scoring of a profile: four modes ranked, and nothing said."""
    pack, profiles = bench.pack, bench.profiles()
    return lambda at: pack.scales.weigh(with_derived(profiles[at % len(profiles)], pack.head))


def search(bench: Bench) -> Task:
    """A question looked up."""
    found, questions = bench.library.search(bench.pack_name, bench.on), bench.questions()
    return lambda at: found.find(questions[at % len(questions)], LANGUAGE)


def scan(bench: Bench) -> Task:
    """The passages that hold any two letters of a question, found by reading all of them."""
    told, questions = [one.text for one in passages(bench.pack, LANGUAGE, bench.on)], bench.questions()

    def read(at: int) -> int:
        asked = questions[at % len(questions)]
        pairs = {asked[place : place + 2] for place in range(len(asked) - 1)}
        return sum(any(pair in text for pair in pairs) for text in told)

    return read


def turn(bench: Bench) -> Task:
    """A turn of the dialog: the first option tapped, again and again, a new chat after each advice."""
    from bot.conversation import over_json

    respond = over_json(bench.library, bench.pack_name)
    chat: dict[str, Any] = {}

    def go_on(at: int) -> None:
        kind, button = ("tap", chat["button"]) if chat.get("button") else ("start", None)
        update = Update("bench", "bench", at, "1", kind, button=button, language="zh")  # type: ignore[arg-type]
        chat["state"], messages = respond(chat.get("state") if button else None, update, bench.on, 0)
        first = messages[0].buttons[0][0].id if messages and messages[0].buttons else None
        chat["button"] = None if first and first.endswith(":why") else first

    return go_on


def json_turn(_: Bench) -> Task:
    """The least a turn could do: a session read from JSON, looked up in a table and written again."""
    table = {str(at): str(at + 1) for at in range(20)}
    state = json.dumps({"answers": dict.fromkeys(list(FIELDS)[:10], "a"), "at": "1"})

    def read_and_write(at: int) -> str:
        session = json.loads(state)
        session["at"] = table[str(at % len(table))]
        return json.dumps(session)

    return read_and_write


def first_question(bench: Bench) -> Task:
    """A new process up to the first question in the terminal."""
    return lambda _: _run("-m", "bot", "chat", "--lang", "zh", "--pack", bench.pack_name)


def empty_process(_: Bench) -> Task:
    """A new Python process that does nothing."""
    return lambda _: _run("-c", "pass")


def _run(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True, timeout=60
    )


def children_time() -> float:
    """The seconds of CPU that finished child processes have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


MEASURES: dict[str, Measure] = {
    "scoring": Measure(scoring),
    "advice": Measure(advice, beside="scoring", aim_ms=5.0),
    "scan": Measure(scan),
    "search": Measure(search, beside="scan", aim_ms=0.5),
    "json_turn": Measure(json_turn),
    "turn": Measure(turn, beside="json_turn"),
    "empty_process": Measure(empty_process, once_in=ROUND, clock=children_time),
    "first_question": Measure(first_question, beside="empty_process", aim_ms=400.0, once_in=ROUND, clock=children_time),
}
"""Everything that is measured, by name. Add a line here, and it is measured and printed beside the rest."""


def measured(bench: Bench, repeats: int, names: Iterator[str] | None = None) -> list[dict[str, Any]]:
    """
    One row for each measurement: median and 95th percentile in milliseconds, the median beside it, and their ratio.

    Args:
        repeats: how often each is done; slow ones less often.
    """
    wanted = list(MEASURES) if names is None else list(names)
    tasks = {name: MEASURES[name].task(bench) for name in wanted}
    taken: dict[str, list[float]] = {name: [] for name in wanted}
    for round_ in range(0, repeats, ROUND):
        for name, task in tasks.items():
            measure = MEASURES[name]
            for at in range(round_, min(round_ + ROUND, repeats), measure.once_in):
                before = measure.clock()
                task(at)
                taken[name].append((measure.clock() - before) * 1000)
    medians = {name: median(times) for name, times in taken.items()}
    return [_row(name, sorted(times), medians) for name, times in taken.items()]


def _row(name: str, times: list[float], medians: dict[str, float]) -> dict[str, Any]:
    measure = MEASURES[name]
    other = medians.get(measure.beside or "")
    return {
        "name": name,
        "what": (measure.task.__doc__ or "").strip(),
        "times": len(times),
        "median_ms": round(medians[name], 4),
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 4),
        "beside": measure.beside,
        "beside_median_ms": None if other is None else round(other, 4),
        "ratio": None if not other else round(medians[name] / other, 2),
        "aim_ms": measure.aim_ms,
    }


def table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The rows as lines to read: those with something simpler beside them, and what each of the names means."""
    for row in rows:
        if row["beside"]:
            aim = f", aim {row['aim_ms']:g} ms" if row["aim_ms"] else ""
            beside = f"{row['beside']} {row['beside_median_ms']:.3f} ms"
            yield f"{row['name']:<15} {row['median_ms']:>9.3f} ms   {row['ratio']:>8.1f} x {beside}{aim}"
    yield ""
    yield from (f"{row['name']}: {row['what']}" for row in rows)
