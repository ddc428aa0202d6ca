"""What Telegram refuses in a call, in its own codes and words: texts, buttons, commands, descriptions.

Wording: tdlib/telegram-bot-api and tdlib/td, and what live calls were answered. Where Telegram is lenient against a
bot's wish (it drops an empty button in silence), this refuses.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from .markup import BadMarkup, parse_html, utf16_length

LONGEST_TEXT = 4096
LONGEST_TAP_ANSWER = 200
LARGEST_MARKUP_BYTES = 10_000
MOST_BUTTONS = 100
MOST_BUTTONS_IN_A_ROW = 8
LONGEST_CALLBACK_DATA_BYTES = 64
LONGEST_COMMAND = 32
LONGEST_COMMAND_DESCRIPTION = 256
MOST_COMMANDS = 100
BUTTON_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
FLAGS = ("force_reply", "remove_keyboard", "selective", "one_time_keyboard", "resize_keyboard", "is_persistent")

Parameters = dict[str, str]
"""The parameters of a call, as Telegram takes them: every value as text, whatever the body was."""


class Refusal(Exception):
    """A call that Telegram answers with an error."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def whole_number(parameters: Parameters, name: str, default: int = 0) -> int:
    """The number, or the default where it is absent or no number."""
    value = parameters.get(name, "")
    return int(value) if re.fullmatch(r"-?\d{1,18}", value) else default


def formatted_text(parameters: Parameters) -> tuple[str, list[dict[str, Any]]]:
    """The text people see, trimmed, and its entities."""
    raw = parameters.get("text", "")
    if not raw:
        raise bad_request("message text is empty")
    text, entities = _parsed(raw, parameters.get("parse_mode", ""))
    trimmed = text.strip()
    if not trimmed:
        raise bad_request("text must be non-empty")
    if utf16_length(trimmed) > LONGEST_TEXT:
        raise bad_request("message is too long")
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    return trimmed, [{**entity, "offset": max(0, entity["offset"] - shift)} for entity in entities]


def _parsed(raw: str, mode: str) -> tuple[str, list[dict[str, Any]]]:
    if not mode:
        return raw, []
    if mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    try:
        return parse_html(raw)
    except BadMarkup as error:
        raise bad_request(f"can't parse entities: {error}") from error


def json_parameter(parameters: Parameters, name: str, broken: str) -> Any:
    """The parameter's value; None where it is absent or empty."""
    if not parameters.get(name):
        return None
    try:
        return json.loads(parameters[name])
    except ValueError as error:
        raise bad_request(broken) from error


def reply_markup(parameters: Parameters, inline_only: bool = False) -> dict[str, Any] | None:
    """The reply markup; None where none is given or nothing of it is left."""
    markup = json_parameter(parameters, "reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None and not parameters.get("reply_markup"):
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for flag in FLAGS:
        if not isinstance(markup.get(flag, False), bool):
            raise bad_request(f'field "{flag}" must be of type Boolean')
    if "inline_keyboard" not in markup:
        if inline_only and markup:
            raise bad_request("inline keyboard expected")
        return markup or None
    _check_inline_keyboard(markup["inline_keyboard"])
    if len(json.dumps(markup, ensure_ascii=False).encode()) > LARGEST_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    rows = [row for row in markup["inline_keyboard"] if row]
    return {"inline_keyboard": rows} if rows else None


def _check_inline_keyboard(rows: Any) -> None:
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    for row in rows:
        for button in row:
            _check_button(button)
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_BUTTONS_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _check_button(button: Any) -> None:
    problem = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{problem}InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(f'{problem}Can\'t find field "text"')
    for name in ("text", "callback_data", "url"):
        if not isinstance(button.get(name, ""), str):
            raise bad_request(f'{problem}Field "{name}" must be of type String')
    if not any(button.get(action) or (action in button and "switch" in action) for action in BUTTON_ACTIONS):
        raise bad_request(f"{problem}Text buttons are unallowed in the inline keyboard")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if len(button.get("callback_data", "").encode()) > LONGEST_CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.get("url"):
        _check_url(button["url"])


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https", "tg", "ton", "tonsite"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme.startswith("http") and "." not in (parts.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def commands(parameters: Parameters) -> list[dict[str, str]]:
    """The commands of a bot's menu."""
    listed = json_parameter(parameters, "commands", "can't parse commands JSON object")
    if listed is None:
        return []
    if not isinstance(listed, list):
        raise bad_request("expected an Array of BotCommand")
    if len(listed) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(entry) for entry in listed]


def _command(entry: Any) -> dict[str, str]:
    problem = "can't parse BotCommand: "
    if not isinstance(entry, dict):
        raise bad_request(f"{problem}expected an Object")
    for name in ("command", "description"):
        if name not in entry:
            raise bad_request(f'{problem}Can\'t find field "{name}"')
        if not isinstance(entry[name], str):
            raise bad_request(f'{problem}Field "{name}" must be of type String')
    command, description = entry["command"].strip().removeprefix("/"), entry["description"].strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > LONGEST_COMMAND:
        raise bad_request(f"command length must not exceed {LONGEST_COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {LONGEST_COMMAND_DESCRIPTION}")
    if not re.fullmatch(r"[a-z0-9_]+", command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def language_code(parameters: Parameters) -> str:
    code = parameters.get("language_code", "")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def own_text(parameters: Parameters, name: str, longest: int, refusal: str, shortest: int = 0) -> str:
    """A name or description of the bot itself, within its limits."""
    text = parameters.get(name, "").strip()
    if not shortest <= utf16_length(text) <= longest:
        raise bad_request(refusal)
    return text
