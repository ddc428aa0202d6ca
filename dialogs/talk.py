"""A turn in the making: where the talk stands, what its screen shows, and the two ways on: accept and reopen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dialogs import say, screens
from dialogs.dialog import Dialog
from dialogs.graph import reachable
from dialogs.model import ALONE, Answer, Outside, Session, Turn
from dialogs.path import answered, changeable, onward, walk
from dialogs.script import MONEY_KINDS, Question, Text


def begin(dialog: Dialog, language: str, pack: str) -> Session:
    """The session of a new chat; `show` gives its first message."""
    return Session(dialog.id, dialog.version, language, pack, path=(dialog.start,))


def in_country(dialog: Dialog, session: Session, pack: str) -> Session:
    """The session in another country: its dialog's language, and no sums of money, which were in another currency."""
    if session.pack == pack:
        return session
    money = {id: question for id, question in dialog.questions.items() if question.kind in MONEY_KINDS}
    fills = {question.fills for question in money.values()}
    return replace(
        Session(session.dialog, "", dialog.language(session.language), pack, turn=session.turn, deepen=session.deepen),
        answers={id: answer for id, answer in session.answers.items() if id not in money},
        told=tuple(id for id in session.told if id not in money),
        said={name: value for name, value in session.said.items() if name not in fills},
    )


@dataclass(frozen=True)
class Talk:
    """
    A turn in the making: the session so far, and the lines that will stand first.

    `fresh`: a button of the screen itself was tapped. `welcome`: the person comes back after a pause.
    """

    dialog: Dialog
    session: Session
    lead: tuple[str, ...] = ()
    fresh: bool = False
    welcome: bool = False
    outside: Outside = ALONE

    def now(self, **changes: Any) -> Talk:
        return replace(self, session=replace(self.session, **changes))

    def saying(self, *lines: str) -> Talk:
        return replace(self, lead=(*self.lead, *lines))

    @property
    def text(self) -> Text:
        return self.dialog.text(self.session.language)

    @property
    def place(self) -> str:
        return self.session.path[-1]

    @property
    def asked(self) -> str:
        return screens.asked(self.session)

    @property
    def question(self) -> Question | None:
        """The question on the screen; None at an outcome, and while the list of answers is open."""
        return None if self.session.listing else self.dialog.questions.get(self.asked)

    def shown(self, wide: bool = False, edit: bool = False, arrived: bool = False) -> Turn:
        """
        The turn that ends here: the screen as the session says, with new buttons.

        Args:
            wide: with every control.
            edit: in place of the message tapped, if that is the screen itself.
            arrived: the question has just been reached.
        """
        edit = edit and self.fresh
        lead = self.lead
        if self.session.turn == 0 or (not self.session.answers and (edit or not lead)):
            lead = (self.text.first_line, *lead)
        session = replace(self.session, turn=self.session.turn + 1, stopped=False)
        if session.listing:
            return Turn(session, lead, screens.change_list(self.dialog, session, lead))
        if self.question is None:
            return Turn(session, lead, outcome=self.asked)
        message = screens.question(self.dialog, session, lead, wide, edit)
        return Turn(session, lead, message, hint=arrived and self.question.hint)

    def again(self) -> Turn:
        """The screen in the very words it was reached with, so that whoever sees it twice is asked one thing."""
        session = self.session
        if session.changing or session.listing or session.group or session.picked or len(session.path) == 1:
            return self.shown()
        return self.having_read(session.path[-2]).shown(arrived=True)

    def having_read(self, id: str) -> Talk:
        """With what was read as the answer to this question, and what there is to say to it."""
        read = say.echo(self.dialog, self.session, id), *say.doubt(self.dialog, self.session, id)
        return self.saying(*read, *self.outside.remarks(self.session, id))


def settled(dialog: Dialog, session: Session) -> Talk:
    """The talk at its place in the dialog as it is now, whichever version the session was made with."""
    if session.version == dialog.version and session.path:
        return Talk(dialog, session)

    def new(id: str | None) -> str:
        return dialog.renamed.get(id or "", id or "")

    answers = {new(id): answer for id, answer in session.answers.items()} | {
        id: answer for id, answer in session.answers.items() if id in dialog.questions
    }
    path = walk(dialog, answers, session.deepen, session.enough)
    on_screen = new(session.changing or (session.path or path)[-1])
    changing = on_screen if on_screen in dialog.questions and on_screen != path[-1] else None
    question = dialog.questions.get(changing or path[-1])
    group = session.group if question and session.group in question.groups else None
    picked = tuple(one for one in session.picked if question and question.kind == "choices" and one in question.options)
    talk = Talk(dialog, replace(session, version=dialog.version, answers=answers, path=path)).now(
        changing=changing, group=group, picked=picked
    )
    if path[-1] in answers and path[-1] in map(new, session.path[:-1]):
        return talk.saying(talk.text.lines.no_longer_fits.format(names=say.names(dialog, session, [path[-1]])))
    return talk


def accept(talk: Talk, id: str, answer: Answer) -> Turn:
    """On to the next open question; what is no longer asked is named, and kept."""
    dialog, session = talk.dialog, talk.session
    answers = {**session.answers, id: answer}
    if id == talk.place:
        path = onward(dialog, session.path, answers, session.deepen)
    else:
        path = walk(dialog, answers, session.deepen)
    gone = left_out(dialog, session, path)
    talk = talk.now(answers=answers, path=path, enough=False, changing=None, group=None, picked=(), listing=False)
    talk = talk.having_read(id)
    if gone:
        talk = talk.saying(talk.text.lines.no_longer_asked.format(names=say.names(dialog, session, gone)))
    return replace(talk, session=cut_short(dialog, talk.session, talk.outside)).shown(arrived=True)


def cut_short(dialog: Dialog, session: Session, outside: Outside) -> Session:
    """The session at the outcome already where the questions left do not matter, and nobody asked for them."""
    if session.thorough or session.deepen or session.path[-1] not in dialog.questions:
        return session
    short = replace(session, enough=True, path=walk(dialog, session.answers, enough=True))
    return short if outside.enough(short) else session


def left_out(dialog: Dialog, session: Session, path: tuple[str, ...]) -> list[str]:
    """The answered questions that lie neither on the new path nor on any way on from its place."""
    missing = [id for id in answered(session) if id not in path]
    ahead = reachable(dialog.content.script, path[-1], session.deepen) if missing else ()
    return [id for id in missing if id not in ahead]


def reopen(talk: Talk, id: str) -> Turn:
    """An answered question once more, its answer kept until another is given."""
    if id not in changeable(talk.session):
        return talk.shown()
    answer = talk.session.answers[id]
    picked = tuple(answer) if isinstance(answer, list) else ()
    return talk.now(changing=id, group=None, picked=picked, listing=False).shown()
