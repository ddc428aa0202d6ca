"""The command `amount`: how one typed amount is read, as data or in words."""

from __future__ import annotations

from typing import Any

from bot.updates import clean
from bot.wording import Words
from dialogs import Dialog
from dialogs.amounts import Amount, Refusal
from dialogs.say import amount_text, refused
from dialogs.script import Kind


class Reading:
    """
    One text, read as money, a weight in kilograms or a number of people.

    Args:
        kind: what was asked; None: what the text counts by its unit, else money.
    """

    def __init__(self, dialog: Dialog, text: str, kind: Kind | None) -> None:
        text = clean(text)
        self.dialog = dialog
        self.kind = kind or dialog.amounts.kind(text)
        self.currency = dialog.content.script.currency
        self.found: Amount | Refusal = dialog.amounts.reading(text, self.kind, currency=self.currency)

    def data(self, language: str) -> dict[str, Any]:
        """What `amount --json` prints; refused is a sentence in this language."""
        found, numbers = self.found, self.dialog.text(language).numbers
        if isinstance(found, Refusal):
            return {"low": None, "high": None, "unit": self.kind, "refused": refused(found, numbers)}
        return {"low": found.low, "high": found.high, "unit": self.kind, "refused": None}

    def words(self, language: str, words: Words) -> str:
        """The same as one line: "20,000 to 30,000 yuan a year"."""
        found, text = self.found, self.dialog.text(language)
        if isinstance(found, Refusal):
            return str(words["refused"].format(why=refused(found, text.numbers)))
        frame = words["money"][self.currency] if self.kind == "money" else words[self.kind]
        line = frame.format(amount=amount_text(found.low, found.high, text))
        return str(words["a_year"].format(amount=line) if found.months else line)
