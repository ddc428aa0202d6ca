"""What each control does. None of them changes an answer but `not_sure` and `done`, which give one, and `restart`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.model import DELETED, HELPER, NOT_SURE, Message, Turn
from dialogs.path import changeable, onward, walk
from dialogs.talk import Talk, accept, begin, reopen


def _back(talk: Talk) -> Turn:
    """What was on the screen before: the list closed, the group closed, or the question before on the way."""
    session = talk.session
    if session.listing:
        return talk.now(listing=False).shown()
    if session.group:
        return talk.now(group=None).shown(edit=True)
    if session.changing and session.changing not in session.path:
        return _keep(talk)
    at = session.path.index(session.changing) if session.changing else len(session.path) - 1
    if at == 0:
        return talk.saying(talk.text.lines.first_question).shown()
    before = session.path[at - 1]
    if before in talk.dialog.outcomes:
        return talk.now(deepen=False, path=session.path[:at], changing=None, picked=()).shown()
    return reopen(talk, before)


def _not_sure(talk: Talk) -> Turn:
    if talk.question is None or not talk.question.not_sure:
        return talk.shown()
    return accept(talk, talk.asked, NOT_SURE)


def _why(talk: Talk) -> Turn:
    if talk.question is None:
        return talk.shown()
    return talk.saying(talk.text.questions[talk.asked].why).shown(edit=True)


def _more(talk: Talk) -> Turn:
    return talk.shown(wide=True, edit=True)


def _change(talk: Talk) -> Turn:
    if not changeable(talk.session):
        return talk.saying(talk.text.lines.nothing_to_change).shown()
    return talk.now(listing=True, changing=None, group=None, picked=()).shown()


def _restart(talk: Talk) -> Turn:
    new = begin(talk.dialog, talk.session.language, talk.session.pack)
    others = talk.session.others if talk.dialog.content.script.beside else {}
    talk = replace(talk, session=replace(new, turn=talk.session.turn, others=others), lead=())
    return talk.saying(talk.text.lines.restarted).shown(arrived=True)


def _language(talk: Talk) -> Turn:
    """The next language of the dialog."""
    languages = talk.dialog.languages
    at = languages.index(talk.session.language) if talk.session.language in languages else -1
    return talk.now(language=languages[(at + 1) % len(languages)]).shown()


def _stop(talk: Talk) -> Turn:
    session = replace(talk.session, turn=talk.session.turn + 1, stopped=True)
    line = talk.text.lines.stopped
    return Turn(session, (line,), Message(line))


def _help(talk: Talk) -> Turn:
    lines = talk.text.lines
    other = (lines.help_language,) if lines.help_language and len(talk.dialog.languages) > 1 else ()
    return talk.saying(*lines.help, *other).shown()


def _done(talk: Talk) -> Turn:
    if talk.question is None or talk.question.kind != "choices":
        return talk.shown()
    if not talk.session.picked:
        return talk.saying(talk.text.lines.nothing_picked).shown()
    return accept(talk, talk.asked, list(talk.session.picked))


def _keep(talk: Talk) -> Turn:
    """Back to the open question or the outcome; the answer that was to be changed stays."""
    return talk.now(changing=None, group=None, picked=()).shown()


def _deepen(talk: Talk) -> Turn:
    """On to the questions left out before an outcome, or to the further ones after it, where any is not yet asked."""
    if talk.place not in talk.dialog.outcomes:
        return talk.shown()
    if talk.session.enough:
        talk = talk.now(enough=False, thorough=True, path=walk(talk.dialog, talk.session.answers))
        return talk.now(changing=None, group=None, picked=(), listing=False).shown(arrived=True)
    path = onward(talk.dialog, talk.session.path, talk.session.answers, True)
    return talk.now(deepen=True, path=path, changing=None, group=None, picked=(), listing=False).shown(arrived=True)


def _helper(talk: Talk) -> Turn:
    return Turn(replace(talk.session, turn=talk.session.turn + 1, stopped=False), talk.lead, outcome=HELPER)


def _delete(talk: Talk) -> Turn:
    return Turn(None, (talk.text.lines.deleted,), outcome=DELETED)


CONTROLS: dict[str, Callable[[Talk], Turn]] = {
    "back": _back,
    NOT_SURE: _not_sure,
    "why": _why,
    "more": _more,
    "change": _change,
    "restart": _restart,
    "language": _language,
    "stop": _stop,
    "help": _help,
    "done": _done,
    "keep": _keep,
    "deepen": _deepen,
    "delete": _delete,
    "helper": _helper,
}
HARMLESS = ("why", "more", "change", "help", "stop", "deepen", "helper")
"""Controls that do the same from an old message as from the screen."""
