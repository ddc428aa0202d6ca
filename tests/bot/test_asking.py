"""Only what can matter is asked; what is not known gets a task, or is asked of someone else by a code."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot import asking, helper_talk
from bot.bench_questions import BEFORE, questions_asked, reordered
from dialogs import NOT_SURE, Answer, Session
from dialogs.answer_code import Interview
from dialogs.path import still_open, walk
from knowledge.settled import is_settled
from tests.bot.talk import LIBRARY, Talk

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
DIALOG = LIBRARY.dialog("cn")
CODE = re.compile(r"(?:H-)?[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,4}")
UNSURE = {"en": "not sure", "zh": "不知道"}
ASK = {"en": "ask someone", "zh": "找人问问"}

both = pytest.mark.parametrize("language", LANGUAGES)


def words(language: str, topic: str) -> dict[str, Any]:
    found: dict[str, Any] = LIBRARY.words(LANGUAGES[language])[topic]
    return found


def ids(talk: Talk) -> list[str]:
    return [button.id.rpartition(":")[2] for row in talk.said[-1].buttons for button in row]


def session(talk: Talk) -> Session:
    assert talk.session
    return talk.session


def after(language: str, *replies: str) -> Talk:
    talk = Talk(language)
    talk.start()
    for text in replies:
        talk.send(text)
    return talk


def open_choice(language: str) -> Talk:
    """A chat at the advice, where carriage is not known and would change it."""
    label = {"en": "Tea", "zh": "茶叶"}[language]
    return after(language, label, "3", "4", UNSURE[language], "3", "6", "f", "b", "c", "2")


def half_way(language: str) -> Talk:
    """A chat at the question on money, where carriage is not known and would change what the answers point to."""
    return after(language, "2", "1", "2", "1 2", UNSURE[language], "2", "2")


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found
    return found[0]


# --- only what can matter


@both
def test_the_advice_comes_as_soon_as_nothing_left_can_change_it_and_says_so(language: str) -> None:
    talk = Talk(language)

    advice = talk.to_advice()

    assert len(session(talk).answers) < 10
    assert words(language, "advice")["settled"] in advice.text
    assert "deepen" in ids(talk)
    left = asking.filled_by(DIALOG, still_open(DIALOG, session(talk)))
    assert {"capital", "packaging", "certification"} <= left
    assert is_settled(asking._profile(session(talk), LIBRARY), left, LIBRARY.pack("cn"))


@both
def test_the_rest_is_asked_on_request_and_the_advice_stays(language: str) -> None:
    talk = Talk(language)
    talk.to_advice()
    before = asking._profile(session(talk), LIBRARY)

    talk.tap_named("deepen")
    while not talk.at_advice():
        talk.tap_first()

    outlook = LIBRARY.outlook("cn")
    assert len(session(talk).answers) == 10
    assert outlook.leading(asking._profile(session(talk), LIBRARY)) == outlook.leading(before)
    assert words(language, "advice")["settled"] not in talk.said[-1].text


@both
def test_an_answer_changed_at_the_early_advice_brings_the_questions_back(language: str) -> None:
    talk = Talk(language)
    talk.to_advice()
    known = len(session(talk).answers)

    talk.tap_named("change")
    talk.send("4")
    talk.send("2")

    assert not talk.at_advice()
    assert session(talk).path[-1] == "supply_stability"
    assert len(session(talk).answers) == known
    assert not session(talk).enough


@both
def test_whoever_knows_nothing_is_asked_everything(language: str) -> None:
    talk = after(language, *[UNSURE[language]] * 9)

    assert not talk.at_advice()
    assert "Question 10 of at most 10" in talk.said[-1].text or "第10题，最多10题" in talk.said[-1].text


def test_an_old_button_for_more_questions_shows_the_advice_when_all_are_asked() -> None:
    talk = Talk()
    talk.to_advice()
    for _ in range(2):
        talk.tap_named("deepen")
        while not talk.at_advice():
            talk.tap_first()

    known = session(talk).answers

    assert talk.send("9").text
    assert session(talk).answers == known
    assert session(talk).path[-1] == "advice"


# --- "I don't know" with a task


@both
@pytest.mark.parametrize("question", [id for id in DIALOG.questions if asking.filled_by(DIALOG, [id])])
def test_not_knowing_what_matters_is_answered_by_a_way_to_find_out(language: str, question: str) -> None:
    task = DIALOG.text(LANGUAGES[language]).questions[question].find_out
    assert task
    chat = Session(
        "advisor", DIALOG.version, LANGUAGES[language], "cn", {question: NOT_SURE}, path=(question, "advice")
    )

    lines = asking.remarks(chat, question, LIBRARY)

    assert lines == (words(language, "asking")["find_out"].format(task=task),)
    assert "\n" not in lines[0]


@both
def test_a_task_stands_below_the_answer_and_the_question_goes_on(language: str) -> None:
    talk = after(language, "3")
    talk.send("2")
    said = talk.send(UNSURE[language])

    assert said.text.splitlines()[1].startswith(words(language, "asking")["find_out"].partition("{")[0])
    assert session(talk).path[-1] == "goals"


@both
def test_what_changes_nothing_is_passed_over_in_one_clause(language: str) -> None:
    talk = Talk(language)
    talk.to_advice()
    talk.tap_named("deepen")

    said = talk.send(UNSURE[language])

    assert said.text.splitlines()[1] == words(language, "asking")["no_matter"]
    assert session(talk).answers["supply_stability"] == NOT_SURE


@both
def test_what_matters_is_held_in_the_week_and_can_be_answered_any_time(language: str) -> None:
    talk = open_choice(language)
    assert talk.at_advice()
    texts = DIALOG.text(LANGUAGES[language]).questions["logistics"]

    week = talk.tap_named("week").text

    assert words(language, "asking")["held"].format(name=texts.name, task=texts.find_out) in week
    talk.send({"en": "change", "zh": "修改"}[language])
    talk.send("4")
    talk.send("3")
    talk.tap_named("week")
    assert str(texts.find_out) not in talk.said[-1].text


@both
def test_where_too_little_is_known_the_first_screen_says_what_to_find_out(language: str) -> None:
    talk = after(language, *[UNSURE[language]] * 10)

    assert session(talk).path[-1] == "advice"
    assert talk.said[-1].text.count(words(language, "asking")["held"].partition("{")[0]) == asking.MOST_HELD
    assert "helper" in ids(talk)


# --- someone else is asked


@both
@pytest.mark.parametrize("opening", ["typed", "linked"])
def test_a_helper_answers_two_questions_and_a_code_brings_them_back(language: str, opening: str) -> None:
    leader = half_way(language)
    here = dict(session(leader).answers)
    forward = leader.send(ASK[language])
    code = code_in(forward.text)
    asked = [DIALOG.text(LANGUAGES[language]).questions[id].ask for id in ("logistics", "capital")]
    assert all(ask in forward.text for ask in asked)
    assert "a. " in forward.text
    assert session(leader).answers == here

    helper = Talk(language)
    first = helper.start(f"h-{code.removeprefix('H-')}") if opening == "linked" else helper.send(code.lower())
    assert asked[0] in first.text
    assert asked[1] in helper.send("2").text
    done = helper.send("c")
    assert not helper.at_advice()
    leader.send(code_in(done.text))

    assert session(leader).answers == here | {"logistics": "courier", "capital": {"low": 20_000, "high": 49_999}}
    assert session(leader).path[-1] == "ecommerce_staff"
    assert leader.said[-1].text.startswith(words(language, "helper")["came_back"])


@both
def test_from_the_advice_the_open_questions_are_forwarded_and_change_it(language: str) -> None:
    leader = open_choice(language)
    assert "helper" in ids(leader)
    code = code_in(leader.tap_named("helper").text)
    assert leader.tap_first().text.splitlines()[-1] == leader.said[-3].text.splitlines()[-1]
    assert not leader.said[-1].edit

    helper = Talk(language)
    helper.send(code)
    back = code_in(helper.send("3").text)
    assert helper.tap_first().text
    assert helper.at_advice()
    leader.send(back)

    assert session(leader).answers["logistics"] == "cold_chain"
    assert leader.at_advice()
    assert "helper" not in ids(leader)


@both
def test_asking_someone_works_from_the_screen_with_more(language: str) -> None:
    leader = after(language, "3")
    leader.tap_named("more")

    text = leader.tap_named("helper").text

    assert words(language, "helper")["text"]["one"]["ask"] in text
    assert "product" in leader.send("hello").buttons[0][0].id


def test_the_leader_keeps_what_was_answered_meanwhile() -> None:
    leader, helper = half_way("en"), Talk()
    helper.send(code_in(leader.send("ask someone").text))
    helper.send("2")
    back = code_in(helper.send("c").text)
    leader.send("34567")
    leader.send("2")

    leader.send(back)

    answers = session(leader).answers
    assert (answers["logistics"], answers["capital"], answers["ecommerce_staff"]) == ("courier", 34_567, 2)


def test_a_code_that_says_otherwise_is_offered_and_one_with_nothing_new_says_so() -> None:
    leader = half_way("en")
    code = code_in(leader.send("ask someone").text)
    helper, unsure = Talk(), Talk()
    for chat, replies in ((helper, ("2", "c")), (unsure, ("not sure", "not sure"))):
        for text in (code, *replies):
            chat.send(text)
    leader.send(code_in(unsure.said[-1].text))
    assert leader.said[-1].text.startswith(words("en", "helper")["nothing_new"])

    leader.send("f")
    leader.send(code_in(helper.said[-1].text))

    assert session(leader).offered


def test_a_helper_with_answers_of_their_own_is_asked_first_and_can_have_them_back() -> None:
    code = code_in(after("en", "1", "1", "2").send("ask someone").text)
    helper = after("en", "3", "1", "1")
    own = session(helper).answers

    helper.send(code)
    assert session(helper).answers == own
    helper.send("1")

    assert session(helper).helping == ("goals",)
    back = code_in(helper.said[-1].text)
    helper.send(back)
    helper.send("1")
    assert session(helper).answers == own
    assert session(helper).helping == ()


def test_a_code_for_help_that_was_read_wrong_changes_nothing() -> None:
    code = code_in(after("en", "1", "1", "2").send("ask someone").text)
    talk = Talk()

    said = talk.send(code[:-1] + ("2" if code[-1] != "2" else "3"))

    assert words("en", "code")["unchanged"] in said.text
    assert session(talk).answers == {}


def test_with_nothing_open_nobody_is_asked() -> None:
    talk = Talk()
    talk.to_advice()

    assert talk.send("ask someone").text.startswith(words("en", "helper")["nothing"])
    assert talk.send("10").text.startswith(words("en", "helper")["nothing"])
    assert talk.at_advice()


def test_without_a_version_for_codes_nothing_is_forwarded(monkeypatch: pytest.MonkeyPatch) -> None:
    leader = after("en", "1", "1", "2")
    monkeypatch.setattr(DIALOG, "code_version", None)

    assert leader.send("ask someone").text.startswith(words("en", "helper")["nothing"])
    assert helper_talk.brings(DIALOG, replace(session(leader)), Interview({"goals": ["learn"]})) == {"goals": ["learn"]}


@pytest.mark.parametrize("text", ["how much money is it", "hello", "H", "h-", "H 1234", "1008-8YJ3-55F1"])
def test_other_texts_ask_for_no_help(text: str) -> None:
    assert helper_talk.read(text) == (False, text) or not helper_talk.read(text).code.strip("H- ").isdigit()


# --- how many questions


def test_fewer_questions_are_asked_than_in_the_first_order_and_without_a_stop() -> None:
    found = questions_asked(LIBRARY, count=250)

    assert found.keys() == {"asked", "without_stop", "order_before", "stopped_early", "profiles"}
    assert found["without_stop"] == 10
    assert found["asked"] < 9.2 < found["order_before"] < 10
    assert found == questions_asked(LIBRARY, count=250)


def test_the_first_order_is_asked_as_it_was() -> None:
    before = reordered(DIALOG, BEFORE)
    given: dict[str, Answer] = {**dict.fromkeys(DIALOG.questions, NOT_SURE), "product": "tea", "ecommerce_staff": 2}

    assert walk(before, given)[5:] == (
        *("supply_stability", "annual_sales", "current_channel", "leader_awareness", "goals"),
        "advice",
    )
