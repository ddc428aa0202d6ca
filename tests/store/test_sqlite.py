"""The SQLite store keeps what it took, once, in order, and lets go of what it must."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store import StoreFailed, StoreUnusable, sqlite
from bot.store.sqlite import SqliteStore
from bot.updates import Address, Update
from dialogs import Button, Message

NOW = 1_800_000_000.0
ANN = Address("telegram", "1", "5010203040")
BEN = Address("telegram", "1", "502")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(path)
    yield opened
    opened.close()


def says(update_id: int, text: str = "5", address: Address = ANN) -> Update:
    return Update(*address[:2], update_id, address.chat, "text", text=text)


def turn(store: SqliteStore, session: dict[str, object] | None, *messages: Message) -> int:
    """One turn with this outcome; the id of the update that had it."""
    claim = store.claim()
    assert claim
    store.finish(claim, session, messages, NOW)
    return claim.update.update_id


def unsent(store: SqliteStore, now: float = NOW, limit: int = 25) -> list[tuple[str, str]]:
    return [(one.address.chat, one.message.text) for one in store.unsent("telegram", "1", now, (), limit)]


def bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_an_update_and_a_message_come_back_as_they_were_put_in(store: SqliteStore) -> None:
    tap = Update(
        "telegram", "1", 7, "5010203040", "tap", button="3:product:tea", message_id=40, tap_id="q9", language="zh"
    )
    message = Message(
        "茶\n\n多少？", ((Button("好", "4:a:b"),), (Button("返回", "back"),)), edit=True, choices=("1. 好",)
    )
    store.receive([tap], NOW)

    claim = store.claim()
    assert claim
    store.finish(claim, {"answers": {"product": "茶"}}, [message], NOW)

    assert (claim.update, claim.attempts) == (tap, 1)
    (outgoing,) = store.unsent("telegram", "1", NOW, (), 25)
    assert (outgoing.address, outgoing.message, outgoing.edits, outgoing.attempts) == (ANN, message, 40, 0)
    saved = store.session(ANN)
    assert saved
    assert (saved.session, saved.heard) == ({"answers": {"product": "茶"}}, NOW)


def test_an_update_given_again_is_passed_over_before_and_after_its_turn(store: SqliteStore) -> None:
    store.receive([says(7), says(7), says(8)], NOW)
    store.receive([says(7)], NOW)
    assert [turn(store, {}), turn(store, {})] == [7, 8]
    store.receive([says(8)], NOW)

    assert store.claim() is None


def test_the_same_number_from_another_bot_or_channel_is_another_update(store: SqliteStore) -> None:
    store.receive(
        [
            says(7, address=Address(*where, "5010203040"))
            for where in (("telegram", "1"), ("telegram", "2"), ("web", "1"))
        ],
        NOW,
    )

    assert [turn(store, {}) for _ in range(3)] == [7, 7, 7]


def test_a_second_finish_of_one_update_changes_nothing(store: SqliteStore) -> None:
    store.receive([says(7)], NOW)
    claim = store.claim()
    assert claim
    store.finish(claim, {"turn": 1}, [Message("one")], NOW)
    store.finish(claim, {"turn": 2}, [Message("two")], NOW)

    assert store.export(ANN) == {
        "session": {"turn": 1},
        "heard": NOW,
        "waiting": [],
        "unsent": [{"text": "one", "buttons": [], "edit": False, "choices": []}],
    }


def test_chats_take_turns_while_each_keeps_its_order(store: SqliteStore) -> None:
    store.receive([says(number) for number in range(1, 6)], NOW)
    turn(store, {})
    store.receive([says(10, address=BEN), says(11, address=BEN), says(6)], NOW)

    assert [turn(store, {}) for _ in range(7)] == [2, 10, 3, 11, 4, 5, 6]


def test_attempts_are_counted_in_the_file(store: SqliteStore, path: Path) -> None:
    store.receive([says(7)], NOW)
    counts = []
    for _ in range(3):
        claim = store.claim()
        assert claim
        counts.append(claim.attempts)
        store.close()
        store = SqliteStore(path)
    store.close()

    assert counts == [1, 2, 3]


def test_a_chat_sends_in_order_and_waits_alone(store: SqliteStore) -> None:
    store.receive([says(1), says(2), says(3, address=BEN)], NOW)
    for text in ("a1", "b1", "a2"):
        turn(store, {}, Message(text))
    assert unsent(store) == [("5010203040", "a1"), ("502", "b1")]
    (first, _) = store.unsent("telegram", "1", NOW, (), 25)

    store.later(first.row, NOW + 9)
    assert unsent(store) == [("502", "b1")]
    assert unsent(store, NOW + 9) == [("5010203040", "a1"), ("502", "b1")]
    assert unsent(store, NOW + 9, limit=1) == [("5010203040", "a1")]
    assert [one.attempts for one in store.unsent("telegram", "1", NOW + 9, {BEN}, 25)] == [1]

    store.sent(first.row)
    assert unsent(store) == [("502", "b1"), ("5010203040", "a2")]
    assert store.unsent("telegram", "2", NOW, (), 25) == []


def test_a_message_sent_late_never_takes_another_message_along(store: SqliteStore) -> None:
    store.receive([says(1), says(2)], NOW)
    turn(store, {}, Message("under way"))
    (under_way,) = store.unsent("telegram", "1", NOW, (), 25)
    turn(store, None, Message("farewell"))

    store.sent(under_way.row)

    assert unsent(store) == [("5010203040", "farewell")]


def test_deleting_a_chat_leaves_only_the_farewell_even_in_the_bytes(store: SqliteStore, path: Path) -> None:
    store.receive([says(1, "our secret orchard"), says(2, "delete my answers"), says(3, "hello", BEN)], NOW)
    turn(store, {"answers": {"name": "secret orchard session"}}, Message("secret orchard reply"))
    turn(store, {"answers": "neighbour"}, Message("neighbour reply"))
    turn(store, None, Message("Deleted."))

    assert store.export(ANN)["session"] is None
    assert unsent(store) == [("502", "neighbour reply"), ("5010203040", "Deleted.")]
    found = bytes_on_disk(path)
    assert b"secret" not in found
    assert b"delete my answers" not in found
    assert b"neighbour" in found


def test_a_forgotten_chat_leaves_nothing_and_its_old_updates_do_not_run_again(store: SqliteStore, path: Path) -> None:
    store.receive([says(1, "secret orchard")], NOW)
    turn(store, {"answers": "secret session"}, Message("secret reply"))
    store.forget(ANN)
    store.receive([says(1, "secret orchard")], NOW)

    assert store.claim() is None
    assert store.export(ANN) == {"session": None, "heard": None, "waiting": [], "unsent": []}
    assert b"secret" not in bytes_on_disk(path)
    assert b"5010203040" not in bytes_on_disk(path)


def test_an_update_that_came_after_the_deletion_begins_anew(store: SqliteStore) -> None:
    store.receive([says(1, "delete my answers"), says(2, "hello")], NOW)
    turn(store, None)

    assert turn(store, {"turn": 1}) == 2


def test_the_words_of_an_update_are_gone_after_its_turn(store: SqliteStore, path: Path) -> None:
    store.receive([says(1, "secret orchard")], NOW)
    turn(store, {}, Message("Noted."))
    store.purge(0, 0)

    assert b"secret" not in bytes_on_disk(path)


def test_idle_chats_and_old_marks_are_purged(store: SqliteStore) -> None:
    store.receive([says(1), says(2, address=BEN)], NOW)
    for address in (ANN, BEN):
        claim = store.claim()
        assert claim
        store.finish(claim, {"a": 1}, [Message("never sent")], NOW + (address == BEN))
    store.purge(idle_before=NOW + 1, done_before=NOW)
    assert store.session(ANN) is None
    assert store.session(BEN) is not None
    assert unsent(store) == [("502", "never sent")]
    store.receive([says(2, address=BEN)], NOW)
    assert store.claim() is None

    store.purge(idle_before=0, done_before=NOW + 1)
    store.receive([says(2, address=BEN)], NOW)
    assert turn(store, {}) == 2


def test_an_error_inside_a_transaction_leaves_no_trace(store: SqliteStore) -> None:
    store.receive([says(1)], NOW)
    claim = store.claim()
    assert claim
    with pytest.raises(TypeError):
        store.finish(claim, {"turn": object()}, [], NOW)

    assert (store.session(ANN), turn(store, {"turn": 1})) == (None, 1)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets how many pages the file may have, from the next connection on."""
    real = sqlite.connect
    limit = 1_000_000

    def connect(path: Path) -> sqlite3.Connection:
        db = real(path)
        db.execute(f"PRAGMA max_page_count = {limit}")
        return db

    def set_limit(count: int) -> None:
        nonlocal limit
        limit = count

    monkeypatch.setattr(sqlite, "connect", connect)
    return set_limit


