"""What the tests of the room share: the dialogs, and a chat whose session goes through JSON after every turn."""

from __future__ import annotations

from pathlib import Path

from dialogs import Button, Dialog, Reply, Session, Turn, begin, button_id, load_dialog, show, step
from knowledge.profile import FIELDS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ADVISOR_FOLDER = ROOT / "dialogs" / "advisor"
SMALL_FOLDER = HERE / "small"
ADVISOR = load_dialog(ADVISOR_FOLDER)
SMALL = load_dialog(SMALL_FOLDER)
LANGUAGES = ("en", "zh-Hans")
ADVISOR_FIELDS = {name: field.values for name, field in FIELDS.items()}
SMALL_FIELDS = {
    "keeps": ("days", "weeks", "years"),
    "harvest_tonnes": (),
    "shop": ("yes", "no"),
    "money": (),
    "goals": ("grow", "learn", "rest"),
    "staff": (),
}


class Chat:
    """A chat as a channel would lead it; each turn starts from what a restart would find."""

    def __init__(self, dialog: Dialog, language: str = "en") -> None:
        self.dialog = dialog
        self.turn = self._kept(show(dialog, begin(dialog, language, "cn")))

    @property
    def session(self) -> Session:
        assert self.turn.session is not None
        return self.turn.session

    @property
    def answers(self) -> dict[str, object]:
        return dict(self.session.answers)

    @property
    def text(self) -> str:
        assert self.turn.message is not None, self.turn
        return self.turn.message.text

    @property
    def buttons(self) -> list[Button]:
        assert self.turn.message is not None, self.turn
        return [button for row in self.turn.message.buttons for button in row]

    @property
    def place(self) -> str:
        """The question on the screen, or the outcome."""
        return self.turn.outcome or self.session.changing or self.session.path[-1]

    def reply(self, reply: Reply) -> Chat:
        self.turn = self._kept(step(self.dialog, self.session, reply))
        return self

    def say(self, *texts: str) -> Chat:
        for text in texts:
            self.reply(Reply(text=text))
        return self

    def press(self, id: str) -> Chat:
        """Any button at all, by its id."""
        return self.reply(Reply(button=id))

    def tap(self, *options: str) -> Chat:
        """Buttons of the screen, by their option or control."""
        for option in options:
            self.press(self.button(option).id)
        return self

    def button(self, option: str) -> Button:
        if self.turn.message is None:
            return Button(option, button_id(self.session, self.place, option))
        return next(button for button in self.buttons if button.id.endswith(f":{option}"))

    def options(self) -> list[str]:
        """What the buttons of the screen stand for, in order."""
        return [button.id.rpartition(":")[2] for button in self.buttons]

    def _kept(self, turn: Turn) -> Turn:
        if turn.session is not None:
            assert Session.from_json(turn.session.to_json()) == turn.session
        return turn


def at(dialog: Dialog, *replies: str, language: str = "en") -> Chat:
    """A chat after these typed replies."""
    return Chat(dialog, language).say(*replies)
