"""Receive, turn, send: an update is kept before it is acknowledged, a reply is sent until it is taken."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, ParamSpec, Protocol, TypeVar

from bot.store import Claim, Json, Outgoing, Store, StoreFailed
from bot.updates import Address, Update, spoken
from dialogs import Message

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
SENT_AT_ONCE = 25
SENT_A_SECOND = 30
FAREWELL_SECONDS = 3
LOOK_AGAIN_SECONDS = 0.5
TIDY_SECONDS = 3_600
DAY_SECONDS = 86_400
IDLE_DAYS = 90
DONE_DAYS = 2
"""How long the number of a finished update is kept; Telegram repeats an update for one day at most."""

P = ParamSpec("P")
T = TypeVar("T")

Respond = Callable[[Json | None, Update, date, int], tuple[Json | None, list[Message]]]
"""What one update does to a session (plain data): the session after it, None to delete the chat, and what to say."""

Sentence = Callable[[str, str], str]
"""A fixed sentence by name (failed, dropped, storage, group) and language."""


class Later(Exception):
    """The message was not taken now; `seconds` is how long the channel asks to wait, None when it does not say."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        super().__init__(seconds)


class Closed(Exception):
    """The chat is closed to us: blocked, left or deleted by the person."""


class Refused(Exception):
    """The message will never be taken."""


class Channel(Protocol):
    name: str
    bot: str

    def parts(self, message: Message) -> list[Message]:
        """The message cut into what the channel takes at once; the buttons stand below the last part."""

    async def send(self, outgoing: Outgoing) -> None:
        """Comes back once the channel has taken the message; raises Later, Closed or Refused."""

    def tell(self, address: Address, text: str) -> None:
        """Try once to say this, later and without a word of what came of it."""


