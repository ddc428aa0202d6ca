"""A dialog ready for use: its script and texts, and what is worked out from them once for all chats."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dialogs.amounts import Amounts, plain
from dialogs.codes import Codes, layout
from dialogs.description import Reading
from dialogs.graph import ways
from dialogs.machine import Machine
from dialogs.prices import Prices
from dialogs.script import NUMBER_KINDS, Question, QuestionText, Script, Text
from knowledge.datafile import Record, freeze

if TYPE_CHECKING:
    from dialogs.small_talk import SmallTalk
    from dialogs.understanding import Understanding

SHORT_LABEL = 14
"""The widest label, in Latin letters, that shares its row with a second one."""


class Content(Record):
    """All that a dialog's files hold, as one value that can be frozen to JSON and thawed without any YAML."""

    script: Script
    texts: dict[str, Text]
    codes: Codes | None = None
    reading: Reading | None = None


@dataclass(frozen=True)
class Offer:
    """What a question puts up for choosing, at one level and in one language."""

    ids: tuple[str, ...]
    marks: tuple[str, ...]
    labels: tuple[str, ...]
    per_row: int


class Dialog:
    """One dialog of sound content."""

    def __init__(self, content: Content) -> None:
        script = content.script
        self.content = content
        self.id = script.id
        self.version = f"{script.version}.{zlib.crc32(freeze(script).encode()):08x}"
        self.start = script.start
        self.questions = script.questions
        self.outcomes = script.outcomes
        self.texts = content.texts
        self.languages = tuple(sorted(content.texts))
        self.codes = content.codes or Codes(versions=(layout(script),))
        self.code_version = self.codes.fitting(script)
        self.machine = Machine(script)
        self.ways = ways(script)
        self.amounts = Amounts(text.numbers for text in self.texts.values())
        self.prices = Prices((text.numbers for text in self.texts.values()), self.amounts)
        self.renamed = {old: id for id, question in self.questions.items() for old in question.renamed_from}
        self.controls = typed_words(self.texts)
        self.called = {plain(word): language for language, text in self.texts.items() for word in text.called}
        self.list_words = {plain(word) for text in self.texts.values() for word in text.list_words}
        self.yes_no = {plain(w): id for text in self.texts.values() for id, words in text.yes_no.items() for w in words}
        self.labels = {id: self._typed_labels(id) for id in self.questions}
        self._offers = {
            (id, group, language): _offer(question, text.questions[id], group)
            for language, text in self.texts.items()
            for id, question in self.questions.items()
            for group in (None, *question.groups)
        }

    def language(self, wanted: str) -> str:
        """This language, or the first one where the dialog has no words in it."""
        return wanted if wanted in self.texts else self.languages[0]

    def text(self, language: str) -> Text:
        return self.texts[self.language(language)]

    @cached_property
    def understanding(self) -> Understanding | None:
        """What reads free descriptions, made when the first one comes; None where the dialog has no words for them."""
        from dialogs.understanding import Understanding

        numbers = {language: text.numbers for language, text in self.texts.items()}
        return Understanding(self.content.reading, self.amounts, numbers) if self.content.reading else None

    @cached_property
    def small_talk(self) -> SmallTalk:
        """What knows a greeting from an answer, made when the first text comes that is none."""
        from dialogs.small_talk import SmallTalk

        return SmallTalk(self.texts.values())

    def asks(self, text: str) -> bool:
        """Whether a text is surely a question of somebody's own."""
        return self.understanding is not None and self.understanding.asks(text)

    def offer(self, question: str, group: str | None, language: str) -> Offer:
        return self._offers[question, group, self.language(language)]

    def _typed_labels(self, id: str) -> dict[str, str]:
        """Option, group or band by its label in any language."""
        words = [text.questions[id] for text in self.texts.values()]
        return {plain(label): one for text in words for one, label in (text.bands | text.options).items()}


def typed_words(texts: Mapping[str, Text]) -> dict[str, str]:
    """The control that each typed word means, in any language."""
    return {
        plain(word): id for text in texts.values() for id, control in text.controls.items() for word in control.words
    }


def _offer(question: Question, text: QuestionText, group: str | None) -> Offer:
    if question.kind in NUMBER_KINDS:
        ids = marks = tuple(question.bands)
        labels = tuple(text.bands[id] for id in ids)
    else:
        ids = tuple(question.groups[group].options if group else question.options)
        marks = tuple(str(at) for at in range(1, len(ids) + 1))
        labels = tuple(text.options[id] for id in ids)
    return Offer(ids, marks, labels, 2 if max(map(width, labels), default=0) <= SHORT_LABEL else 1)


def width(label: str) -> int:
    """The room a label takes, in Latin letters."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in label)
