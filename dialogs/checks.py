"""Every problem in a dialog folder: what leads nowhere, cannot be reached or shown, or fills no field of a profile."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from dialogs import graph
from dialogs.codes import code_faults
from dialogs.description_checks import reading_faults, reading_fills
from dialogs.folder import Folder, read_folder
from dialogs.model import CHANGE_LIST, CONTROLS, DELETED, NOT_SURE
from dialogs.script import NUMBER_KINDS, Option, Question, Script, Test
from dialogs.text_checks import text_faults
from knowledge.datafile import BrokenData, DataFile, Place, Problem, nearest

MOST_CHOICES = 6
LETTERS = "abcdef"
ID = re.compile(r"[a-z_]+")
LONGEST_BUTTON, LONGEST_TURN = 64, 7
"""Bytes of a button's data, and those kept free in it for the turn."""

Faults = Iterator[Problem]


def check_dialog(folder: Path, fields: Mapping[str, Collection[str]]) -> list[Problem]:
    """
    Every problem in the files of a dialog, in their order.

    Args:
        fields: the fields of a profile and the words each may hold; none for a field that holds a number.
    """
    try:
        read = read_folder(folder)
    except BrokenData as broken:
        return broken.problems
    filled = (*_fills(read.script, read.content.script, fields), *reading_fills(read, fields))
    return sorted([*faults(read), *filled, *_codes(read)])


def _codes(read: Folder) -> Faults:
    """What keeps codes of answers from being given out; the dialog itself can be used."""
    if read.codes and read.content.codes:
        yield from code_faults(read.codes, read.content.codes, read.content.script)


def faults(read: Folder) -> list[Problem]:
    """What makes a dialog unfit for use. Ways are followed only where every node on them exists."""
    script, file = read.content.script, read.script
    found = [*_ids(file, script), *_renames(file, script)]
    for id, question in script.questions.items():
        found += [*_shape(file, id, question), *_routes(file, script, id)]
    unknown = list(_unknown(file, script))
    return sorted([*found, *(unknown or _ways(file, script)), *text_faults(read), *reading_faults(read)])


def _ids(file: DataFile, script: Script) -> Faults:
    """Ids that cannot stand in a button, or mean something else there."""
    for kind, ids in (("questions", script.questions), ("outcomes", script.outcomes)):
        for id in ids:
            if not ID.fullmatch(id):
                yield file.problem((kind, id), f'"{id}" is no id', "use small letters and underscores", "bad-id")
            if id in (CHANGE_LIST, DELETED) or (kind == "outcomes" and id in script.questions):
                yield file.problem((kind, id), f'"{id}" means something else already', "choose another id", "taken-id")
    for id, question in script.questions.items():
        for option, place in _places(id, question):
            size = LONGEST_TURN + len(f":{id}:{option}")
            if not ID.fullmatch(option):
                yield file.problem(place, f'"{option}" is no id', "use small letters and underscores", "bad-id")
            if option in CONTROLS:
                yield file.problem(place, f'"{option}" is a control', "choose another id", "taken-id")
            if size > LONGEST_BUTTON:
                what = f'the button of "{option}" needs {size} bytes'
                yield file.problem(place, what, f"shorten the ids to {LONGEST_BUTTON}", "long-button")


def _places(id: str, question: Question) -> Iterator[tuple[str, Place]]:
    """Each option and group of a question, and where it stands."""
    for name, option in question.options.items():
        place = ("questions", id, "options", name)
        yield name, place
        yield from ((inner, (*place, "options", inner)) for inner in option.options)


def _unknown(file: DataFile, script: Script) -> Faults:
    """Nodes that the dialog leads to and does not have."""
    nodes = {*script.questions, *script.outcomes}
    if script.start not in script.questions:
        what = f'the dialog starts at "{script.start}", which no question is called'
        yield file.problem(("start",), what, nearest(script.start, script.questions), "unknown-node")
    for id, question in script.questions.items():
        for at, route in enumerate(question.routes):
            if route.to not in nodes:
                what = f'question "{id}" leads to "{route.to}", which no node here is called'
                place = ("questions", id, "routes", at, "to")
                yield file.problem(place, what, nearest(route.to, nodes), "unknown-node")
    for id, outcome in script.outcomes.items():
        if outcome.more is not None and outcome.more not in script.questions:
            what = f'outcome "{id}" goes on to "{outcome.more}", which no question is called'
            yield file.problem(("outcomes", id, "more"), what, nearest(outcome.more, script.questions), "unknown-node")


