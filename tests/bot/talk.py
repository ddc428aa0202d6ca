"""A chat held in memory, as a channel would hold it: what is said, and what comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.conversation import respond
from bot.library import Library
from bot.updates import Update
from dialogs import NOT_SURE, Message, Session

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
LIBRARY = Library(ROOT, cache=None)


class Talk:
    """One person's chat; the session goes through JSON after every turn, as a restart would."""

    def __init__(self, language: str = "en", pack: str = "cn", library: Library = LIBRARY) -> None:
        self.language = language
        self.pack = pack
        self.library = library
        self.session: Session | None = None
        self.said: list[Message] = []
        self.count = 0

    def update(self, kind: str, after_days: int = 0, **fields: str | None) -> Message:
        self.count += 1
        update = Update("test", "bot", self.count, "1", kind, language=self.language, **fields)  # type: ignore[arg-type]
        session, messages = respond(self.session, update, self.library, self.pack, TODAY, after_days)
        self.session = Session.from_json(session.to_json()) if session else None
        assert len(messages) <= 1
        self.said += messages
        return self.said[-1]

    def start(self, payload: str | None = None) -> Message:
        return self.update("start", payload=payload)

    def send(self, text: str, after_days: int = 0) -> Message:
        return self.update("text", text=text, after_days=after_days)

    def tap(self, button: str) -> Message:
        return self.update("tap", button=button)

    def tap_first(self) -> Message:
        return self.tap(self.said[-1].buttons[0][0].id)

    def tap_named(self, name: str) -> Message:
        """Tap the button of the newest message whose id ends in this name."""
        ids = [button.id for row in self.said[-1].buttons for button in row]
        return self.tap(next(one for one in ids if one.rpartition(":")[2] == name))

    def to_advice(self) -> Message:
        """Tap the first button from the start until the advice stands there."""
        self.start()
        while not self.at_advice():
            self.tap_first()
            assert self.count < 40
        return self.said[-1]

    def to_full_advice(self) -> Message:
        """On to the advice with all its questions asked, those that could not change it too."""
        self.to_advice()
        if self.session and self.session.enough:
            self.tap_named("deepen")
            while not self.at_advice():
                self.tap_first()
                assert self.count < 40
        return self.said[-1]

    def to_question(self, id: str) -> Message:
        """On to a question, knowing nothing, which keeps the advice open."""
        if self.session is None:
            self.start()
        while self.place != id:
            self.tap(f":{self.place}:{NOT_SURE}")
            assert self.count < 40
        return self.said[-1]

    @property
    def place(self) -> str:
        """The question that is asked, or the outcome."""
        assert self.session
        return self.session.changing or self.session.path[-1]

    def at_advice(self) -> bool:
        return any(button.id.endswith((":costs", ":cost_lines")) for row in self.said[-1].buttons for button in row)
