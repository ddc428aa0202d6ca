"""One turn of the interview: a reply in, the session after it and what to say out. Pure, and any reply will do."""

from __future__ import annotations

from dataclasses import replace

from dialogs import replies, say, screens
from dialogs.controls import CONTROLS, HARMLESS
from dialogs.dialog import Dialog
from dialogs.model import ALONE, CHANGE_LIST, NOT_SURE, Answer, Outside, Reply, Session, Turn
from dialogs.path import answered, changeable
from dialogs.replies import fits
from dialogs.script import NUMBER_KINDS, Question
from dialogs.talk import Talk, accept, reopen, settled

PAUSE_DAYS = 2
"""After so many days a chat is welcomed back."""


def show(dialog: Dialog, session: Session, lead: tuple[str, ...] = ()) -> Turn:
    """What is on the screen once more, below these lines; for a new session the first question."""
    return settled(dialog, session).saying(*lead).shown()


def step(dialog: Dialog, session: Session, reply: Reply, outside: Outside = ALONE) -> Turn:
    """What a reply does. One that is not understood, or not of the present offer, leaves all answers as they are."""
    talk = replace(settled(dialog, session), outside=outside)
    if session.stopped or reply.after_days >= PAUSE_DAYS:
        talk = replace(talk, welcome=True).saying(*say.recap(dialog, talk.session))
    return _tap(talk, reply.button) if reply.button is not None else _text(talk, reply.text or "")


def control(dialog: Dialog, text: str) -> str | None:
    """The control that a typed text means, in any language; the name of a language means `language`."""
    word = replies.typed(text)
    return "language" if word in dialog.called else dialog.controls.get(word)


def _tap(talk: Talk, data: str) -> Turn:
    """A button: a control, an option of the open question, or a late tap on something older."""
    turn, node, option = (*data.split(":", 2), "", "")[:3]
    node = talk.dialog.renamed.get(node, node)
    talk = replace(talk, fresh=turn == screens.base_36(talk.session.turn))
    if node == CHANGE_LIST:
        return reopen(talk, option)
    if option in HARMLESS or (option in CONTROLS and option != NOT_SURE and talk.fresh and node == talk.asked):
        return CONTROLS[option](talk)
    if node not in talk.dialog.questions:
        return talk.shown()
    if node in (talk.place, talk.asked):
        return _choose(talk, node, option)
    if node in answered(talk.session) and _differs(talk.dialog.questions[node], talk.session.answers[node], option):
        return reopen(talk, node)
    return talk.again()


def _choose(talk: Talk, id: str, option: str) -> Turn:
    """An option of the open question, from whichever message asks it; one of several choices is only ticked."""
    question = talk.dialog.questions[id]
    if option == NOT_SURE and question.not_sure:
        return accept(talk, id, NOT_SURE)
    if option in question.bands:
        return accept(talk, id, replies.span(question.bands[option]))
    if option in question.groups:
        return talk.now(group=option, changing=id if id != talk.place else None, listing=False).shown(edit=True)
    if question.kind == "choices" and id == talk.asked:
        if option == "done":
            return CONTROLS[option](talk)
        if option in question.options:
            return _tick(talk, question, option)
    return accept(talk, id, option) if option in question.leaves else talk.again()


def _tick(talk: Talk, question: Question, option: str) -> Turn:
    """The option ticked, or unticked on the screen itself; what an older message shows is no reason to untick."""
    picked = {*talk.session.picked} ^ {option} if talk.fresh else {*talk.session.picked, option}
    return talk.now(picked=tuple(one for one in question.options if one in picked)).shown(edit=True)


def _differs(question: Question, answer: Answer, option: str) -> bool:
    """Whether a late tap on this option means another answer than the one that was given."""
    if option == NOT_SURE:
        return question.not_sure and answer != NOT_SURE
    if option in question.bands:
        return replies.span(question.bands[option]) != answer
    if option in question.groups:
        return answer not in question.groups[option].options
    return option in question.leaves and option not in (answer if isinstance(answer, list) else [answer])


def _text(talk: Talk, text: str) -> Turn:
    word = replies.typed(text)
    if word in talk.dialog.called:
        return talk.now(language=talk.dialog.called[word]).shown()
    if word in talk.dialog.controls:
        return CONTROLS[talk.dialog.controls[word]](talk)
    if talk.session.turn == 0 or not text.strip():
        return talk.shown()
    if talk.session.listing:
        return _pick(talk, text)
    if talk.question is None:
        return _reacted(talk, text) or replace(talk.shown(), understood=False)
    answer = replies.read(talk.dialog, talk.asked, talk.session.group, text, talk.session.language)
    if isinstance(answer, str) and answer in talk.question.groups:
        return talk.now(group=answer).shown()
    if answer is not None and fits(talk.question, answer):
        return accept(talk, talk.asked, answer)
    return _misunderstood(talk, text, *_remedy(talk, talk.question, answer, text))


def _pick(talk: Talk, text: str) -> Turn:
    """An entry of the list of answers, by its number or the name of its question."""
    known = changeable(talk.session)
    at = replies.position(talk.dialog, replies.typed(text), len(known))
    names = {replies.typed(talk.text.questions[id].name): id for id in known}
    id = names.get(replies.typed(text)) if at is None else known[at]
    return reopen(talk, id) if id else _misunderstood(talk, text, talk.text.lines.pick_entry)


def _misunderstood(talk: Talk, text: str, *remedy: str) -> Turn:
    """The screen again, below what was read and how to say it; someone who comes back only greets."""
    if reacted := _reacted(talk, text):
        return reacted
    if not talk.welcome:
        talk = talk.saying(say.quoted(talk.dialog, talk.session, text), *remedy)
    return replace(talk.shown(), understood=False)


def _reacted(talk: Talk, text: str) -> Turn | None:
    """The screen again, below a short reaction to small talk; None where the text says more than that."""
    reaction = talk.text.small_talk.get(talk.dialog.small_talk.kind(text) or "")
    if reaction is None:
        return None
    return (talk if talk.welcome else talk.saying(reaction.say)).shown()


def _remedy(talk: Talk, question: Question, answer: Answer | None, text: str) -> tuple[str, ...]:
    """How to answer; below a question for a number its own example says so already, and only a reason is added."""
    lines, numbers = talk.text.lines, talk.text.numbers
    if question.kind == "choices":
        return (lines.pick_some,)
    if question.kind not in NUMBER_KINDS:
        return (lines.pick_one,)
    if answer is None:
        refusal = replies.refused(talk.dialog, talk.asked, text)
        return (say.refused(refusal, numbers),) if refusal else ()
    low, high = (say.number(end, numbers) for end in (question.at_least, question.at_most))
    return (lines.out_of_range.format(low=low, high=high),)
