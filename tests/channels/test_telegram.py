"""Telegram over real HTTP against the stand-in: what people see, and how the bot starts, waits and stops."""

from __future__ import annotations

import asyncio
import io
import logging
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import delivery, redaction
from bot.channels import telegram
from bot.channels.telegram import TokenRefused
from bot.channels.telegram_words import load_texts
from bot.store import Json, StoreFailed
from bot.store.sqlite import SqliteStore
from bot.updates import Address, Update
from dialogs import Button, Message
from tests.standin import TOKEN, Fault, Person, StandIn

BOT_ID = TOKEN.partition(":")[0]
BUTTONS = ((Button("One", "1:a:one"),), (Button("Back", "back"), Button("Why", "why")))


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "pause", lambda _: 0.02)
    monkeypatch.setattr(telegram, "pause", lambda _: 0.02)
    monkeypatch.setattr(delivery, "LOOK_AGAIN_SECONDS", 0.02)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def ann(standin: StandIn) -> Person:
    return standin.person(501)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "bot.db")
    yield opened
    opened.close()


def respond(session: Json | None, update: Update, *_: object) -> tuple[Json | None, list[Message]]:
    """Counts and repeats what it heard; a tap changes the message it stood on, unless it says "Why"."""
    count = (session or {}).get("count", 0) + 1
    if update.text == "long":
        return {"count": count}, [Message("A long line.\n" * 500, BUTTONS)]
    heard = update.text or update.button or update.payload or update.kind
    edit = update.button == "1:a:one"
    return {"count": count}, [Message("same" if edit else f"{count} <{heard}> & more", BUTTONS, edit=edit)]


