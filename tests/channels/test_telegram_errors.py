"""What becomes of a message for every kind of answer Telegram can give; the answers come from a list, not a network."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels import telegram
from bot.channels.telegram import Telegram
from bot.channels.telegram_words import load_texts
from bot.delivery import Closed, Later, Refused
from bot.store import Outgoing
from bot.updates import Address
from dialogs import Button, Message

Answer = tuple[int, str] | Exception

SENT = 200, json.dumps({"ok": True, "result": {"message_id": 9}})
BASE = "http://127.0.0.1:1"


def refused(code: int, description: str, **parameters: Any) -> Answer:
    return code, json.dumps({"ok": False, "error_code": code, "description": description, "parameters": parameters})


class Scripted(BaseRequest):
    """In the place of HTTP: gives the answers one by one, and keeps what was asked."""

    answers: list[Answer]
    asked: list[tuple[str, dict[str, Any]]]

    def __init__(self, **_: Any) -> None: ...

    @property
    def read_timeout(self) -> float:
        return 1

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, **_: Any) -> Any:
        assert method == "POST"
        assert request_data
        Scripted.asked.append((url, request_data.parameters))
        answer = Scripted.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer[0], answer[1].encode()


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Telegram:
    monkeypatch.setattr(telegram, "HTTPXRequest", Scripted)
    Scripted.asked = []
    return Telegram("1:x", BASE, load_texts())


def outgoing(edits: int | None = None) -> Outgoing:
    message = Message("<1> & more", ((Button("One", "one"),),), edit=edits is not None)
    return Outgoing(1, Address("telegram", "1", "501"), message, edits, 0)


def asked() -> list[tuple[str, Any, Any]]:
    """Method, message and parse mode of each call."""
    return [
        (url.removeprefix(f"{BASE}/bot1:x/"), fields.get("message_id"), fields.get("parse_mode"))
        for url, fields in Scripted.asked
    ]


SEND, PLAIN = ("sendMessage", None, "HTML"), ("sendMessage", None, None)
EDIT = ("editMessageText", 7, "HTML")
UNREADABLE = refused(400, "Bad Request: can't parse entities: Unsupported start tag")


@pytest.mark.parametrize(
    ("edits", "answers", "calls"),
    [
        (None, [SENT], [SEND]),
        (7, [SENT], [EDIT]),
        (7, [refused(400, "Bad Request: message is not modified: specified new ...")], [EDIT]),
        (7, [refused(400, "Bad Request: message to edit not found"), SENT], [EDIT, SEND]),
        (7, [refused(400, "Bad Request: message can't be edited"), SENT], [EDIT, SEND]),
        (7, [refused(400, "Bad Request: MESSAGE_ID_INVALID"), SENT], [EDIT, SEND]),
        (7, [UNREADABLE, refused(400, "message to edit not found"), SENT], [EDIT, ("editMessageText", 7, None), PLAIN]),
        (None, [UNREADABLE, SENT], [SEND, PLAIN]),
    ],
)
async def test_these_answers_mean_that_it_was_taken(
    edits: int | None, answers: list[Answer], calls: list[tuple[str, int, str]], channel: Telegram
) -> None:
    Scripted.answers = answers
    await channel.send(outgoing(edits))

    assert asked() == calls
    assert not answers


@pytest.mark.parametrize(
    ("answers", "seconds"),
    [
        ([refused(429, "Too Many Requests: retry after 7", retry_after=7)], 7),
        ([refused(429, "Too Many Requests")], None),
        ([refused(500, "Internal Server Error")], None),
        ([(502, "<html>Bad Gateway</html>")], None),
        ([(503, "")], None),
        ([(504, "")], None),
        ([(200, "<html>captive portal</html>")], None),
        ([refused(409, "Conflict: terminated by other getUpdates request")], None),
        ([refused(401, "Unauthorized")], None),
        ([refused(404, "Not Found")], None),
        ([TimedOut()], None),
        ([NetworkError("httpx.ConnectError: refused")], None),
        ([OSError("network is unreachable")], None),
        ([UNREADABLE, TimedOut()], None),
    ],
)
async def test_these_answers_mean_later(answers: list[Answer], seconds: float | None, channel: Telegram) -> None:
    Scripted.answers = answers
    with pytest.raises(Later) as later:
        await channel.send(outgoing())

    assert later.value.seconds == seconds


@pytest.mark.parametrize(
    "answer",
    [
        refused(403, "Forbidden: bot was blocked by the user"),
        refused(403, "Forbidden: user is deactivated"),
        refused(403, "Forbidden: bot was kicked from the supergroup chat"),
        refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100),
    ],
)
async def test_these_answers_mean_that_the_chat_is_closed(answer: Answer, channel: Telegram) -> None:
    Scripted.answers = [answer]
    with pytest.raises(Closed):
        await channel.send(outgoing())


@pytest.mark.parametrize(
    "answers",
    [
        [refused(400, "Bad Request: chat not found")],
        [refused(400, "Bad Request: BUTTON_DATA_INVALID")],
        [refused(400, "Bad Request: message is too long")],
        [UNREADABLE, UNREADABLE],
    ],
)
async def test_these_answers_mean_never(answers: list[Answer], channel: Telegram) -> None:
    Scripted.answers = answers
    with pytest.raises(Refused):
        await channel.send(outgoing())


async def test_text_is_escaped_only_where_markup_is_read_and_no_preview_is_shown(channel: Telegram) -> None:
    Scripted.answers = [UNREADABLE, SENT]
    await channel.send(outgoing())

    (_, marked), (_, plain) = Scripted.asked
    assert (marked["text"], plain["text"]) == ("&lt;1&gt; &amp; more", "<1> & more")
    for fields in (marked, plain):
        assert fields["chat_id"] == 501
        assert fields["link_preview_options"] == {"is_disabled": True}
        assert fields["reply_markup"] == {"inline_keyboard": [[{"text": "One", "callback_data": "one"}]]}


def test_files_too_would_come_from_the_named_server(channel: Telegram) -> None:
    assert channel._client.base_url == f"{BASE}/bot1:x"
    assert channel._client.base_file_url == f"{BASE}/file/bot1:x"


async def test_what_matters_to_nobody_is_not_piled_up(channel: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "MOST_ASIDES", 2)
    Scripted.answers = [SENT] * 5
    for _ in range(5):
        channel.tell(Address("telegram", "1", "501"), "wait")
    await channel.close()

    assert len(Scripted.answers) >= 3
