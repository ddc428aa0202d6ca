"""The words of amounts: a text cut into tokens by the `numbers` of every language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

from dialogs.script import Kind, Number, Numbers

NumberRole = Literal[
    "figure", "word", "none", "article", "times", "tail", "point", "plus", "half", "fraction", "some_more", "or_so"
]
SpokenRole = Literal[
    "to", "about", "at_most", "at_least", "between", "ends", "per", "week", "idle", "unit", "goods", "size"
]
RefusedRole = Literal["vague", "share", "period", "foreign", "not_money", "not_weight", "not_count", "unknown"]
Role = Literal[NumberRole, SpokenRole, RefusedRole]
NUMBER_ROLES: frozenset[str] = frozenset(get_args(NumberRole))
"""The tokens that stand next to each other within one number."""

FIGURE = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,2}(?:,\d{2}){1,4},\d{3}|\d{1,3}(?: \d{3}){0,3} 000|\d{1,15}+)"
    r"(?:\.\d{1,6}+)?(?!\d|[,.]\d)"
)
"""Digits, or digits in groups of three, or as in India of two and a last three."""
EITHER = re.compile(r"\d{1,3}\.\d{3}")
"""A figure that is thousands to some and a fraction to others."""
CLOSING = ".!?\u3002"
QUOTES = str.maketrans("\u2018\u2019", "''")
RAISED = ("<super>", "<sub>", "<fraction>")
MONTHS = 12
NEXT = 2
"""How many times larger the second number may be where both stand in a list."""
NOT: Mapping[Kind, Role] = {"money": "not_money", "weight": "not_weight", "count": "not_count"}
"""What a unit is where another kind of amount is asked."""


class Token(NamedTuple):
    """One word or figure. `alone`: a multiplier that may stand for one of itself."""

    role: Role
    value: float = 0
    text: str = ""
    alone: bool = False


def multiplies(token: Token) -> bool:
    return token.role in ("times", "tail")


def plain(text: str) -> str:
    """The text as it is compared: one width and case of letters, single blanks, no closing full stop."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(QUOTES)
    return " ".join(text.split()).rstrip(CLOSING).strip()


def raised(text: str) -> bool:
    """Whether the text has small digits or fractions in one sign, which would lose their place in `plain`."""
    return any(unicodedata.decomposition(letter).startswith(RAISED) for letter in text)


class Lexer:
    """Cuts a text into the tokens of one kind of amount."""

    def __init__(self, languages: Iterable[Numbers], kind: Kind) -> None:
        self._tokens: dict[str, Token] = {}
        for numbers in languages:
            self._learn(_words(numbers, kind))
        longest_first = sorted(self._tokens, key=len, reverse=True)
        word = "|".join(map(_bounded, longest_first))
        known = rf"(?P<figure>{FIGURE})|(?P<word>{word})(?:(?<=[a-z])\.)?|(?P<idle>[{CLOSING}](?!\d))"
        self._pattern = re.compile(rf" ?(?:{known}|[a-z][a-z']*+|\S) ?")

    def _learn(self, tokens: Mapping[str, Token]) -> None:
        for word, token in tokens.items():
            known = self._tokens.get(plain(word))
            if known is None or known.role.startswith("not_"):
                self._tokens[plain(word)] = token._replace(text=plain(word))

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a plain text in order; what stands in no word list is unknown."""
        found = []
        for match in self._pattern.finditer(text):
            if match["figure"]:
                figure = match["figure"].replace(",", "").replace(" ", "")
                found.append(Token("figure", float(figure), match["figure"]))
            elif match["word"]:
                found.append(self._tokens[match["word"]])
            else:
                found.append(Token("idle" if match["idle"] else "unknown", text=match[0]))
        return [_one_meaning(token, after) for token, after in zip(found, [*found[1:], Token("idle")], strict=False)]


def _one_meaning(token: Token, after: Token) -> Token:
    """The token; unknown when it is a figure such as 50.000, unless 1.250 is followed by what can be divided."""
    if token.role == "figure" and EITHER.fullmatch(token.text):
        divided = (multiplies(after) or after.role == "unit") and not token.text.endswith("000")
        return token if divided else token._replace(role="unknown")
    return token


def _bounded(word: str) -> str:
    """The pattern of a word: a Latin one stands alone."""
    before, after = (letter.isascii() and letter.isalpha() for letter in (word[0], word[-1]))
    return (r"(?<![a-z'])" if before else "") + re.escape(word) + (r"(?![a-z])" if after else "")


def _words(numbers: Numbers, kind: Kind) -> dict[str, Token]:
    """Every word of a language with what it means where this kind is asked; of two meanings the later listed holds."""
    tokens: dict[str, Token] = {}
    for other in NOT:
        if other != kind:
            tokens |= {word: Token(NOT[kind]) for word in _units(numbers, other)}
    tokens |= {word: Token("unit", value) for word, value in _units(numbers, kind).items()}
    tokens |= {word: Token("idle" if kind == "money" else NOT[kind]) for word in numbers.money_idle}
    tokens |= {word: Token("goods") for word in numbers.goods if kind == "weight"}
    plain_roles: dict[Role, Iterable[str]] = {
        "idle": numbers.idle,
        "none": numbers.none,
        "article": numbers.article,
        "point": numbers.point,
        "plus": numbers.plus,
        "half": numbers.half,
        "some_more": numbers.some_more,
        "or_so": numbers.or_so,
        "to": numbers.to,
        "about": numbers.about,
        "at_most": numbers.at_most,
        "at_least": numbers.at_least,
        "between": numbers.between,
        "ends": numbers.between_ends,
        "vague": numbers.vague,
        "week": numbers.week,
        "period": numbers.other_periods,
        "share": (*numbers.shares, *(numbers.money_shares if kind == "money" else ())),
        "foreign": numbers.other_money,
    }
    tokens |= {word: Token(role) for role, words in plain_roles.items() for word in words}
    tokens |= {word: Token("to", NEXT) for word in numbers.to_next}
    tokens |= {word: Token("size") for word in numbers.sizes if kind == "weight"}
    tokens |= {word: Token("per", MONTHS) for word in numbers.month} | {word: Token("per", 1) for word in numbers.year}
    tokens |= {word: Token("fraction", value) for word, value in numbers.fractions.items()}
    tokens |= {word: Token("word", value) for word, value in numbers.words.items()}
    for word, value in (numbers.times | (numbers.money_times if kind == "money" else {})).items():
        tokens[word] = Token("tail" if word in numbers.tails else "times", value, alone=word in numbers.alone)
    return tokens


def _units(numbers: Numbers, kind: Kind) -> dict[str, Number]:
    """What this kind is counted in: kilograms of a weight; money and people count one by one."""
    if kind == "weight":
        return numbers.weights
    words = numbers.count if kind == "count" else [word for words in numbers.money.values() for word in words]
    return dict.fromkeys(words, 1)
