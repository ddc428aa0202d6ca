"""Who does what, who can learn it and where, whom to call, what to forward: the people's part of an advice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.advice import Advice
from knowledge.conditions import high_end, holds, low_end
from knowledge.datafile import DataFile, Problem, nearest
from knowledge.model import Entry, Resource
from knowledge.pack import Pack
from knowledge.people_model import Letter, Role, Span
from knowledge.profile import FIELDS
from knowledge.texts import PLACEHOLDER, Phrasebook

MOST_CALLS = 5
MOST_PLACES = 3
"""Places to learn one thing."""
BLANK = "____"
PUT_IN = ("blank", "roles", "hours")
"""What a line of a letter can name beside the fields of a profile."""
HOURS = "hours/week"
WAYS = ("course", "class", "visit", "reading")
"""How something is learned: on the phone, in a county or national class, at an example near or far, from a paper."""
STATES = ("active", "unverified", "historical")


@dataclass(frozen=True)
class Desk:
    """What the writers of a report share: the advice, the pack, the words, and `cite`, which notes sources as used."""

    advice: Advice
    pack: Pack
    language: str
    book: Phrasebook
    cite: Callable[[Entry], list[str]]

    def fits(self, entry: Entry, modes: Iterable[str]) -> bool:
        """Whether an entry is for the mode named (or for every mode) and its condition holds."""
        return (not modes or self.advice.leading in modes) and holds(entry.when, self.advice.fields)

    def fitting(self, entries: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """The entries with modes and order that fit this profile, lowest order first."""
        told = [pair for pair in entries.items() if self.fits(pair[1], pair[1].modes)]
        return sorted(told, key=lambda pair: pair[1].order)


def people_keys(desk: Desk) -> dict[str, Any]:
    """The keys of a report that are about people."""
    return {
        "boxes_per_week": boxes_a_week(desk),
        "roles": list(roles(desk)),
        "calls": list(calls(desk)),
        "letters": list(letters(desk)),
        "lessons": list(lessons(desk)),
    }


def boxes_a_week(desk: Desk) -> dict[str, Any] | None:
    """The boxes the hours are counted with: the cooperative's own, else assumed; None where the pack assumes none."""
    own = desk.advice.fields.get("boxes_per_week")
    if own is not None:
        high = high_end(own)
        return {"low": low_end(own), "high": low_end(own) if high == float("inf") else high, "basis": "yours"}
    rules = desk.pack.roles.assumed_boxes
    boxes = next((rule.boxes for rule in rules if holds(rule.when, desk.advice.fields)), None)
    return None if boxes is None else {"low": boxes, "high": boxes, "basis": "assumption"}


def hours(role: Role, boxes: Mapping[str, Any] | None) -> Span:
    """Whole hours a week that a role takes, with so many boxes."""
    extra = role.minutes_a_box
    if extra is None or boxes is None:
        return role.hours_a_week
    low = role.hours_a_week.low + extra.low * boxes["low"] / 60
    high = role.hours_a_week.high + extra.high * boxes["high"] / 60
    return Span(low=float(max(1, round(low))), high=float(max(1, round(high))))


def roles(desk: Desk) -> Iterator[dict[str, Any]]:
    """Who is needed for the mode named: work, hours, who could learn it, where, and whom to ask."""
    boxes = boxes_a_week(desk)
    for name, role in desk.fitting(desk.pack.roles.roles):
        span = hours(role, boxes)
        by_box = role.minutes_a_box is not None
        yield {
            "id": name,
            **{part: desk.book.say("roles", name, part) for part in ("name", "does", "who", "ask")},
            "hours": {
                "low": span.low,
                "high": span.high,
                "per": "week",
                "basis": "assumption" if role.ours else "source",
                "text": desk.book.amount(span.low, span.high, HOURS),
            },
            "by_box": by_box,
            "for_hire": role.for_hire,
            "skills": list(role.skills),
            "resources": places_to_learn(role.skills, desk),
            "ours": role.ours,
            "sources": desk.cite(role),
        }


def places_to_learn(skills: Iterable[str], desk: Desk) -> list[str]:
    """
    At most three places to learn one of these skills: a course, a class and a visit, each the best of its kind.

    Running goes before old, near before far, and what has to be paid last; an example in one province is named only
    while it runs.
    What cannot be read in the reader's language is named only where it is of this country; and then one that can be
    read goes first, where there is any.
    """
    key = tuple(skills), desk.language.split("-")[0], desk.advice.leading
    if key not in desk.pack.places:
        desk.pack.places[key] = tuple(_places(*key, desk.pack))
    return list(desk.pack.places[key])


def _places(skills: tuple[str, ...], spoken: str, mode: str, pack: Pack) -> list[str]:
    wanted, home = set(skills), pack.head.id.upper()

    def far(resource: Resource) -> int:
        return 0 if resource.region == home else 1 if resource.region.startswith(f"{home}-") else 2

    def rank(name: str) -> tuple[Any, ...]:
        one = pack.resources[name]
        way, state = WAYS.index(way_of(one, home)), STATES.index(one.status)
        return way, state, far(one), -len(wanted.intersection(one.skills)), one.cost == "paid", one.rank, name

    def fits(one: Resource) -> bool:
        if wanted.isdisjoint(one.skills) or not ("any" in one.modes or mode in one.modes):
            return False
        return far(one) == 0 or (spoken in one.languages if far(one) == 2 else one.status == STATES[0])

    names = sorted((name for name, one in pack.resources.items() if fits(one)), key=rank)
    best = {way_of(pack.resources[name], home): name for name in reversed(names)}
    chosen = [best[way] for way in WAYS if way in best][:MOST_PLACES]
    read = [name for name in names if spoken in pack.resources[name].languages]
    if read and not set(read) & set(chosen):
        chosen = [read[0], *chosen[: MOST_PLACES - 1]]
    return chosen


