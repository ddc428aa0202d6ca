"""What the environment sets, read once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

HERE = Path(__file__).resolve().parent
TELEGRAM = "https://api.telegram.org"


@dataclass(frozen=True)
class Settings:
    """
    How this bot is set up.

    `content` is the folder that holds dialogs/ and knowledge/; `cache` keeps compiled content, and may be deleted.
    """

    database: Path
    content: Path
    cache: Path
    pack: str
    telegram_token: str | None
    telegram_api_base: str


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the environment; every one has a default but the token."""
    data = Path(platformdirs.user_data_dir("coopbot", appauthor=False))
    return Settings(
        database=Path(environment.get("COOPBOT_DATABASE") or data / "coopbot.db"),
        content=Path(environment.get("COOPBOT_CONTENT") or HERE.parent),
        cache=Path(platformdirs.user_cache_dir("coopbot", appauthor=False)),
        pack=environment.get("COOPBOT_PACK") or "cn",
        telegram_token=environment.get("TELEGRAM_BOT_TOKEN") or None,
        telegram_api_base=(environment.get("TELEGRAM_API_BASE") or TELEGRAM).rstrip("/"),
    )