def _ways(file: DataFile, script: Script) -> Faults:
    """Nodes that no way reaches, ways that never end, tests of questions that are not asked by then."""
    for id in {*script.questions, *script.outcomes} - graph.reachable(script, script.start):
        kind = "questions" if id in script.questions else "outcomes"
        yield file.problem((kind, id), f'no way leads to "{id}"', "lead a route to it or remove it", "unreachable")
    if way := graph.loop(script):
        what = f"the way {' > '.join(way)} never ends"
        yield file.problem(("questions", way[0]), what, "lead one of its routes on", "endless-loop")
    for id, question in script.questions.items():
        for at, route in enumerate(question.routes):
            for tested in route.when.keys() & script.questions.keys():
                if id not in graph.reachable(script, tested):
                    what = f'"{tested}" is never asked before "{id}"'
                    place = ("questions", id, "routes", at, "when", tested)
                    yield file.problem(place, what, "test an earlier question", "tested-too-early")


def _renames(file: DataFile, script: Script) -> Faults:
    seen = set(script.questions)
    for id, question in script.questions.items():
        for old in question.renamed_from:
            if old in seen:
                what = f'"{old}" cannot be an earlier id of "{id}": it stands for another question'
                yield file.problem(("questions", id, "renamed_from"), what, "remove it", "taken-id")
            seen.add(old)


def _shape(file: DataFile, id: str, question: Question) -> Faults:
    """Whether a question has what its kind needs, and no more choices than a screen takes."""
    place: Place = ("questions", id)
    wanted, unwanted = ("bands", "options") if question.kind in NUMBER_KINDS else ("options", "bands")
    if not getattr(question, wanted):
        yield file.problem(place, f'question "{id}" has no {wanted} to tap', f"add {wanted}", "no-choices")
    if getattr(question, unwanted):
        what = f'a question of kind "{question.kind}" has no {unwanted}'
        yield file.problem((*place, unwanted), what, "remove them or mend its kind", "wrong-kind")
    if question.unit_kg <= 0:
        yield file.problem((*place, "unit_kg"), "a unit weighs more than nothing", "mend the weight", "wrong-unit")
    yield from _options(file, (*place, "options"), question)
    yield from _bands(file, (*place, "bands"), question)


def _options(file: DataFile, place: Place, question: Question) -> Faults:
    if question.kind == "yes_no" and set(question.options) != {"yes", "no"}:
        yield file.problem(place, "a yes_no question has the options yes and no", "mend the options", "wrong-kind")
    seen: set[str] = set()
    levels: list[tuple[Place, Mapping[str, Option]]] = [(place, question.options)]
    levels += [((*place, id, "options"), group.options) for id, group in question.groups.items()]
    for at, options in levels:
        if len(options) > MOST_CHOICES:
            what = f"{len(options)} options stand on one screen"
            yield file.problem(at, what, f"keep {MOST_CHOICES} and put the others into groups", "too-many-options")
        for id, option in options.items():
            if id in seen:
                yield file.problem((*at, id), f'option "{id}" stands here twice', "rename one", "taken-id")
            seen.add(id)
            if option.options and (question.kind != "choice" or at != place):
                what = f'"{id}" cannot be a group: groups stand in questions of kind choice, one level deep'
                yield file.problem((*at, id), what, "list its options beside it", "wrong-group")
            if option.fills and (question.kind == "choices" or option.options):
                what = f'"{id}" fills nothing: only the one option chosen does'
                yield file.problem((*at, id, "fills"), what, "fill a field from the question", "wrong-fills")


