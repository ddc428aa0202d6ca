"""Everything of a pack that can be looked up, in one language: modes, risks, costs, stories, training, people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from knowledge.model import Entry, Kind, Requirement, Source
from knowledge.pack import PAPERS, Pack
from knowledge.texts import PLACEHOLDER, Phrasebook

SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")
PLACE_END = re.compile(r"[:：]\s*")
"""A story begins with where it happened."""

PARTS: dict[Kind, tuple[str, tuple[str, ...]]] = {
    "risk": ("risks", ("text", "early_sign", "mitigation")),
    "action": ("actions", ("text", "first_step")),
    "skill": ("skills", ("name", "why")),
    "talent": ("talent", ("text", "first_step")),
    "tension": ("tensions", ("text",)),
    "contract": ("contract", ("text", "ask")),
}
"""Kind -> its topic and the texts of one entry, in reading order; the first sentence is the title."""


@dataclass(frozen=True)
class Passage:
    """
    One thing to look up; its text is one sentence a line.

    `sources` are ids, those of its figures first; `as_of` is the date of its oldest figure, else of its first source.
    `asked`: how people ask for it, a way a line.
    """

    id: str
    kind: Kind
    title: str
    text: str
    url: str | None
    sources: tuple[str, ...]
    as_of: str | None
    asked: str = ""


def passages(pack: Pack, language: str, on: date) -> list[Passage]:
    """
    All passages of a pack in one language, every figure put in.

    A fact has no words of its own: it stands here as the first sentence that names it, unless a cost line or the title
    of another passage shows it.
    """
    reader = _Reader(pack, language, on)
    told = [*reader.modes(), *reader.plain(), *reader.costs(), *reader.stories(), *reader.resources()]
    told += [*reader.lessons(), *reader.answers(), *reader.people(), *reader.letters(), *reader.law()]
    titles = {passage.title for passage in told}
    told += [fact for fact in reader.facts() if fact.title not in titles]
    asked = pack.asked[language]
    return [replace(one, asked="\n".join(asked.get(one.id, ()))) for one in told]


def sentences(text: str) -> list[str]:
    return [one for one in SENTENCE_END.split(text) if one]


def source_title(source: Source, language: str) -> str:
    """What a document is called in this language, the short name where it has one."""
    chinese = language.startswith("zh")
    return (chinese and (source.short_zh or source.title_zh)) or source.short or source.title


class _Reader:
    def __init__(self, pack: Pack, language: str, on: date) -> None:
        self.pack = pack
        self.language = language
        self.words = pack.words[language]
        self.book = Phrasebook(pack.languages[language], self.words, pack.facts, on)

    def modes(self) -> Iterator[Passage]:
        """Each mode with what it requires; what is said of it and what rules it out, under its name; what to watch."""
        for mode, rules in self.pack.modes.items():
            name = self.book.say("modes", mode, "name")
            texts = [self.book.say("modes", mode, part) for part in ("short", "step")]
            texts += [self.required(mode, one) for one in rules.requires]
            yield self.passage(mode, "mode", name, texts, *rules.requires)
            for part in ("notes", "blocks"):
                for id, entry in getattr(rules, part).items():
                    yield self.passage(f"{mode}.{id}", "mode", name, [self.book.say("modes", mode, part, id)], entry)
            for id, entry in rules.watch.items():
                figure, text = (self.book.say("modes", mode, "watch", id, part) for part in ("name", "text"))
                yield self.passage(f"{mode}.{id}", "mode", name, [figure, text], entry)

    def required(self, mode: str, requirement: Requirement) -> str:
        value = requirement.is_ if requirement.at_least is None else requirement.at_least
        said = self.book.value(requirement.field, value, self.pack.head.currency)
        return self.book.say("modes", mode, "requires", requirement.field, value=said)

    def plain(self) -> Iterator[Passage]:
        for kind, (topic, parts) in PARTS.items():
            for id, entry in getattr(self.pack, topic).items():
                title, *rest = [one for part in parts for one in sentences(self.book.say(topic, id, part))]
                yield self.passage(id, kind, title, rest, entry)

    def costs(self) -> Iterator[Passage]:
        """Each cost line with every figure it can be taken from; what a cooperative would have to tell is left out."""
        for id, line in self.pack.costs.lines.items():
            shown = []
            for figure in line.figures:
                fact = self.pack.facts.get(figure.fact or "")
                if fact is not None and fact.unit is not None:
                    shown.append(self.book.dated(fact))
                elif figure.low is not None and figure.unit is not None:
                    shown.append(self.book.amount(figure.low, figure.high, figure.unit))
            yield self.passage(
                id, "cost", self.book.say("costs", id, "label"), [*shown, self.book.say("costs", id, "note")], line
            )

    def stories(self) -> Iterator[Passage]:
        for id, story in self.pack.stories.items():
            place, text = PLACE_END.split(self.book.say("stories", id, "text", own=story.figures), maxsplit=1)
            first = self.pack.sources[story.source]
            cited = Entry(claims=story.claims, facts=story.facts, sources=(story.source, *story.also, *story.sources))
            yield self.passage(id, "story", place, [text], cited, url=first.url if first.link_ok else None)

    def resources(self) -> Iterator[Passage]:
        for id, resource in self.pack.resources.items():
            texts = [
                self.book.say("resources", id, part, own=resource.figures)
                for part in ("note", "whom_to_ask")
                if self.book.has("resources", id, part)
            ]
            name, cited = self.book.say("resources", id, "name"), Entry(sources=(resource.source,))
            found = self.passage(id, "resource", name, texts, cited, url=resource.url)
            yield replace(found, as_of=resource.as_of)

    def lessons(self) -> Iterator[Passage]:
        """Each lesson of our own, line by line, its example's figures put in."""
        for id, lesson in self.pack.lessons.items():
            title, text = (self.book.say("lessons", id, part, own=lesson.figures) for part in ("title", "text"))
            found = self.passage(id, "lesson", title, [], lesson)
            yield replace(found, text=text.rstrip("\n"))

    def answers(self) -> Iterator[Passage]:
        for id, answer in self.pack.answers.items():
            title, text = (self.book.say("answers", id, part, own=answer.figures) for part in ("title", "text"))
            yield self.passage(id, answer.about, title, [text], answer)

    def people(self) -> Iterator[Passage]:
        """Each role with who could take it, each person to call with what to ask; `role.` and `call.` before the id."""
        for id, role in self.pack.roles.roles.items():
            name, *rest = (self.book.say("roles", id, part) for part in ("name", "does", "who", "ask"))
            yield self.passage(f"role.{id}", "role", name, rest, role)
        for id, call in self.pack.calls.items():
            who, ask = (self.book.say("calls", id, part) for part in ("who", "ask"))
            yield self.passage(f"call.{id}", "call", who, [ask], call)

    def letters(self) -> Iterator[Passage]:
        """Each text to forward, with those of its lines that name nothing of the cooperative."""
        for id, letter in self.pack.letters.items():
            lines = [self.words["letters"][id]["lines"][line] for line in letter.lines]
            plain = [line for line in lines if not PLACEHOLDER.search(line)]
            yield self.passage(f"letter.{id}", "letter", self.book.say("letters", id, "title"), plain, letter)

    def law(self) -> Iterator[Passage]:
        for id, law in self.pack.law.items():
            said = self.book.say("law", id, "text", own=law.figures)
            yield self.passage(f"law.{id}", "law", said, [], Entry(sources=(law.source,)))

    def facts(self) -> Iterator[Passage]:
        """Each fact that a sentence names, as that sentence; what a cost line shows is found there."""
        shown = {name for line in self.pack.costs.lines.values() for name in line.facts}
        told: dict[str, str] = {}
        for key, text in self.texts():
            if PLACEHOLDER.search(text):
                for frame, said in zip(sentences(text), sentences(self.book.say(*key)), strict=True):
                    told = {id: said for id, _ in PLACEHOLDER.findall(frame) if id not in shown} | told
        for id, said in told.items():
            yield self.passage(id, "fact", said, [], Entry(facts=(id,)))

    def texts(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """The texts that name facts, with their keys."""
        for topic, parts in PARTS.values():
            for id in getattr(self.pack, topic):
                yield from (((topic, id, part), self.words[topic][id][part]) for part in parts)
        for mode, rules in self.pack.modes.items():
            yield from ((("modes", mode, "notes", id), self.words["modes"][mode]["notes"][id]) for id in rules.notes)

    def passage(
        self, id: str, kind: Kind, title: str, texts: Iterable[str], *entries: Entry, url: str | None = None
    ) -> Passage:
        """The passage of these texts and everything the entries behind it cite."""
        facts = [self.pack.facts[name] for entry in entries for name in entry.facts]
        documents = [fact.source for fact in facts]
        named = [name for entry in entries for name in entry.sources]
        papers = [PAPERS[claim[:2]] for entry in entries for claim in entry.claims]
        cited = tuple(dict.fromkeys([*documents, *named, *papers]))
        first = [self.pack.sources[name].as_of for name in cited[:1]]
        dates = [day for day in ([fact.as_of for fact in facts] or first) if day is not None]
        lines = [line for text in texts for line in sentences(text)]
        return Passage(id, kind, title, "\n".join(lines), url, cited, min(dates, default=None))
