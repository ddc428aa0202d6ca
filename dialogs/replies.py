"""What a typed text answers, and whether an answer fits its question."""

from __future__ import annotations

import re

from dialogs.amounts import Amount, Refusal, plain
from dialogs.dialog import Dialog
from dialogs.model import NOT_SURE, Answer
from dialogs.script import NUMBER_KINDS, Band, Each, Question

LONGEST = 200
"""What stands beyond it is no part of an answer."""
COMMAND = re.compile(r"(/[a-z_]{1,32})@[a-z0-9_]{1,40}")
BREAKS = re.compile(r"[\s,;+&\u3001]+")


def typed(text: str) -> str:
    """The text as it is compared, a command without the bot's name."""
    text = plain(text[:LONGEST])
    command = COMMAND.fullmatch(text)
    return command[1] if command else text


def read(dialog: Dialog, id: str, group: str | None, text: str, language: str = "") -> Answer | None:
    """
    The answer that the text gives to this question, or the id of a group that it names; None when it gives none.

    A number is read whether or not it lies within the question's bounds: `fits` tells.

    Args:
        language: in which it was asked, for the weight that a number without a unit counts.
    """
    question = dialog.questions[id]
    if question.kind in NUMBER_KINDS:
        return _number(dialog, id, text, language)
    text = typed(text)
    if question.kind == "choices":
        return _several(dialog, id, text)
    if question.kind == "yes_no" and text in dialog.yes_no:
        return dialog.yes_no[text]
    return _one(dialog, id, group, text) or _goods(dialog, question, text)


def _goods(dialog: Dialog, question: Question, text: str) -> str | None:
    """The one option, or the group of the options, that the goods named in the text leave open."""
    reading = dialog.content.reading
    if reading is None or not any(reading.follows.goods[0] in option.fills for option in question.leaves.values()):
        return None
    told = dialog.understanding.goods(text) if dialog.understanding else {}
    fit = {id for id, option in question.leaves.items() if told and told.items() <= option.fills.items()}
    groups = [id for id, group in question.groups.items() if fit and fit <= group.options.keys()]
    return fit.pop() if len(fit) == 1 else next(iter(groups), None)


def _one(dialog: Dialog, id: str, group: str | None, text: str) -> str | None:
    """An option by its number in the list shown, or by its label."""
    ids = dialog.offer(id, group, dialog.languages[0]).ids
    at = position(dialog, text, len(ids))
    return dialog.labels[id].get(text) if at is None else ids[at]


def _several(dialog: Dialog, id: str, text: str) -> list[str] | None:
    whole = _one(dialog, id, None, text)
    if whole:
        return [whole]
    for word in dialog.list_words:
        text = text.replace(word, " ")
    found = [_one(dialog, id, None, part) for part in BREAKS.split(text) if part]
    return None if None in found or not found else [one for one in dialog.questions[id].options if one in found]


def _number(dialog: Dialog, id: str, text: str, language: str) -> Answer | None:
    question = dialog.questions[id]
    word = typed(text)
    band = question.bands.get(dialog.labels[id].get(word, word))
    if band:
        return span(band)
    asked_kg = dialog.text(language).questions[id].unit_kg
    if question.kind == "price":
        amount = dialog.prices.read(text, asked_kg, dialog.content.script.currency)
    else:
        amount = dialog.amounts.read(text, question.kind, asked_kg or question.unit_kg, *_asked_for(dialog, question))
    if amount is None:
        return None
    if question.kind == "weight" and asked_kg:
        factor = asked_kg / question.unit_kg
        amount = Amount(amount.low * factor, None if amount.high is None else amount.high * factor)
    return amount.low if amount.low == amount.high else span(amount)


def _asked_for(dialog: Dialog, question: Question) -> tuple[str | None, Each | None]:
    """The money, and the period or percent, that a question asks for."""
    return dialog.content.script.currency, question.each


def refused(dialog: Dialog, id: str, text: str) -> Refusal | None:
    """Why the text is no answer to a question for a number, where it speaks of an amount and more can be said."""
    question = dialog.questions[id]
    if question.kind not in NUMBER_KINDS or question.kind == "price":
        return None
    found = dialog.amounts.reading(text, question.kind, question.unit_kg, *_asked_for(dialog, question))
    telling = isinstance(found, Refusal) and found.whole and found.reason not in ("no_number", "unclear")
    return found if isinstance(found, Refusal) and telling else None


def span(band: Band | Amount) -> Answer:
    return {"low": band.low, "high": band.high}


def position(dialog: Dialog, text: str, count: int) -> int | None:
    """The place in a list of so many that "2", "2." or "two" names, counted from 0."""
    text = text.rstrip(".,)\u3001 ")
    number = int(text) if re.fullmatch(r"\d{1,3}", text) else dialog.amounts.words.get(text)
    return int(number) - 1 if number is not None and number in range(1, count + 1) else None


def fits(question: Question, answer: Answer | None) -> bool:
    """Whether this is an answer that the question accepts; a dialog may have been edited since it was given."""
    if answer == NOT_SURE:
        return question.not_sure
    if question.kind in NUMBER_KINDS:
        return _within(question, answer)
    if question.kind == "choices":
        return isinstance(answer, list) and bool(answer) and all(one in question.options for one in answer)
    return isinstance(answer, str) and answer in question.leaves


def _within(question: Question, answer: Answer | None) -> bool:
    if not isinstance(answer, dict):
        answer = {"low": answer, "high": answer}
    low, high = answer.get("low"), answer.get("high")
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float, type(None))):
        return False
    return question.at_least <= low <= (low if high is None else high) <= question.at_most
