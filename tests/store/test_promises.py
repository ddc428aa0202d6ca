"""Whatever comes in whatever order, and wherever the process dies: once, in order, nothing lost.

The machine is also run over stores with a planted fault each, which it must find.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.store import Claim, Json, Outgoing, Saved
from bot.store.sqlite import SqliteStore
from bot.updates import Address, Update
from dialogs import Message

CHATS = ("501", "502", "503")
NOW = 1_800_000_000.0


class Promises(RuleBasedStateMachine):
    """
    Chats that count: every turn adds the number of its update to the session and answers with all numbers so far.

    The model beside the store: which numbers each chat sent since it was last deleted, and what it was shown.
    """

    store_type = SqliteStore

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = self.store_type(self.folder / "0.db")
        self.crashes = 0
        self.clock = NOW
        self.kinds: dict[int, tuple[str, bool]] = {}  # update id -> chat, whether it asks for deletion
        self.turns: list[int] = []
        self.claim: Claim | None = None
        self.sending: dict[str, Outgoing] = {}
        self.shown: dict[str, list[str]] = {chat: [] for chat in CHATS}

    @rule(chat=st.sampled_from(CHATS), count=st.integers(1, 3), delete=st.sampled_from([False] * 7 + [True]))
    def receive_new(self, chat: str, count: int, delete: bool) -> None:
        numbers = range(len(self.kinds), len(self.kinds) + count)
        self.kinds.update(dict.fromkeys(numbers, (chat, delete)))
        self.give(*numbers)

    @precondition(lambda self: self.kinds)
    @rule(data=st.data())
    def receive_again(self, data: st.DataObject) -> None:
        self.give(*data.draw(st.lists(st.sampled_from(sorted(self.kinds)), min_size=1, max_size=3)))

    def give(self, *numbers: int) -> None:
        updates = [
            Update("telegram", "1", number, self.kinds[number][0], "text", text=str(number)) for number in numbers
        ]
        self.store.receive(updates, self.clock)

    @precondition(lambda self: self.claim is None)
    @rule()
    def claim_next(self) -> None:
        self.claim = self.store.claim()

    @rule(count=st.integers(1, 3))
    def take_turns(self, count: int) -> None:
        for _ in range(count):
            if claim := self.claim or self.store.claim():
                self.finish(claim)
            self.claim = None

    def finish(self, claim: Claim) -> None:
        number, address = claim.update.update_id, claim.update.address
        assert number not in self.turns
        self.turns.append(number)
        saved = self.store.session(address)
        session, reply = after(saved.session if saved else None, number, self.kinds[number][1])
        self.store.finish(claim, session, [Message(reply)], self.clock)

    @rule()
    def send_due(self) -> None:
        busy = {Address("telegram", "1", chat) for chat in self.sending}
        for outgoing in self.store.unsent("telegram", "1", self.clock, busy, 2):
            assert outgoing.address not in busy
            self.sending[outgoing.address.chat] = outgoing

    @precondition(lambda self: self.sending)
    @rule(data=st.data(), taken=st.booleans())
    def hear_of_a_message(self, data: st.DataObject, taken: bool) -> None:
        outgoing = self.sending.pop(data.draw(st.sampled_from(sorted(self.sending))))
        if taken:
            self.shown[outgoing.address.chat].append(outgoing.message.text)
            self.store.sent(outgoing.row)
        else:
            self.store.later(outgoing.row, self.clock + 5)

    @rule(seconds=st.integers(1, 10))
    def wait(self, seconds: int) -> None:
        self.clock += seconds

    @rule()
    def purge_nothing_young(self) -> None:
        self.store.purge(NOW - 1, NOW - 1)

    @rule(taken=st.booleans())
    def die_and_begin_again(self, taken: bool) -> None:
        """As after kill -9: only the file and its log are left. Telegram may have taken what was under way."""
        for chat, outgoing in self.sending.items():
            if taken:
                self.shown[chat].append(outgoing.message.text)
        self.claim, self.sending = None, {}
        self.crashes += 1
        for suffix in ("", "-wal"):
            if (source := self.folder / f"{self.crashes - 1}.db{suffix}").exists():
                shutil.copy(source, self.folder / f"{self.crashes}.db{suffix}")
        self.store.close()
        self.store = self.store_type(self.folder / f"{self.crashes}.db")

    def expected(self, chat: str) -> tuple[Json | None, list[str]]:
        """The session of the chat and all its replies, from the turns that were had."""
        session, replies = None, []
        for number in self.turns:
            whose, delete = self.kinds[number]
            if whose == chat:
                session, reply = after(session, number, delete)
                replies.append(reply)
        return session, replies

    @invariant()
    def the_updates_of_a_chat_had_their_turns_in_order(self) -> None:
        for chat in CHATS:
            mine = [number for number in self.turns if self.kinds[number][0] == chat]
            assert mine == [number for number, (whose, _) in self.kinds.items() if whose == chat][: len(mine)]

    @invariant()
    def the_session_is_what_the_turns_made(self) -> None:
        for chat in CHATS:
            saved = self.store.session(Address("telegram", "1", chat))
            assert (saved.session if saved else None) == self.expected(chat)[0]

    @invariant()
    def people_are_shown_the_replies_in_order(self) -> None:
        """A message may stand twice after a death, and those before a deletion may stay away."""
        for chat in CHATS:
            replies = iter(self.expected(chat)[1])
            assert all(text in replies for text in dict.fromkeys(self.shown[chat]))

    def teardown(self) -> None:
        try:
            self.nothing_is_lost()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def nothing_is_lost(self) -> None:
        self.take_turns(1)
        while claim := self.store.claim():
            self.finish(claim)
        self.clock += 10
        while due := self.store.unsent("telegram", "1", self.clock, (), 25):
            for outgoing in due:
                self.shown[outgoing.address.chat].append(outgoing.message.text)
                self.store.sent(outgoing.row)
        self.people_are_shown_the_replies_in_order()
        assert sorted(self.turns) == list(self.kinds)
        for chat in CHATS:
            replies = self.expected(chat)[1]
            since = max((at for at, text in enumerate(replies) if text.startswith("deleted")), default=0)
            assert set(replies[since:]) <= set(self.shown[chat])


def after(session: Json | None, number: int, delete: bool) -> tuple[Json | None, str]:
    """What one update makes of a session, and the reply."""
    if delete:
        return None, f"deleted by {number}"
    seen = [*(session["seen"] if session else []), number]
    return {"seen": seen}, str(seen)


QUICK = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize=True,
    database=None,
)


def test_the_store_keeps_its_promises() -> None:
    run_state_machine_as_test(Promises, settings=QUICK)


class RunsAgain(SqliteStore):
    def receive(self, updates: list[Update], now: float) -> None:
        super().receive(updates, now)
        for update in updates:
            self._connection().execute(
                "UPDATE inbox SET body = ?, chat = ? WHERE update_id = ?",
                [json.dumps(asdict(update)), update.chat, update.update_id],
            )


class LosesItsMark(SqliteStore):
    def finish(self, claim: Claim, *outcome: Any) -> None:
        before = self._connection().execute("SELECT body, chat FROM inbox WHERE id = ?", [claim.row]).fetchone()
        super().finish(claim, *outcome)
        self._connection().execute("UPDATE inbox SET body = ?, chat = ? WHERE id = ?", [*before, claim.row])


class LastComesFirst(SqliteStore):
    def claim(self) -> Claim | None:
        self._connection().execute("UPDATE inbox SET place = -id")
        return super().claim()


class LosesReplies(SqliteStore):
    def unsent(self, *where: Any) -> list[Outgoing]:
        return super().unsent(*where)[:-1]


class SendsOutOfOrder(SqliteStore):
    def later(self, row: int, until: float) -> None:
        super().later(row, until)
        self._connection().execute("UPDATE outbox SET id = id + 1000 WHERE id = ?", [row])


class RemembersTheDeleted(SqliteStore):
    kept: dict[Address, Saved | None]

    def session(self, address: Address) -> Saved | None:
        self.kept = getattr(self, "kept", {})
        self.kept[address] = super().session(address) or self.kept.get(address)
        return self.kept[address]


class WritesWithoutCommit(SqliteStore):
    def receive(self, updates: list[Update], now: float) -> None:
        super().receive(updates, now)
        if not hasattr(self, "taken"):
            self.taken = True
            self._connection().execute("DELETE FROM inbox WHERE body IS NOT NULL")


@pytest.mark.parametrize(
    "faulty",
    [RunsAgain, LosesItsMark, LastComesFirst, LosesReplies, SendsOutOfOrder, RemembersTheDeleted, WritesWithoutCommit],
)
def test_a_store_with_a_fault_is_found_out(faulty: type[SqliteStore]) -> None:
    class Faulty(Promises):
        store_type = faulty

    with pytest.raises((AssertionError, sqlite3.Error)):
        run_state_machine_as_test(Faulty, settings=settings(QUICK, max_examples=500))
