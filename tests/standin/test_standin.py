"""The stand-in refuses what Telegram refuses, keeps its promises about updates, and goes wrong only where told to."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import telegram
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.standin import TOKEN, Fault, Faults, Person, StandIn
from tests.standin.markup import BadMarkup, parse_html, utf16_length

CHAT = 100_001


@pytest.fixture(scope="module")
def telegram_itself() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def standin(telegram_itself: StandIn) -> StandIn:
    """The stand-in, without a past."""
    telegram_itself.forget()
    telegram_itself.faults.drawn.clear()
    return telegram_itself


@pytest.fixture
def person(standin: StandIn) -> Person:
    """Someone whose first message the bot has seen."""
    someone = standin.person(CHAT)
    someone.start()
    return someone


def call(standin: StandIn, method: str, **parameters: Any) -> Any:
    """What the call brings: its result, or "code description"."""
    return opened(post(f"{standin.url}/bot{TOKEN}/{method}", json=parameters))


def post(address: str, **body: Any) -> httpx.Response:
    return httpx.post(address, verify=False, **body)


def opened(response: httpx.Response) -> Any:
    answer = response.json()
    assert answer["ok"] == (response.status_code == 200)
    return answer["result"] if answer["ok"] else f"{answer['error_code']} {answer['description']}"


def keyboard(*labels: str, **more: str) -> dict[str, Any]:
    return {
        "inline_keyboard": [[{"text": label, "callback_data": f"d{at}", **more}] for at, label in enumerate(labels)]
    }


def updates(standin: StandIn, **parameters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call(standin, "getUpdates", **parameters)
    return found


# ---- calls and their bodies


def test_a_call_may_come_as_address_json_form_or_many_parts(standin: StandIn, person: Person) -> None:
    address = f"{standin.url}/bot{TOKEN}/sendMessage"
    fields = {"chat_id": str(CHAT), "text": "苹果 & pears", "reply_markup": json.dumps(keyboard("好"))}

    for response in (
        httpx.get(address, params=fields),
        post(address, json={**fields, "chat_id": CHAT, "reply_markup": keyboard("好")}),
        post(address, data=fields),
        post(address, data=fields, files={"photo": ("a.jpg", b"\xff\xd8")}),
    ):
        assert opened(response)["text"] == "苹果 & pears"

    assert {screen.labels for screen in person.screens} == {("好",)}


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (f"bot{TOKEN}/sendNothing", "404 Not Found"),
        ("botnonsense/getMe", "404 Not Found"),
        ("bot123:wrong/getMe", "401 Unauthorized"),
    ],
)
def test_unknown_methods_and_tokens_are_refused(standin: StandIn, path: str, answer: str) -> None:
    assert opened(post(f"{standin.url}/{path}")) == answer


def test_the_method_may_be_written_in_any_case(standin: StandIn) -> None:
    assert call(standin, "GETME")["id"] == int(TOKEN.split(":")[0])


# ---- what Telegram refuses to send


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "\N{GRAPES}" * 2049}, "message is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "parse_mode": None}, "unsupported parse_mode"),
        ({"text": "x", "reply_markup": None}, "object expected as reply markup"),
        ({"text": "x", "reply_markup": "{not json"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": [1]}, "object expected as reply markup"),
        ({"text": "x", "reply_markup": {"inline_keyboard": "a"}}, 'field "inline_keyboard" must be of type Array'),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [{}]}},
            'field "inline_keyboard" must be an Array of Arrays',
        ),
        ({"text": "x", "reply_markup": {"force_reply": "yes"}}, 'field "force_reply" must be of type Boolean'),
        ({"text": "x", "reply_markup": keyboard("")}, "inline keyboard button text must be non-empty"),
        ({"text": "x", "reply_markup": keyboard("a", callback_data="果" * 22)}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "reply_markup": keyboard("a", callback_data="")},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": 5}]]}},
            'can\'t parse inline keyboard button: Field "callback_data" must be of type String',
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "ftp://a.cn"}]]}},
            "inline keyboard button URL 'ftp://a.cn' is invalid: Unsupported URL protocol",
        ),
        ({"text": "x", "reply_markup": keyboard(*"a" * 101)}, "reply markup is too long"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 9]}},
            "reply markup is too long",
        ),
        ({"text": "x", "reply_markup": keyboard(*["果" * 200] * 20)}, "reply markup is too long"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 5}, "chat not found"),
        ({"text": "x", "chat_id": "@someone"}, "chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "link_preview_options": {"is_disabled": 1}}, 'field "is_disabled" must be of type Boolean'),
    ],
)
def test_a_message_that_telegram_refuses_is_refused_in_its_words(
    standin: StandIn, person: Person, parameters: dict[str, Any], reason: str
) -> None:
    assert call(standin, "sendMessage", **{"chat_id": CHAT, **parameters}) == f"400 Bad Request: {reason}"
    assert not person.screens
    assert [refused.description for refused in standin.refused] == [f"Bad Request: {reason}"]


def test_the_length_is_counted_after_the_tags_are_read(standin: StandIn, person: Person) -> None:
    text = f"<b>{'x' * 4095}</b>&amp;"

    assert call(standin, "sendMessage", chat_id=CHAT, text=text, parse_mode="html")["text"] == "x" * 4095 + "&"
    assert person.newest
    assert len(person.newest.text) == 4096


@pytest.mark.usefixtures("person")
def test_half_a_surrogate_pair_is_refused(standin: StandIn) -> None:
    body = b'{"chat_id": %d, "text": "\\ud83c"}' % CHAT
    address = f"{standin.url}/bot{TOKEN}/sendMessage"
    response = post(address, content=body, headers={"content-type": "application/json"})

    assert opened(response) == "400 Bad Request: strings must be encoded in UTF-8"


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("", "", []),
        ("➡️ ➡️<i>➡️ ➡️</i>", "➡️ ➡️➡️ ➡️", ["italic 5 5"]),
        ("🏟 🏟<i>🏟 &gt;<b aba   =   caba>&lt🏟</b></i>", "🏟 🏟🏟 ><🏟", ["italic 5 7", "bold 9 3"]),
        ("&ge;&lt;&gt;&amp;&quot;&laquo;&#12345678;&#x679c;", '&ge;<>&"&laquo;&#12345678;果', []),
        ("🏟 🏟&lt;<i>a</    >", "🏟 🏟<a", ["italic 6 1"]),
        ("a<b></b>c", "ac", []),
        ('<a href="https://t.me/x?a=1&amp;b=2">go</a>', "go", ["text_link 0 2"]),
        ("<blockquote   expandable>a&lt;<pre  >b;</></>", "a<b;", ["expandable_blockquote 0 4", "pre 2 2"]),
        ('<span class = "tg-spoiler">a</span>', "a", ["spoiler 0 1"]),
    ],
)
def test_html_reads_as_telegram_reads_it(markup: str, text: str, entities: list[str]) -> None:
    found, parts = parse_html(markup)

    assert found == text
    assert [f"{part['type']} {part['offset']} {part['length']}" for part in parts] == entities


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("5 < 6 yuan", 'Unsupported start tag "" at byte offset 2'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
        ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        ("🏟 🏟&lt;<i>a</em   >", 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="99999999999999999999">x</tg-emoji>', "Invalid custom emoji identifier specified"),
        (
            "&#xDFDF;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_html_that_telegram_cannot_read_says_why(markup: str, reason: str) -> None:
    with pytest.raises(BadMarkup) as caught:
        parse_html(markup)

    assert str(caught.value) == reason


@given(st.text())
def test_escaped_text_reads_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert parse_html(f"<b>{escaped}</b>")[0] == text


@given(st.text(alphabet="<>/&;#x=\"' abi\0果🏟", max_size=40))
def test_any_html_is_read_or_refused(markup: str) -> None:
    with suppress(BadMarkup):
        text, entities = parse_html(markup)

        assert all(0 <= part["offset"] < part["offset"] + part["length"] <= utf16_length(text) for part in entities)


# ---- changing and deleting


def test_an_edit_changes_the_message_in_place_and_drops_buttons_it_does_not_name(
    standin: StandIn, person: Person
) -> None:
    sent = call(standin, "sendMessage", chat_id=CHAT, text="one", reply_markup=keyboard("a", "b"))
    edited = call(standin, "editMessageText", chat_id=CHAT, message_id=sent["message_id"], text="two")

    assert edited["text"] == "two"
    assert "edit_date" in edited
    assert "reply_markup" not in edited
    assert [(screen.text, screen.labels) for screen in person.screens] == [("two", ())]
    assert [(shown.text, shown.labels) for shown in person.history] == [("one", ("a", "b")), ("two", ())]


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup"])
@pytest.mark.usefixtures("person")
def test_an_edit_that_changes_nothing_is_refused(standin: StandIn, method: str) -> None:
    sent = call(standin, "sendMessage", chat_id=CHAT, text="<b>one</b>", parse_mode="HTML", reply_markup=keyboard("a"))
    same = {"chat_id": CHAT, "message_id": sent["message_id"], "reply_markup": keyboard("a")}
    answer = call(standin, method, **same, text=" <strong>one</strong> ", parse_mode="HTML")

    assert answer == (
        "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert call(standin, "editMessageText", **same, text="one")["text"] == "one", "the bold is gone: a change"


def test_only_messages_of_the_bot_that_exist_can_be_changed(standin: StandIn, person: Person) -> None:
    theirs = max(person.chat.messages)

    def edit(**where: int) -> Any:
        return call(standin, "editMessageText", chat_id=CHAT, text="x", **where)

    assert edit() == "400 Bad Request: message identifier is not specified"
    assert edit(message_id=9999) == "400 Bad Request: message to edit not found"
    assert edit(message_id=theirs) == "400 Bad Request: message can't be edited"


def test_a_deleted_message_is_gone(standin: StandIn, person: Person) -> None:
    sent = call(standin, "sendMessage", chat_id=CHAT, text="x")

    assert call(standin, "deleteMessage", chat_id=CHAT, message_id=sent["message_id"]) is True
    assert not person.screens
    again = call(standin, "deleteMessage", chat_id=CHAT, message_id=sent["message_id"])
    assert again == "400 Bad Request: message to delete not found"


# ---- taps


def test_a_tap_carries_its_message_and_is_answered_once(standin: StandIn, person: Person) -> None:
    call(standin, "sendMessage", chat_id=CHAT, text="ask", reply_markup=keyboard("a", "b"))
    tap_id = person.tap_first()
    query = updates(standin)[-1]["callback_query"]

    assert (query["id"], query["data"], query["message"]["text"]) == (tap_id, "d0", "ask")
    assert query["message"]["reply_markup"] == keyboard("a", "b")
    assert call(standin, "answerCallbackQuery", callback_query_id=tap_id, text="x" * 201).endswith("MESSAGE_TOO_LONG")
    assert call(standin, "answerCallbackQuery", callback_query_id=tap_id) is True
    too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert call(standin, "answerCallbackQuery", callback_query_id=tap_id) == too_old
    assert call(standin, "answerCallbackQuery", callback_query_id="12") == too_old


def test_a_tap_answered_too_late_is_refused() -> None:
    with StandIn(query_seconds=0) as standin:
        person = standin.person(CHAT)
        person.start()
        call(standin, "sendMessage", chat_id=CHAT, text="ask", reply_markup=keyboard("a"))

        assert "query is too old" in call(standin, "answerCallbackQuery", callback_query_id=person.tap_first())


def test_an_old_screen_can_still_be_tapped_but_only_where_a_button_stands(standin: StandIn, person: Person) -> None:
    for text in ("one", "two"):
        call(standin, "sendMessage", chat_id=CHAT, text=text, reply_markup=keyboard(text))
    old, new = person.screens
    person.tap(old.buttons[0], old)

    assert updates(standin)[-1]["callback_query"]["message"]["text"] == "one"
    with pytest.raises(AssertionError):
        person.tap(old.buttons[0], new)


# ---- updates


def test_an_update_waits_until_a_higher_offset_confirms_it(standin: StandIn, person: Person) -> None:
    person.say("two")
    first, second = updates(standin)

    assert updates(standin, limit=1) == [first]
    assert updates(standin, offset=first["update_id"] + 1) == [second]
    assert updates(standin) == [second], "the first is forgotten for good"
    assert updates(standin, offset=-1) == [second]
    assert updates(standin, offset=second["update_id"] + 1) == []
    assert first["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


def test_a_long_poll_ends_as_soon_as_something_is_written(standin: StandIn) -> None:
    person = standin.person(CHAT)
    threading.Timer(0.2, person.say, ["hello"]).start()
    begin = time.monotonic()

    assert [update["message"]["text"] for update in updates(standin, timeout=5)] == ["hello"]
    assert 0.1 < time.monotonic() - begin < 2


def test_a_second_poll_ends_the_older_one_with_a_conflict(standin: StandIn) -> None:
    answers: list[Any] = []
    older = threading.Thread(target=lambda: answers.append(call(standin, "getUpdates", timeout=5)))
    older.start()
    standin.wait_until(lambda: standin.polls == 1)
    standin.person(CHAT).say("hello")
    older.join()
    confirmed = answers.pop()[0]["update_id"] + 1
    older = threading.Thread(target=lambda: answers.append(call(standin, "getUpdates", timeout=5, offset=confirmed)))
    older.start()
    standin.wait_until(lambda: standin.polls == 2)

    assert updates(standin) == []
    older.join()
    assert answers == [
        "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    ]


def test_updates_of_kinds_not_asked_for_do_not_come(standin: StandIn, person: Person) -> None:
    updates(standin, offset=-1, allowed_updates=["callback_query"])
    person.say("not asked for")
    call(standin, "sendMessage", chat_id=CHAT, text="ask", reply_markup=keyboard("a"))
    person.tap_first()

    assert [set(update) - {"update_id"} for update in updates(standin)[1:]] == [{"callback_query"}]


@pytest.mark.usefixtures("person")
def test_a_webhook_excludes_polling(standin: StandIn) -> None:
    assert "An HTTPS URL must be provided" in call(standin, "setWebhook", url="http://a.cn")
    assert call(standin, "setWebhook", url="https://a.cn/hook") is True
    assert call(standin, "getUpdates").startswith("409 Conflict: can't use getUpdates method while webhook is active")
    assert call(standin, "getWebhookInfo")["pending_update_count"] == 1
    assert call(standin, "deleteWebhook", drop_pending_updates=True) is True
    assert updates(standin) == []


def test_pictures_voices_and_stickers_come_as_messages(standin: StandIn, person: Person) -> None:
    for kind in ("photo", "voice", "sticker"):
        person.send(kind)

    assert [
        kind for update in updates(standin) for kind in update["message"] if kind in ("photo", "voice", "sticker")
    ] == [
        "photo",
        "voice",
        "sticker",
    ]


# ---- chats


def test_who_never_wrote_cannot_be_written_to_and_who_blocks_is_not_reached(standin: StandIn) -> None:
    person = standin.person(CHAT)
    assert call(standin, "sendMessage", chat_id=CHAT, text="x") == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )
    person.start()
    person.block()

    assert call(standin, "sendMessage", chat_id=CHAT, text="x") == "403 Forbidden: bot was blocked by the user"
    change = updates(standin)[-1]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    person.unblock()
    person.start()
    assert call(standin, "sendMessage", chat_id=CHAT, text="x")["text"] == "x"


def test_a_group_adds_the_bot_talks_and_removes_it(standin: StandIn) -> None:
    group, person = standin.group(-100_200_300), standin.person(CHAT)
    group.add_bot(person)
    group.say("good morning", person)
    added, service, talk = updates(standin)

    assert added["my_chat_member"]["chat"]["type"] == "supergroup"
    assert service["message"]["new_chat_members"][0]["is_bot"]
    assert talk["message"]["from"]["id"] == CHAT
    assert call(standin, "sendMessage", chat_id=-100_200_300, text="x")["text"] == "x"
    assert group.texts == ["x"]
    group.remove_bot(person)
    assert "kicked from the supergroup" in call(standin, "sendMessage", chat_id=-100_200_300, text="x")


# ---- the bot's own menu and texts


@pytest.mark.parametrize(
    ("method", "parameters", "answer"),
    [
        ("setMyCommands", {"commands": [{"command": "help", "description": "x" * 256}]}, True),
        ("setMyCommands", {"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "重来", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "a" * 33, "description": "x"}]},
            "command length must not exceed 32",
        ),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "command description must be non-empty"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x" * 257}]},
            "command description length must not exceed 256",
        ),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field \"description\""),
        (
            "setMyCommands",
            {"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]},
            "BOT_COMMANDS_TOO_MUCH",
        ),
        ("setMyCommands", {"commands": [], "language_code": "zh-hans"}, "invalid language code specified"),
        ("setMyDescription", {"description": "x" * 512}, True),
        ("setMyDescription", {"description": "x" * 513}, "BOT_DESC_INVALID"),
        ("setMyShortDescription", {"short_description": "x" * 120, "language_code": "zh"}, True),
        ("setMyShortDescription", {"short_description": "x" * 121}, "BOT_SHARETEXT_INVALID"),
        ("setMyName", {"name": ""}, "BOT_TITLE_INVALID"),
        ("sendChatAction", {"chat_id": CHAT, "action": "typing"}, True),
        ("sendChatAction", {"chat_id": CHAT, "action": "dancing"}, "wrong parameter action in request"),
    ],
)
@pytest.mark.usefixtures("person")
def test_the_menu_and_the_texts_of_the_bot_have_limits(
    standin: StandIn, method: str, parameters: dict[str, Any], answer: Any
) -> None:
    assert call(standin, method, **parameters) == (answer if answer is True else f"400 Bad Request: {answer}")


def test_the_menu_is_kept_per_language(standin: StandIn) -> None:
    chinese = [{"command": "help", "description": "怎么用"}]
    call(standin, "setMyCommands", commands=chinese, language_code="zh")

    assert call(standin, "getMyCommands", language_code="zh") == chinese
    assert call(standin, "getMyCommands") == []


# ---- what goes wrong


def test_planted_faults_come_once_each_in_their_order(standin: StandIn, person: Person) -> None:
    standin.faults.plant("sendMessage", Fault.TOO_MANY, Fault.BAD_GATEWAY, Fault.BAD_GATEWAY_AFTER)
    address = f"{standin.url}/bot{TOKEN}/sendMessage"
    codes = [post(address, json={"chat_id": CHAT, "text": f"n{n}"}).status_code for n in range(4)]

    assert codes == [429, 502, 502, 200]
    assert [screen.text for screen in person.screens] == ["n2", "n3"], "the third was taken, only its answer was lost"
    assert not standin.refused
    assert sum(standin.faults.drawn.values()) == 3


@pytest.mark.usefixtures("person")
def test_a_429_names_the_seconds_to_wait(standin: StandIn) -> None:
    standin.faults.plant("sendMessage", Fault.TOO_MANY)
    response = post(f"{standin.url}/bot{TOKEN}/sendMessage", json={"chat_id": CHAT, "text": "x"})

    assert response.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


def test_a_hung_call_is_dropped_without_an_answer() -> None:
    with StandIn(faults=Faults(hang_seconds=0.2)) as standin:
        person = standin.person(CHAT)
        person.start()
        standin.faults.plant("sendMessage", Fault.HANG, Fault.HANG_AFTER)
        for text in ("lost", "taken"):
            with pytest.raises(httpx.RemoteProtocolError):
                call(standin, "sendMessage", chat_id=CHAT, text=text)

        assert [screen.text for screen in person.screens] == ["taken"]


def test_a_seed_draws_the_same_faults_again() -> None:
    def drawn(seed: int) -> list[Fault | None]:
        faults = Faults(seed, {Fault.TOO_MANY: 0.2, Fault.BAD_GATEWAY: 0.2})
        return [faults.draw("sendmessage") for _ in range(200)]

    assert drawn(3) == drawn(3) != drawn(4)
    assert 50 < sum(fault is not None for fault in drawn(3)) < 110


def test_a_confirmed_update_may_come_a_second_time_but_not_a_third() -> None:
    with StandIn(faults=Faults(duplicate=1.0)) as standin:
        standin.person(CHAT).start()
        (first,) = updates(standin)

        assert updates(standin, offset=first["update_id"] + 1) == [first]
        assert updates(standin, offset=first["update_id"] + 1) == []
        assert standin.world.duplicates == 1


def test_a_chat_takes_a_burst_and_then_one_message_a_second() -> None:
    with StandIn(burst=3) as standin:
        standin.person(CHAT).start()
        answers = [call(standin, "sendMessage", chat_id=CHAT, text="x") for _ in range(4)]

        assert answers[3] == "429 Too Many Requests: retry after 1"
        time.sleep(1.05)
        assert call(standin, "sendMessage", chat_id=CHAT, text="x")["text"] == "x"


def test_before_start_and_after_stop_connections_are_refused_and_nothing_is_forgotten() -> None:
    standin = StandIn()
    with pytest.raises(httpx.ConnectError):
        call(standin, "getMe")
    with standin:
        standin.person(CHAT).say("hello")
        assert len(updates(standin)) == 1
    with pytest.raises(httpx.ConnectError):
        call(standin, "getMe")
    with standin:
        assert [update["message"]["text"] for update in updates(standin)] == ["hello"]


# ---- the library that real bots use


def test_python_telegram_bot_talks_to_it(standin: StandIn, person: Person) -> None:
    async def talk() -> None:
        base = f"{standin.url}/bot"
        async with telegram.Bot(TOKEN, base_url=base) as bot:
            assert bot.username == "standin_bot"
            (update,) = await bot.get_updates(timeout=1, allowed_updates=telegram.Update.ALL_TYPES)
            assert update.message
            assert update.message.text == "/start"
            assert update.message.from_user
            assert update.message.from_user.language_code == "en"
            buttons = [[telegram.InlineKeyboardButton("yes", callback_data="1:a")]]
            markup = telegram.InlineKeyboardMarkup(buttons)
            sent = await bot.send_message(CHAT, "<b>Ask</b>", parse_mode="HTML", reply_markup=markup)
            assert sent.entities[0].type == "bold"
            person.tap_first()
            (tap,) = await bot.get_updates(offset=update.update_id + 1)
            assert tap.callback_query
            assert tap.callback_query.data == "1:a"
            assert await tap.callback_query.answer()
            assert await tap.callback_query.edit_message_text("Done")
            with pytest.raises(BadRequest, match="not modified"):
                await sent.edit_text("Done")
            person.block()
            (left,) = await bot.get_updates(offset=tap.update_id + 1)
            assert left.my_chat_member
            assert left.my_chat_member.new_chat_member.status == "kicked"
            with pytest.raises(Forbidden, match="blocked"):
                await bot.send_message(CHAT, "x")
            assert await bot.set_my_commands([telegram.BotCommand("help", "How it works")], language_code="zh")
            assert (await bot.get_my_commands(language_code="zh"))[0].command == "help"
            assert (await bot.get_chat(CHAT)).type == "private"
            assert await bot.delete_webhook()

    asyncio.run(talk())


@pytest.mark.usefixtures("person")
def test_python_telegram_bot_sees_the_faults_as_its_own_errors(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    async def talk() -> None:
        base = f"{standin.url}/bot"
        with pytest.raises(InvalidToken):
            async with telegram.Bot("123:wrong", base_url=base):
                pass
        async with telegram.Bot(TOKEN, base_url=base) as bot:
            standin.faults.plant("sendMessage", Fault.TOO_MANY, Fault.BAD_GATEWAY, Fault.BAD_GATEWAY)
            with pytest.raises(RetryAfter):
                await bot.send_message(CHAT, "x")
            for _ in range(2):
                with pytest.raises(NetworkError):
                    await bot.send_message(CHAT, "x")
            assert (await bot.send_message(CHAT, "x")).text == "x"

    asyncio.run(talk())
