"""The board plan as a document: what is proposed, why, what it costs, who does what, and what to vote on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from textwrap import shorten
from typing import Any

from bot.plan.document import Block, Document, Points, Section, Signatures, Table, Text
from bot.wording import Words, also_name, deciding, mode_name
from knowledge import Report

DAYS = 30
MOST_RISKS, MOST_TRIGGERS, MOST_SOURCES, MOST_FIELDS = 2, 2, 12, 4
SOURCES_A_LINE, SOURCES_OF_COSTS = 2, 4
STEP_SHARES = (0.145, 0.575, 0.16, 0.12)
ROW_TALL, VOTE_TALL = 8.0, 11.0
LAST_WEEK = 4
LONGEST_SOURCE = 70
"""Letters of a document's title."""


def board_plan(report: Report, words: Words, chat: Words, name: str = "") -> Document:
    """
    The paper for a board, from an advice.

    Args:
        words: plan.yaml of the report's language; chat: chat.yaml.
        name: what the cooperative is called; none leaves a line to write on.
    """
    instead = str.maketrans(dict(words["instead"]))
    return _Board(*(_spelled(part, instead) for part in (report, words, chat))).document(name)


def _spelled(part: Any, instead: dict[int, str]) -> Any:
    """The same data, letters put in the place of others in every text."""
    if isinstance(part, str):
        return part.translate(instead)
    if isinstance(part, dict):
        return {key: _spelled(value, instead) for key, value in part.items()}
    return [_spelled(value, instead) for value in part] if isinstance(part, list) else part


