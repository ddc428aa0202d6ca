"""The chat where somebody sits at a terminal: kept on disk, and found again the next time."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from pathlib import Path

from tests.bot.talk import ROOT

PATIENCE_SECONDS = 30


class Sitting:
    """One run of the chat in a pseudo-terminal."""

    def __init__(self, database: Path) -> None:
        self.seen = ""
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(ROOT)
            os.environ.update(COOPBOT_DATABASE=str(database), TERM="dumb", COLUMNS="80")
            os.execv(sys.executable, [sys.executable, "-m", "bot", "chat", "--lang", "en"])

    def until(self, words: str) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while words not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self.terminal], [], [], 0.2)[0]:
                self.seen += os.read(self.terminal, 65_536).decode("utf-8", "replace")

    def send(self, line: str) -> None:
        os.write(self.terminal, f"{line}\n".encode())

    def leave(self) -> int:
        os.write(self.terminal, b"\x04")
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def test_the_interview_goes_on_where_it_was_when_the_program_is_started_again(tmp_path: Path) -> None:
    first = Sitting(tmp_path / "chats.db")
    first.until("Question 1")
    first.send("5")
    first.until("Question 2")
    assert first.leave() == 0

    second = Sitting(tmp_path / "chats.db")
    second.until("Question 2")

    assert "Question 1" not in second.seen
    assert second.leave() == 0
