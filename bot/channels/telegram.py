"""Telegram by long polling; the only module that knows python-telegram-bot, which makes the calls and names errors."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram_words import LANGUAGES, Texts, escape, load_texts, read_update, split
from bot.delivery import Closed, Delivery, Later, Refused, Respond, pause
from bot.store import Json, Outgoing, Store
from bot.updates import Address, Update
from dialogs import Message

log = logging.getLogger(__name__)

os.environ["PTB_TIMEDELTA"] = "true"  # the library then gives retry_after without a deprecation warning

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]
POLL_SECONDS = 25
CALL_SECONDS = 10
LONGEST_WAIT_TO_POLL_SECONDS = 5
MOST_ASIDES = 100
ASIDES_AT_ONCE = 5
FAREWELL_SECONDS = 1


class TokenRefused(Exception):
    """Telegram does not know the token; said to the operator."""


async def run(token: str, api_base: str, store: Store, respond: Respond, stop: asyncio.Event | None = None) -> None:
    """
    The bot, until SIGTERM, SIGINT or `stop`.

    Raises:
        TokenRefused: Telegram does not know the token.
        StoreUnusable: the store was found damaged on the way.
    """
    stop = stop or asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C then arrives as KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    texts = load_texts()
    telegram = Telegram(token, api_base, texts)
    delivery = Delivery(store, telegram, respond, lambda name, language: str(getattr(texts[language], name)))
    try:
        await delivery.run(telegram.poll(delivery), stop)
    finally:
        await telegram.close()


class Telegram:
    """One bot at one Bot API server: the Channel that delivery sends through, and the polling that feeds it."""

    name = "telegram"

    def __init__(self, token: str, api_base: str, texts: dict[str, Texts]) -> None:
        self.bot = token.partition(":")[0]
        self._api_base = api_base
        self._texts = texts
        self._requests = (
            HTTPXRequest(
                connection_pool_size=1, read_timeout=POLL_SECONDS + CALL_SECONDS, connect_timeout=CALL_SECONDS
            ),
            HTTPXRequest(read_timeout=CALL_SECONDS, connect_timeout=CALL_SECONDS, pool_timeout=CALL_SECONDS),
        )
        polling, calling = self._requests
        self._client = Bot(
            token,
            base_url=f"{api_base}/bot",
            base_file_url=f"{api_base}/file/bot",
            request=calling,
            get_updates_request=polling,
        )
        self._asides: set[asyncio.Task[None]] = set()
        self._room_for_asides = asyncio.Semaphore(ASIDES_AT_ONCE)

    async def close(self) -> None:
        """Lets the calls under way end, 1 second at most."""
        if self._asides:
            await asyncio.wait(self._asides, timeout=FAREWELL_SECONDS)
        for task in self._asides:
            task.cancel()
        await asyncio.gather(*self._asides, return_exceptions=True)
        for request in self._requests:
            await request.shutdown()

    async def poll(self, delivery: Delivery) -> None:
        """Hands updates to delivery; the next ones are asked for, and these so confirmed, once they are kept."""
        offset: int | None = None
        seconds = 0
        failures = 0
        while True:
            try:
                batch = await self._call("getUpdates", offset=offset, timeout=seconds, allowed_updates=ALLOWED_UPDATES)
            except InvalidToken as error:
                raise TokenRefused(
                    f"Telegram at {self._api_base} does not know this bot; set TELEGRAM_BOT_TOKEN to the token that "
                    "BotFather gave, and TELEGRAM_API_BASE only for a server of your own"
                ) from error
            except TelegramError as error:
                await self._sit_out(error, failures)
                failures += 1
                continue
            if failures or not seconds:
                log.info("Telegram answers; listening as bot %s", self.bot)
            if not seconds:
                self._introduce()
            seconds, failures = POLL_SECONDS, 0
            if batch:
                await self._take(batch, delivery)
                offset = max(raw["update_id"] for raw in batch) + 1

    async def _sit_out(self, error: TelegramError, failures: int) -> None:
        """Say once what is wrong, and wait before the next poll."""
        if isinstance(error, Conflict) and "webhook" in error.message:
            self._aside("deleteWebhook")
        if failures == 0 and isinstance(error, Conflict):
            log.warning("Telegram gives the updates of bot %s to someone else too (%s)", self.bot, error.message)
        elif failures == 0:
            log.warning(
                "Telegram at %s cannot be reached (%s); trying again until it can", self._api_base, error.message
            )
        wait = _retry_after(error) or min(pause(failures), LONGEST_WAIT_TO_POLL_SECONDS)
        await asyncio.sleep(wait)

    async def _take(self, batch: list[Json], delivery: Delivery) -> None:
        updates = [update for raw in batch if (update := self._read(raw))]
        await delivery.receive(updates)
        for update in updates:
            if update.tap_id:
                self._aside("answerCallbackQuery", callback_query_id=update.tap_id)
            elif update.kind in ("text", "start"):
                self._aside("sendChatAction", chat_id=int(update.chat), action="typing")

    def _read(self, raw: Json) -> Update | None:
        try:
            return read_update(raw, self.bot)
        except Exception as error:  # a shape never seen must not stop those behind it
            log.error("Update %s is passed over: %s in its shape", raw["update_id"], type(error).__name__)
            return None

    def _introduce(self) -> None:
        """Name the commands and describe the bot, in each language; best-effort."""
        for language, code in LANGUAGES.items():
            texts = self._texts[language]
            commands = [{"command": name, "description": text} for name, text in texts.commands.items()]
            self._aside("setMyCommands", commands=commands, language_code=code)
            self._aside("setMyDescription", description=texts.description, language_code=code)
            self._aside("setMyShortDescription", short_description=texts.short_description, language_code=code)

    def parts(self, message: Message) -> list[Message]:
        texts = split(message.text)
        whole = [replace(message, text=text, buttons=(), edit=False) for text in texts]
        whole[0] = replace(whole[0], edit=message.edit)
        whole[-1] = replace(whole[-1], buttons=message.buttons)
        return whole

    async def send(self, outgoing: Outgoing) -> None:
        edits, markup = outgoing.edits, True
        while True:
            try:
                await self._post(outgoing, edits, markup)
                return
            except BadRequest as error:
                why = error.message.lower()
                if "message is not modified" in why:
                    return
                if markup and "can't parse entities" in why:
                    markup = False
                elif edits and ("can't be edited" in why or "to edit not found" in why or "message_id_invalid" in why):
                    edits = None
                else:
                    raise Refused(error.message) from error
            except (Forbidden, ChatMigrated) as error:
                raise Closed from error
            except TelegramError as error:
                raise Later(_retry_after(error)) from error

    async def _post(self, outgoing: Outgoing, edits: int | None, markup: bool) -> None:
        message = outgoing.message
        keyboard = [[{"text": one.label, "callback_data": one.id} for one in row] for row in message.buttons]
        await self._call(
            "editMessageText" if edits else "sendMessage",
            chat_id=int(outgoing.address.chat),
            message_id=edits,
            text=escape(message.text) if markup else message.text,
            parse_mode="HTML" if markup else None,
            link_preview_options={"is_disabled": True},
            reply_markup={"inline_keyboard": keyboard} if keyboard else None,
        )

    def tell(self, address: Address, text: str) -> None:
        self._aside("sendMessage", chat_id=int(address.chat), text=text)

    def _aside(self, method: str, **fields: Any) -> None:
        """Make this call beside everything else, unless too many wait already; nothing depends on it."""
        if len(self._asides) < MOST_ASIDES:
            task = asyncio.create_task(self._try(method, **fields))
            self._asides.add(task)
            task.add_done_callback(self._asides.discard)

    async def _try(self, method: str, **fields: Any) -> None:
        try:
            async with self._room_for_asides:
                await self._call(method, **fields)
        except TelegramError as error:
            log.debug("%s came to nothing: %s", method, error.message)

    async def _call(self, method: str, **fields: Any) -> Any:
        """What the method brings, raw. The library drops the underscore; without it, it warns of its own wrappers."""
        given = {name: value for name, value in fields.items() if value is not None}
        return await self._client.do_api_request(f"{method}_", api_kwargs=given)


def _retry_after(error: TelegramError) -> float | None:
    """The seconds Telegram asks to wait."""
    if not isinstance(error, RetryAfter):
        return None
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait
