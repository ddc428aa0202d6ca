"""One country pack as data, read from its folder: rules, facts, sources, and the words of each language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.borrowing import at_home, entries_within, taken
from knowledge.contract_check import Flag
from knowledge.cost_rules import CostRules
from knowledge.costs import CostLine
from knowledge.datafile import BrokenData, DataFile, Problem, Record, absent, fit, layered, nearest, read
from knowledge.model import (
    Action,
    Answer,
    Borrowed,
    Entry,
    Fact,
    Head,
    LanguageWords,
    Law,
    ModeId,
    ModeRules,
    Resource,
    Risk,
    Skill,
    Source,
    Story,
    Synonyms,
    Talent,
    Tension,
)
from knowledge.people_model import Call, Lesson, Letter, Roles
from knowledge.scales import Scales
from knowledge.texts import Phrasebook

PAPERS = {"s1": "paper1", "s2": "paper2"}
"""The first letters of a claim, and the paper it is from."""


class Pack(Record):
    """Everything that is true in one country, with its texts: language -> topic -> texts by id."""

    head: Head
    modes: dict[ModeId, ModeRules]
    costs: CostRules
    facts: dict[str, Fact]
    sources: dict[str, Source]
    risks: dict[str, Risk]
    actions: dict[str, Action]
    stories: dict[str, Story]
    tensions: dict[str, Tension]
    skills: dict[str, Skill]
    resources: dict[str, Resource]
    talent: dict[str, Talent]
    roles: Roles
    calls: dict[str, Call]
    letters: dict[str, Letter]
    lessons: dict[str, Lesson]
    contract: dict[str, Flag]
    answers: dict[str, Answer]
    words: dict[str, dict[str, Any]]
    languages: dict[str, LanguageWords]
    synonyms: dict[str, Synonyms]
    asked: dict[str, dict[str, tuple[str, ...]]]
    law: dict[str, Law] = {}

    def language(self, wanted: str) -> str:
        """This language, or the pack's first one where it does not speak it."""
        return wanted if wanted in self.head.languages else self.head.languages[0]

    @cached_property
    def scales(self) -> Scales:
        """The rules made ready to weigh profiles; made once for a pack."""
        return Scales(self.modes, self.head)

    def cited(self, entry: Entry) -> tuple[str, ...]:
        """The sources an entry of this pack stands on: papers of its claims, documents of its facts, its own."""
        if id(entry) not in self.citations:
            papers = [PAPERS[claim[:2]] for claim in entry.claims]
            documents = [self.facts[fact].source for fact in entry.facts]
            self.citations[id(entry)] = tuple(dict.fromkeys([*papers, *documents, *entry.sources]))
        return self.citations[id(entry)]

    @cached_property
    def citations(self) -> dict[int, tuple[str, ...]]:
        """The sources of the entries cited so far, by identity: entries live as long as their pack."""
        return {}

    @cached_property
    def cost_lines(self) -> dict[tuple[str, int, CostLine], dict[str, Any]]:
        """The lines of a ledger that a fact gives, as they were told so far: by language and year of the day."""
        return {}

    @cached_property
    def documents(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The sources as they were told so far: by language and name."""
        return {}

    @cached_property
    def places(self) -> dict[tuple[tuple[str, ...], str, str], tuple[str, ...]]:
        """The places to learn found so far: by skills, language and mode."""
        return {}

    def book(self, language: str, on: date) -> Phrasebook:
        """The words of a language, the age of figures told by the year of a day; made once for each year."""
        if (language, on.year) not in self.books:
            self.books[language, on.year] = Phrasebook(self.languages[language], self.words[language], self.facts, on)
        return self.books[language, on.year]

    @cached_property
    def books(self) -> dict[tuple[str, int], Phrasebook]:
        """The books made so far."""
        return {}


KINDS: dict[str, Any] = {
    "modes": dict[ModeId, ModeRules],
    "costs": CostRules,
    "facts": dict[str, Fact],
    "risks": dict[str, Risk],
    "actions": dict[str, Action],
    "stories": dict[str, Story],
    "tensions": dict[str, Tension],
    "skills": dict[str, Skill],
    "resources": dict[str, Resource],
    "talent": dict[str, Talent],
    "roles": Roles,
    "calls": dict[str, Call],
    "letters": dict[str, Letter],
    "lessons": dict[str, Lesson],
    "contract": dict[str, Flag],
    "answers": dict[str, Answer],
    "law": dict[str, Law],
}
"""Topic -> what its file holds; each topic but facts has a file of texts in every language folder."""

SOURCE_FILES = ("sources", "story_sources", "resource_sources")
TEXT_TOPICS = (*(topic for topic in KINDS if topic != "facts"), "units")
NEEDED = ("pack", "modes", "units")
"""The files no pack can do without, but by borrowing; any other may be left out."""
ALONG = "asked"
"""The topic whose entries come along with the borrowed entries that they ask for."""
WITHIN = {"roles": "roles"}
"""The key of a file below which its entries stand, where it holds more than entries."""
DEPTH, DEPTHS = 2, {"modes": 3, "roles": 3, "letters": 3}
"""How far down a pack's words go over borrowed ones: an entry by keys, a mode by factors, a letter by lines."""
LANGUAGE_DEPTH = 4
"""So far down what a pack says of its language goes over the words that hold everywhere: fields.x.values.y."""


def load_pack(folder: Path) -> tuple[Pack, dict[str, DataFile]]:
    """
    The pack in a folder, and its files by the name used in problems ("modes", "en/modes", ...).

    Raises:
        BrokenData: every file that cannot be read or does not fit, all at once.
    """
    return _Reader(folder).pack()


def load_head(folder: Path) -> Head:
    """What pack.yaml of a folder says; raises BrokenData as load_pack does."""
    reader = _Reader(folder)
    head: Head | None = reader.take("pack", Head)
    if head is None:
        raise BrokenData(reader.problems)
    return head


def packs_in(folder: Path) -> list[str]:
    """The ids of the packs below a knowledge folder: every folder that holds a pack.yaml."""
    return sorted(path.parent.name for path in folder.glob("*/pack.yaml"))


class _Reader:
    """Reads the files of one pack, each over what it borrows; collects what is wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, DataFile] = {}
        self.problems: list[Problem] = []
        self.borrows: Borrowed | None = None
        self.known: dict[str, Collection[str]] = {}

    def pack(self) -> tuple[Pack, dict[str, DataFile]]:
        head: Head | None = self.take("pack", Head)
        sources: dict[str, Source] = {}
        for name in SOURCE_FILES:
            sources |= self.take(name, dict[str, Source]) or {}
        facts = self.take("facts", KINDS["facts"]) or {}
        stories = self.take("stories", KINDS["stories"]) or {}
        self.known = {"facts": facts, "sources": sources, "story": stories}
        others = [topic for topic in KINDS if topic not in ("facts", "stories")]
        parts: dict[str, Any] = {topic: self.take(topic, KINDS[topic]) for topic in others}
        words: dict[str, dict[str, Any]] = {}
        languages: dict[str, LanguageWords] = {}
        synonyms: dict[str, Synonyms] = {}
        asked: dict[str, dict[str, tuple[str, ...]]] = {}
        for language in head.languages if head else ():
            words[language] = {topic: self.take(f"{language}/{topic}", dict[str, Any]) for topic in TEXT_TOPICS}
            synonyms[language] = self.take(f"{language}/synonyms", Synonyms)
            asked[language] = self.take(f"{language}/{ALONG}", dict[str, tuple[str, ...]])
            languages[language] = self.language(language)
        if self.problems or head is None:
            raise BrokenData(self.problems)
        parts |= {"sources": sources, "facts": facts, "stories": stories}
        return Pack(head=head, words=words, languages=languages, synonyms=synonyms, asked=asked, **parts), self.files

    def take(self, name: str, kind: Any) -> Any:
        """One file of the pack as a value of this kind; None where it cannot be used."""
        try:
            self.files[name] = self.file(name)
            return fit(self.files[name], kind)
        except BrokenData as broken:
            self.problems.extend(broken.problems)
            return None

    def file(self, name: str) -> DataFile:
        """One file of the pack, over the entries it borrows."""
        topic = name.rpartition("/")[2]
        path = self.folder / f"{name}.yaml"
        if topic == "pack":
            own = read(path)
            self.borrows = _borrows(own)
        names: Collection[str] = self.borrows.entries.get(topic, ()) if self.borrows else ()
        if topic != "pack":
            own = read(path) if path.is_file() or (topic in NEEDED and not names) else absent(path)
        if self.borrows is None or not (names or topic == ALONG):
            return own
        theirs = self.folder.parent / self.borrows.from_ / f"{name}.yaml"
        whole = read(theirs) if names or theirs.is_file() else absent(theirs)
        if topic == ALONG:
            lent = {name for names in self.borrows.entries.values() for name in names}
            names = [id for id in whole.data if lent & {*id.split(".")}]
        within = WITHIN.get(topic) if topic == name else None
        there = {*(whole.data or ()), *entries_within(whole, within)}
        for one in names if topic == name else ():
            if one not in there:
                what = f'pack "{self.borrows.from_}" has no "{one}" to borrow in {name}.yaml'
                head, place = self.files.get("pack", own), ("borrows", "entries", topic)
                self.problems.append(head.problem(place, what, nearest(one, there), "unknown-borrowed"))
        under = taken(whole, names, within)
        return layered(own, replace(under, data=at_home(under.data, self.known)), DEPTHS.get(topic, DEPTH))

    def language(self, language: str) -> Any:
        """The words of a language that hold everywhere, with what this country says otherwise."""
        name = f"{language}/language"
        own = self.folder / f"{name}.yaml"
        try:
            everywhere = read(self.folder.parent / "language" / f"{language}.yaml")
            said = read(own) if own.is_file() else absent(own)
            self.files[name] = layered(said, everywhere, LANGUAGE_DEPTH)
            return fit(self.files[name], LanguageWords)
        except BrokenData as broken:
            self.problems.extend(broken.problems)
            return None


def _borrows(head: DataFile) -> Borrowed | None:
    """What pack.yaml says it borrows; what is wrong with it, the reading of the whole file tells."""
    said = head.data.get("borrows") if isinstance(head.data, dict) else None
    try:
        return fit(replace(head, data=said), Borrowed) if said else None
    except BrokenData:
        return None
