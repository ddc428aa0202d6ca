"""Delivery gives every update its turn and every reply its way out, whatever fails on the way. No network, no clock."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot import delivery
from bot.delivery import Closed, Delivery, Later, Refused, Respond
from bot.store import Json, Outgoing, StoreFailed, StoreUnusable
from bot.store.sqlite import SqliteStore
from bot.updates import Address, Kind, Update
from dialogs import Message


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "pause", lambda _: 0.001)
    monkeypatch.setattr(delivery, "LOOK_AGAIN_SECONDS", 0.005)
    monkeypatch.setattr(delivery, "SENT_A_SECOND", 1_000_000)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "bot.db")
    yield opened
    opened.close()


class Recorder:
    """A channel that writes down what it is given; `trouble` may raise before it does."""

    name, bot = "recorder", "1"

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.edited: list[int | None] = []
        self.told: list[tuple[str, str]] = []
        self.trouble: Callable[[Outgoing], Awaitable[None]] | None = None

    def parts(self, message: Message) -> list[Message]:
        return [Message(text) for text in message.text.split("|")] if "|" in message.text else [message]

    async def send(self, outgoing: Outgoing) -> None:
        if self.trouble:
            await self.trouble(outgoing)
        self.said.append((outgoing.address.chat, outgoing.message.text))
        self.edited.append(outgoing.edits)

    def tell(self, address: Address, text: str) -> None:
        self.told.append((address.chat, text))


@pytest.fixture
def channel() -> Recorder:
    return Recorder()


def echo(session: Json | None, update: Update, *_: object) -> tuple[Json | None, list[Message]]:
    """Counts and repeats; "delete" deletes, "boom" breaks down."""
    count = (session or {}).get("count", 0) + 1
    if update.text == "delete":
        return None, [Message("deleted")]
    if update.text == "boom":
        raise ValueError(f"cannot read {update.text} of secret orchard")
    return {"count": count, "language": "en"}, [Message(f"{count} {update.text or update.kind}")]


def update(number: int, text: str | None = None, chat: str = "a", kind: Kind = "text", **more: object) -> Update:
    return Update("recorder", "1", number, chat, kind, text=text, **more)  # type: ignore[arg-type]


def sentence(name: str, language: str) -> str:
    return f"{name} in {language}"


async def never() -> None:
    await asyncio.Event().wait()


async def deliver(
    store: SqliteStore,
    channel: Recorder,
    *updates: Update,
    respond: Respond = echo,
    until: Callable[[], bool] | None = None,
) -> None:
    """Run until this comes true, or until nothing waits any more."""
    working = Delivery(store, channel, respond, sentence)
    stop = asyncio.Event()
    running = asyncio.create_task(working.run(never(), stop))
    if updates:
        await working.receive(updates)
    done = until or (lambda: nothing_waits(store))
    async with asyncio.timeout(20):
        while not running.done() and not done():
            await asyncio.sleep(0.001)
    stop.set()
    await running


def nothing_waits(store: SqliteStore) -> bool:
    db = store._connection()
    return db.execute(
        "SELECT NOT EXISTS (SELECT 1 FROM inbox WHERE body IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM outbox)"
    ).fetchone() == (1,)


async def test_every_update_is_answered_once_and_in_order(store: SqliteStore, channel: Recorder) -> None:
    batch = [update(1, "x"), update(2, "y"), update(3, "z", "b")]
    await deliver(store, channel, *batch, *batch)
    await deliver(store, channel, *batch)

    assert sorted(channel.said) == [("a", "1 x"), ("a", "2 y"), ("b", "1 z")]
    assert channel.said.index(("a", "1 x")) < channel.said.index(("a", "2 y"))


async def test_a_turn_knows_the_day_and_how_long_the_chat_was_silent(
    store: SqliteStore, channel: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Json | None, date, int]] = []

    def respond(session: Json | None, _: Update, today: date, after_days: int) -> tuple[Json | None, list[Message]]:
        asked.append((session, today, after_days))
        return {"n": len(asked)}, []

    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
    await deliver(store, channel, update(1, "x"), respond=respond)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0 + 3.5 * 86_400)
    await deliver(store, channel, update(2, "y"), respond=respond)

    first, later = date.fromtimestamp(1_800_000_000), date.fromtimestamp(1_800_000_000 + 3.5 * 86_400)
    assert asked == [(None, first, 0), ({"n": 1}, later, 3)]


async def test_a_long_message_goes_out_in_its_parts(store: SqliteStore, channel: Recorder) -> None:
    await deliver(store, channel, update(1, "x|y|z"))

    assert [text for _, text in channel.said] == ["1 x", "y", "z"]


async def test_a_message_in_place_names_the_tapped_message(store: SqliteStore, channel: Recorder) -> None:
    def respond(*_: object) -> tuple[Json, list[Message]]:
        return {}, [Message("card", edit=True)]

    await deliver(store, channel, update(1, kind="tap", message_id=77), update(2, "typed"), respond=respond)

    assert channel.edited == [77, None]


async def test_a_turn_that_breaks_down_keeps_the_answers_and_says_so_once(
    store: SqliteStore, channel: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    await deliver(store, channel, update(1, "x"), update(2, "boom"), update(3, "y"))
    await deliver(store, channel, update(4, "boom", "b", language="zh-hans"))

    assert channel.said == [("a", "1 x"), ("a", "failed in en"), ("a", "2 y"), ("b", "failed in zh-Hans")]
    assert "Update 2 (text) had no turn: ValueError at " in caplog.text
    assert "orchard" not in caplog.text
    assert "boom" not in caplog.text


async def test_an_outcome_that_cannot_be_kept_is_a_turn_that_broke_down(store: SqliteStore, channel: Recorder) -> None:
    await deliver(store, channel, update(1, "x"), respond=lambda *_: ({"x": {1, 2}}, [Message("y")]))

    assert channel.said == [("a", "failed in en")]


async def test_an_update_that_ends_the_process_three_times_is_put_aside(
    store: SqliteStore, channel: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    deaths = 0

    def respond(_: Json | None, update: Update, *__: object) -> tuple[Json | None, list[Message]]:
        nonlocal deaths
        if update.text == "poison":
            deaths += 1
            raise SystemExit
        return {"count": 1, "language": "zh-Hans"}, [Message(f"{update.text}")]

    await deliver(store, channel, update(1, "x"), respond=respond)
    batch = [update(2, "poison"), update(3, "y", "b"), update(4, "z")]
    for _ in range(3):
        with pytest.raises(SystemExit):
            await deliver_and_die(store, channel, respond, *batch)
    await deliver(store, channel, respond=respond)

    assert deaths == 3
    assert channel.said == [("a", "x"), ("a", "dropped in zh-Hans"), ("b", "y"), ("a", "z")]
    assert "Update 2 (text) ended the process 3 times" in caplog.text


async def deliver_and_die(store: SqliteStore, channel: Recorder, respond: Respond, *updates: Update) -> None:
    """As far as a process comes that dies in its first turn."""
    working = Delivery(store, channel, respond, sentence)
    await working.receive(updates)
    claim = store.claim()
    assert claim
    await working._turn(claim)


async def test_groups_are_declined_without_a_session(store: SqliteStore, channel: Recorder) -> None:
    await deliver(store, channel, update(1, kind="group", chat="-5"))

    assert channel.said == [("-5", "group in en")]
    assert store.session(Address("recorder", "1", "-5")) is None


async def test_who_left_is_forgotten(store: SqliteStore, channel: Recorder) -> None:
    await deliver(store, channel, update(1, "x"), update(2, kind="left"))

    assert store.export(Address("recorder", "1", "a"))["session"] is None


async def test_after_a_deletion_the_farewell_still_goes_out(store: SqliteStore, channel: Recorder) -> None:
    await deliver(store, channel, update(1, "x"), update(2, "delete"), update(3, "y"))

    assert channel.said[-2:] == [("a", "deleted"), ("a", "1 y")]


@pytest.mark.parametrize(
    ("problem", "answers"),
    [
        (Later(), [("b", "1 other"), ("a", "1 x"), ("a", "2 y")]),
        (Later(0.05), [("b", "1 other"), ("a", "1 x"), ("a", "2 y")]),
        (Refused("no"), [("b", "1 other"), ("a", "2 y")]),
        (RuntimeError("a fault of ours, secret orchard"), [("b", "1 other"), ("a", "1 x"), ("a", "2 y")]),
    ],
)
async def test_a_message_not_taken_holds_up_only_its_chat(
    problem: Exception,
    answers: list[tuple[str, str]],
    store: SqliteStore,
    channel: Recorder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failures = 2 if not isinstance(problem, Refused) else 1

    async def trouble(outgoing: Outgoing) -> None:
        nonlocal failures
        if outgoing.address.chat == "a" and failures:
            failures -= 1
            raise problem

    channel.trouble = trouble
    await deliver(store, channel, update(1, "x"), update(2, "y"), update(3, "other", "b"))

    assert channel.said == answers
    assert "orchard" not in caplog.text


async def test_a_closed_chat_is_forgotten(store: SqliteStore, channel: Recorder) -> None:
    async def trouble(outgoing: Outgoing) -> None:
        if outgoing.address.chat == "a":
            raise Closed

    channel.trouble = trouble
    await deliver(store, channel, update(1, "x"), update(2, "y"), update(3, "other", "b"))

    assert channel.said == [("b", "1 other")]
    assert store.export(Address("recorder", "1", "a"))["session"] is None


async def test_a_few_chats_are_written_to_side_by_side_and_each_one_message_at_a_time(
    store: SqliteStore, channel: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SENT_AT_ONCE", 3)
    under_way: list[str] = []
    most = 0

    async def trouble(outgoing: Outgoing) -> None:
        nonlocal most
        assert outgoing.address.chat not in under_way
        under_way.append(outgoing.address.chat)
        most = max(most, len(under_way))
        await asyncio.sleep(0.02)
        under_way.remove(outgoing.address.chat)

    channel.trouble = trouble
    await deliver(store, channel, *(update(number, str(number), f"chat {number % 6}") for number in range(12)))

    assert most == 3
    assert len(channel.said) == 12


async def test_the_pace_is_shared_by_all_chats(
    store: SqliteStore, channel: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SENT_A_SECOND", 50)
    began = time.monotonic()
    await deliver(store, channel, *(update(number, "x", f"chat {number}") for number in range(20)))

    assert time.monotonic() - began > 19 / 50


class FailsAtTimes:
    """The store, failing as often as told in the named operation."""

    def __init__(self, store: SqliteStore, operation: str, times: int) -> None:
        self._store, self._operation, self.times = store, operation, times

    def __getattr__(self, name: str) -> object:
        real = getattr(self._store, name)
        return partial(self._fail, real) if name == self._operation else real

    def _fail(self, real: Callable[..., object], *arguments: object) -> object:
        self.times -= 1
        if self.times >= 0:
            raise StoreFailed("database or disk is full")
        return real(*arguments)


@pytest.mark.parametrize("operation", ["receive", "claim", "session", "finish", "unsent", "sent", "later", "purge"])
async def test_a_store_that_fails_for_a_while_loses_nothing(
    operation: str, store: SqliteStore, channel: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    once = iter([Later()])

    async def trouble(_: Outgoing) -> None:
        for problem in once:
            raise problem

    channel.trouble = trouble
    failing = FailsAtTimes(store, operation, 3)
    await deliver(
        failing,  # type: ignore[arg-type]
        channel,
        update(1, "x"),
        update(2, "y", language="zh"),
        until=lambda: nothing_waits(store) and failing.times < 0,
    )

    assert channel.said == [("a", "1 x"), ("a", "2 y")]
    told_of = {
        "receive": [("a", "storage in en")],
        "session": [("a", "storage in en")],
        "finish": [("a", "storage in en")],
    }
    assert channel.told == told_of.get(operation, [])
    assert caplog.text.count("The store fails (database or disk is full); trying again") == 1
    assert caplog.text.count("The store works again") == 1


async def test_damage_found_on_the_way_ends_the_run(
    store: SqliteStore, channel: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check() -> None:
        raise StoreUnusable("the database is damaged")

    monkeypatch.setattr(delivery, "TIDY_SECONDS", 0.01)
    monkeypatch.setattr(store, "check", check)

    with pytest.raises(StoreUnusable, match="damaged"):
        await deliver(store, channel, until=lambda: False)


async def test_what_ends_the_receiving_ends_the_run(store: SqliteStore, channel: Recorder) -> None:
    async def receiving() -> None:
        raise KeyError("token")

    with pytest.raises(KeyError, match="token"):
        await Delivery(store, channel, echo, sentence).run(receiving(), asyncio.Event())


async def test_stopping_lets_messages_under_way_arrive_and_keeps_the_others(
    store: SqliteStore, channel: Recorder
) -> None:
    started = asyncio.Event()

    async def trouble(_: Outgoing) -> None:
        started.set()
        await asyncio.sleep(0.05)

    channel.trouble = trouble
    await deliver(store, channel, update(1, "x"), update(2, "y"), until=started.is_set)
    assert channel.said == [("a", "1 x")]

    channel.trouble = None
    await deliver(store, channel)
    assert channel.said == [("a", "1 x"), ("a", "2 y")]


async def test_stopping_waits_only_so_long_for_a_message(
    store: SqliteStore, channel: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "FAREWELL_SECONDS", 0.05)
    started = asyncio.Event()

    async def trouble(_: Outgoing) -> None:
        started.set()
        await never()

    channel.trouble = trouble
    await deliver(store, channel, update(1, "x"), until=started.is_set)
    channel.trouble = None
    await deliver(store, channel)

    assert channel.said == [("a", "1 x")]


async def test_one_chat_that_floods_does_not_hold_up_the_others(store: SqliteStore, channel: Recorder) -> None:
    heard: dict[str, float] = {}

    def respond(_: Json | None, update: Update, *__: object) -> tuple[Json, list[Message]]:
        heard.setdefault(update.chat, time.monotonic())
        return {}, [Message("reply")]

    flood = [update(number, "x", "flood") for number in range(1_500)]
    others = [update(2_000 + number, "hello", f"other {number}") for number in range(50)]
    working = Delivery(store, channel, respond, sentence)
    stop = asyncio.Event()
    running = asyncio.create_task(working.run(never(), stop))
    await working.receive(flood)
    await asyncio.sleep(0.05)
    came = time.monotonic()
    await working.receive(others)
    while len(heard) < 51:
        await asyncio.sleep(0.001)
    stop.set()
    await running

    assert max(when - came for chat, when in heard.items() if chat != "flood") < 1
    assert store.claim() is not None, "the flood was over before the others came: the test shows nothing"


@pytest.mark.parametrize(("failures", "seconds"), [(0, 1), (1, 2), (3, 8), (6, 60), (10_000, 60)])
def test_pauses_grow_up_to_a_minute(failures: int, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    assert delivery.pause(failures) == seconds


def test_nothing_is_logged_of_a_quiet_run(
    store: SqliteStore, channel: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "bot"):
        asyncio.run(deliver(store, channel, update(1, "x")))

    assert not caplog.records
