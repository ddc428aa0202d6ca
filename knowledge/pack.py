"""One country pack as data, read from its folder: rules, facts, sources, and the words of each language."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.cost_rules import CostRules
from knowledge.datafile import BrokenData, DataFile, Problem, Record, load
from knowledge.model import (
    Action,
    Entry,
    Fact,
    Head,
    LanguageWords,
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
    words: dict[str, dict[str, Any]]
    languages: dict[str, LanguageWords]
    synonyms: dict[str, Synonyms]

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
}
"""Topic -> what its file holds; each topic but facts has a file of texts in every language folder."""

SOURCE_FILES = ("sources", "story_sources", "resource_sources")
TEXT_TOPICS = (*(topic for topic in KINDS if topic != "facts"), "units")


def load_pack(folder: Path) -> tuple[Pack, dict[str, DataFile]]:
    """
    The pack in a folder, and its files by the name used in problems ("modes", "en/modes", ...).

    Raises:
        BrokenData: every file that cannot be read or does not fit, all at once.
    """
    files: dict[str, DataFile] = {}
    problems: list[Problem] = []

    def take(name: str, kind: Any, path: Path | None = None) -> Any:
        try:
            value, files[name] = load(path or folder / f"{name}.yaml", kind)
            return value
        except BrokenData as broken:
            problems.extend(broken.problems)
            return None

    head: Head | None = take("pack", Head)
    parts = {topic: take(topic, kind) for topic, kind in KINDS.items()}
    sources: dict[str, Source] = {}
    for name in SOURCE_FILES:
        sources |= take(name, dict[str, Source]) or {}
    words: dict[str, dict[str, Any]] = {}
    languages: dict[str, LanguageWords] = {}
    synonyms: dict[str, Synonyms] = {}
    for language in head.languages if head else ():
        words[language] = {topic: take(f"{language}/{topic}", dict[str, Any]) for topic in TEXT_TOPICS}
        synonyms[language] = take(f"{language}/synonyms", Synonyms)
        languages[language] = take(
            f"language/{language}", LanguageWords, folder.parent / "language" / f"{language}.yaml"
        )
    if problems or head is None:
        raise BrokenData(problems)
    return Pack(head=head, sources=sources, words=words, languages=languages, synonyms=synonyms, **parts), files


def packs_in(folder: Path) -> list[str]:
    """The ids of the packs below a knowledge folder: every folder that holds a pack.yaml."""
    return sorted(path.parent.name for path in folder.glob("*/pack.yaml"))
