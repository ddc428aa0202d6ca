"""Everything that can be wrong in a country pack: references, points, texts, claims, worked cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from knowledge.advice import judge
from knowledge.conditions import When
from knowledge.contract_check import check_contract
from knowledge.cost_checks import check_costs
from knowledge.datafile import BrokenData, DataFile, Layered, Place, Problem, absent, load, nearest
from knowledge.edges import thresholds
from knowledge.model import Case, Claim, Entry, Factor, FieldWords
from knowledge.pack import PAPERS, SOURCE_FILES, TEXT_TOPICS, Pack, load_pack
from knowledge.people import check_people
from knowledge.profile import FIELDS, Profile, ProfileError, read_profile
from knowledge.report import advise
from knowledge.risks import told_risks
from knowledge.search_checks import check_search
from knowledge.standing import FULL, with_derived
from knowledge.texts import PLACEHOLDER, MissingText, plural_forms

COUNTABLE = ("advantage", "disadvantage", "requirement", "fit", "factor", "countermeasure", "mechanism")
"""Kinds of claims that some cooperative must be shown an entry for."""

FIRST_RISKS = 3
"""So many risks are read; one that really came in a worked case must be among them."""

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
OTHER_TEXTS = {"modes": "name short step because blocks requires step_back notes"}


def check_pack(folder: Path, on: date) -> list[Problem]:
    """All problems of the pack in a folder, in file order; later checks wait until the files can be read at all."""
    try:
        pack, files = load_pack(folder)
        claims, claim_file = load(folder.parent / "claims.yaml", dict[str, Claim])
        cases, files["cases"] = _cases(folder / "cases.yaml")
    except BrokenData as broken:
        return broken.problems
    checker = _Checker(pack, files, claims, claim_file, cases, on)
    problems = [
        *checker.references(),
        *checker.points(),
        *checker.texts(),
        *checker.foreign(),
        *check_costs(pack.costs, files["costs"], pack.facts, FIELDS, pack.head.currency),
        *check_people(pack, files),
        *check_contract(pack.contract, files.get("contract")),
    ]
    if not problems:
        problems = [*checker.reports(), *checker.worked_cases()]
    if not problems:
        problems = [*check_search(pack, files, on)]
    return sorted(set(problems))


def _cases(path: Path) -> tuple[dict[str, Case], DataFile]:
    return load(path, dict[str, Case]) if path.is_file() else ({}, absent(path))


class _Checker:
    def __init__(
        self,
        pack: Pack,
        files: Mapping[str, DataFile],
        claims: Mapping[str, Claim],
        claim_file: DataFile,
        cases: Mapping[str, Case],
        on: date,
    ) -> None:
        self.pack = pack
        self.files = files
        self.claims = claims
        self.claim_file = claim_file
        self.cases = cases
        self.on = on
        self.fields = {*FIELDS, *pack.head.derived, "freight_percent", "mode"}

    def entries(self) -> Iterator[tuple[str, Place, Entry]]:
        """Every entry with the topic of its file and its place there."""
        for mode, rules in self.pack.modes.items():
            for part in ("factors", "blocks", "notes", "watch"):
                for name, entry in getattr(rules, part).items():
                    yield "modes", (mode, part, name), entry
            for at, requirement in enumerate(rules.requires):
                yield "modes", (mode, "requires", at), requirement
            for back, requirements in rules.step_back.items():
                for at, requirement in enumerate(requirements):
                    yield "modes", (mode, "step_back", back, at), requirement
        for topic in ("risks", "actions", "stories", "tensions", "skills", "talent", "answers"):
            for name, entry in getattr(self.pack, topic).items():
                yield topic, (name,), entry
        for topic in ("calls", "letters", "lessons", "contract"):
            for name, entry in getattr(self.pack, topic).items():
                yield topic, (name,), entry
        for name, entry in self.pack.roles.roles.items():
            yield "roles", ("roles", name), entry
        for name, entry in self.pack.costs.lines.items():
            yield "costs", ("lines", name), entry

    def references(self) -> Iterator[Problem]:
        """Names that stand for nothing: claims, facts, sources, fields, values, stories, skills, cases."""
        pack = self.pack
        for topic, place, entry in self.entries():
            yield from self.known(topic, (*place, "claims"), entry.claims, self.claims, "claim")
            yield from self.known(topic, (*place, "facts"), entry.facts, pack.facts, "fact")
            yield from self.known(topic, (*place, "sources"), entry.sources, pack.sources, "source")
            papers = {PAPERS[claim[:2]] for claim in entry.claims if claim[:2] in PAPERS}
            yield from self.known(topic, (*place, "claims"), papers, pack.sources, "source")
            if topic != "contract":
                yield from self.conditions(topic, (*place, "when"), entry.when)
        for name, letter in pack.letters.items():
            for line, when in letter.lines.items():
                yield from self.conditions("letters", (name, "lines", line), when)
        for at, assumed in enumerate(pack.roles.assumed_boxes):
            yield from self.conditions("roles", ("assumed_boxes", at, "when"), assumed.when)
        for name, lesson in pack.lessons.items():
            yield from self.known("lessons", (name, "skills"), lesson.skills, pack.skills, "skill")
        for name, risk in pack.risks.items():
            for at, more in enumerate(risk.likelier):
                yield from self.conditions("risks", (name, "likelier", at, "when"), more.when)
        for name, story in pack.stories.items():
            yield from self.known("stories", (name, "source"), [story.source, *story.also], pack.sources, "source")
            yield from self.known("stories", (name, "risks"), story.risks, pack.risks, "risk")
            for field, value in story.like.items():
                yield from self.value("stories", (name, "like", field), field, value)
        for name, resource in pack.resources.items():
            yield from self.known("resources", (name, "source"), [resource.source], pack.sources, "source")
            yield from self.known("resources", (name, "skills"), resource.skills, pack.skills, "skill")
        for name, case in self.cases.items():
            yield from self.known("cases", (name, "risks_seen"), case.risks_seen, pack.risks, "risk")
        for name, law in pack.law.items():
            yield from self.known("law", (name, "source"), [law.source], pack.sources, "source")
        for name, tension in pack.tensions.items():
            yield from self.known("tensions", (name, "case"), [tension.case], self.cases, "case")
        for (name, fact), language in product(pack.facts.items(), pack.head.languages):
            if fact.unit is not None and fact.unit not in pack.words[language]["units"]:
                what, remedy = f'the unit "{fact.unit}" has no words in {language}', f"add it to {language}/units.yaml"
                yield self.problem("facts", (name, "unit"), what, remedy, "missing-unit")
        for name, fact in pack.facts.items():
            yield from self.known("facts", (name, "source"), [fact.source], pack.sources, "source")
            yield from self.dated("facts", (name,), fact.checked_on, fact.as_of)
            if fact.low is not None and fact.high is not None and fact.low > fact.high:
                yield self.problem(
                    "facts", (name, "low"), f'"{name}" has its low end above its high end', "swap them", "upside-down"
                )
        for topic in SOURCE_FILES:
            for name in self.files[topic].data:
                source = pack.sources[name]
                yield from self.dated(topic, (name,), source.checked_on, source.as_of)
        for name, derived in pack.head.derived.items():
            yield from self.known("pack", ("derived", name, "asks"), derived.asks, FIELDS, "field")
            for at, rule in enumerate(derived.rules):
                yield from self.known("pack", ("derived", name, "rules", at), [rule.value], derived.values, "value")
                yield from self.conditions("pack", ("derived", name, "rules", at, "when"), rule.when)
        yield from self.known("pack", ("verdicts", "deciding"), pack.head.verdicts.deciding, FIELDS, "field")

    def known(
        self, topic: str, place: Place, names: Iterable[str], there: Iterable[str], what: str
    ) -> Iterator[Problem]:
        for name in names:
            if name not in there:
                yield self.problem(
                    topic, place, f'there is no {what} "{name}"', nearest(name, there), f"unknown-{what}"
                )

    def dated(self, topic: str, place: Place, checked_on: date, as_of: str | None) -> Iterator[Problem]:
        if checked_on > self.on:
            yield self.problem(
                topic,
                (*place, "checked_on"),
                f"checked_on {checked_on} lies in the future",
                "write the day it was read",
                "future",
            )
        if as_of is not None and (not DATE.fullmatch(as_of) or as_of > self.on.isoformat()):
            yield self.problem(
                topic,
                (*place, "as_of"),
                f'as_of "{as_of}" is no past year or month',
                "write 2025 or 2025-03, or null",
                "not-a-date",
            )

    def conditions(self, topic: str, place: Place, when: When) -> Iterator[Problem]:
        for field, test in when.items():
            yield from self.known(topic, (*place, field), [field], self.fields, "field")
            for value in (test.is_, test.includes, *(test.one_of or ())):
                if value is not None and field in self.fields:
                    yield from self.value(topic, (*place, field), field, value)

    def value(self, topic: str, place: Place, field: str, value: str) -> Iterator[Problem]:
        if field == "mode":
            values: tuple[str, ...] = tuple(self.pack.modes)
        else:
            known = FIELDS.get(field) or self.pack.head.derived.get(field)
            if known is None:
                yield from self.known(topic, place, [field], self.fields, "field")
                return
            values = known.values
        yield from self.known(topic, place, [value], values, "value")

    def points(self) -> Iterator[Problem]:
        """Points that do not fit: levels that do not exist, sums beyond a hundred, better answers that bring less."""
        for mode, rules in self.pack.modes.items():
            place: Place = (mode, "factors")
            for name, factor in rules.factors.items():
                yield from self.levels((*place, name), name, factor)
            least = rules.start + sum(min(*factor.points.values(), factor.unknown) for factor in rules.factors.values())
            most = rules.start + sum(_most(factor) for factor in rules.factors.values())
            if least < 0 or most > FULL:
                yield self.problem(
                    "modes",
                    place,
                    f"{mode} can get {least:g} to {most:g} points",
                    "keep it between 0 and 100",
                    "points-range",
                )
            for at, requirement in enumerate(rules.requires):
                yield from self.known("modes", (mode, "requires", at), [requirement.field], FIELDS, "field")
        never_blocked = [mode for mode, rules in self.pack.modes.items() if not rules.blocks]
        if not never_blocked:
            yield self.problem("modes", (), "every mode can be ruled out", "leave one without blocks", "all-blocked")
        yield from self.derived_rise()

    def levels(self, place: Place, name: str, factor: Factor) -> Iterator[Problem]:
        known = FIELDS.get(name) or self.pack.head.derived.get(name)
        if known is None:
            yield from self.known("modes", place, [name], self.fields, "field")
            return
        if known.values:
            yield from self.known("modes", (*place, "points"), factor.points, known.values, "value")
            for value in known.values:
                if value not in factor.points:
                    yield self.problem(
                        "modes", (*place, "points"), f'"{name}" has no points for "{value}"', "add it", "missing-level"
                    )
            order = [factor.points.get(value, 0.0) for value in known.values]
        else:
            try:
                edges = sorted((float(level), points) for level, points in factor.points.items())
            except ValueError:
                yield self.problem(
                    "modes",
                    (*place, "points"),
                    f'"{name}" is a number',
                    "use its lower edges as levels",
                    "not-a-number",
                )
                return
            if edges[0][0] != 0:
                yield self.problem(
                    "modes",
                    (*place, "points"),
                    f'the levels of "{name}" begin at {edges[0][0]:g}',
                    "begin at 0",
                    "missing-level",
                )
            order = [points for _, points in edges]
        rising = name in self.pack.head.derived or FIELDS[name].rising
        if rising and order != sorted(order):
            yield self.problem(
                "modes",
                (*place, "points"),
                f'a better "{name}" brings fewer points',
                "let points rise",
                "falling-points",
            )

    def derived_rise(self) -> Iterator[Problem]:
        """A better answer never makes a derived field worse: every pair of neighbouring answers is tried."""
        for name, derived in self.pack.head.derived.items():
            asked = [
                field
                for field in {field for rule in derived.rules for field in rule.when}
                if field in FIELDS and FIELDS[field].rising
            ]
            ways = [[None, *self.levels_of(field)] for field in asked]
            for values in product(*ways):
                profile = {field: value for field, value in zip(asked, values, strict=True) if value is not None}
                before = with_derived(profile, self.pack.head).get(name)
                for field in profile:
                    levels = self.levels_of(field)
                    after_this = levels[levels.index(profile[field]) + 1 :][:1]
                    for value in after_this:
                        after = with_derived({**profile, field: value}, self.pack.head).get(name)
                        if before and after and derived.values.index(after) < derived.values.index(before):
                            yield self.problem(
                                "pack",
                                ("derived", name),
                                f'{field} "{value}" makes "{name}" worse',
                                "mend the rules",
                                "falling-points",
                            )

    def levels_of(self, field: str) -> list[Any]:
        """Values of a field on every side of the edges that derived fields name, worst first."""
        if FIELDS[field].values:
            return list(FIELDS[field].values)
        tests = [
            rule.when[field]
            for derived in self.pack.head.derived.values()
            for rule in derived.rules
            if field in rule.when
        ]
        return sorted({0.0} | {edge for test in tests for edge in (test.at_least, test.below) if edge is not None})

    def texts(self) -> Iterator[Problem]:
        """Texts that are missing in a language, belong to nothing, or name a figure that does not exist."""
        first, *others = self.pack.head.languages
        for topic in TEXT_TOPICS:
            known = dict(_leaves(self.pack.words[first][topic]))
            yield from self.belongs(topic, first)
            for language in others:
                here = dict(_leaves(self.pack.words[language][topic]))
                for place in known.keys() - here.keys():
                    yield self.problem(
                        f"{language}/{topic}",
                        place[:-1],
                        f'the text "{_dotted(place)}" is missing here',
                        f"write it, as in {first}",
                        "missing-text",
                    )
                for place in here.keys() - known.keys():
                    yield self.problem(
                        f"{language}/{topic}",
                        place,
                        f'the text "{_dotted(place)}" is not in {first}',
                        "remove it, or add it there",
                        "unused-text",
                    )
        for language, topic in product(self.pack.head.languages, TEXT_TOPICS):
            if topic != "units":
                yield from self.placeholders(language, topic)
        for language, words in self.pack.languages.items():
            yield from self.plurals(language, plural_forms(words.locale))

    def plurals(self, language: str, wanted: set[str]) -> Iterator[Problem]:
        """Units that are said in some plural forms of the language, but not in all."""
        for unit, forms in self.pack.words[language]["units"].items():
            for form in sorted(wanted - forms.keys() if isinstance(forms, Mapping) else ()):
                what = f'the unit "{unit}" has no form "{form}"'
                yield self.problem(f"{language}/units", (unit,), what, "add it", "missing-plural")

    def belongs(self, topic: str, language: str) -> Iterator[Problem]:
        """Rules without a text in the first language, and texts that belong to no rule."""
        if topic == "units":
            return
        inner: dict[str, Mapping[str, Any]] = {"costs": self.pack.costs.lines, "roles": self.pack.roles.roles}
        rules: Mapping[str, Any] = inner[topic] if topic in inner else getattr(self.pack, topic)
        words = self.pack.words[language][topic]
        missing = {*(rules.keys() - words.keys()), *(self.without_short(words) if topic == "stories" else ())}
        for name in sorted(missing):
            yield self.problem(f"{language}/{topic}", (), f'"{name}" has no text', "write it", "missing-text")
        extra = self.pack.costs.assumptions.keys() if topic == "costs" else set()
        owned: list[tuple[Place, Mapping[str, Any], Iterable[str]]] = [((), words, rules.keys() | extra)]
        for mode, texts in words.items() if topic == "modes" else ():
            if mode not in rules:
                continue
            because = texts.get("because", {})
            owned += [
                ((mode, part), texts.get(part, {}), getattr(rules[mode], part)) for part in ("blocks", "notes", "watch")
            ]
            owned.append(((mode, "because"), because, rules[mode].factors))
            owned += [
                ((mode, "because", factor), levels, rules[mode].factors[factor].points)
                for factor, levels in because.items()
                if factor in rules[mode].factors
            ]
        for place, texts, known in owned:
            for name in texts:
                if name not in known:
                    what = f'the text "{name}" belongs to nothing'
                    yield self.problem(f"{language}/{topic}", (*place, name), what, nearest(name, known), "unused-text")

    def without_short(self, words: Mapping[str, Any]) -> list[str]:
        """The stories that are told beside a risk and lack the one line that tells them there."""
        told = [name for name, story in self.pack.stories.items() if story.risks]
        return [f"{name}.short" for name in told if "short" not in words.get(name, {})]

    def placeholders(self, language: str, topic: str) -> Iterator[Problem]:
        """Figures that texts name and nobody declares; a fact that has no figure; a unit without words."""
        for place, text in _leaves(self.pack.words[language][topic]):
            owner = getattr(self.pack, topic, {})
            own = getattr(owner.get(place[0]), "figures", {}) if isinstance(owner, dict) else {}
            for name, _ in PLACEHOLDER.findall(text):
                figure = own.get(name) or self.pack.facts.get(name)
                if figure is None:
                    if topic in ("modes", "costs", "letters") and "." not in name:
                        continue
                    yield self.problem(
                        f"{language}/{topic}",
                        place,
                        f'"{{{name}}}" is no fact',
                        nearest(name, {*own, *self.pack.facts}),
                        "unknown-fact",
                    )
                elif figure.unit is None:
                    yield self.problem(
                        f"{language}/{topic}",
                        place,
                        f'"{{{name}}}" has no figure to show',
                        "say it in words",
                        "no-figure",
                    )
                elif figure.unit not in self.pack.words[language]["units"]:
                    yield self.problem(
                        f"{language}/{topic}",
                        place,
                        f'the unit "{figure.unit}" has no words',
                        f"add it to {language}/units.yaml",
                        "missing-unit",
                    )
                elif isinstance(figure, Entry):
                    continue
                elif getattr(figure, "superseded_by", None):
                    yield self.problem(
                        f"{language}/{topic}",
                        place,
                        f'"{{{name}}}" is superseded',
                        f"use {figure.superseded_by}",
                        "superseded",
                    )

    def reports(self) -> Iterator[Problem]:
        """Advice that cannot be said in a language, and countable claims that no sample profile is shown."""
        carries = self.pack.head.carries_claims
        unshown = {name for name, claim in self.claims.items() if carries and claim.kind in COUNTABLE}
        for profile in sample_profiles(self.pack, self.cases if carries else {}):
            for language in self.pack.head.languages:
                try:
                    unshown.difference_update(_shown_claims(advise(profile, self.pack, self.on, language), self.pack))
                except MissingText as error:
                    yield self.problem("pack", (), f"no text {error.args[0]}", "write it", "missing-text")
            if carries and not unshown:
                return
        for name in sorted(unshown):
            what = f'claim "{name}" ({self.claims[name].kind}) is shown to nobody in pack {self.pack.head.id}'
            yield self.claim_file.problem((name,), what, "cite it where it supports an entry", "uncited-claim")

    def foreign(self) -> Iterator[Problem]:
        """What belongs to another country: words that the pack's own texts may not say, and amounts in other money."""
        words = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in self.pack.head.foreign_words), re.IGNORECASE)
        for language, topics in self.pack.words.items() if self.pack.head.foreign_words else ():
            for topic, texts in topics.items():
                for place, text in _leaves(texts):
                    if found := words.search(text):
                        what = f'"{found[0]}" belongs to another country than {self.pack.head.id}'
                        remedy = f"say it otherwise, or write a text of its own into {language}/{topic}.yaml"
                        yield self.problem(f"{language}/{topic}", place, what, remedy, "foreign-word")
        money = {name for name, said in self.words_of_fields().items() if said.unit == "money"}
        for topic, place, field, edge in thresholds(self.pack):
            file = self.files[topic]
            if field in money and edge and isinstance(file, Layered) and file.borrowed(place):
                what = f'"{field}" is compared with {edge:g} of another money in pack {self.pack.head.id}'
                yield file.problem(place, what, f"say it in {self.pack.head.currency} there", "borrowed-money")

    def words_of_fields(self) -> Mapping[str, FieldWords]:
        return next(iter(self.pack.languages.values())).fields

    def worked_cases(self) -> Iterator[Problem]:
        for name, case in self.cases.items():
            try:
                advice = judge(read_profile(case.given), self.pack)
            except ProfileError as error:
                yield self.problem("cases", (name, "given"), str(error), "mend the profile", "bad-profile")
                continue
            wrong = advice.recommended not in case.advice.one_of or advice.recommended in case.advice.not_
            if wrong or case.advice.verdict not in (None, advice.verdict):
                wanted = " or ".join(case.advice.one_of) + (f" ({case.advice.verdict})" if case.advice.verdict else "")
                yield self.problem(
                    "cases",
                    (name, "advice"),
                    f"the advice is {advice.recommended} ({advice.verdict}), not {wanted}",
                    "mend the rules or the case",
                    "wrong-advice",
                )
            first = list(told_risks(advice.fields, advice.leading, advice.also, self.pack))[:FIRST_RISKS]
            if case.risks_seen and not set(case.risks_seen) & set(first):
                what = f"none of the risks that came is told among the first {FIRST_RISKS}: {', '.join(first)}"
                remedy = "mend the weights in risks.yaml"
                yield self.problem("cases", (name, "risks_seen"), what, remedy, "risk-not-told")

    def problem(self, topic: str, place: Place, what: str, remedy: str, code: str) -> Problem:
        return self.files[topic].problem(place, what, remedy, code.replace(" ", "-"))