def pause(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 1, 2, 4 ... 60."""
    return float(min(2 ** min(failures, 10), 60))


class Delivery:
    """The turns and the sending of one channel; its updates come in through `receive`."""

    def __init__(self, store: Store, channel: Channel, respond: Respond, sentence: Sentence) -> None:
        self._store = store
        self._channel = channel
        self._respond = respond
        self._sentence = sentence
        self._received = asyncio.Event()
        self._replied = asyncio.Event()
        self._sending: dict[Address, asyncio.Task[None]] = {}
        self._next_slot = 0.0
        self._told: set[Address] = set()

    async def run(self, receiving: Awaitable[None], stop: asyncio.Event) -> None:
        """
        Works until told to stop, then lets the messages on their way arrive, 3 seconds at most.

        Raises:
            whatever ended the receiving, or made the store unusable.
        """
        loops = [asyncio.ensure_future(loop) for loop in (receiving, self._turns(), self._sends(), self._tidy())]
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait([stopping, *loops], return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended = [loop for loop in loops if loop.done()]
            await _cancel([stopping, *loops])
            if self._sending:
                await asyncio.wait(self._sending.values(), timeout=FAREWELL_SECONDS)
                await _cancel(self._sending.values())
        for loop in ended:
            loop.result()

    async def receive(self, updates: Sequence[Update]) -> None:
        """Comes back once the updates are safe on disk, however long that takes; known ones are passed over."""
        await self._kept(updates, self._store.receive, updates, time.time())
        self._received.set()

    async def _turns(self) -> None:
        while True:
            self._received.clear()
            claim = await self._kept((), self._store.claim)
            if claim is None:
                await self._received.wait()
                continue
            await self._turn(claim)
            self._replied.set()
            await asyncio.sleep(0)

    async def _turn(self, claim: Claim) -> None:
        address = claim.update.address
        now = time.time()
        saved = await self._kept([claim.update], self._store.session, address)
        session = saved.session if saved else None
        after_days = int((now - saved.heard) // DAY_SECONDS) if saved else 0
        try:
            session, messages = self._answer(claim, session, date.fromtimestamp(now), after_days)
            await self._kept([claim.update], self._store.finish, claim, session, messages, now)
        except Exception as error:
            log.error("Update %s (%s) had no turn: %s", claim.update.update_id, claim.update.kind, _wordless(error))
            saved = await self._kept([claim.update], self._store.session, address)
            session = saved.session if saved else None
            messages = [self._fixed("failed", claim.update, session)]
            await self._kept([claim.update], self._store.finish, claim, session, messages, now)

    def _answer(self, claim: Claim, session: Json | None, today: date, days: int) -> tuple[Json | None, list[Message]]:
        """What this update changes and says; the last of its attempts only says that it was dropped."""
        update = claim.update
        if claim.attempts > MOST_ATTEMPTS:
            log.error(
                "Update %s (%s) ended the process %s times: dropped", update.update_id, update.kind, MOST_ATTEMPTS
            )
            return session, [self._fixed("dropped", update, session)]
        if update.kind == "left":
            return None, []
        if update.kind == "group":
            return session, [self._fixed("group", update, session)]
        session, messages = self._respond(session, update, today, days)
        return session, [part for message in messages for part in self._channel.parts(message)]

    def _fixed(self, name: str, update: Update, session: Json | None) -> Message:
        language = session.get("language") if session else None
        return Message(self._sentence(name, language or spoken(update.language)))

    async def _sends(self) -> None:
        """Hand every due message to a task of its own: one a chat, a few chats at once."""
        here = self._channel.name, self._channel.bot
        while True:
            self._replied.clear()
            room = SENT_AT_ONCE - len(self._sending)
            due = await self._kept((), self._store.unsent, *here, time.time(), self._sending.keys(), room)
            for outgoing in due:
                self._sending[outgoing.address] = task = asyncio.create_task(self._send(outgoing))
                task.add_done_callback(partial(self._free, outgoing.address))
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                    await self._replied.wait()

    def _free(self, address: Address, _: asyncio.Task[None]) -> None:
        del self._sending[address]
        self._replied.set()

    async def _send(self, outgoing: Outgoing) -> None:
        """Send one message and note what came of it; a fault of ours counts as not taken now."""
        await self._slot()
        try:
            await self._channel.send(outgoing)
        except Later as later:
            wait = pause(outgoing.attempts) if later.seconds is None else later.seconds
            await self._kept((), self._store.later, outgoing.row, time.time() + wait)
        except Closed:
            await self._kept((), self._store.forget, outgoing.address)
        except Refused as refused:
            log.error("Message %s is dropped: %s", outgoing.row, refused)
            await self._kept((), self._store.sent, outgoing.row)
        except Exception as error:
            log.error("Message %s waits: %s", outgoing.row, _wordless(error))
            await self._kept((), self._store.later, outgoing.row, time.time() + pause(outgoing.attempts))
        else:
            await self._kept((), self._store.sent, outgoing.row)

    async def _slot(self) -> None:
        """Wait for the next free slot of the pace all chats share."""
        now = time.monotonic()
        slot = max(now, self._next_slot)
        self._next_slot = slot + 1 / SENT_A_SECOND
        if slot > now:
            await asyncio.sleep(slot - now)

    async def _tidy(self) -> None:
        """Every hour: idle chats are forgotten, and the store is looked through for damage."""
        while True:
            now = time.time()
            await self._kept((), self._store.purge, now - IDLE_DAYS * DAY_SECONDS, now - DONE_DAYS * DAY_SECONDS)
            await asyncio.sleep(TIDY_SECONDS)
            await self._kept((), self._store.check)

    async def _kept(self, waiting: Iterable[Update], operation: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the operation of the store brings, tried until it succeeds; the people waiting are told once."""
        failures = 0
        while True:
            try:
                result = operation(*args, **kwargs)
            except StoreFailed as error:
                if not failures:
                    log.error("The store fails (%s); trying again until it works", error)
                self._tell(waiting)
                await asyncio.sleep(pause(failures))
                failures += 1
                continue
            if failures:
                log.warning("The store works again")
                self._told.clear()
            return result

    def _tell(self, waiting: Iterable[Update]) -> None:
        for update in waiting:
            if update.address not in self._told:
                self._told.add(update.address)
                self._channel.tell(update.address, self._sentence("storage", spoken(update.language)))


async def _cancel(tasks: Iterable[asyncio.Future[Any]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _wordless(error: Exception) -> str:
    """The kind of the error and the way it came, without its message: that may hold a person's words."""
    way = " < ".join(
        f"{frame.filename}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    return f"{type(error).__name__} at {way}"
