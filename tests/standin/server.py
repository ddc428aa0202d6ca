"""The stand-in as a bot sees it: the Bot API over real HTTP on this machine."""

from __future__ import annotations

import asyncio
import email.parser
import email.policy
import json
import random
import re
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from .faults import Fault, Faults
from .methods import METHODS
from .person import Group, Person
from .refusals import Parameters, Refusal, bad_request, json_parameter, too_many_requests, whole_number
from .world import Accepted, Chat, Refused, World

TOKEN = "7654321098:AAFakeTokenOfTheStandIn_0123456789ab"
MOST_UPDATES = 100
LONGEST_POLL_SECONDS = 50
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
GATEWAY_PAGE = "<html>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>"


class StandIn:
    """
    Telegram on a free port of this machine; a context manager, or `start` and `stop` as often as a test likes.

    Args:
        faults: what goes wrong; nothing when left out.
        burst: how many messages a chat takes at once before it takes one a second; None: no limit.
        query_seconds: how long a tap can be answered.
    """

    def __init__(
        self,
        token: str = TOKEN,
        faults: Faults | None = None,
        burst: int | None = None,
        query_seconds: float = 15.0,
    ) -> None:
        self.faults = faults or Faults()
        self._new_world = partial(World, token, self.faults, query_seconds, burst)
        self.port = _free_port()
        self.forget()
        self._poll: _Poll | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._stopping = False

    def __enter__(self) -> StandIn:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def forget(self) -> None:
        """Begin anew: nobody has written, nothing waits."""
        self.world = self._new_world()
        self.world.on_update.append(self._wake)
        self.polls = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def accepted(self) -> list[Accepted]:
        with self.world.lock:
            return list(self.world.accepted)

    @property
    def refused(self) -> list[Refused]:
        with self.world.lock:
            return list(self.world.refused)

    def person(self, chat_id: int, language: str = "en") -> Person:
        """Someone who may write to the bot; the same chat for the same id."""
        with self.world.lock:
            chat = self.world.chats.setdefault(chat_id, Chat(chat_id, "private", f"Person {chat_id}", language))
        return Person(self.world, chat)

    def group(self, chat_id: int, title: str = "Village group") -> Group:
        with self.world.lock:
            chat = self.world.chats.setdefault(chat_id, Chat(chat_id, "supergroup", title))
        return Group(self.world, chat)

    def wait_until(self, done: Callable[[], bool], seconds: float = 10.0) -> bool:
        """Whether this came true within the seconds; looked at whenever the bot does something."""
        until = time.monotonic() + seconds
        while not done():
            if time.monotonic() > until:
                return False
            with self.world.lock:
                self.world.lock.wait(0.02)
        return True

    def start(self) -> None:
        """Accept connections; until then, and after `stop`, they are refused."""
        self._stopping = False
        application = Starlette(routes=[Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"])])
        config = uvicorn.Config(
            application,
            "127.0.0.1",
            self.port,
            lifespan="off",
            ws="none",
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="telegram stand-in", daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), f"the stand-in does not start on port {self.port}"
            time.sleep(0.005)

    def stop(self) -> None:
        """Refuse connections; what was said and what waits is kept."""
        if self._server is None or self._thread is None:
            return
        self._stopping = True
        self._wake()
        self._server.should_exit = True
        self._thread.join(10)
        self._server = self._thread = self._loop = None

    def _wake(self) -> None:
        loop = self._loop
        if loop and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake_poll)

    def _wake_poll(self) -> None:
        if self._poll:
            self._poll.news.set()

    async def _answer(self, request: Request) -> Response:
        self._loop = asyncio.get_running_loop()
        name = request.path_params["method"]
        method = name.lower()
        parameters: Parameters = {}
        try:
            self._check_token(request.path_params["token"])
            parameters = await _parameters(request)
            if method != "getupdates" and method not in METHODS:
                raise Refusal(404, "Not Found")
        except Refusal as refusal:
            return self._refuse(name, parameters, refusal)
        fault = self.faults.draw(method)
        answer: Response | None = None
        if fault is None or fault.acts:
            answer = await self._act(name, method, parameters)
        return answer if fault is None and answer else await self._go_wrong(fault)

    async def _act(self, name: str, method: str, parameters: Parameters) -> Response:
        try:
            if method == "getupdates":
                return JSONResponse({"ok": True, "result": await self._get_updates(parameters)})
            with self.world.lock:
                return JSONResponse({"ok": True, "result": METHODS[method](self.world, parameters)})
        except Refusal as refusal:
            return self._refuse(name, parameters, refusal)

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d{1,20}:[A-Za-z0-9_-]+", token):
            raise Refusal(404, "Not Found")
        if token != self.world.token:
            raise Refusal(401, "Unauthorized")

    def _refuse(self, name: str, parameters: Parameters, refusal: Refusal) -> Response:
        chat = parameters.get("chat_id", "")
        with self.world.lock:
            self.world.refused.append(Refused(time.monotonic(), name, chat, refusal.code, refusal.description))
            self.world.lock.notify_all()
        return _error(refusal)

    async def _go_wrong(self, fault: Fault | None) -> Response:
        if fault is Fault.TOO_MANY:
            return _error(too_many_requests(self.faults.retry_after))
        if fault in (Fault.HANG, Fault.HANG_AFTER):
            until = time.monotonic() + self.faults.hang_seconds
            while time.monotonic() < until and not self._stopping:
                await asyncio.sleep(0.05)
            return _Dropped()
        if random.Random(sum(self.faults.drawn.values())).random() < 0.5:
            return HTMLResponse(GATEWAY_PAGE, 502)
        return _error(Refusal(502, "Bad Gateway"))

    async def _get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        if self.world.webhook:
            raise Refusal(409, WEBHOOK_ACTIVE)
        allowed = json_parameter(parameters, "allowed_updates", "can't parse allowed_updates JSON object")
        with self.world.lock:
            if isinstance(allowed, list):
                self.world.allowed = frozenset(map(str, allowed))
            self.world.confirm(whole_number(parameters, "offset"))
            self.polls += 1
            self.world.lock.notify_all()
        if self._poll:
            self._poll.overtaken = True
            self._poll.news.set()
        mine = self._poll = _Poll()
        try:
            return await self._wait_for_updates(mine, parameters)
        finally:
            if self._poll is mine:
                self._poll = None

    async def _wait_for_updates(self, mine: _Poll, parameters: Parameters) -> list[dict[str, Any]]:
        limit = min(max(whole_number(parameters, "limit", MOST_UPDATES), 1), MOST_UPDATES)
        until = time.monotonic() + min(max(whole_number(parameters, "timeout"), 0), LONGEST_POLL_SECONDS)
        while True:
            mine.news.clear()
            if mine.overtaken:
                raise Refusal(409, OTHER_POLL)
            with self.world.lock:
                batch = self.world.give(limit)
            left = until - time.monotonic()
            if batch or left <= 0 or self._stopping:
                return batch
            try:
                await asyncio.wait_for(mine.news.wait(), left)
            except TimeoutError:
                continue


class _Poll:
    """A getUpdates that waits."""

    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.overtaken = False


class _Dropped(Response):
    """A connection closed in the middle of its answer."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


def _error(refusal: Refusal) -> JSONResponse:
    content = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        content["parameters"] = refusal.parameters
    return JSONResponse(content, refusal.code)


async def _parameters(request: Request) -> Parameters:
    """The parameters of a call from its address and its body: JSON, a form or a form of many parts."""
    parameters: Parameters = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        parameters |= _of_json(body)
    elif kind == "multipart/form-data":
        parameters |= _of_parts(request.headers["content-type"], body)
    elif body:
        parameters |= dict(parse_qsl(body.decode("utf-8", "surrogateescape"), keep_blank_values=True))
    try:
        json.dumps(parameters, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    return parameters


def _of_json(body: bytes) -> Parameters:
    """Telegram keeps a value that is no string as its JSON text, so that null becomes "null"."""
    try:
        values = json.loads(body or b"{}")
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(values, dict):
        raise bad_request("JSON object expected")
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}


def _of_parts(content_type: str, body: bytes) -> Parameters:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    parameters = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes) and part.get_filename() is None:
            parameters[name] = content.decode("utf-8", "surrogateescape")
    return parameters


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
