"""The token appears in no log line, whatever its form."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot import redaction


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("token", ["123456789:AAE_abcdefghijklmnopqrstuvwxyz-12", "TEST:SHORT"])
def test_neither_message_nor_traceback_shows_the_token(token: str) -> None:
    stream = io.StringIO()
    redaction.log_to(stream, token)

    try:
        raise ValueError(f"https://example.invalid/bot{token}/getMe")
    except ValueError:
        logging.getLogger("any").exception("called with %s", token)

    assert token not in stream.getvalue()
    assert stream.getvalue().count("(token)") == 2
