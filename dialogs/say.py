"""The engine's own lines: what was read, where we are, what was not understood."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from dialogs.amounts import Refusal
from dialogs.dialog import Dialog
from dialogs.model import NOT_SURE, Answer, Session
from dialogs.path import answered, filled
from dialogs.replies import span
from dialogs.script import NUMBER_KINDS, Lines, Number, Numbers, Question, QuestionText, Text

LONGEST_QUOTE = 40


def answer_text(dialog: Dialog, language: str, id: str, answer: Answer) -> str:
    """An answer in words: the labels of what was chosen, or the number with its unit."""
    text, question = dialog.text(language), dialog.questions[id]
    if answer == NOT_SURE:
        return text.lines.not_known
    if question.kind in NUMBER_KINDS:
        return _number_text(dialog, language, id, answer)
    labels = text.questions[id].options
    return text.lines.joiner.join(labels[one] for one in (answer if isinstance(answer, list) else [str(answer)]))


def _number_text(dialog: Dialog, language: str, id: str, answer: Answer) -> str:
    text = dialog.text(language)
    words = text.questions[id]
    for letter, band in dialog.questions[id].bands.items():
        if span(band) == answer:
            return words.bands[letter]
    ends: dict[str, Any] = answer if isinstance(answer, dict) else {"low": answer, "high": answer}
    factor = _as_asked(dialog.questions[id], words)
    assert words.shown is not None
    low, high = (None if end is None else end * factor for end in (ends["low"], ends["high"]))
    amount = amount_text(low or 0, high, text)
    return (words.shown.one if answer == 1 else words.shown.other).format(amount=amount)


def amount_text(least: Number, most: Number | None, text: Text) -> str:
    """A number or a range in words, without its unit."""
    low, high = number(least, text.numbers), None if most is None else number(most, text.numbers)
    if low == high:
        return low
    if high is None:
        return text.lines.or_more.format(low=low)
    return text.lines.up_to.format(high=high) if least == 0 else text.lines.range.format(low=low, high=high)


def refused(refusal: Refusal, numbers: Numbers) -> str:
    """Why an amount was not read, as a sentence that says what to do."""
    why: str = getattr(numbers.refused, refusal.reason)
    money = numbers.money.get(refusal.word)
    return why.format(word=money[0] if money else refusal.word)


def _as_asked(question: Question, words: QuestionText) -> Number:
    """By what an answer is multiplied to stand in the weight in which this language asks."""
    if words.unit_kg is None:
        return 1
    return words.unit_kg if question.kind == "price" else question.unit_kg / words.unit_kg


def number(value: Number, numbers: Numbers) -> str:
    """A number as this language shows it: "20,000", or with one of its larger units where two decimals suffice."""
    for word, scale in numbers.scales.items():
        if value >= scale and round(value * 100) % scale == 0:
            return _figures(value / scale, numbers) + word
    return _figures(value, numbers)


def _figures(value: Number, numbers: Numbers) -> str:
    whole, _, decimals = f"{value:.3f}".partition(".")
    decimals = decimals.rstrip("0")
    return _grouped(whole, numbers) + (f".{decimals}" if decimals else "")


def _grouped(digits: str, numbers: Numbers) -> str:
    """Digits in the groups in which this language writes them: 150,000 or 1,50,000."""
    groups: list[str] = []
    for size in itertools.chain(numbers.group_sizes, itertools.repeat(numbers.group_sizes[-1])):
        digits, group = digits[:-size], digits[-size:]
        groups.append(group)
        if not digits:
            return numbers.thousands.join(reversed(groups))
    raise AssertionError("the sizes never end")


def echo(dialog: Dialog, session: Session, id: str) -> str:
    """What was read as the answer to this question, as a line."""
    text = dialog.text(session.language)
    answer = answer_text(dialog, session.language, id, session.answers[id])
    return text.lines.echo.format(name=text.questions[id].name, answer=answer)


def doubt(dialog: Dialog, session: Session, id: str) -> tuple[str, ...]:
    """The line that doubts a number too small for this question, such as 3 yuan where 30,000 are meant."""
    answer = session.answers[id]
    small = isinstance(answer, (int, float)) and 0 < answer < dialog.questions[id].hardly_below
    return (_lines(dialog, session).doubted,) if small else ()


def progress(dialog: Dialog, session: Session) -> str:
    """
    "Question 3 of at most 9", by the longest way that is left; whoever helps is asked a few and no others.

    The further questions are counted by themselves, up to one that fills nothing: that only asks for the way on.
    """
    *passed, place = session.path
    lines = _lines(dialog, session)
    if place in session.helping:
        return lines.progress.format(at=session.helping.index(place) + 1, of=len(session.helping))
    asked, left = passed, [id for id in dialog.ways[place][1] if id not in passed]
    outcome = next(filter(dialog.outcomes.__contains__, passed), None)
    if outcome is None:
        return lines.progress.format(at=len(asked) + 1, of=len(asked) + max(1, len(left)))
    asked = [id for id in passed[passed.index(outcome) + 1 :] if _fills(dialog, id)]
    left = list(itertools.takewhile(lambda id: _fills(dialog, id), left))
    return lines.further.format(at=len(asked) + 1, of=len(asked) + len(left)) if left else ""


def _fills(dialog: Dialog, id: str) -> bool:
    return bool(filled(dialog.questions[id]))


def recap(dialog: Dialog, session: Session) -> tuple[str, ...]:
    """One line on what is known, for someone who comes back; nothing when nothing is."""
    known = answered(session)
    if not known:
        return ()
    lines = _lines(dialog, session)
    phrase = lines.recap.one if len(known) == 1 else lines.recap.other
    return (phrase.format(count=len(known), last=echo(dialog, session, known[-1])),)


def names(dialog: Dialog, session: Session, ids: Iterable[str]) -> str:
    """The names of questions as a list in words."""
    text = dialog.text(session.language)
    return text.lines.joiner.join(text.questions[id].name for id in ids)


def quoted(dialog: Dialog, session: Session, reply: str) -> str:
    """A line with the first of what someone wrote, who was not understood."""
    words = " ".join(reply[: 4 * LONGEST_QUOTE].split())
    short = words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "\u2026"
    return _lines(dialog, session).misunderstood.format(quoted=short)


def _lines(dialog: Dialog, session: Session) -> Lines:
    return dialog.text(session.language).lines