class _Board:
    """Collects the sources that are cited while the sections are written."""

    def __init__(self, report: Report, words: Words, chat: Words) -> None:
        self.report = report
        self.words = words
        self.chat = chat
        self.on = date.fromisoformat(report["on"])
        self.named = report["recommended"] is not None
        self.costs = report["costs"][report["modes"][0]["mode"]]
        self.risks = [one for one in report["risks"] if one["mode"] == report["recommended"]][:MOST_RISKS]
        self.cited: dict[str, int] = {}

    def document(self, name: str) -> Document:
        parts = (self.choice, self.money, self.dangers, self.steps, self.growth, self.motion, self.vote)
        sections = [*(part() for part in parts), self.signatures(), self.law(), self.basis()]
        said = self.words["cooperative"].format(name=name or self.words["blank"] * 2)
        today = self.day(self.on)
        return Document(
            title=self.words["title"],
            opening=(Text(said), Text(self.words["made"].format(date=today), small=True)),
            sections=tuple(section for section in sections if section.blocks),
            footer=self.words["footer"].replace("{date}", today),
            language=self.report["lang"],
            on=self.on,
        )

    def choice(self) -> Section:
        report, words, advice = self.report, self.words["choice"], self.chat["advice"]
        if not self.named:
            said = advice["not_enough_known"].format(fields=self.fields(report["unknown_names"][:MOST_FIELDS]))
            return Section(words["title"], (Text(said, strong=True),))
        first = report["modes"][0]
        points = [self.sourced(first, text) for text in deciding(report, self.chat)]
        against = [one for one in first["because"] if one["effect"] in ("blocks", "against")]
        points += [self.cite(words["but"].format(text=one["text"]), one["sources"]) for one in against[:1]]
        if report["separates"]:
            points.append(words["close"].format(also=also_name(report), factor=report["separates"]))
        points += [words["change"].format(text=one["text"]) for one in report["would_change"][:1]]
        said = advice[report["verdict"]].format(mode=mode_name(report), also=also_name(report))
        notes = [note for note in first["notes"] if note["kind"] == "how"][:1]
        means = [Text(self.cite(words["how"].format(text=note["text"]), note["sources"])) for note in notes]
        return Section(words["title"], (Text(said, strong=True), *means, Points(tuple(points))))

    def sourced(self, mode: Report, text: str) -> str:
        """A reason with the sources it stands on."""
        return self.cite(text, next((one["sources"] for one in mode["because"] if one["text"] == text), ()))

    def money(self) -> Section:
        words, costs = self.words["money"], self.costs
        if not self.named:
            return Section(words["title"], ())
        points = []
        for total, known, unknown in (("before_first_sale", "before", "no_before"), ("first_year", "year", "no_year")):
            points.append(words[unknown] if costs[total] is None else words[known].format(**costs[total]))
        if costs["before_first_sale"] and not costs["before_first_sale"]["high"]:
            points[0] = words["free"]
        if costs["missing_names"]:
            points.append(words["missing"].format(fields=self.fields(costs["missing_names"])))
        counted = [line for line in costs["lines"] if line["low"] is not None]
        shares = {basis: sum(line["basis"] == basis for line in counted) for basis in ("yours", "source", "assumption")}
        sources = [line["source"] for line in costs["lines"] if line["source"]]
        points.append(self.cite(words["basis"].format(**shares), sources, SOURCES_OF_COSTS))
        return Section(words["title"], (Points(tuple(points)),))

    def dangers(self) -> Section:
        words = self.words["risks"]
        said = [
            self.cite(
                words["risk"].format(text=risk["text"], sign=risk["early_sign"], do=risk["mitigation"]), risk["sources"]
            )
            for risk in self.risks
        ]
        return Section(words["title"], (Points(tuple(said), numbered=True),) if said else ())

    def steps(self) -> Section:
        words = self.words["steps"]
        rows = tuple((self.week(week), step, "", "") for week, step in self.schedule())
        return Section(words["title"], (Table(tuple(words["head"]), rows, STEP_SHARES, ROW_TALL),), whole=False)

    def schedule(self) -> Iterator[tuple[int, str]]:
        """Each step with its week: the mode's own step and the fees, ways to organise and to learn, the meeting."""
        words, report = self.words["steps"], self.report
        if not self.named:
            for week, field in enumerate(report["unknown_names"][: LAST_WEEK - 1], 1):
                yield week, words["find_out"].format(field=field)
            yield LAST_WEEK, words["ask_adviser"]
            return
        yield 1, report["path"][0]["step"]
        missing = self.costs["missing_names"]
        yield 1, words["check_missing"].format(fields=self.fields(missing)) if missing else words["check"]
        ways = {action["mechanism"]: action for action in reversed(report["actions"])}
        for week, way in zip((2, 3), list(ways.values())[::-1], strict=False):
            yield week, words["way"].format(text=way["text"], step=way["first_step"])
        training = {one["id"]: one for one in report["training"]}
        for skill in report["skills"][:1]:
            resource = self.fields(training[one]["name"] for one in skill["resources"][:2])
            yield 3, words["learn"].format(skill=skill["name"], resource=resource)
        yield LAST_WEEK, words["meet"]

    def week(self, number: int) -> str:
        last = self.on + timedelta(days=DAYS if number == LAST_WEEK else 7 * number)
        return str(self.words["steps"]["week"].format(number=number, date=self.day(last, "short_date")))

    def growth(self) -> Section:
        """Figures to keep an eye on, where the advice names any, and what leads to another mode."""
        words = self.words["growth"]
        now: Report = next((step for step in self.report["path"] if step["way"] == "now"), {})
        figures = self.fields(one["name"] for one in now.get("watch", ()))
        points = [words["watch"].format(figures=figures)] if figures else []
        points += map(self.trigger, self.ways())
        return Section(words["title"], (Points(tuple(points)),) if points else ())

    def ways(self) -> list[Report]:
        """The next modes to grow into, and one to step back to."""
        path = self.report["path"]
        forward = [step for step in path if step["way"] == "forward"][:MOST_TRIGGERS]
        return [*forward, *[step for step in path if step["way"] == "back"][:1]]

    def trigger(self, step: Report) -> str:
        words = self.words["growth"]
        frame = words["ready" if step["way"] == "forward" and not step["when"] else step["way"]]
        name = next(mode["name"] for mode in self.report["modes"] if mode["mode"] == step["mode"])
        when = self.fields(one["text"] for one in step["when"])
        sources = [source for one in step["when"] for source in one["sources"]]
        return self.cite(frame.format(mode=name, when=when, step=step["step"]), sources)

    def motion(self) -> Section:
        words, report = self.words["motion"], self.report
        blanks = {"blank": self.words["blank"], "date": self.day(self.on + timedelta(days=DAYS))}
        kind = {"not_enough_known": "find_out", "not_yet": "prepare"}.get(report["verdict"], "try")
        fields = self.fields(report["unknown_names"][:MOST_FIELDS])
        points = [words[kind].format(mode=mode_name(report), fields=fields, **blanks)]
        if self.named:
            limit = report["spend_at_most"]
            points.append(
                words["spend"].format(amount=limit["text"]) if limit else words["spend_blank"].format(**blanks)
            )
            signs = self.words["separator"].join(risk["early_sign"].rstrip(".。") for risk in self.risks)
            points += [words["stop"].format(signs=signs)] if signs else []
        points.append(words["meet"].format(**blanks))
        return Section(words["title"], (Text(words["lead"]), Points(tuple(points), numbered=True)))

    def vote(self) -> Section:
        head = tuple(self.words["vote"]["head"])
        row = ("",) * len(head)
        return Section(self.words["vote"]["title"], (Table(head, (row,), (1 / len(head),) * len(head), VOTE_TALL),))

    def signatures(self) -> Section:
        words = self.words["signatures"]
        return Section(words["title"], (Signatures(tuple(words["labels"]), words["date"]),))

    def law(self) -> Section:
        """What the law says, document by document."""
        words = self.words["law"]
        told: dict[tuple[str, str], list[str]] = {}
        for law in self.report["law"]:
            told.setdefault((law["sources"][0], law["articles"]), []).append(law["text"])
        lines = [
            words["line"].format(text=self.chat["joiner"].join(texts), articles=articles, source=self.title(source))
            for (source, articles), texts in told.items()
        ]
        return Section(words["title"], (Points(tuple(lines), small=True),) if lines else ())

    def basis(self) -> Section:
        """The answers, what is not known, and the sources cited above, each with its year."""
        words, report = self.words["answers"], self.report
        texts = []
        if report["answers"]:
            said = self.fields(words["answer"].format(**one) for one in report["answers"])
            texts.append(words["given"].format(answers=said))
        if report["unknown_names"]:
            texts.append(words["unknown"].format(fields=self.fields(report["unknown_names"])))
        if self.cited:
            texts.append(words["sources"].format(titles=self.fields(self.listed())))
            read = min(report["sources"][name]["checked_on"] for name in self.cited)
            texts.append(words["read"].format(date=self.day(date.fromisoformat(read))))
        blocks: tuple[Block, ...] = tuple(Text(text, small=True) for text in texts)
        return Section(words["title"], blocks, whole=False)

    def listed(self) -> Iterator[str]:
        words = self.words["answers"]
        for name, number in self.cited.items():
            year = (self.report["sources"][name]["as_of"] or "")[:4]
            yield words["source" if year else "undated"].format(number=number, title=self.title(name), year=year)

    def title(self, name: str) -> str:
        source = self.report["sources"][name]
        return source["short"] or shorten(source["title"], LONGEST_SOURCE, placeholder=self.words["cut"])

    def cite(self, text: str, sources: Iterable[str], most: int = SOURCES_A_LINE) -> str:
        """A statement with the numbers of its sources, as far as the list at the end has room for them."""
        numbers = []
        for name in list(dict.fromkeys(sources))[:most]:
            if name not in self.cited and len(self.cited) < MOST_SOURCES:
                self.cited[name] = len(self.cited) + 1
            if name in self.cited:
                numbers.append(str(self.cited[name]))
        return self.words["answers"]["cited"].format(text=text, numbers=",".join(numbers)) if numbers else text

    def fields(self, names: Iterable[str]) -> str:
        return str(self.words["separator"].join(names))

    def day(self, day: date, frame: str = "date") -> str:
        month = self.words["months"][day.month - 1]
        return str(self.words[frame].format(day=day.day, month=month, year=day.year))