def sample_profiles(pack: Pack, cases: Mapping[str, Case]) -> Iterator[Profile]:
    """
    Profiles that between them are shown every entry some cooperative can be shown: nothing known, the worked cases,
    each of these with one field changed, and the profile each entry's own condition describes.
    """
    bases: list[Profile] = [{}]
    for case in cases.values():
        try:
            bases.append(read_profile(case.given))
        except ProfileError:
            continue
    yield from bases
    conditions = [
        entry.when
        for topic in ("risks", "actions", "skills", "talent", "tensions", "calls", "letters", "lessons")
        for entry in getattr(pack, topic).values()
    ]
    conditions += [line.when for line in pack.costs.lines.values()]
    for when, base in product((when for when in conditions if when), bases):
        yield base | {field: value for field, value in _satisfying(when).items() if field in FIELDS}


def _satisfying(when: When) -> Profile:
    """A profile for which each test holds, as far as one field alone can make it hold."""
    found: Profile = {}
    for field, test in when.items():
        if test.is_ is not None or test.one_of:
            found[field] = test.is_ if test.is_ is not None else (test.one_of or ("",))[0]
        elif test.includes is not None:
            found[field] = [test.includes]
        elif test.at_least is not None or test.below is not None:
            found[field] = test.at_least if test.at_least is not None else 0
    return found


