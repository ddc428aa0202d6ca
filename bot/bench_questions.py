"""How many questions the advice takes on average, over banded profiles drawn evenly: today, and as it was."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

from bot.asking import filled_by
from bot.library import Library
from dialogs import NOT_SURE, Answer, Dialog
from dialogs.graph import reachable
from dialogs.path import walk
from dialogs.replies import span
from dialogs.script import NUMBER_KINDS, Question, Route
from knowledge.settled import Outlook

SEED = 20_261_122
BEFORE = (
    *(("product",), ("ecommerce_staff",), ("capital",), ("packaging",), ("logistics",), ("supply_stability",)),
    *(("annual_output_tonnes", "annual_sales"), ("current_channel",), ("partners_nearby", "leader_awareness")),
    ("goals",),
)
"""The order of the first edition of the interview; of two questions in one place the routes choose."""

Answers = dict[str, Answer]


def questions_asked(library: Library, pack: str = "cn", count: int = 20_000) -> dict[str, float]:
    """
    The mean number of questions before the advice.

    Every question is answered evenly by each of its options or bands, any set of several choices, or "I don't know".

    Returns:
        `asked`: today; `without_stop`: were all of them asked; `order_before`: in the order of the first edition;
        `stopped_early`: the share of the profiles for which not all were asked; `profiles`: how many there were.
    """
    draw = random.Random(SEED)
    possible = {id: list(_possible(question)) for id, question in library.dialog(pack).questions.items()}
    drawn = [{id: draw.choice(answers) for id, answers in possible.items()} for _ in range(count)]
    outlook = library.outlook(pack)
    now, before = Asking(library.dialog(pack), outlook), Asking(reordered(library.dialog(pack), BEFORE), outlook)
    ways = [now.way(answers) for answers in drawn]
    today = [now.needed(way, answers) for way, answers in zip(ways, drawn, strict=True)]
    return {
        "asked": sum(today) / count,
        "without_stop": sum(map(len, ways)) / count,
        "order_before": sum(before.needed(before.way(answers), answers) for answers in drawn) / count,
        "stopped_early": sum(some < len(way) for some, way in zip(today, ways, strict=True)) / count,
        "profiles": count,
    }


def asked_line(asked: dict[str, float]) -> str:
    """The means as one line to read."""
    return (
        f"questions before the advice: {asked['asked']:.2f} of {asked['without_stop']:.2f} on average over "
        f"{asked['profiles']:.0f} banded profiles ({asked['order_before']:.2f} in the order of the first edition); "
        f"{asked['stopped_early']:.0%} stop early"
    )


class Asking:
    """A dialog whose questions are asked until the rest cannot change the advice."""

    def __init__(self, dialog: Dialog, outlook: Outlook) -> None:
        self._dialog = dialog
        self._outlook = outlook
        script = dialog.content.script
        counted = {id for id, question in script.questions.items() if question.coded}
        self._ahead = {id: reachable(script, id) & counted for id in script.questions}
        self._fields = {id: filled_by(dialog, [id]) for id in script.questions}

    def way(self, answers: Answers) -> tuple[str, ...]:
        """The questions that someone who answers like this would be asked, were all of them asked."""
        return walk(self._dialog, answers)[:-1]

    def needed(self, way: Sequence[str], answers: Answers) -> int:
        """How many of them are asked; once the advice is settled it stays so, hence the search by halves."""
        low, high = 1, len(way)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._settled(way, middle, answers) else (middle + 1, high)
        return low

    def _settled(self, way: Sequence[str], asked: int, answers: Answers) -> bool:
        profile = {name: value for id in way[:asked] for name, value in _fills(self._dialog.questions[id], answers[id])}
        left = self._ahead[way[asked]].difference(way[:asked])
        return self._outlook.settled(profile, {field for id in left for field in self._fields[id]})


def reordered(dialog: Dialog, places: Sequence[Sequence[str]]) -> Dialog:
    """The dialog with its questions in other places; where two share one, the routes that part them stay."""
    script = dialog.content.script
    parted: dict[frozenset[str], tuple[Route, ...]] = {}
    for question in script.questions.values():
        parted.setdefault(frozenset(route.to for route in question.routes), question.routes)
    questions = dict(script.questions)
    for place, after in itertools.pairwise([*places, tuple(script.outcomes)]):
        routes = parted[frozenset(after)] if len(after) > 1 else (Route(to=after[0]),)
        questions |= {id: questions[id].model_copy(update={"routes": routes}) for id in place}
    new = script.model_copy(update={"questions": questions})
    return Dialog(dialog.content.model_copy(update={"script": new}))


def _possible(question: Question) -> Iterator[Answer]:
    yield NOT_SURE
    if question.kind in NUMBER_KINDS:
        yield from map(span, question.bands.values())
    elif question.kind == "choices":
        for size in range(1, len(question.options) + 1):
            yield from map(list, itertools.combinations(question.options, size))
    else:
        yield from question.leaves


def _fills(question: Question, answer: Answer) -> Iterator[tuple[str, Answer]]:
    if answer != NOT_SURE:
        if question.fills:
            yield question.fills, answer
        if isinstance(answer, str):
            yield from question.leaves[answer].fills.items()