def way_of(resource: Resource, home: str) -> str:
    """How one learns there."""
    if set(resource.format) & {"self_paced", "online", "live"}:
        return "course"
    if "in_person" not in resource.format:
        return "reading"
    return "visit" if resource.region.startswith(f"{home}-") else "class"


def calls(desk: Desk) -> Iterator[dict[str, Any]]:
    """The five kinds of people to call first, what to ask them, and what to mind."""
    for name, call in desk.fitting(desk.pack.calls)[:MOST_CALLS]:
        texts = {part: desk.book.say("calls", name, part) for part in ("who", "ask")}
        yield {"id": name, **texts, "risk": risk_of(call.risk, desk), "ours": call.ours, "sources": desk.cite(call)}


def letters(desk: Desk) -> Iterator[dict[str, Any]]:
    """One text of each kind, ready to forward: what is known put in, a blank for the rest."""
    told: set[str] = set()
    values: dict[str, Any] = {field: said(field, desk) for field in FIELDS} | {"blank": BLANK, **for_hire(desk)}
    for name, letter in desk.fitting(desk.pack.letters):
        if letter.kind in told:
            continue
        told.add(letter.kind)
        yield {
            "id": name,
            "kind": letter.kind,
            "title": desk.book.say("letters", name, "title"),
            "text": "\n".join(letter_lines(name, letter, values, desk)),
            "risk": risk_of(letter.risk, desk),
            "ours": letter.ours,
            "sources": desk.cite(letter),
        }


def letter_lines(name: str, letter: Letter, values: Mapping[str, Any], desk: Desk) -> Iterator[str]:
    """The lines of a letter whose condition holds, these values put in."""
    for line, when in letter.lines.items():
        if holds(when, desk.advice.fields):
            yield desk.book.say("letters", name, "lines", line, **values)


def said(field: str, desk: Desk) -> str:
    """What is known of a field in words, else a blank."""
    value = desk.advice.fields.get(field)
    return BLANK if value in (None, []) else desk.book.value(field, value, desk.pack.head.currency)


def for_hire(desk: Desk) -> dict[str, str]:
    """The work that someone from outside could take over, and its hours, as words."""
    boxes = boxes_a_week(desk)
    found = [(name, hours(role, boxes)) for name, role in desk.fitting(desk.pack.roles.roles) if role.for_hire]
    if not found:
        return {"roles": BLANK, "hours": BLANK}
    names = desk.book.language.separator.join(desk.book.say("roles", name, "name") for name, _ in found)
    low, high = (sum(getattr(span, end) for _, span in found) for end in ("low", "high"))
    return {"roles": names, "hours": desk.book.amount(low, high, HOURS)}


def lessons(desk: Desk) -> Iterator[dict[str, Any]]:
    """The short lessons of our own that fit."""
    for name, lesson in desk.fitting(desk.pack.lessons):
        yield {
            "id": name,
            **{part: desk.book.say("lessons", name, part, own=lesson.figures) for part in ("title", "text")},
            "skills": list(lesson.skills),
            "ours": lesson.ours,
            "sources": desk.cite(lesson),
        }


def risk_of(name: str | None, desk: Desk) -> str | None:
    """What to mind, where an entry names a risk."""
    return None if name is None else desk.book.say("risks", name, "mitigation")


def check_people(pack: Pack, files: Mapping[str, DataFile]) -> Iterator[Problem]:
    """Skills and risks that do not exist, letters that name what no profile has, boxes that nobody assumed."""
    for name, role in pack.roles.roles.items():
        for skill in set(role.skills) - set(pack.skills):
            what, place = f'there is no skill "{skill}"', ("roles", name, "skills")
            yield files["roles"].problem(place, what, nearest(skill, pack.skills), "unknown-skill")
    rules = pack.roles.assumed_boxes
    if pack.roles.roles and (not rules or rules[-1].when):
        what = "no boxes are assumed where no test holds"
        yield files["roles"].problem(("assumed_boxes",), what, "end with one without a test", "no-last-assumption")
    named = [("calls", name, call.risk) for name, call in pack.calls.items()]
    named += [("letters", name, letter.risk) for name, letter in pack.letters.items()]
    named += [("actions", name, action.risk) for name, action in pack.actions.items()]
    for topic, name, risk in named:
        if risk is not None and risk not in pack.risks:
            what = f'there is no risk "{risk}"'
            yield files[topic].problem((name, "risk"), what, nearest(risk, pack.risks), "unknown-risk")
    yield from _letter_faults(pack, files)


def _letter_faults(pack: Pack, files: Mapping[str, DataFile]) -> Iterator[Problem]:
    known = {*FIELDS, *PUT_IN}
    for language, words in pack.words.items():
        for name in pack.letters.keys() & words["letters"].keys():
            file, lines = files[f"{language}/letters"], words["letters"][name].get("lines", {})
            for line in set(pack.letters[name].lines) ^ set(lines):
                what = f'the line "{line}" of "{name}" stands only here or only in letters.yaml'
                yield file.problem((name, "lines", line), what, "write it in both", "missing-line")
            for line, text in lines.items():
                for blank, _ in PLACEHOLDER.findall(text):
                    if blank not in known and "." not in blank:
                        what = f'"{{{blank}}}" is no field of a profile'
                        yield file.problem((name, "lines", line), what, nearest(blank, known), "unknown-field")
