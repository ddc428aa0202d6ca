"""One country pack as data, read from its folder: rules, facts, sources, and the words of each language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from knowledge.costs import CostRules
from knowledge.datafile import BrokenData, DataFile, Problem, Record, load
from knowledge.model import (
    Action,
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
    law: dict[str, Law] = {}


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
    "law": dict[str, Law],
}
"""Topic -> what its file holds; each topic but facts has a file of texts in every language folder."""

OPTIONAL = ("law",)
"""Topics whose file a pack may lack; then their files of texts are not looked for either."""

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
    absent = {topic for topic in OPTIONAL if not (folder / f"{topic}.yaml").is_file()}
    parts = {topic: {} if topic in absent else take(topic, kind) for topic, kind in KINDS.items()}
    sources: dict[str, Source] = {}
    for name in SOURCE_FILES:
        sources |= take(name, dict[str, Source]) or {}
    words: dict[str, dict[str, Any]] = {}
    languages: dict[str, LanguageWords] = {}
    synonyms: dict[str, Synonyms] = {}
    for language in head.languages if head else ():
        words[language] = {
            topic: {} if topic in absent else take(f"{language}/{topic}", dict[str, Any]) for topic in TEXT_TOPICS
        }
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
