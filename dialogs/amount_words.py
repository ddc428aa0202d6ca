"""The words of amounts: what each word under `numbers` of a language means."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

from dialogs.script import Kind, Number, Numbers

NumberRole = Literal[
    "figure", "word", "none", "article", "times", "tail", "point", "plus", "half", "fraction", "some_more", "or_so"
]
SpokenRole = Literal[
    "to", "about", "at_most", "at_least", "between", "ends", "per", "week", "idle", "unit", "goods", "size", "of"
]
RefusedRole = Literal[
    "vague", "share", "percent", "period", "foreign", "not_money", "not_weight", "not_count", "misspelt", "unknown"
]
Role = Literal[NumberRole, SpokenRole, RefusedRole]
NUMBER_ROLES: frozenset[str] = frozenset(get_args(NumberRole))
"""The tokens that stand next to each other within one number."""

CLOSING = ".!?\u3002"
SIGNS = str.maketrans({"\u2018": "'", "\u2019": "'"} | {sign: f" {sign}" for sign in "¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"})
"""Quotes as they are compared, and fractions in one sign apart from the figure before them."""
RAISED = ("<super>", "<sub>")
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
    text = unicodedata.normalize("NFKC", text.translate(SIGNS)).casefold()
    return " ".join(text.split()).rstrip(CLOSING).strip()


def raised(text: str) -> bool:
    """Whether the text has small digits, which would lose their place in `plain`."""
    return any(unicodedata.decomposition(letter).startswith(RAISED) for letter in text)


def words(numbers: Numbers, kind: Kind) -> dict[str, Token]:
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
        "percent": numbers.percent,
        "foreign": numbers.other_money,
    }
    tokens |= {word: Token(role) for role, words in plain_roles.items() for word in words}
    tokens |= {word: Token("to", NEXT) for word in numbers.to_next}
    if kind == "weight":
        tokens |= {word: Token("size") for word in numbers.sizes} | {word: Token("of") for word in numbers.of_size}
    tokens |= {word: Token("per", MONTHS) for word in numbers.month} | {word: Token("per", 1) for word in numbers.year}
    tokens |= {word: Token("fraction", value) for word, value in numbers.fractions.items()}
    tokens |= {word: Token("word", value) for word, value in (numbers.words | _compounds(numbers.words)).items()}
    for word, value in (numbers.times | (numbers.money_times if kind == "money" else {})).items():
        tokens[word] = Token("tail" if word in numbers.tails else "times", value, alone=word in numbers.alone)
    return tokens


def _compounds(words: Mapping[str, Number]) -> dict[str, Number]:
    """ "twentyfive" and its like."""
    letters = {word: value for word, value in words.items() if word.isascii() and word.isalpha()}
    tens = {word: value for word, value in letters.items() if value in range(20, 100, 10)}
    digits = {word: value for word, value in letters.items() if value in range(1, 10)}
    return {ten + digit: tens[ten] + digits[digit] for ten in tens for digit in digits}


def _units(numbers: Numbers, kind: Kind) -> dict[str, Number]:
    """What this kind is counted in: kilograms of a weight; money and people count one by one."""
    if kind == "weight":
        return numbers.weights
    words = numbers.count if kind == "count" else [word for words in numbers.money.values() for word in words]
    return dict.fromkeys(words, 1)


def after_number(numbers: Numbers, kind: Kind) -> dict[str, Token]:
    """The words that mean something else, or anything at all, only behind a number."""
    words = numbers.after_number
    weights = words.weights if kind == "weight" else {}
    return (
        {word: Token("unit", value, word) for word, value in weights.items()}
        | {word: Token("times", value, word) for word, value in words.times.items()}
        | {word: Token("at_least", text=word) for word in words.at_least}
        | {word: Token("to", text=word) for word in words.to}
    )
