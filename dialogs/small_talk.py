"""Greetings, thanks, swear words, emoji: texts that neither answer nor ask anything. Pure; the words are data."""

from __future__ import annotations

import re
from collections.abc import Collection

from dialogs.phrases import alternatives, any_of, level
from dialogs.script import Text

SIGN = "sign"
"""The kind of a text without letters and digits, such as an emoji."""


class SmallTalk:
    """Small talk in every language of a dialog."""

    def __init__(self, texts: Collection[Text]) -> None:
        told: dict[bool, dict[str, list[str]]] = {True: {}, False: {}}
        for text in texts:
            for kind, one in text.small_talk.items():
                told[one.anywhere].setdefault(kind, []).extend(one.words)
        self._anywhere, self._alone = any_of(told[True]), any_of(told[False])
        self._fillers = re.compile(alternatives(word for text in texts for word in text.fillers))

    def kind(self, text: str) -> str | None:
        """The kind of small talk that a text is; None where it says more than that."""
        told = level(text)
        named = self._anywhere.search(told)
        if named is None or named.lastgroup is None:
            named = self._alone.search(told)
            if any(map(str.isalnum, self._fillers.sub("", self._alone.sub("", told)))):
                return None
        return (named and named.lastgroup) or SIGN