@asynccontextmanager
async def running(standin: StandIn, store: SqliteStore, token: str = TOKEN, **more: Any) -> AsyncIterator[None]:
    stop = asyncio.Event()
    bot = asyncio.create_task(telegram.run(token, standin.url, store, more.get("respond", respond), stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(bot, 5)


async def shown(person: Person, count: int) -> list[str]:
    return [screen.text for screen in await asyncio.to_thread(person.wait_for, count)]


async def comes_true(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not done():
            await asyncio.sleep(0.005)


async def test_people_are_answered_with_text_and_buttons(standin: StandIn, ann: Person, store: SqliteStore) -> None:
    async with running(standin, store):
        ann.start("p-cn")
        await shown(ann, 1)
        ann.say("5万")
        await shown(ann, 2)
        ann.send("voice")

        assert await shown(ann, 3) == ["1 <p-cn> & more", "2 <5万> & more", "3 <media> & more"]
    assert ann.newest
    assert [[button.data for button in row] for row in ann.newest.rows] == [["1:a:one"], ["back", "why"]]
    assert not standin.refused


async def test_a_tap_is_answered_first_and_changes_its_own_message(
    standin: StandIn, ann: Person, store: SqliteStore
) -> None:
    async with running(standin, store):
        ann.start()
        await shown(ann, 1)
        ann.say("x")
        await shown(ann, 2)
        first = ann.screens[0]
        ann.tap(first.buttons[0], first)
        await shown(ann, 3)

        assert [screen.text for screen in ann.screens] == ["same", "2 <x> & more"]
        calls = [call.method for call in standin.accepted]
        assert calls.index("answerCallbackQuery") < calls.index("editMessageText")


async def test_typed_words_are_met_with_the_typing_sign(standin: StandIn, ann: Person, store: SqliteStore) -> None:
    async with running(standin, store):
        ann.say("x")
        await comes_true(lambda: any(call.method == "sendChatAction" for call in standin.accepted))


async def test_a_message_that_is_already_so_counts_as_sent(standin: StandIn, ann: Person, store: SqliteStore) -> None:
    async with running(standin, store):
        ann.start()
        await shown(ann, 1)
        for _ in range(2):
            ann.tap_first()
        ann.say("x")

        assert await shown(ann, 3) == ["1 <start> & more", "same", "4 <x> & more"]
    assert [refused.description for refused in standin.refused if "not modified" in refused.description]


async def test_a_message_gone_meanwhile_is_sent_anew(standin: StandIn, ann: Person, store: SqliteStore) -> None:
    async with running(standin, store):
        ann.start()
        await shown(ann, 1)
        screen = ann.screens[0]
        ann.tap(screen.buttons[0], screen)
        with standin.world.lock:
            del ann.chat.messages[screen.message_id]

        assert (await shown(ann, 2))[1] == "same"
    assert ann.newest
    assert ann.newest.message_id != screen.message_id


async def test_a_long_message_comes_in_parts_with_the_buttons_below_the_last(
    standin: StandIn, ann: Person, store: SqliteStore
) -> None:
    async with running(standin, store):
        ann.say("long")
        first, second = await shown(ann, 2)

    assert (first + "\n" + second).split("\n") == ["A long line."] * 500
    assert [bool(screen.buttons) for screen in ann.screens] == [False, True]


async def test_markup_that_telegram_cannot_read_is_sent_as_plain_text(
    standin: StandIn, ann: Person, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram, "escape", lambda text: text)
    async with running(standin, store):
        ann.say("<b")

        assert await shown(ann, 1) == ["1 <<b> & more"]


async def test_a_message_refused_for_good_holds_up_nothing(
    standin: StandIn, ann: Person, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    def too_much(session: Json | None, update: Update, *rest: object) -> tuple[Json | None, list[Message]]:
        session, (message,) = respond(session, update, *rest)
        return session, [Message(message.text, ((Button("x", "x" * 65),),)) if update.text == "bad" else message]

    async with running(standin, store, respond=too_much):
        ann.say("bad")
        ann.say("good")

        assert await shown(ann, 1) == ["2 <good> & more"]
    assert "is dropped: Button_data_invalid" in caplog.text


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.BAD_GATEWAY, Fault.HANG, Fault.BAD_GATEWAY_AFTER])
async def test_no_reply_is_lost_to_a_busy_or_failing_telegram(
    method: str,
    fault: Fault,
    standin: StandIn,
    ann: Person,
    store: SqliteStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telegram, "CALL_SECONDS", 0.3)
    standin.faults.plant(method, fault, fault)
    ben = standin.person(502)
    async with running(standin, store):
        ann.start()
        await asyncio.sleep(0.05)
        ben.start()
        await shown(ben, 1)
        await shown(ann, 1)
        await comes_true(
            lambda: not ann.chat.blocked and not store.export(Address("telegram", BOT_ID, "501"))["unsent"]
        )
        ann.tap_first()
        await comes_true(lambda: ann.screens[-1].text == "same")

    texts = [screen.text for screen in ann.history]
    assert list(dict.fromkeys(texts)) == ["1 <start> & more", "same"]
    assert len(texts) == 2 or fault is Fault.BAD_GATEWAY_AFTER


async def test_retry_after_is_kept_to(standin: StandIn, ann: Person, store: SqliteStore) -> None:
    standin.faults.plant("sendMessage", Fault.TOO_MANY)
    async with running(standin, store):
        ann.start()
        began = time.monotonic()
        await shown(ann, 1)

    assert time.monotonic() - began >= standin.faults.retry_after


async def test_who_blocks_the_bot_is_forgotten_and_may_come_back(
    standin: StandIn, ann: Person, store: SqliteStore
) -> None:
    address = Address("telegram", BOT_ID, "501")
    async with running(standin, store):
        ann.start()
        await shown(ann, 1)
        ann.block()
        await comes_true(lambda: store.session(address) is None)
        ann.unblock()
        ann.start()

        assert (await shown(ann, 2))[1] == "1 <start> & more"


async def test_who_blocked_the_bot_before_the_reply_is_forgotten(
    standin: StandIn, ann: Person, store: SqliteStore
) -> None:
    ann.start()
    with standin.world.lock:
        ann.chat.blocked = True
    async with running(standin, store):
        await comes_true(lambda: any(refused.code == 403 for refused in standin.refused))
        await comes_true(lambda: store.export(Address("telegram", BOT_ID, "501"))["session"] is None)


async def test_a_group_is_declined_and_otherwise_left_alone(standin: StandIn, ann: Person, store: SqliteStore) -> None:
    group = standin.group(-1_005)
    async with running(standin, store):
        group.add_bot(ann)
        group.say("hello all", ann)
        group.say("/start@standin_bot", ann)
        ann.start()
        await comes_true(lambda: len(group.texts) == 2)
        await shown(ann, 1)

    assert group.texts == [load_texts()["en"].group] * 2


async def test_commands_and_descriptions_are_set_in_both_languages(standin: StandIn, store: SqliteStore) -> None:
    async with running(standin, store):
        await comes_true(lambda: len(standin.world.texts) == 4 and len(standin.world.commands) == 2)

    english, chinese = load_texts().values()
    assert standin.world.texts == {
        ("description", ""): english.description,
        ("description", "zh"): chinese.description,
        ("short_description", ""): english.short_description,
        ("short_description", "zh"): chinese.short_description,
    }
    assert [command["command"] for command in standin.world.commands["default", "zh"]] == list(chinese.commands)


async def test_set_up_calls_that_fail_hold_up_nobody(standin: StandIn, ann: Person, store: SqliteStore) -> None:
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        standin.faults.plant(method, Fault.BAD_GATEWAY, Fault.HANG)
    async with running(standin, store):
        ann.start()
        await shown(ann, 1)


async def test_a_telegram_that_is_down_at_start_is_waited_for_and_named_once(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    standin = StandIn()
    ann = standin.person(501)
    ann.start()
    async with running(standin, store):
        await asyncio.sleep(0.3)
        with standin:
            await shown(ann, 1)

    said = [record.message for record in caplog.records]
    assert len([line for line in said if "cannot be reached" in line]) == 1
    assert said[1] == f"Telegram answers; listening as bot {BOT_ID}"


async def test_updates_move_on_only_once_they_are_kept(
    standin: StandIn, ann: Person, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.say("x")
    room = asyncio.Event()
    receive = store.receive

    def full(updates: Any, now: float) -> None:
        if not room.is_set():
            raise StoreFailed("disk full")
        receive(updates, now)

    monkeypatch.setattr(store, "receive", full)
    async with running(standin, store):
        storage = load_texts()["en"].storage
        assert await shown(ann, 1) == [storage]
        assert standin.world.waiting
        room.set()

        assert await shown(ann, 2) == [storage, "1 <x> & more"]
        await comes_true(lambda: not standin.world.waiting)


async def test_a_webhook_left_behind_is_removed(
    standin: StandIn, ann: Person, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    standin.world.webhook = "https://example.org/hook"
    ann.start()
    async with running(standin, store):
        await shown(ann, 1)

    assert "gives the updates of bot 7654321098 to someone else too" in caplog.text


async def test_a_second_poller_is_said_aloud_and_outlived(
    standin: StandIn, ann: Person, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(standin, store), httpx.AsyncClient() as other:
        await comes_true(lambda: standin.polls >= 2)
        await other.get(f"{standin.url}/bot{TOKEN}/getUpdates", params={"timeout": 0})
        await comes_true(lambda: standin.polls >= 4)
        ann.start()
        await shown(ann, 1)

    assert "to someone else too (Conflict: terminated by other getUpdates request" in caplog.text


async def test_a_strange_update_does_not_stop_those_behind_it(
    standin: StandIn, ann: Person, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    with standin.world.lock:
        standin.world.add_update("message", {"chat": {"id": 501, "type": "private"}, "text": {"secret": "orchard"}})
    ann.say("x")
    async with running(standin, store):
        assert await shown(ann, 1) == ["1 <x> & more"]

    assert "is passed over: TypeError in its shape" in caplog.text
    assert "orchard" not in caplog.text


@pytest.mark.parametrize("token", ["123456:AAWrongTokenThatNobodyKnows_000000000", "nonsense"])
async def test_a_wrong_token_ends_the_run_with_one_clear_sentence(
    token: str, standin: StandIn, store: SqliteStore
) -> None:
    with pytest.raises(TokenRefused, match=r"does not know this bot; set TELEGRAM_BOT_TOKEN") as refused:
        async with asyncio.timeout(5):
            await telegram.run(token, standin.url, store, respond)
    assert token not in str(refused.value)


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """Everything the program logs."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    redaction.log_to(stream)
    yield stream
    root.handlers[:], level = before
    root.setLevel(level)
    for name in ("httpx", "telegram"):
        logging.getLogger(name).setLevel(logging.NOTSET)


async def test_the_token_stands_in_no_log_line(
    log_lines: io.StringIO, standin: StandIn, ann: Person, store: SqliteStore
) -> None:
    for talkative in ("", "httpx", "telegram"):
        logging.getLogger(talkative).setLevel(logging.DEBUG)
    standin.faults.plant("sendMessage", Fault.BAD_GATEWAY, Fault.TOO_MANY)
    async with running(standin, store):
        ann.start()
        await shown(ann, 1)
        standin.stop()
        await asyncio.sleep(0.1)
    try:
        raise ValueError(f"{standin.url}/bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("elsewhere").exception("%s/bot%s/getMe failed", standin.url, TOKEN)

    lines = log_lines.getvalue()
    assert "bot(token)/getMe failed" in lines
    assert "ValueError: " in lines
    assert f"HTTP Request: POST {standin.url}/bot(token)/sendMessage" in lines
    assert TOKEN.partition(":")[2] not in lines


def test_the_http_client_is_quiet_in_a_usual_run(log_lines: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot1:x/getMe")

    assert not log_lines.getvalue()


BOT = """
import asyncio, pathlib, sys
from bot.channels import telegram
from bot.store.sqlite import SqliteStore
from dialogs import Message

store = SqliteStore(pathlib.Path(sys.argv[2]))
asyncio.run(telegram.run(sys.argv[3], sys.argv[1], store, lambda *_: ({}, [Message("hello")])))
store.close()
"""


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_soon_with_status_0(name: signal.Signals, standin: StandIn, tmp_path: Path) -> None:
    ann = standin.person(501)
    ann.start()
    bot = subprocess.Popen([sys.executable, "-c", BOT, standin.url, tmp_path / "bot.db", TOKEN])
    ann.wait_for(1)
    began = time.monotonic()
    bot.send_signal(name)

    assert bot.wait(5) == 0
    assert time.monotonic() - began < 5