def test_a_full_disk_leaves_nothing_half_done_and_is_over_when_there_is_room(
    pages: Callable[[int], None], path: Path
) -> None:
    store = SqliteStore(path)
    store.close()
    pages(1)  # SQLite takes this as: not one page more than there is
    store = SqliteStore(path)
    store.receive([says(1)], NOW)
    claim = store.claim()
    assert claim

    with pytest.raises(StoreFailed, match="full"):
        store.receive([says(2, "x" * 50_000), says(3)], NOW)
    with pytest.raises(StoreFailed, match="full"):
        store.finish(claim, {"answers": "x" * 50_000}, [Message("reply")], NOW)
    assert store.export(ANN)["waiting"][0]["update_id"] == 1
    assert (store.session(ANN), unsent(store)) == (None, [])

    pages(1_000_000)
    with pytest.raises(StoreFailed):  # the connection with the limit goes with this one
        store.finish(claim, {"answers": "x" * 50_000}, [Message("reply")], NOW)
    store.finish(claim, {"answers": "x" * 50_000}, [Message("reply")], NOW)
    store.receive([says(2, "x" * 2_000), says(3)], NOW)
    assert [turn(store, {}), turn(store, {}), store.claim()] == [2, 3, None]
    assert unsent(store) == [("5010203040", "reply")]
    store.close()


