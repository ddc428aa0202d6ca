"""Log lines without the bot's token."""

from __future__ import annotations

import logging
import re
import sys
from typing import TextIO

TOKEN = re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Redaction(logging.Formatter):
    """Formats a whole record, its traceback too, and takes out the token and everything that looks like one."""

    def __init__(self, token: str) -> None:
        super().__init__(FORMAT)
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return TOKEN.sub("(token)", line.replace(self._token, "(token)") if self._token else line)


def log_to(stream: TextIO = sys.stderr, token: str = "") -> None:
    """
    Every log line goes to this stream, redacted.

    The HTTP client speaks only when something is wrong, and python-telegram-bot not at all: what goes wrong there comes
    to us as an error, while its lines may quote what the bot said to a person.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Redaction(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
