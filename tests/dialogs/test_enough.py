"""Questions left out where outside rules say that they do not matter, and what these say to an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs import NOT_SURE, Dialog, Outside, Reply, Turn, begin, show, step
from dialogs.model import HELPER
from dialogs.path import still_open, walk
from dialogs.talk import cut_short
from tests.dialogs.talking import SMALL, at
from tests.dialogs.test_edited import edited


def knows(*needed: str) -> Outside:
    """Rules by which these questions are enough."""
    return Outside(enough=lambda session: {*needed} <= session.answers.keys())


def after(outside: Outside, *replies: str, turn: Turn | None = None, dialog: Dialog = SMALL) -> Turn:
    turn = turn or show(dialog, begin(dialog, "en", "cn"))
    for text in replies:
        assert turn.session is not None
        turn = step(dialog, turn.session, Reply(text=text), outside)
    return turn


def session_of(turn: Turn) -> Any:
    assert turn.session is not None
    return turn.session


def test_the_outcome_stands_where_the_questions_left_do_not_matter() -> None:
    turn = after(knows("shop"), "tea", "yes")

    assert turn.outcome == "advice"
    assert turn.lead == ("Shop: Yes",)
    assert session_of(turn).path == ("product", "shop", "advice")
    assert session_of(turn).enough


def test_every_question_is_asked_of_a_dialog_by_itself() -> None:
    assert at(SMALL, "tea", "yes").place == "goals"
    assert not at(SMALL, "tea", "yes", "grow").session.enough


def test_the_questions_left_out_can_be_asked_for_and_then_no_stop_comes_again() -> None:
    turn = after(knows("product"), "tea", "deeper")

    assert session_of(turn).path == ("product", "shop")
    assert not session_of(turn).enough
    turn = after(knows("product"), "yes", "grow", turn=turn)
    assert (turn.outcome, session_of(turn).path) == ("advice", ("product", "shop", "goals", "advice"))
    assert session_of(after(knows("product"), "deeper", turn=turn)).path[-1] == "staff"


def test_back_from_the_first_of_them_is_the_question_before() -> None:
    turn = after(knows("product"), "tea", "deeper", "back")

    assert session_of(turn).changing == "product"


def test_an_answer_changed_afterwards_can_bring_the_questions_back() -> None:
    only_tea = Outside(enough=lambda session: session.answers.get("product") == "tea")
    early = after(only_tea, "tea")

    turn = after(only_tea, "change", "1", "peaches", turn=early)

    assert early.outcome == "advice"
    assert (turn.outcome, session_of(turn).path) == (None, ("product", "harvest"))
    assert not session_of(turn).enough


def test_later_answers_stay_on_the_way_past_a_question_that_is_left_out() -> None:
    answered = at(SMALL, "tea", "yes", "grow").session

    turn = after(knows("product"), "change", "1", "peaches", turn=Turn(answered))

    assert turn.outcome == "advice"
    assert session_of(turn).path == ("product", "shop", "goals", "advice")
    assert walk(SMALL, session_of(turn).answers) == ("product", "harvest")


def test_nothing_is_left_out_of_the_further_questions() -> None:
    further = at(SMALL, "tea", "yes", "grow", "deeper").session

    assert cut_short(SMALL, further, knows()) == further


def test_the_questions_that_may_still_come_are_those_on_any_way_on() -> None:
    asked = at(SMALL, "tea").session
    early = cut_short(SMALL, asked, knows())

    assert still_open(SMALL, asked) == still_open(SMALL, early) == ["shop", "money", "goals", "staff"]
    assert still_open(SMALL, at(SMALL, "tea", "yes", "rest").session) == []


def test_a_stop_outlasts_an_edit_of_the_dialog() -> None:
    early = after(knows("shop"), "tea", "yes")
    dialog = edited(SMALL, ("version", "2"))

    turn = after(knows("shop"), "hello", turn=early, dialog=dialog)

    assert (turn.outcome, session_of(turn).path) == ("advice", ("product", "shop", "advice"))


def test_what_there_is_to_say_to_an_answer_stands_below_it() -> None:
    def remarks(session: Any, id: str) -> tuple[str, ...]:
        return ("Weigh 20 boxes.",) if session.answers[id] == NOT_SURE else ()

    turn = after(Outside(remarks=remarks), "not sure")

    assert turn.lead == ("Goods: not known", "Weigh 20 boxes.")
    assert turn.message is not None
    assert turn.message.text.startswith("Goods: not known\nWeigh 20 boxes.\n\n")
    assert after(Outside(remarks=remarks), "tea").lead == ("Goods: Tea",)


def test_asking_someone_else_leaves_the_place() -> None:
    for chat in (at(SMALL, "tea"), at(SMALL, "tea", "yes", "grow")):
        turn = chat.say("ask").turn

        assert (turn.outcome, turn.message) == (HELPER, None)
        assert session_of(turn) == chat.session
        assert replace(session_of(turn), turn=0).path == chat.session.path


def test_whoever_helps_is_told_how_many_questions_there_are() -> None:
    helping = replace(at(SMALL, "tea").session, helping=("shop", "goals"))

    turn = show(SMALL, helping)

    assert turn.message is not None
    assert turn.message.text.startswith("Question 1 of at most 2\n")
