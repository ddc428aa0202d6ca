"""What understand.<language>.yaml holds, the words by which a free description is read, and understand.yaml."""

from __future__ import annotations

from typing import Literal

from dialogs.script import Test
from knowledge.datafile import Record

Scope = Literal["others", "wished", "past"]
"""Of whom or when something is said: somebody else, a wish or plan, a time gone by."""
Slot = Literal["money", "weight", "count"]
SLOTS: tuple[Slot, ...] = ("money", "weight", "count")


class Cue(Record):
    """
    Ways to say one thing; a phrase is words in order, as phrases.py explains.

    `value` is what the field then is; none: the number in the phrase. `negated` is what it is where the phrase is
    denied. `at_most`: the number is the upper end; `least`: a smaller one says nothing; `sum`: all numbers found this
    way are added up. `even` are the scopes in which it counts too; `unless` are words near by in the clause that forbid
    it, `about` words of which the text must hold one, wherever it stands; either may name a list as <name>.
    """

    say: tuple[str, ...]
    value: str | int | None = None
    negated: str | int | None = None
    at_most: bool = False
    least: float = 0
    sum: bool = False
    even: tuple[Scope, ...] = ()
    unless: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class Reaches(Record):
    """
    How far words reach, in letters: gaps within a clause and a sentence, a denial, a wish, talk of others, and what
    forbids a phrase (`unless`).
    """

    clause: int
    sentence: int
    denial: int
    wish: int
    others: int
    unless: int = 2_000


class Scopes(Record):
    """
    Words that say of whom, when and whether. `guards` look like one of the others and mean nothing.

    `denied` stand before what they deny, until one of `still`; `undone` stand right behind it, `denied_after` too, but
    at the end of a clause, `ended` somewhere behind it. `ours` and `now` end what `others`, `wished` and `past` began;
    `later` stands anywhere in the clause.
    """

    guards: tuple[str, ...]
    denied: tuple[str, ...]
    still: tuple[str, ...]
    denied_after: tuple[str, ...]
    undone: tuple[str, ...] = ()
    ended: tuple[str, ...]
    others: tuple[str, ...]
    ours: tuple[str, ...]
    wished: tuple[str, ...]
    later: tuple[str, ...]
    past: tuple[str, ...]
    now: tuple[str, ...]
    turns: tuple[str, ...]


class Goods(Record):
    """
    Words for goods, by category and how fast they spoil ("" where the word does not say it).

    `unclear` are goods of several categories, the likeliest first; they follow what else is named. Near one of
    `preserved`, or right before one of `made_into`, fresh goods count as the category and keeping of `preserved_as`.
    Goods right before one of `heads` only say of which kind that is; without blanks between words only these do.
    Goods with one of `joined` between them share what stands behind the last.
    `mainly` picks its clause out.
    """

    named: dict[str, dict[str, tuple[str, ...]]]
    unclear: dict[str, tuple[str, ...]] = {}
    not_goods: tuple[str, ...] = ()
    mainly: tuple[str, ...]
    preserved: tuple[str, ...]
    made_into: tuple[str, ...]
    preserved_as: tuple[str, str]
    heads: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


class Figures(Record):
    """
    Beside what amounts.py reads: other ways to say an amount (a bounded regular expression -> how it is read), what is
    no number (`never`, bounded regular expressions), words that make a number vague, units that are no money or weight,
    foreign money, words for money.
    """

    said_as: dict[str, str] = {}
    never: tuple[str, ...] = ()
    vague: tuple[str, ...]
    units: tuple[str, ...]
    money: tuple[str, ...]
    money_before: tuple[str, ...] = ()


class Lines(Record):
    """
    What a chat says of a description. `words` ask for the prompt; `open` stands where the words leave the answer open,
    `mend_typed` in place of `mend` where no question follows and no button stands for each line.
    """

    words: tuple[str, ...]
    prompt: str
    title: str
    read: str
    changed: str
    open: str
    mend: str
    mend_typed: str
    button: str
    nothing: str


class Wording(Record):
    """
    understand.<language>.yaml. `writing` finds a word, or a sign that stands for one; from `enough` of them on, a text
    may be a description. A text that says one of `asks` is a question. `spelling` is the dictionary by which slips in
    Latin letters are put right; `heard`: a word that is meant, and what dictation or a slip makes of it, as many
    letters.
    """

    lines: Lines
    writing: str
    spelling: str | None = None
    heard: dict[str, tuple[str, ...]] = {}
    enough: int
    asks: tuple[str, ...] = ()
    sentence_ends: str
    clause_ends: str
    reach: Reaches
    scopes: Scopes
    figures: Figures
    goods: Goods
    words: dict[str, tuple[str, ...]]
    fields: dict[str, tuple[Cue, ...]]


class Following(Record):
    """A field that follows from others where nothing was said of it."""

    when: dict[str, Test]
    then: dict[str, str | int]


class Follows(Record):
    """
    understand.yaml: the fields that hold a list (`several`), tonnes, whole numbers, that may come to an end, the two
    that a word for goods fills, and those that are no sum of months.
    """

    several: tuple[str, ...]
    goods: tuple[str, str]
    tonnes: tuple[str, ...]
    whole: tuple[str, ...]
    may_end: tuple[str, ...]
    at_once: tuple[str, ...]
    follows: tuple[Following, ...]


class Reading(Record):
    """All that free descriptions are read by."""

    languages: dict[str, Wording]
    follows: Follows