def _shown_claims(report: Mapping[str, Any], pack: Pack) -> Iterator[str]:
    """The claims behind everything a report shows."""
    for mode in report["modes"]:
        rules = pack.modes[mode["mode"]]
        for reason in mode["because"]:
            if reason["effect"] == "blocks":
                yield from (
                    claim
                    for block in rules.blocks.values()
                    if block.field == reason["factor"]
                    for claim in block.claims
                )
            elif reason["effect"] != "unknown":
                yield from rules.factors[reason["factor"]].claims
        yield from (claim for note in mode["notes"] for claim in rules.notes[note["id"]].claims)
    for step in report["path"]:
        yield from (claim for one in pack.modes[step["mode"]].requires if step["when"] for claim in one.claims)
    for key, topic in (
        ("risks", pack.risks),
        ("actions", pack.actions),
        ("stories", pack.stories),
        ("tensions", pack.tensions),
        ("talent", pack.talent),
    ):
        yield from (claim for one in report[key] for claim in topic[one["id"]].claims)
    yield from (claim for one in report["skills"] for claim in pack.skills[one["skill"]].claims)
    lines = {line["id"] for costs in report["costs"].values() for line in costs["lines"]}
    yield from (claim for name, line in pack.costs.lines.items() if name in lines for claim in line.claims)


def _most(factor: Factor) -> float:
    return max(factor.unknown, factor.most if factor.most is not None else max(factor.points.values()))


def _leaves(words: Mapping[str, Any], place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text with its place; the plural forms of a unit count as one text."""
    for name, value in words.items():
        if isinstance(value, Mapping) and "other" in value:
            yield (*place, name), str(value["other"])
        elif isinstance(value, Mapping):
            yield from _leaves(value, (*place, name))
        elif isinstance(value, str):
            yield (*place, name), value


def _dotted(place: Place) -> str:
    return ".".join(map(str, place))
