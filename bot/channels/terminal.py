"""The chat in a terminal: pretty where somebody sits at it, plain lines in a pipe. Touches no disk."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TextIO

from bot.updates import Update, clean
from dialogs import Message

Answer = Callable[[Update], list[Message]]
"""What one update brings back, the first one (kind "start") the first question."""


def run(answer: Answer, language: str | None, replies: TextIO, screen: TextIO) -> None:
    """Hold one chat until the replies end: a line a reply, every message with its choices by number."""
    pretty = somebody_sits(replies, screen)
    say = _pretty if pretty else lambda message: _plain(message, screen)
    for message in answer(_update(0, "start", None, language)):
        say(message)
    for count, line in enumerate(_lines(replies, pretty), 1):
        if text := clean(line).strip():
            for message in answer(_update(count, "text", text, language)):
                say(message)


def somebody_sits(replies: TextIO, screen: TextIO) -> bool:
    """Whether a person is at both ends, not a pipe or a file."""
    return replies.isatty() and screen.isatty()


def _update(count: int, kind: str, text: str | None, language: str | None) -> Update:
    return Update(
        channel="terminal",
        bot="",
        update_id=count,
        chat="here",
        kind="start" if kind == "start" else "text",
        text=text,
        language=language,
    )


def _lines(replies: TextIO, pretty: bool) -> Iterator[str]:
    """The replies, one a line, until the end of input or an interrupt."""
    try:
        while True:
            line = input("> ") if pretty else replies.readline()
            if not pretty and not line:
                return
            yield line
    except (EOFError, KeyboardInterrupt):
        return


def _plain(message: Message, screen: TextIO) -> None:
    print("\n".join([message.text, *message.choices]), end="\n\n", file=screen, flush=True)


def _pretty(message: Message) -> None:
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    console = Console(highlight=False)
    body = Text(message.text)
    if message.choices:
        body.append("\n\n" + "\n".join(message.choices), style="cyan")
    console.print(Panel(body, width=min(console.width, 76), padding=(1, 2)))


def utf8(stream: TextIO) -> TextIO:
    """The stream, made to carry any language whatever the system's own is; broken bytes are replaced."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")
    return stream


def standard() -> tuple[TextIO, TextIO]:
    """Standard input and output as UTF-8."""
    return utf8(sys.stdin), utf8(sys.stdout)
