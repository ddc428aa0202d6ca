"""A text cut into tokens by the words of amounts of every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dialogs.amount_spelling import Spelling
from dialogs.amount_words import CLOSING, NUMBER_ROLES, Token, after_number, multiplies, plain, words
from dialogs.script import Kind, Numbers

FIGURE = (
    r"(?:\d{1,3}(?:[,']\d{3}){1,4}|\d{1,2}(?:,\d{2}){1,4},\d{3}|\d{1,3}(?: \d{3}){0,3} 000|\d{1,15}+)"
    r"(?:\.\d{1,6}+)?(?!\d|[,.]\d)"
)
"""Digits, or digits in groups of three, or as in India of two and a last three."""
EITHER = re.compile(r"\d{1,3}\.\d{3}")
"""A figure that is thousands to some and a fraction to others."""
CODE = re.compile(r"0\d.*|\d{10,}")
"""A figure that is rather a telephone number, or a part of one."""
FRACTION = r"(?:(?P<whole>\d{1,6}) )?(?P<over>\d{1,2})[/\u2044](?P<under>\d{1,2})(?![\d/\u2044.,])"
SMALLEST_PART = 10
APPROXIMATELY = "~"
"""The sign that makes a range behind a number, and a rough number in front of it."""
GOES_ON: frozenset[str] = NUMBER_ROLES - {"half", "some_more"} | {"unit", "size"}
"""The tokens before which a word such as "two" is no unit yet."""


class Lexer:
    """Cuts a text into the tokens of one kind of amount."""

    def __init__(self, languages: Iterable[Numbers], kind: Kind) -> None:
        self._tokens: dict[str, Token] = {}
        self._after_number: dict[str, Token] = {}
        self._said_as: dict[str, str] = {}
        signs: set[str] = set()
        for numbers in languages:
            self._learn(words(numbers, kind))
            self._after_number |= after_number(numbers, kind)
            self._said_as |= numbers.said_as
            signs |= {word for word in (*numbers.words, *numbers.times) if len(word) == 1}
        for word in self._after_number:
            self._tokens.setdefault(word, Token("unknown", text=word))
        self._spelling = Spelling(self._tokens)
        turns = "|".join(map(_bounded, self._said_as)) or "(?!)"
        self._turns = re.compile(rf"(?<![\d{''.join(sorted(signs))}])(?:{turns})")
        word = "|".join(map(_bounded, sorted(self._tokens, key=len, reverse=True)))
        known = rf"{FRACTION}|(?P<figure>{FIGURE})|(?P<word>{word})(?:(?<=[a-z])\.)?|(?P<idle>[{CLOSING}](?!\d))"
        self._pattern = re.compile(rf" ?(?:{known}|(?P<letters>[a-z][a-z']*+)|\S) ?")

    def _learn(self, tokens: Mapping[str, Token]) -> None:
        for word, token in tokens.items():
            known = self._tokens.get(plain(word))
            if known is None or known.role.startswith("not_"):
                self._tokens[plain(word)] = token._replace(text=plain(word))

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a plain text in order; what stands in no word list is unknown."""
        text = self._turns.sub(lambda turn: self._said_as[turn[0]], text)
        found = list(map(self._token, self._pattern.finditer(text)))
        ends = [Token("idle")]
        return list(map(self._between, ends + found, found, found[1:] + ends))

    def _token(self, match: re.Match[str]) -> Token:
        """What a match is by itself."""
        if match["under"]:
            return _fraction(match)
        if match["figure"]:
            return Token("figure", float(re.sub("[, ']", "", match["figure"])), match["figure"])
        if match["word"]:
            return self._tokens[match["word"]]
        if match["letters"] and (meant := self._spelling.meant(match["letters"])):
            return meant._replace(role="misspelt")
        return Token("idle" if match["idle"] else "unknown", text=match[0])

    def _between(self, before: Token, token: Token, after: Token) -> Token:
        """The token as it is meant between its neighbours."""
        behind_number = before.role in NUMBER_ROLES
        if token.role == "misspelt":
            correct = self._tokens[token.text]
            beside = behind_number or after.role in NUMBER_ROLES or after.role == "unit"
            return correct if beside or correct.role not in NUMBER_ROLES else token._replace(role="unknown")
        if token.role == "figure":
            return token if _surely(token, after) else token._replace(role="unknown")
        if token.role == "to" and token.text == APPROXIMATELY and not behind_number and before.role != "unit":
            return token._replace(role="about")
        meant = self._after_number.get(token.text, token)
        if meant.role == "unit" and token.role != "unit":
            return meant if behind_number and after.role not in GOES_ON else token
        return meant if behind_number or before.role in ("unit", "size") else token


def _surely(token: Token, after: Token) -> bool:
    """Whether a figure is one number: not 50.000, nor 1.250 unless followed by what can be divided, nor 0571."""
    if EITHER.fullmatch(token.text):
        return (multiplies(after) or after.role == "unit") and not token.text.endswith("000")
    return not CODE.fullmatch(token.text)


def _fraction(match: re.Match[str]) -> Token:
    """A half from 1/2, one and a half from 1 1/2; unknown what may be a date or, as 3/4, from three to four."""
    over, under = int(match["over"]), int(match["under"])
    sure = match["whole"] or over == 1 or "/" not in match[0]
    if not sure or not 0 < over < under <= SMALLEST_PART:
        return Token("unknown", text=match[0])
    whole = float(match["whole"] or 0)
    return Token("figure" if whole else "half", whole + over / under, match[0])


def _bounded(word: str) -> str:
    """The pattern of a word: a Latin one stands alone."""
    before, after = (letter.isascii() and letter.isalpha() for letter in (word[0], word[-1]))
    return (r"(?<![a-z'])" if before else "") + re.escape(word) + (r"(?![a-z])" if after else "")
