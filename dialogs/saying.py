"""Of whom, when and whether each place of a text speaks. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from dialogs.description import Wording
from dialogs.phrases import alternatives, any_of

MARKS = ("others", "denied", "ours", "wished", "later", "past", "now", "turns")


class Mark(NamedTuple):
    start: int
    end: int


class SayingOf:
    """The words of a language that say of whom, when and whether."""

    def __init__(self, wording: Wording) -> None:
        scopes = wording.scopes
        self.reach = wording.reach
        self.marks = any_of({"guards": scopes.guards} | {name: getattr(scopes, name) for name in MARKS})
        self.still = re.compile(alternatives(scopes.still))
        ends = "".join(re.escape(one) for one in wording.clause_ends + wording.sentence_ends)
        behind = rf"{alternatives(scopes.denied_after)}\s?(?=[{ends}]|$)"
        self.denied_after = re.compile(rf"\s?(?:{alternatives(scopes.undone)}|{behind})")
        self.ended = re.compile(alternatives(scopes.ended))
        self.clause_ends = re.compile(f"[{ends}]")
        self.sentence_ends = re.compile(f"[{re.escape(wording.sentence_ends)}]")

    def of(self, told: str) -> Said:
        return Said(self, told)


class Said:
    """Of whom, when and whether each place of one text speaks."""

    def __init__(self, scopes: SayingOf, told: str) -> None:
        self._scopes = scopes
        self._told = told
        self._marks: dict[str, list[Mark]] = {name: [] for name in MARKS}
        for match in scopes.marks.finditer(told):
            if match.lastgroup in self._marks:
                self._marks[match.lastgroup].append(Mark(*match.span()))
        clauses = [match.end() for match in scopes.clause_ends.finditer(told)]
        self._clauses = sorted({0, *clauses, *(mark.start for mark in self._marks["turns"])})
        self._sentences = [0, *(match.end() for match in scopes.sentence_ends.finditer(told))]

    def clause(self, start: int, end: int) -> str:
        """The clause, or clauses, around a place."""
        return self._told[self._begin(self._clauses, start) : self._until(self._clauses, end)]

    def near(self, start: int, end: int) -> str:
        """Of these clauses, what stands so near that it can forbid a phrase."""
        begin = max(self._begin(self._clauses, start), start - self._scopes.reach.unless)
        return self._told[begin : min(self._until(self._clauses, end), end + self._scopes.reach.unless)]

    def scopes(self, start: int, end: int) -> set[str]:
        """Whether the end of a place speaks of others, of a wish, of a time gone by."""
        reach, clause = self._scopes.reach, self._begin(self._clauses, end - 1)
        sentence = self._begin(self._sentences, end - 1)
        found = set()
        if self._since("others", max(sentence, end - reach.others), end, ("ours",)):
            found.add("others")
        if self._since("wished", max(clause, start - reach.wish), end, ("now",)):
            found.add("wished")
        if self._since("later", max(clause, start - reach.wish), self._until(self._clauses, end), ("now",)):
            found.add("wished")
        if self._since("past", max(clause, start - reach.sentence), end, ("now",)):
            found.add("past")
        return found

    def denied(self, start: int, end: int) -> bool:
        """Whether a denial stands before a place in its clause, or right behind it; not where one is part of it."""
        return self.with_denial(start, end) != (start, end)

    def with_denial(self, start: int, end: int) -> tuple[int, int]:
        """The place together with what denies it."""
        if any(start <= mark.start < end for mark in self._marks["denied"]):
            return start, end
        clause = max(self._begin(self._clauses, start), start - self._scopes.reach.denial)
        mark = self._last("denied", clause, start)
        if mark is not None and not self._scopes.still.search(self._told, mark.end, max(start, mark.end)):
            return mark.start, end
        behind = self._scopes.denied_after.match(self._told, end)
        return (start, behind.end()) if behind else (start, end)

    def parted(self, match: re.Match[str]) -> bool:
        """Whether a denial stands in a gap of a phrase."""
        named = match.re.groupindex.values()
        gaps = [match.span(group) for group in range(1, match.re.groups + 1) if group not in named]
        return any(start <= mark.start < end for mark in self._marks["denied"] for start, end in gaps)

    def ended(self, end: int) -> bool:
        """Whether it is told in this clause or the next of the sentence that this came to an end."""
        clause = self._until(self._clauses, self._until(self._clauses, end) + 1)
        last = min(self._until(self._sentences, end), clause, end + self._scopes.reach.sentence)
        return any(not self.denied(*match.span()) for match in self._scopes.ended.finditer(self._told, end, last))

    def _since(self, kind: str, start: int, end: int, against: Iterable[str]) -> bool:
        """Whether a mark of this kind starts in here, and none against it after it."""
        mark = self._last(kind, start, end)
        if mark is None:
            return False
        return all((other := self._last(one, mark.end, end)) is None or other == mark for one in against)

    def _last(self, kind: str, start: int, end: int) -> Mark | None:
        inside = [mark for mark in self._marks[kind] if start <= mark.start and mark.start < end]
        return inside[-1] if inside else None

    @staticmethod
    def _begin(starts: list[int], place: int) -> int:
        at = bisect_left(starts, place + 1) - 1
        return starts[max(at, 0)]

    def _until(self, starts: list[int], place: int) -> int:
        at = bisect_left(starts, place)
        return starts[at] if at < len(starts) else len(self._told)
