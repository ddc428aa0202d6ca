"""What the answers so far mean for the questions: which still matter, and what to do about those left open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.library import Library
from dialogs import NOT_SURE, Dialog, Outside, Session, profile_fields
from dialogs.path import answered, still_open
from knowledge import Profile, read_profile
from knowledge.costs import Books
from knowledge.margins import balance

if TYPE_CHECKING:
    from knowledge.settled import Outlook

MOST_HELD = 2
"""Open questions told of at once."""


def outside(library: Library) -> Outside:
    """What the dialog is told about its answers by the rules of the session's pack."""
    return Outside(lambda session: enough(session, library), lambda session, id: remarks(session, id, library))


def enough(session: Session, library: Library) -> bool:
    """
    Whether none of the questions left can change what is advised.

    Figures for the sums, which no code carries, do not count: they come after the advice, and say what they change.
    """
    left = [
        id
        for id in still_open(library.dialog(session.pack), session)
        if library.dialog(session.pack).questions[id].coded
    ]
    fields = filled_by(library.dialog(session.pack), left)
    return library.outlook(session.pack).settled(_profile(session, library), fields)


def remarks(session: Session, id: str, library: Library) -> tuple[str, ...]:
    """What is said to "I don't know": how to find out, or that nothing depends on it as far as can be seen."""
    if session.answers[id] != NOT_SURE:
        return ()
    words = library.words(session.language)["asking"]
    if not _matters(session, id, library):
        return (words["no_matter"],)
    return (words["find_out"].format(task=task(session, id, library)),)


def held(session: Session, library: Library) -> list[str]:
    """The questions answered by "I don't know" that matter, those first that could change most."""
    profile, outlook = _profile(session, library), library.outlook(session.pack)
    unsure = [id for id in answered(session) if session.answers[id] == NOT_SURE]
    matter = [id for id in unsure if _matters(session, id, library)]
    return sorted(matter, key=lambda id: -outlook.pull(profile, filled_by(library.dialog(session.pack), [id])))


def to_find_out(session: Session, library: Library) -> list[dict[str, str]]:
    """The names and tasks of the open questions that matter most."""
    texts = library.dialog(session.pack).text(session.language).questions
    found = held(session, library)[:MOST_HELD]
    return [{"name": texts[id].name, "task": task(session, id, library)} for id in found]


def task(session: Session, id: str, library: Library) -> str:
    """What someone can do within ten minutes to know the answer."""
    return library.dialog(session.pack).text(session.language).questions[id].find_out or ""


def filled_by(dialog: Dialog, ids: Iterable[str]) -> set[str]:
    """The fields that the answers to these questions fill."""
    questions = [dialog.questions[id] for id in ids]
    filled = {question.fills for question in questions if question.fills}
    return filled.union(*(option.fills for question in questions for option in question.leaves.values()))


def _matters(session: Session, id: str, library: Library) -> bool:
    """Whether an answer to this question alone could change what is advised, or would complete the sums."""
    profile, outlook = _profile(session, library), library.outlook(session.pack)
    fields = filled_by(library.dialog(session.pack), [id])
    if not fields:
        return False
    return not outlook.settled(profile, fields) or bool(fields & _missing(profile, outlook, library, session.pack))


def _missing(profile: Profile, outlook: Outlook, library: Library, name: str) -> set[str]:
    """The fields without which the sums of the mode that stands first cannot be made."""
    pack = library.pack(name)
    books = Books(outlook.leading(profile), profile, pack.costs, pack.facts, pack.head.currency)
    sums = balance(books)
    results = (sums.each, sums.break_even, sums.beats_from, sums.months)
    return {*books.ledger().missing, *sums.waiting_missing, *(field for one in results for field in one.missing)}


def _profile(session: Session, library: Library) -> Profile:
    return read_profile(profile_fields(library.dialog(session.pack), session))
