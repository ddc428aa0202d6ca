"""The methods of the Bot API that the stand-in knows: each gives the result of a call, or refuses it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .markup import utf16_length
from .refusals import (
    LONGEST_TAP_ANSWER,
    Parameters,
    bad_request,
    commands,
    formatted_text,
    json_parameter,
    language_code,
    own_text,
    reply_markup,
    whole_number,
)
from .world import Chat, Message, World

CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def get_me(world: World, _: Parameters) -> dict[str, Any]:
    return world.bot


def send_message(world: World, parameters: Parameters) -> dict[str, Any]:
    text, entities = formatted_text(parameters)
    markup = reply_markup(parameters)
    _check_link_preview(parameters)
    chat = world.open_chat_of(parameters)
    _check_reply(chat, parameters)
    world.limit_rate(chat)
    message = world.post(chat, text, entities, markup)
    world.note("sendMessage", chat, message)
    return world.message_json(chat, message)


def edit_message_text(world: World, parameters: Parameters) -> dict[str, Any]:
    text, entities = formatted_text(parameters)
    markup = reply_markup(parameters, inline_only=True)
    _check_link_preview(parameters)
    chat, message = _message_to_edit(world, parameters)
    return _edit(world, "editMessageText", chat, message, text, entities, markup)


def edit_message_reply_markup(world: World, parameters: Parameters) -> dict[str, Any]:
    markup = reply_markup(parameters, inline_only=True)
    chat, message = _message_to_edit(world, parameters)
    return _edit(world, "editMessageReplyMarkup", chat, message, message.text, message.entities, markup)


def delete_message(world: World, parameters: Parameters) -> bool:
    message_id = whole_number(parameters, "message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    chat = world.open_chat_of(parameters)
    if message_id not in chat.messages:
        raise bad_request("message to delete not found")
    world.note("deleteMessage", chat, chat.messages.pop(message_id))
    return True


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    query = world.queries.get(parameters.get("callback_query_id", ""))
    if query is None or query.answered or time.monotonic() - query.at > world.query_seconds:
        raise bad_request(QUERY_TOO_OLD)
    if utf16_length(parameters.get("text", "")) > LONGEST_TAP_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    world.note("answerCallbackQuery", None)
    return True


def send_chat_action(world: World, parameters: Parameters) -> bool:
    chat = world.open_chat_of(parameters)
    if parameters.get("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.note("sendChatAction", chat)
    return True


def set_my_commands(world: World, parameters: Parameters) -> bool:
    key = _scope(parameters), language_code(parameters)
    world.commands[key] = commands(parameters)
    world.note("setMyCommands", None)
    return True


def delete_my_commands(world: World, parameters: Parameters) -> bool:
    world.commands.pop((_scope(parameters), language_code(parameters)), None)
    return True


def get_my_commands(world: World, parameters: Parameters) -> list[dict[str, str]]:
    return world.commands.get((_scope(parameters), language_code(parameters)), [])


def set_my_name(world: World, parameters: Parameters) -> bool:
    return _set_own_text(world, parameters, "name", 64, "BOT_TITLE_INVALID", shortest=1)


def set_my_description(world: World, parameters: Parameters) -> bool:
    return _set_own_text(world, parameters, "description", 512, "BOT_DESC_INVALID")


def set_my_short_description(world: World, parameters: Parameters) -> bool:
    return _set_own_text(world, parameters, "short_description", 120, "BOT_SHARETEXT_INVALID")


def get_my_name(world: World, parameters: Parameters) -> dict[str, str]:
    return {"name": world.texts.get(("name", language_code(parameters)), world.bot["first_name"])}


def get_my_description(world: World, parameters: Parameters) -> dict[str, str]:
    return {"description": world.texts.get(("description", language_code(parameters)), "")}


def get_my_short_description(world: World, parameters: Parameters) -> dict[str, str]:
    return {"short_description": world.texts.get(("short_description", language_code(parameters)), "")}


def set_webhook(world: World, parameters: Parameters) -> bool:
    url = parameters.get("url", "")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    return _set_webhook(world, parameters, url)


def delete_webhook(world: World, parameters: Parameters) -> bool:
    return _set_webhook(world, parameters, "")


def get_webhook_info(world: World, _: Parameters) -> dict[str, Any]:
    return {"url": world.webhook, "has_custom_certificate": False, "pending_update_count": len(world.waiting)}


def get_chat(world: World, parameters: Parameters) -> dict[str, Any]:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return world.chat_of(parameters).as_json | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, True),
    }


METHODS: dict[str, Callable[[World, Parameters], Any]] = {
    function.__name__.replace("_", ""): function
    for function in (
        get_me,
        send_message,
        edit_message_text,
        edit_message_reply_markup,
        delete_message,
        answer_callback_query,
        send_chat_action,
        set_my_commands,
        delete_my_commands,
        get_my_commands,
        set_my_name,
        set_my_description,
        set_my_short_description,
        get_my_name,
        get_my_description,
        get_my_short_description,
        set_webhook,
        delete_webhook,
        get_webhook_info,
        get_chat,
    )
}
"""By the method's name in small letters: Telegram reads it in any case."""


def _message_to_edit(world: World, parameters: Parameters) -> tuple[Chat, Message]:
    message_id = whole_number(parameters, "message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    chat = world.open_chat_of(parameters)
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    world: World,
    method: str,
    chat: Chat,
    message: Message,
    text: str,
    entities: list[dict[str, Any]],
    markup: dict[str, Any] | None,
) -> dict[str, Any]:
    if (message.text, message.entities, message.markup) == (text, entities, markup):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.markup, message.edited = text, entities, markup, int(time.time())
    world.note(method, chat, message)
    return world.message_json(chat, message)


def _check_link_preview(parameters: Parameters) -> None:
    options = json_parameter(parameters, "link_preview_options", "can't parse link preview options JSON object")
    if options is None and not parameters.get("link_preview_options"):
        return
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    for flag in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if not isinstance(options.get(flag, False), bool):
            raise bad_request(f'field "{flag}" must be of type Boolean')


def _check_reply(chat: Chat, parameters: Parameters) -> None:
    reply = json_parameter(parameters, "reply_parameters", "can't parse reply parameters JSON object")
    if not reply:
        return
    if "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    if reply["message_id"] not in chat.messages and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")


def _scope(parameters: Parameters) -> str:
    scope = json_parameter(parameters, "scope", "can't parse BotCommandScope JSON object")
    if scope is None:
        return "default"
    if not isinstance(scope, dict) or "type" not in scope:
        raise bad_request("can't parse BotCommandScope: Can't find field \"type\"")
    return str(scope["type"])


def _set_own_text(
    world: World, parameters: Parameters, name: str, longest: int, refusal: str, shortest: int = 0
) -> bool:
    key = name, language_code(parameters)
    world.texts[key] = own_text(parameters, name, longest, refusal, shortest)
    world.note(f"set {name}", None)
    return True


def _set_webhook(world: World, parameters: Parameters, url: str) -> bool:
    world.webhook = url
    if parameters.get("drop_pending_updates", "").lower() in ("true", "yes", "1"):
        world.waiting.clear()
    world.note("setWebhook", None)
    return True
