"""The shapes of a country pack's data: what each YAML file of a pack may hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal

from knowledge.conditions import When
from knowledge.datafile import Record

ModeId = Literal["information_release", "own_store", "principal_agent", "entrusted_sales"]
Mechanism = Literal["division_of_labour", "resource_integration", "competition_and_cooperation", "acquaintance"]
Confidence = Literal["high", "medium", "low"]
Kind = Literal[
    "mode", "risk", "fact", "resource", "story", "action", "skill", "talent", "tension", "cost", "lesson", "contract",
    "word", "rule", "role", "call", "letter", "law",
]  # fmt: skip
"""What can be looked up."""
Level = str
"""A value of a field, or the lower edge of a range of numbers ("0", "50000")."""


class Entry(Record):
    """What every rule carries: the claims of the papers and the facts it stands on, and whether it is our own."""

    claims: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    ours: bool = False
    when: When = {}


class Factor(Entry):
    """Points (hundredths of a fit) that one field brings one mode, by level; `most` caps several goals together."""

    points: dict[Level, float]
    most: float | None = None
    unknown: float
    why: str


class Block(Entry):
    """What rules a mode out while it holds; `field` is the one to change first."""

    field: str
    why: str


class Note(Entry):
    """A sentence about a mode that is shown when someone looks it up."""

    kind: Literal["how", "good", "bad", "asks", "suits"]


class Requirement(Entry):
    """A threshold to pass before growing into a mode: a number at least so large, or a choice at least so good."""

    field: str
    at_least: float | None = None
    is_: str | float | None = None


class ModeRules(Record):
    """
    All that decides how well one mode fits: where it starts, what adds to it, what rules it out.

    `step_back`: modes to go back to and what has gone wrong then, the first to try before the others; `watch`: figures
    to keep an eye on while in this mode.
    """

    start: float
    factors: dict[str, Factor]
    blocks: dict[str, Block] = {}
    requires: tuple[Requirement, ...] = ()
    step_back: dict[ModeId, tuple[Requirement, ...]] = {}
    watch: dict[str, Entry] = {}
    notes: dict[str, Note] = {}


class DerivedRule(Record):
    """One rule of a derived field."""

    value: str
    when: When


class Derived(Record):
    """A field that follows from others; `asks` names the fields that would settle it when it is not known."""

    values: tuple[str, ...]
    asks: tuple[str, ...]
    rules: tuple[DerivedRule, ...]


class Verdicts(Record):
    """When an advice is called clear, a close call, not yet, or not enough known; distances in points."""

    close_call_within: float
    not_yet_below: float
    deciding: tuple[str, ...]
    needs_known: int


class Borrowed(Record):
    """
    What a pack takes over from another one, with its words: the ids of entries by file ("risks", "units", ...).

    A borrowed entry leaves the facts, sources and stories of the other country behind. What a pack says itself under
    the same id stands in its place.
    """

    from_: str
    entries: dict[str, tuple[str, ...]]


class Head(Record):
    """
    pack.yaml.

    Args:
        carries_claims: whether this pack is the one in which every countable claim of the papers is shown to somebody.
        foreign_words: words that no text here may say, because they belong to another country.
    """

    id: str
    currency: str
    languages: tuple[str, ...]
    borrows: Borrowed | None = None
    carries_claims: bool = False
    foreign_words: tuple[str, ...] = ()
    verdicts: Verdicts
    commits_less_first: tuple[ModeId, ...]
    derived: dict[str, Derived] = {}


class Source(Record):
    """A document: what people see of it, and how far it is to be believed."""

    title: str
    title_zh: str | None = None
    short: str | None = None
    short_zh: str | None = None
    publisher: str | None = None
    url: str | None = None
    link_ok: bool = True
    published: str | None = None
    as_of: str | None = None
    checked_on: datetime.date
    confidence: Confidence


class Fact(Record):
    """A figure, or a fact without one (low and high null), with its age and source; high null: at least low."""

    low: float | None
    high: float | None
    unit: str | None
    as_of: str | None
    checked_on: datetime.date
    source: str
    confidence: Confidence
    topic: str
    platform: str
    modes: tuple[ModeId, ...]
    region: str
    note: str
    superseded_by: str | None = None


class Likelier(Record):
    """What makes a risk weigh more for some cooperatives."""

    when: When
    add: float
    why: str


class Risk(Entry):
    """
    What can go wrong in some modes; `weight` and what is added order the risks of one profile.

    `family`: risks of one kind, of which one after the other counts less. Stories name the risks that came in them.
    """

    modes: tuple[ModeId, ...]
    weight: float
    family: str | None = None
    likelier: tuple[Likelier, ...] = ()


class Action(Entry):
    """One way to organise (paper 2) that can be tried this week; lower order first. `risk` is told with it."""

    mechanism: Mechanism
    modes: tuple[ModeId, ...] = ()
    order: float
    risk: str | None = None


class Figure(Record):
    """A figure that belongs to one story or resource."""

    low: float | None
    high: float | None
    unit: str
    as_of: str | None = None


class Story(Entry):
    """What really happened to one group; `like` is compared with a profile to find the nearest stories."""

    mode: ModeId
    outcome: Literal["good", "mixed", "bad"]
    like: dict[str, str]
    source: str
    also: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    figures: dict[str, Figure] = {}


class Tension(Entry):
    """Where the papers disagree or are silent, settled openly; `case` names the worked case."""

    modes: tuple[ModeId, ...]
    case: str


class Skill(Entry):
    """Something people must be able to do in some modes."""

    modes: tuple[ModeId, ...]
    order: float


class Resource(Record):
    """A place to learn; shown with its link, or with whom to ask."""

    provider: str
    url: str | None
    cost: Literal["free", "paid", "unknown"]
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    modes: tuple[ModeId | Literal["any"], ...]
    audience: tuple[str, ...]
    region: str
    format: tuple[str, ...]
    status: Literal["active", "historical", "unverified"]
    as_of: str | None
    confidence: Confidence
    source: str
    rank: float
    figures: dict[str, Figure] = {}


class Talent(Entry):
    """A way to build people from inside, or to bring them in from outside (paper 1, section 4.2.2)."""

    kind: Literal["inside", "outside"]
    about: Literal["learn", "recruit", "keep"] = "learn"
    modes: tuple[ModeId, ...] = ()
    order: float


class Law(Record):
    """What the law says of how members decide, and where: the document and its articles. Never legal advice."""

    source: str
    articles: str
    figures: dict[str, Figure] = {}


class FieldWords(Record):
    """How one field of a profile is said: its name, the unit of its numbers ("money": the pack's), and its values."""

    name: str
    unit: str | None = None
    values: dict[str, str] = {}


class SoldBy(Record):
    """The weight by which goods are sold and priced: its name in units, its kilograms, how an amount of it is said."""

    unit: str
    kg: float
    weight: str


class SoldWords(Record):
    """What is said of boxes, or of kilos where no boxes are sold: their cost, and from which one on they pay."""

    at: str
    each: str
    costs_nothing: str
    from_first: str
    break_even: str
    beyond_plan: str
    never: str
    never_but: str


class ResultWords(Record):
    """What the sums of a mode come to, in plain sentences; `names` say what is not known yet."""

    box: SoldWords
    kg: SoldWords
    never: str
    beats: str
    beats_never: str
    months: str
    months_worst: str
    no_month: str
    no_monthly: str
    short: str
    waiting: str
    no_wait: str
    own: str
    not_known: str
    names: dict[str, str]


class LanguageWords(Record):
    """Words of one language that hold in every country: figures, fields, what is said around an advice."""

    locale: str
    grouping: bool
    multipliers: dict[str, str]
    separator: str
    range_: str
    at_least: str
    less_than: str
    dated: str
    aged: str
    undated: str
    age_of: dict[str, str]
    unknown_field: str
    change: dict[str, str]
    years: dict[str, str]
    when: dict[str, str]
    fields: dict[str, FieldWords]
    sold_by: SoldBy
    results: ResultWords


class Answer(Entry):
    """
    A short answer to what people look up and no other text tells: what a word means, what the rules ask or things cost.
    """

    about: Literal["word", "rule"]
    figures: dict[str, Figure] = {}


class Beyond(Record):
    """A matter the adviser knows nothing of: the words that speak of it, and whom to ask."""

    words: tuple[str, ...]
    ask: str


class Synonyms(Record):
    """
    What people type when they look something up: words that say nothing, and words the texts do not use.

    `everyday` are words that count only where a text says them, `figures` how numbers are written, which count as
    little: a bounded regular expression over Chinese characters, every number in digits standing there as "0".
    `asks_for` are the words by which somebody asks for a certain kind of thing, `beyond` what is not known here.
    """

    nothing: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    figures: str = "0"
    means: dict[str, tuple[str, ...]] = {}
    asks_for: dict[Kind, tuple[str, ...]] = {}
    beyond: dict[str, Beyond] = {}

    def words(self) -> Iterator[str]:
        """Everything people type that is read here."""
        yield from (*self.nothing, *self.everyday, *self.means)
        yield from (word for words in self.asks_for.values() for word in words)
        yield from (word for matter in self.beyond.values() for word in matter.words)


class CaseAdvice(Record):
    """What the adviser must name, and must not."""

    one_of: tuple[ModeId, ...]
    not_: tuple[ModeId, ...] = ()
    verdict: str | None = None


class Case(Record):
    """A worked case: a profile, where it comes from, the advice it must get, and the risks that really came."""

    source: str
    given: dict[str, object]
    advice: CaseAdvice
    risks_seen: tuple[str, ...] = ()


class Claim(Record):
    """One claim of the papers, in our own words."""

    section: str
    kind: str
    mode: ModeId | None
    claim: str