def _bands(file: DataFile, place: Place, question: Question) -> Faults:
    bands = list(question.bands.items())
    if "".join(question.bands) != LETTERS[: len(bands)]:
        what = f"the bands are called {', '.join(question.bands)}"
        yield file.problem(place, what, f"call them {', '.join(LETTERS)} in order, at most six", "band-letters")
    for at, (letter, band) in enumerate(bands):
        here = (*place, letter)
        if band.high is None and at < len(bands) - 1:
            yield file.problem(here, f'band "{letter}" is open but not the last', "give it an upper end", "band-open")
        if not question.at_least <= band.low <= (band.low if band.high is None else band.high) <= question.at_most:
            what = f'band "{letter}" lies outside of {question.at_least} to {question.at_most} or runs backwards'
            yield file.problem(here, what, "mend its ends", "band-ends")
        before = bands[at - 1][1].high if at else None
        touching = not question.coded and band.low == before
        if before is not None and band.low != before + 1 and not touching:
            what = f'band "{letter}" starts at {band.low}, the one before ends at {before}'
            yield file.problem(here, what, f"start it at {before + 1}", "band-gap")


def _routes(file: DataFile, script: Script, id: str) -> Faults:
    routes = script.questions[id].routes
    place: Place = ("questions", id, "routes")
    if not routes or routes[-1].when:
        what = f'question "{id}" leads nowhere when no test holds'
        yield file.problem((*place, len(routes) - 1), what, "end its routes with one without a test", "no-last-route")
    for at, route in enumerate(routes):
        if not route.when and at < len(routes) - 1:
            what = "the routes below this one are never taken"
            yield file.problem((*place, at), what, "give it a test or move it to the end", "early-route")
        for tested, test in route.when.items():
            yield from _test(file, (*place, at, "when", tested), script, tested, test)


def _test(file: DataFile, place: Place, script: Script, tested: str, test: Test) -> Faults:
    """One test of a route: of a question that exists, for answers that it takes."""
    if tested not in script.questions:
        what = f'no question is called "{tested}"'
        yield file.problem(place, what, nearest(tested, script.questions), "unknown-question")
        return
    question = script.questions[tested]
    answers = {NOT_SURE} if question.not_sure else set()
    answers |= set() if question.kind in NUMBER_KINDS else set(question.leaves)
    for answer in (*(test.one_of or ()), *((test.is_,) if test.is_ is not None else ())):
        if answer not in answers:
            what = f'"{answer}" is no answer to "{tested}"'
            yield file.problem(place, what, nearest(answer, answers), "unknown-answer")
    numeric = test.below is not None or test.at_least is not None
    if numeric and question.kind not in NUMBER_KINDS:
        what = f'"{tested}" is not answered by a number'
        yield file.problem(place, what, "test it with is or one_of", "wrong-test")
    if not numeric and test.is_ is None and test.one_of is None:
        yield file.problem(place, f'the test of "{tested}" is empty', "say what its answer must be", "wrong-test")


def _fills(file: DataFile, script: Script, fields: Mapping[str, Collection[str]]) -> Faults:
    """Fields that no profile has, and words that they do not take."""
    for id, question in script.questions.items():
        place: Place = ("questions", id)
        if question.fills:
            words = [] if question.kind in NUMBER_KINDS else list(question.leaves)
            yield from _fill(file, (*place, "fills"), question.fills, words, fields)
        for option, at in _places(id, question):
            for field, word in _inner(question, option).fills.items():
                yield from _fill(file, (*at, "fills", field), field, [word], fields)


def _inner(question: Question, option: str) -> Option:
    return question.options.get(option) or question.leaves[option]


def _fill(file: DataFile, place: Place, field: str, words: list[str], fields: Mapping[str, Collection[str]]) -> Faults:
    if field not in fields:
        yield file.problem(place, f'a profile has no field "{field}"', nearest(field, fields), "unknown-field")
    elif not words and fields[field]:
        yield file.problem(place, f'field "{field}" holds no number', "ask with options", "wrong-fills")
    else:
        for word in words:
            if word not in fields[field]:
                what = f'field "{field}" cannot be "{word}"'
                remedy = nearest(word, fields[field]) if fields[field] else "ask with bands"
                yield file.problem(place, what, remedy, "unknown-value")