def test_a_disk_full_at_the_start_is_one_clear_sentence(pages: Callable[[int], None], path: Path) -> None:
    pages(1)

    with pytest.raises(StoreUnusable, match=r"bot\.db cannot be used: database or disk is full"):
        SqliteStore(path)


def test_a_file_locked_by_another_program_is_a_failure_that_passes(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOCK_WAIT_SECONDS", 0)
    store._drop_connection()
    intruder = sqlite3.connect(path, isolation_level=None)
    intruder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreFailed, match="locked"):
        store.receive([says(1)], NOW)
    intruder.execute("ROLLBACK")
    intruder.close()

    store.receive([says(1)], NOW)
    assert turn(store, {}) == 1


def test_updates_and_turns_are_synced_before_they_count(store: SqliteStore) -> None:
    statements: list[str] = []
    store._connection().set_trace_callback(statements.append)
    store.receive([says(1)], NOW)
    turn(store, {}, Message("reply"))
    store.forget(ANN)

    written = [one for one in statements if one.startswith(("PRAGMA sync", "INSERT INTO", "UPDATE", "DELETE"))]
    safety = [one.rsplit(" ", 1)[-1] if one.startswith("PRAGMA") else one[:6] for one in written]
    receive, claim = ["FULL", "INSERT"], ["NORMAL", "UPDATE"]
    finish = ["FULL", "UPDATE", "INSERT", "INSERT"]
    assert safety == [*receive, *claim, *finish, "FULL", "DELETE", "DELETE"]


def test_the_file_is_for_its_owner_alone_and_deleted_bytes_are_overwritten(store: SqliteStore, path: Path) -> None:
    assert store._connection().execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store._connection().execute("PRAGMA secure_delete").fetchone() == (1,)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


OPEN = "import sys, pathlib; from bot.store.sqlite import SqliteStore; SqliteStore(pathlib.Path(sys.argv[1]))"


def test_a_second_process_stops_with_a_clear_message(store: SqliteStore, path: Path) -> None:
    second = subprocess.run([sys.executable, "-c", OPEN, path], capture_output=True, text=True, check=False)
    assert f"another process of this bot uses {path}; stop it first" in second.stderr

    store.close()
    subprocess.run([sys.executable, "-c", OPEN, path], check=True)


def fill(path: Path) -> None:
    store = SqliteStore(path)
    for number in range(200):
        store.receive([says(number, address=Address("telegram", "1", str(number)))], NOW)
        turn(store, {"answers": "x" * 300}, Message("reply"))
    store.close()


@pytest.mark.parametrize("place", [0, 4_096, 12_288])
def test_a_damaged_file_is_refused_and_left_as_it_is(path: Path, place: int) -> None:
    fill(path)
    damaged = bytearray(path.read_bytes())
    damaged[place : place + 64] = b"\xff" * 64
    path.write_bytes(damaged)

    for _ in range(2):
        with pytest.raises(StoreUnusable, match=r"damaged .*; stop the bot and put the last good copy in the place of"):
            SqliteStore(path)
    assert path.read_bytes() == damaged


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("Dear diary, " * 1_000)

    with pytest.raises(StoreUnusable, match="damaged"):
        SqliteStore(path)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreUnusable, match=r"file/bot\.db cannot be opened .*; name another file"):
        SqliteStore(tmp_path / "file" / "bot.db")
    with pytest.raises(StoreUnusable, match="cannot be used: unable to open"):
        SqliteStore(tmp_path)
