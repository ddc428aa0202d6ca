"""The bot as an operator runs it: a process of its own, started, killed and asked to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.standin import TOKEN, StandIn

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "bot", "telegram"]
STARTED_SECONDS = 20.0


class BotProcess:
    """
    `python -m bot telegram` against a stand-in; everything it writes is kept in `output`, over all its lives.

    The folder holds its database; compiled content is shared with the processes of the folders beside it.
    """

    def __init__(self, standin: StandIn, folder: Path) -> None:
        self.standin = standin
        self.database = folder / "bot.db"
        self._log = folder / "output.txt"
        self._process: subprocess.Popen[bytes] | None = None
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COOPBOT_", "TELEGRAM_"))}
        self._environment = kept | {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": standin.url,
            "COOPBOT_DATABASE": str(self.database),
            "XDG_CACHE_HOME": str(folder.parent / "cache"),
            "PYTHONWARNINGS": "default",
        }

    def __enter__(self) -> BotProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        self._polls_before = self.standin.polls
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                COMMAND,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_until_it_polls(self) -> None:
        """Wait until the present life has asked for updates."""
        listening = self.standin.wait_until(lambda: self.standin.polls > self._polls_before, STARTED_SECONDS)
        assert listening, f"the bot does not ask for updates:\n{self.output}"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """kill -9; nothing where it has ended already."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def terminate(self) -> tuple[int, float]:
        """SIGTERM: the status it ends with, and the seconds that took."""
        assert self._process, "start it first"
        assert self.running, f"it has ended by itself:\n{self.output}"
        begin = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30), time.monotonic() - begin

    @property
    def output(self) -> str:
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""
