"""Whole chats with the real dialog and pack: from the first question to the cards behind the advice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording import CARDS
from tests.bot.talk import LIBRARY, Talk

LANGUAGES = ("en", "zh")
LONGEST_TELEGRAM_TEXT = 4_096


def ids(talk: Talk) -> list[str]:
    return [button.id.rpartition(":")[2] for row in talk.said[-1].buttons for button in row]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_message_is_the_first_question_below_one_line(language: str) -> None:
    talk = Talk(language)

    first = talk.send("hello")

    assert "/delete" in first.text.splitlines()[0]
    assert first.text.splitlines()[1] == ""
    assert len(first.buttons) >= 3
    assert Talk(language).start() == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_always_taps_the_first_button_reaches_the_advice(language: str) -> None:
    talk = Talk(language)

    talk.to_advice()

    assert ids(talk)[: len(CARDS)] == list(CARDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_hint_stands_above_the_fourth_question(language: str) -> None:
    talk = Talk(language)
    talk.start()
    hint = LIBRARY.words({"en": "en", "zh": "zh-Hans"}[language])["hint"].partition("{")[0]

    messages = []
    while not talk.at_advice():
        messages.append(talk.tap_first())

    hinted = [message for message in messages if message.text.splitlines()[1].startswith(hint)]
    assert len(hinted) == 1
    assert " 4 " in hinted[0].text or "第4题" in hinted[0].text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", [card for card in CARDS if card != "change"])
def test_a_card_opens_in_place_and_leads_back(language: str, card: str) -> None:
    talk = Talk(language)
    advice = talk.to_advice()

    opened = talk.tap_named(card)

    assert opened.edit
    assert len(opened.text) <= LONGEST_TELEGRAM_TEXT
    assert "None" not in opened.text
    assert "{" not in opened.text
    back = talk.tap_named("advice")
    assert back.edit
    assert back.text.splitlines()[-1] == advice.text.splitlines()[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mode_can_be_looked_up_from_the_other_ways(language: str) -> None:
    talk = Talk(language)
    talk.to_advice()
    talk.tap_named("others")

    for mode in ("information_release", "entrusted_sales", "principal_agent", "own_store"):
        assert talk.tap_named(mode).edit
        talk.tap_named("advice")
        talk.tap_named("others")


def test_a_card_can_be_asked_for_by_its_number_or_its_name() -> None:
    talk = Talk()
    talk.to_advice()

    by_number, by_name, tapped = (
        talk.send("2"),
        talk.send("Costs"),
        talk.tap_named("advice") and talk.tap_named("costs"),
    )

    assert by_number.text == by_name.text == tapped.text


def test_an_answer_can_be_changed_from_the_advice_by_tap_and_by_number() -> None:
    for change in (lambda talk: talk.tap_named("change"), lambda talk: talk.send("7")):
        talk = Talk()
        talk.to_advice()
        before = talk.session
        change(talk)
        talk.tap_first()
        assert not talk.at_advice()
        assert talk.session
        assert talk.session.answers == before.answers


def test_further_questions_can_be_taken_up_and_lead_to_the_advice_again() -> None:
    talk = Talk()
    talk.to_advice()
    known = len(talk.session.answers)

    for _ in ("the rest of the interview", "the further questions"):
        talk.tap_named("deepen")
        while not talk.at_advice():
            talk.tap_first()
        assert len(talk.session.answers) > known
        known = len(talk.session.answers)

    assert known > 10
    assert "deepen" not in ids(talk)


def test_a_card_of_an_old_advice_shows_what_holds_now() -> None:
    talk = Talk()
    old = talk.to_advice()
    costs = next(button.id for row in old.buttons for button in row if button.id.endswith(":costs"))
    talk.tap_named("deepen")
    question = talk.said[-1].text

    assert question.splitlines()[-1] in talk.tap(costs).text


def test_the_language_can_be_switched_at_the_advice() -> None:
    talk = Talk()
    talk.to_advice()

    assert "眼下" in talk.send("中文").text or "先别急" in talk.said[-1].text


@pytest.mark.parametrize("words", ["/delete", "delete my answers", "删除我的答案"])
def test_answers_are_deleted_on_request_at_the_first_word_and_at_the_last(words: str) -> None:
    fresh, late = Talk(), Talk()
    late.to_advice()

    fresh.send(words)
    late.send(words)

    assert fresh.session is None
    assert late.session is None


def test_what_is_neither_tap_nor_text_is_told_what_to_do_and_loses_nothing() -> None:
    talk = Talk()
    talk.start()
    talk.tap_first()
    before = talk.session.answers

    message = talk.update("media")

    assert message.text.startswith(LIBRARY.words("en")["media"])
    assert talk.session.answers == before


def test_a_deep_link_names_the_pack_and_an_unknown_one_is_ignored() -> None:
    known, unknown = Talk(), Talk()
    known.start("p-cn")
    unknown.start("p-atlantis")

    assert (known.session.pack, unknown.session.pack) == ("cn", "cn")
    assert known.said[-1] == unknown.said[-1]


def test_somebody_who_comes_back_after_days_finds_the_same_place_below_a_recap() -> None:
    talk = Talk()
    talk.start()
    talk.tap_first()
    talk.tap_first()
    question = talk.said[-1].text.splitlines()[-1]

    back = talk.send("hello", after_days=5)

    assert back.text.splitlines()[-1] == question
    assert back.text.splitlines()[0] != talk.said[-2].text.splitlines()[0]


REACHED = Talk()
REACHED.to_advice()


@given(text=st.text(max_size=200))
def test_any_text_at_the_advice_is_answered_and_loses_nothing(text: str) -> None:
    talk = Talk()
    talk.session = replace(REACHED.session)

    message = talk.send(text)

    assert message.text
    if talk.session is not None:
        assert talk.session.answers.items() >= REACHED.session.answers.items() or talk.session.answers == {}
