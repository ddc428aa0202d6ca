"""What a dialog folder holds: dialog.yaml is a Script, each text.<language>.yaml a Text."""

from __future__ import annotations

from typing import Literal

from knowledge.datafile import Record

Number = int | float
Kind = Literal["choice", "choices", "yes_no", "money", "weight", "count", "price"]

Each = Literal["week", "month", "percent"]

NUMBER_KINDS: tuple[Kind, ...] = ("money", "weight", "count", "price")
MONEY_KINDS: tuple[Kind, ...] = ("money", "price")


class Option(Record):
    """A choice, and the fields of the profile it fills; with `options` of its own a group, opened by a second tap."""

    fills: dict[str, str] = {}
    options: dict[str, Option] = {}


class Band(Record):
    """A range of numbers to tap, both ends included; high null: open."""

    low: Number
    high: Number | None


class Test(Record):
    """
    What an answer must be; all that is stated must hold.

    A band passes a numeric test only as a whole. No answer, and NOT_SURE, pass nothing but `is: not_sure`.
    """

    is_: str | None = None
    one_of: tuple[str, ...] | None = None
    below: Number | None = None
    at_least: Number | None = None


class Route(Record):
    """Where to go on when every test of an answer, by question, holds."""

    when: dict[str, Test] = {}
    to: str


class Question(Record):
    """
    One question. `fills` is the field that the answer itself fills: the option's id, the ids or the number.

    `unit_kg` is the weight in kilograms that a number without a unit counts, and in which the answer is kept; a price
    of a weight is kept by the kilogram. A typed number is doubted aloud below `hardly_below`. `each` is the period a
    number is asked for, where it is none of a year, or it is a percent of something.
    `coded`: whether answer codes carry it; the bands of others may touch.
    """

    kind: Kind
    options: dict[str, Option] = {}
    bands: dict[str, Band] = {}
    fills: str | None = None
    unit_kg: Number = 1
    at_least: Number = 0
    at_most: Number = 1_000_000_000_000
    hardly_below: Number = 0
    hint: bool = False
    not_sure: bool = True
    coded: bool = True
    each: Each | None = None
    renamed_from: tuple[str, ...] = ()
    routes: tuple[Route, ...]

    @property
    def leaves(self) -> dict[str, Option]:
        """The options that are answers, those inside groups included."""
        return {id: option for name, top in self.options.items() for id, option in (top.options or {name: top}).items()}

    @property
    def groups(self) -> dict[str, Option]:
        return {id: option for id, option in self.options.items() if option.options}


class Outcome(Record):
    """An end of the dialog; `more` is where further questions begin when they are asked for."""

    more: str | None = None


class Script(Record):
    """
    dialog.yaml. `currency` is the one its questions of kind money are asked in; a country may bring its own.

    `beside` is the dialog that this one is opened from: its controls, lines and numbers are used here too, and starting
    again here leaves its answers.
    """

    id: str
    version: str
    currency: str | None = None
    start: str
    beside: str | None = None
    questions: dict[str, Question]
    outcomes: dict[str, Outcome]


class Plural(Record):
    """A phrase for the number one, and for every other."""

    one: str
    other: str


class QuestionText(Record):
    """
    The words of one question. `shown` says a number with its unit: "{amount} yuan".

    `find_out` is what someone who is not sure can do within ten minutes to know.
    `unit_kg` is the weight in kilograms in which this language asks for a weight, or for the price of a weight.
    """

    ask: str
    name: str
    why: str
    find_out: str | None = None
    options: dict[str, str] = {}
    groups: dict[str, str] = {}
    bands: dict[str, str] = {}
    example: str | None = None
    shown: Plural | None = None
    unit_kg: Number | None = None


class ControlText(Record):
    """A control's button, and the words that mean it when typed; the first is the one told to people."""

    label: str
    words: tuple[str, ...]


class Reaction(Record):
    """
    What is said to one kind of small talk: a text made of these words, or one that says one of them `anywhere`. The
    kind `sign` stands for a text without letters and digits.
    """

    say: str
    words: tuple[str, ...] = ()
    anywhere: bool = False


