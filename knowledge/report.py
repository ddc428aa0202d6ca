"""An advice in words: what `advise --json` prints, in one language, every figure with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from knowledge.advice import Advice, Step, judge
from knowledge.board import board_parts
from knowledge.changes import Change
from knowledge.conditions import holds
from knowledge.contract_check import CHECKS, to_look_for, told
from knowledge.cost_groups import groups
from knowledge.cost_rules import Sum
from knowledge.costs import Books, CostLine, Total
from knowledge.margins import balance
from knowledge.model import Entry, ModeId, Requirement, Source, Story
from knowledge.pack import Pack
from knowledge.people import Desk, people_keys, places_to_learn, risk_of, way_of
from knowledge.profile import Profile
from knowledge.results import told_results
from knowledge.risks import likeness, nearest_stories, told_risks
from knowledge.standing import reasons

MOST_STORIES = 3

Report = dict[str, Any]
"""JSON-able. Beside the keys that outside programs rely on stand `talent`, `tensions`, names and notes of modes, and
what a board needs (`board_parts`)."""


def advise(profile: Profile, pack: Pack, on: date, language: str) -> Report:
    """
    Everything the adviser has to say of a profile, in one language, on one day.

    Raises:
        MissingText: the pack lacks a text; `check` finds these beforehand.
    """
    return _Writer(judge(profile, pack), pack, on, language).report()


class _Writer:
    """Collects the sources and facts that are used while the parts of a report are written."""

    def __init__(self, advice: Advice, pack: Pack, on: date, language: str) -> None:
        self.advice = advice
        self.pack = pack
        self.on = on
        self.language = language
        self.book = pack.book(language, on)
        self.used_sources: dict[str, None] = {}
        self.used_facts: dict[str, None] = {}
        self.desk = Desk(advice, pack, language, self.book, self.cite)

    def report(self) -> Report:
        advice = self.advice
        report: Report = {
            "pack": self.pack.head.id,
            "lang": self.language.split("-")[0],
            "on": self.on.isoformat(),
            "verdict": advice.verdict,
            "recommended": advice.recommended,
            "also": list(advice.also),
            "modes": [self.mode(rank) for rank in range(len(advice.standings))],
            "unknown_that_matter": list(advice.unknown_that_matter),
            "unknown_names": [self.book.field(field) for field in advice.unknown_that_matter],
            **self.separates(),
            "would_change": [self.change(change) for change in advice.would_change],
            "costs": {standing.mode: self.costs(standing.mode) for standing in advice.standings},
            "risks": list(self.risks()),
            "path": [self.step(step) for step in advice.path],
            "actions": list(self.actions()),
            "skills": (skills := list(self.skills())),
            **(found := people_keys(self.desk)),
            "training": [
                self.resource(name)
                for name in dict.fromkeys(r for one in (*found["roles"], *skills) for r in one["resources"])
            ],
            "contract": list(self.contract()),
            "talent": list(self.talent()),
            "stories": [self.story(name, story) for name, story in self.nearest_stories()],
            "tensions": list(self.tensions()),
        }
        report |= board_parts(self.advice, self.pack, self.book, report["costs"][self.advice.leading])
        self.used_sources |= {name: None for law in report["law"] for name in law["sources"]}
        dates = [self.pack.facts[name].as_of for name in self.used_facts]
        known = sorted(date for date in dates if date is not None)
        report["sources"] = {name: self.source(name) for name in self.used_sources}
        report["oldest_fact"] = known[0] if known else None
        report["undated_facts"] = sum(date is None for date in dates)
        return report

    def cite(self, entry: Entry) -> list[str]:
        """The sources an entry stands on: the papers of its claims, the documents of its facts; notes them as used."""
        for fact in entry.facts:
            self.used_facts[fact] = None
        cited = self.pack.cited(entry)
        for source in cited:
            self.used_sources[source] = None
        return list(cited)

    def mode(self, at: int) -> Report:
        standing = self.advice.standings[at]
        rules = self.pack.modes[standing.mode]
        return {
            "mode": standing.mode,
            "name": self.book.say("modes", standing.mode, "name"),
            "rank": at + 1,
            "fit": standing.fit,
            "blocked": bool(standing.blocks),
            "because": list(self.because(standing.mode)),
            "notes": [
                {
                    "id": name,
                    "kind": note.kind,
                    "text": self.book.say("modes", standing.mode, "notes", name),
                    "sources": self.cite(note),
                }
                for name, note in rules.notes.items()
            ],
        }

    def because(self, mode: ModeId) -> Iterator[Report]:
        """The reasons that have a text, heaviest first; what is not known is named by its field."""
        for reason in reasons(self.pack.modes[mode], self.advice.fields):
            if reason.effect == "unknown":
                text = self.book.language.unknown_field.format(field=self.book.field(reason.factor))
            else:
                key = (
                    ("blocks", reason.level) if reason.effect == "blocks" else ("because", reason.factor, reason.level)
                )
                if not self.book.has("modes", mode, *key):
                    continue
                text = self.book.say("modes", mode, *key)
            yield {
                "factor": reason.factor,
                "name": self.book.field(reason.factor),
                "effect": reason.effect,
                "points": reason.points,
                "text": text,
                "ours": reason.rule.ours,
                "sources": self.cite(reason.rule),
            }

    def separates(self) -> Report:
        """The one thing that separates the first two modes in a close call, by name, and how it does."""
        found = self.advice.separation
        if found is None:
            return {"separates": None, "separates_how": None, "separates_text": None}
        change = self.change(found.change)["text"] if found.change else None
        return {"separates": self.book.field(found.field), "separates_how": found.how, "separates_text": change}

    def change(self, change: Change) -> Report:
        words = self.book.language.change
        told = [
            words["one"].format(field=self.book.field(field), value=self.changed(field, change))
            for field in change.values
        ]
        both = words["both"].format(first=told[0], second=told[-1]) if len(told) > 1 else told[0]
        text = words["better" if change.better else "worse"].format(change=both, mode=self.mode_name(change.to))
        return {"change": dict(change.values), "to": change.to, "better": change.better, "text": text}

    def changed(self, field: str, change: Change) -> str:
        """The value a field has to take, in words; of a number the whole range that leads to the same mode."""
        currency = self.pack.head.currency
        if field not in change.ends:
            return self.book.value(field, change.values[field], currency)
        low, high = change.ends[field]
        unit = self.book.unit_of(field, currency)
        if high is not None and low == 0 and high > 1 and unit:
            return self.book.less_than(high, unit)
        return self.book.value(field, {"low": low, "high": None if high is None else high - 1}, currency)

    def mode_name(self, mode: ModeId) -> str:
        return self.book.say("modes", mode, "name")

    def costs(self, mode: ModeId) -> Report:
        """The ledger of a mode, each line and sum with the text that says it."""
        currency = self.pack.head.currency
        books = Books(mode, self.advice.fields, self.pack.costs, self.pack.facts, currency)
        ledger = books.ledger()
        return {
            "currency": ledger.currency,
            "lines": [self.cost_line(line) for line in ledger.lines],
            "before_first_sale": self.total(ledger.before_first_sale, "before_first_sale", ledger.lines),
            "first_year": self.total(ledger.first_year, "first_year", ledger.lines),
            "missing": list(ledger.missing),
            "missing_names": self.cost_names(ledger.missing),
            "groups": groups(ledger.lines, books.year_amounts(), self.book),
            **told_results(balance(books), self.book, currency, self.cost_names),
        }

    def cost_names(self, missing: Iterable[str]) -> list[str]:
        """What is missing for a sum, by name: fields, and lines whose figure no field can give."""
        lines = self.pack.costs.lines
        return [self.book.say("costs", one, "label") if one in lines else self.book.field(one) for one in missing]

    def cost_line(self, line: CostLine) -> Report:
        rule = self.pack.costs.lines.get(line.id)
        if rule is not None:
            self.used_facts |= dict.fromkeys(rule.facts)
        if line.source is None:
            return self.said_line(line)
        self.used_sources[line.source] = None
        key = (self.language, self.on.year, line)
        if key not in self.pack.cost_lines:
            self.pack.cost_lines[key] = self.said_line(line)
        return dict(self.pack.cost_lines[key])

    def said_line(self, line: CostLine) -> Report:
        return {
            "id": line.id,
            "label": self.book.say("costs", line.id, "label"),
            "note": self.book.say("costs", line.id, "note"),
            "low": line.low,
            "high": line.high,
            "per": line.per,
            "basis": line.basis,
            "source": line.source,
            "as_of": line.as_of,
            "age": self.book.age(line.as_of),
            "kind": line.kind,
            "optional": line.optional,
            "text": None if line.low is None else self.book.amount(line.low, line.high, line.unit),
        }

    def total(self, total: Total | None, name: Sum, lines: Iterable[CostLine]) -> Report | None:
        """A sum, the text that says it, and the years of the figures in it; None when it cannot be made."""
        if total is None:
            return None
        dates = [line.as_of for line in lines if name in line.counts_in and line.basis == "source"]
        text = self.book.amount(total.low, total.high, self.pack.head.currency)
        return {
            "low": total.low,
            "expected": total.expected,
            "high": total.high,
            "text": text,
            "likely": self.book.amount(total.expected, total.expected, self.pack.head.currency),
            "years": self.book.years(dates) or self.book.language.results.own,
        }

    def risks(self) -> Iterator[Report]:
        """The risks, the likeliest and worst for this profile first, each with a real story where there is one."""
        advice = self.advice
        told = told_risks(advice.fields, advice.leading, advice.also, self.pack)
        stories = nearest_stories(told, advice.fields, self.pack)
        for name, mode in told.items():
            risk = self.pack.risks[name]
            texts = {part: self.book.say("risks", name, part) for part in ("text", "early_sign", "mitigation")}
            yield {
                "id": name,
                "mode": mode,
                **texts,
                "ours": risk.ours,
                **self.risk_story(stories.get(name)),
                "sources": list(dict.fromkeys([*self.cite(risk), *self.documents(stories.get(name))])),
            }

    def risk_story(self, name: str | None) -> Report:
        """The story of a risk in one line, and whether it happened to somebody like this cooperative."""
        if name is None:
            return {"story": None, "story_text": None, "story_alike": False}
        story = self.pack.stories[name]
        alike = 2 * likeness(story, self.advice.fields) >= 1
        return {
            "story": name,
            "story_text": self.book.say("stories", name, "short", own=story.figures),
            "story_alike": alike,
        }

    def documents(self, name: str | None) -> list[str]:
        """The documents a story is from; notes them as used."""
        story = self.pack.stories.get(name or "")
        found = [story.source, *story.also] if story else []
        self.used_sources |= dict.fromkeys(found)
        return found

    def step(self, step: Step) -> Report:
        back = step.way == "back"
        when = [self.requirement(step.mode, one) for one in step.when]
        if back:
            text = self.book.say("modes", self.advice.leading, "step_back", step.mode)
        else:
            text = self.book.say("modes", step.mode, "step")
        return {"mode": step.mode, "way": step.way, "when": when, "step": text, "watch": list(self.watch(step.mode))}

    def watch(self, mode: ModeId) -> Iterator[Report]:
        """The figures to keep an eye on while in a mode."""
        for name, entry in self.pack.modes[mode].watch.items():
            texts = {part: self.book.say("modes", mode, "watch", name, part) for part in ("name", "text")}
            yield {"id": name, **texts, "ours": entry.ours, "sources": self.cite(entry)}

    def requirement(self, mode: ModeId, requirement: Requirement) -> Report:
        """A threshold to pass or, going back, what has gone wrong."""
        field = requirement.field
        test = "is" if requirement.at_least is None else "at_least"
        value = requirement.is_ if requirement.at_least is None else requirement.at_least
        said = self.book.value(field, value, self.pack.head.currency)
        if requirement not in self.pack.modes[mode].requires:
            text = self.book.language.when[test].format(field=self.book.field(field), value=said)
        else:
            text = self.book.say("modes", mode, "requires", field, value=said)
        return {"field": field, test: value, "text": text, "ours": requirement.ours, "sources": self.cite(requirement)}

    def actions(self) -> Iterator[Report]:
        """The actions whose condition holds, in the pack's order."""
        for name, action in sorted(self.pack.actions.items(), key=lambda pair: pair[1].order):
            if self.fits(action, action.modes):
                texts = {part: self.book.say("actions", name, part) for part in ("text", "first_step")}
                yield {
                    "id": name,
                    "mechanism": action.mechanism,
                    **texts,
                    "fits": sorted(action.when),
                    "risk": risk_of(action.risk, self.desk),
                    "ours": action.ours,
                    "sources": self.cite(action),
                }

    def fits(self, entry: Entry, modes: Iterable[str]) -> bool:
        """Whether an entry is for the mode named (or for every mode) and its condition holds."""
        return self.desk.fits(entry, modes)

    def contract(self) -> Iterator[Report]:
        """
        The checks of an offered contract that this pack can make; with what to look for where one is `offered`: for the
        mode named, those nearly as good, and the contract there is now.
        """
        near = (self.advice.leading, *self.advice.also)
        for name, check in CHECKS.items():
            offered = check.mode in near or self.advice.fields.get("current_channel") == check.channel
            if flags := to_look_for(name, self.pack.contract):
                said = told(flags, self.pack.contract, self.book, self.cite) if offered else ()
                yield {"check": name, "mode": check.mode, "offered": offered, "flags": list(said)}

    def skills(self) -> Iterator[Report]:
        for name, skill in sorted(self.pack.skills.items(), key=lambda pair: pair[1].order):
            if self.fits(skill, skill.modes):
                self.cite(skill)
                why = self.book.say("skills", name, "why")
                said = self.book.say("skills", name, "name")
                yield {"skill": name, "name": said, "why": why, "resources": places_to_learn((name,), self.desk)}

    def resource(self, name: str) -> Report:
        resource = self.pack.resources[name]
        self.used_sources[resource.source] = None
        optional = {
            part: self.book.say("resources", name, part, own=resource.figures)
            if self.book.has("resources", name, part)
            else None
            for part in ("whom_to_ask", "note")
        }
        return {
            "id": name,
            "name": self.book.say("resources", name, "name"),
            "provider": resource.provider,
            "url": resource.url,
            "whom_to_ask": optional["whom_to_ask"],
            "note": optional["note"],
            "cost": resource.cost,
            "languages": list(resource.languages),
            "skills": list(resource.skills),
            "status": resource.status,
            "way": way_of(resource, self.pack.head.id.upper()),
            "source": resource.source,
        }

    def talent(self) -> Iterator[Report]:
        for name, way in sorted(self.pack.talent.items(), key=lambda pair: pair[1].order):
            if self.fits(way, way.modes):
                texts = {part: self.book.say("talent", name, part) for part in ("text", "first_step")}
                yield {"id": name, "kind": way.kind, "about": way.about, **texts, "sources": self.cite(way)}

    def nearest_stories(self) -> list[tuple[str, Story]]:
        """The stories most like this cooperative, those of the mode named first."""
        fields = self.advice.fields

        def distance(pair: tuple[str, Story]) -> tuple[bool, float, str]:
            name, story = pair
            return (story.mode != self.advice.leading, -likeness(story, fields), name)

        told = [pair for pair in self.pack.stories.items() if holds(pair[1].when, fields)]
        return sorted(told, key=distance)[:MOST_STORIES]

    def story(self, name: str, story: Story) -> Report:
        self.documents(name)
        self.cite(story)
        return {
            "id": name,
            "mode": story.mode,
            "outcome": story.outcome,
            "text": self.book.say("stories", name, "text", own=story.figures),
            "url": self.pack.sources[story.source].url,
            "source": story.source,
        }

    def tensions(self) -> Iterator[Report]:
        for name, tension in self.pack.tensions.items():
            if self.fits(tension, tension.modes):
                yield {
                    "id": name,
                    "text": self.book.say("tensions", name, "text"),
                    "ours": tension.ours,
                    "sources": self.cite(tension),
                }

    def source(self, name: str) -> Report:
        key = (self.language, name)
        if key not in self.pack.documents:
            self.pack.documents[key] = self.said_source(self.pack.sources[name])
        return dict(self.pack.documents[key])

    def said_source(self, source: Source) -> Report:
        chinese = self.language.startswith("zh") and source.title_zh
        return {
            "title": source.title_zh if chinese else source.title,
            "short": source.short_zh if chinese else source.short,
            "url": source.url if source.link_ok else None,
            "as_of": source.as_of,
            "checked_on": source.checked_on.isoformat(),
            "confidence": source.confidence,
        }