class Lines(Record):
    """The engine's own sentences."""

    progress: str
    further: str
    echo: str
    not_known: str
    joiner: str
    range: str
    up_to: str
    or_more: str
    until_now: str
    which_answer: str
    nothing_to_change: str
    first_question: str
    no_longer_asked: str
    no_longer_fits: str
    recap: Plural
    misunderstood: str
    pick_one: str
    pick_some: str
    pick_entry: str
    out_of_range: str
    nothing_picked: str
    doubted: str
    restarted: str
    stopped: str
    deleted: str
    help: tuple[str, ...]
    help_language: str | None = None
    also: str


class Refused(Record):
    """Why an amount is not read, each with what to say instead; {word} is a bag of no known weight, or our money."""

    no_number: str
    vague: str
    size: str
    currency: str
    period: str
    total: str
    not_money: str
    not_weight: str
    not_count: str
    whole: str
    unclear: str


class AfterNumber(Record):
    """What words mean only behind a number: weights in kilograms, multipliers, "50000 plus", "20 up to 30"."""

    weights: dict[str, Number] = {}
    times: dict[str, Number] = {}
    at_least: tuple[str, ...] = ()
    to: tuple[str, ...] = ()


class Numbers(Record):
    """
    How this language writes amounts.

    Numbers: `words` and `none` (nothing at all) have a value, `times` multiply (`money_times` only money), `tails` are
    those after which a last digit counts tenths, `alone` those that may stand for one of themselves. `half` is half of
    what stands beside it, `fractions` are added to the number before them. A turn in `said_as` is read as another.
    Ranges and bounds: `some_more` is up to one more of the last place, `or_so` makes a bare multiplier a number,
    `to_next` stands only between neighbours.
    Units: `money` by currency, the first word is the one told to people, `other_money` is refused; `weights` in
    kilograms, `sizes` are bags of no known weight, each with the word for one of them, `of_size` leads to that weight.
    `vague`, `shares`, `percent` and `other_periods` refuse an amount; `idle` words say nothing, `money_idle` of money
    and `goods` after a weight neither.
    Prices: `per` leads to the weight of a price, `coins` are the words of money after which a last digit counts tenths.
    `thousands`, `group_sizes` and `scales` say how a number is shown: digits stand in groups of these sizes, the last
    group first, the last size for all further ones.
    """

    words: dict[str, Number]
    none: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    times: dict[str, Number]
    money_times: dict[str, Number] = {}
    tails: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    half: tuple[str, ...] = ()
    fractions: dict[str, Number] = {}
    said_as: dict[str, str] = {}
    after_number: AfterNumber = AfterNumber()
    some_more: tuple[str, ...]
    or_so: tuple[str, ...] = ()
    to: tuple[str, ...]
    to_next: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    between_ends: tuple[str, ...] = ()
    about: tuple[str, ...]
    at_most: tuple[str, ...]
    at_least: tuple[str, ...]
    vague: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    week: tuple[str, ...] = ()
    other_periods: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    money_shares: tuple[str, ...] = ()
    percent: tuple[str, ...] = ()
    idle: tuple[str, ...]
    money_idle: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    money: dict[str, tuple[str, ...]]
    other_money: tuple[str, ...] = ()
    count: tuple[str, ...]
    weights: dict[str, Number]
    sizes: dict[str, str] = {}
    of_size: tuple[str, ...] = ()
    refused: Refused
    thousands: str
    group_sizes: tuple[int, ...] = (3,)
    scales: dict[str, Number] = {}
    per: tuple[str, ...] = ()
    coins: dict[str, Number] = {}


class Text(Record):
    """
    text.<language>.yaml. `called` are the words that choose this language, `fillers` those that say nothing beside
    small talk.
    """

    called: tuple[str, ...]
    first_line: str
    questions: dict[str, QuestionText]
    controls: dict[str, ControlText]
    lines: Lines
    list_words: tuple[str, ...]
    small_talk: dict[str, Reaction] = {}
    fillers: tuple[str, ...] = ()
    yes_no: dict[str, tuple[str, ...]] = {}
    numbers: Numbers


class TextBeside(Record):
    """text.<language>.yaml of a dialog beside another: its questions, and the lines it says otherwise."""

    questions: dict[str, QuestionText]
    lines: dict[str, str] = {}
    yes_no: dict[str, tuple[str, ...]] = {}
