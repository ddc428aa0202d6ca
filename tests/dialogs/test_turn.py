"""What each reply does: answers, controls, late taps, pauses. On the small dialog, which has every kind of question."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from dialogs import NOT_SURE, Reply, Session, begin, control_button, profile_fields, show, step
from dialogs.controls import CONTROLS as DONE_BY
from dialogs.model import CONTROLS
from tests.dialogs.talking import ADVISOR, LANGUAGES, ROOT, SMALL, Chat, at

TO_ADVICE = ("tea", "yes", "1")


# --- the first message, the questions


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_message_is_the_first_question_below_one_line(language: str) -> None:
    chat = Chat(SMALL, language)
    text = SMALL.texts[language]

    first, blank, progress, ask = chat.text.split("\n")
    assert (first, blank, ask) == (text.first_line, "", text.questions["product"].ask)
    assert progress == text.lines.progress.format(at=1, of=5)
    assert chat.options() == ["fruit", "tea", NOT_SURE, "why", "more"]
    assert text.first_line not in chat.say("2").text


def test_nothing_typed_before_the_first_question_is_an_answer() -> None:
    new = begin(SMALL, "en", "cn")

    for reply in (Reply(text="2"), Reply(text="hello"), Reply(), Reply(text=" ")):
        turn = step(SMALL, new, reply)
        assert turn.session is not None
        assert turn.session.answers == {}
        assert turn.message == show(SMALL, new).message


def test_lines_given_to_show_stand_above_the_question() -> None:
    turn = show(SMALL, at(SMALL, "2").session, lead=("A photo cannot be read.",))

    assert turn.message is not None
    assert turn.message.text.startswith("A photo cannot be read.\n\nQuestion 2 of at most 4\n")
    assert turn.lead == ("A photo cannot be read.",)


def test_a_tap_and_a_number_and_a_label_answer_alike() -> None:
    tapped, numbered, labelled = Chat(SMALL).tap("tea"), at(SMALL, "2"), at(SMALL, "Tea")

    assert tapped.turn == numbered.turn == labelled.turn
    assert tapped.answers == {"product": "tea"}
    assert tapped.turn.lead == ("Goods: Tea",)
    assert tapped.text.startswith("Goods: Tea\n\nQuestion 2 of at most 4\nDo you run a shop?")


def test_a_group_opens_in_place_and_both_taps_are_one_question() -> None:
    chat = Chat(SMALL).tap("fruit")

    assert chat.turn.message is not None
    assert chat.turn.message.edit
    assert chat.text == "A small dialog for tests.\n\nQuestion 1 of at most 5\nWhich fruit?"
    assert chat.options() == ["peach", "apple", "back", NOT_SURE, "why", "more"]
    assert chat.tap("apple").answers == {"product": "apple"}
    assert chat.turn.lead == ("Goods: Apples that keep for weeks",)


def test_a_group_opens_by_its_number_and_closes_by_back() -> None:
    chat = at(SMALL, "1")

    assert chat.turn.message is not None
    assert not chat.turn.message.edit
    assert "Which fruit?" in chat.text
    assert "What do you sell?" in chat.say("back").text
    assert chat.tap("fruit", "back").options()[0] == "fruit"
    assert at(SMALL, "1", "2").answers == {"product": "apple"}


def test_a_hint_is_asked_for_only_when_its_question_is_reached() -> None:
    chat = at(SMALL, "peaches")

    assert chat.turn.hint
    assert not chat.say("why").turn.hint
    assert not chat.say("ten").turn.hint
    assert not chat.say("5").turn.hint


def test_bands_are_tapped_or_lettered_and_numbers_typed() -> None:
    assert at(SMALL, "peaches", "a").answers["harvest"] == {"low": 0, "high": 9}
    assert at(SMALL, "peaches").tap("b").answers["harvest"] == {"low": 10, "high": None}
    assert at(SMALL, "peaches", "2000 kg").answers["harvest"] == 2


@pytest.mark.parametrize(
    ("reply", "echo"),
    [
        ("a", "Harvest: Under 10 t"),
        ("1", "Harvest: 1 tonne"),
        ("1200", "Harvest: 1,200 tonnes"),
        ("1.25 t", "Harvest: 1.25 tonnes"),
        ("20 to 30", "Harvest: 20 to 30 tonnes"),
        ("under 30", "Harvest: up to 30 tonnes"),
        ("over 30", "Harvest: 30 or more tonnes"),
        ("not sure", "Harvest: not known"),
    ],
)
def test_what_was_read_is_the_first_line_of_the_next_message(reply: str, echo: str) -> None:
    chat = at(SMALL, "peaches", reply)

    assert chat.text.split("\n")[0] == echo
    assert chat.turn.lead == (echo,)


@pytest.mark.parametrize(
    ("language", "reply", "echo"),
    [
        ("zh-Hans", "25000", "钱：2.5万元"),
        ("zh-Hans", "20000到50000", "钱：2万到5万元"),
        ("zh-Hans", "12345", "钱：12345元"),
        ("zh-Hans", "b", "钱：不少"),
        ("en", "1000000", "Money: 1 million yuan"),
        ("en", "234567", "Money: 234,567 yuan"),
    ],
)
def test_amounts_are_shown_as_the_language_writes_them(language: str, reply: str, echo: str) -> None:
    chat = Chat(SMALL, language).tap("fruit", "peach").say("12", "1", reply)

    assert chat.turn.lead == (echo,)


def test_a_number_out_of_bounds_is_not_taken() -> None:
    chat = at(SMALL, "peaches", "12", "yes", "50")

    assert "money" not in chat.answers
    assert chat.turn.lead == ('You wrote "50".', "From 100 to 1 million.")


# --- several choices


def test_choices_are_ticked_in_place_until_done() -> None:
    chat = at(SMALL, "tea", "yes")
    assert "done" not in chat.options()

    chat.tap("rest", "grow")

    assert chat.turn.message is not None
    assert chat.turn.message.edit
    assert chat.options()[:4] == ["done", "grow", "learn", "rest"]
    assert [button.label for button in chat.buttons[:4]] == ["Done", "✓ Grow", "Learn", "✓ Rest"]
    assert chat.turn.message.choices[:3] == ("1. ✓ Grow", "2. Learn", "3. ✓ Rest")
    assert "goals" not in chat.answers
    chat.tap("rest", "done")
    assert chat.answers["goals"] == ["grow"]
    assert chat.turn.outcome == "advice"
    assert chat.turn.lead == ("Goals: Grow",)
    assert chat.turn.message is None


def test_typed_choices_are_accepted_at_once() -> None:
    assert at(SMALL, "tea", "yes", "1 2").answers["goals"] == ["grow", "learn"]
    assert at(SMALL, "tea", "yes").tap("grow").say("done").answers["goals"] == ["grow"]


def test_done_needs_something_picked() -> None:
    chat = at(SMALL, "tea", "yes", "done")

    assert chat.turn.lead == ("Pick at least one.",)
    assert at(SMALL, "done").answers == {}


def test_a_late_tick_never_unticks() -> None:
    chat = at(SMALL, "tea", "yes")
    grow, rest = chat.button("grow").id, chat.button("rest").id
    ticked = chat.tap("grow").text

    assert chat.press(grow).text == ticked
    assert chat.session.picked == ("grow",)
    assert chat.turn.message is not None
    assert not chat.turn.message.edit
    assert chat.press(rest).session.picked == ("grow", "rest")


def test_a_late_done_accepts_what_is_picked_while_the_question_is_open() -> None:
    chat = at(SMALL, "tea", "yes").tap("grow")
    done = chat.button("done").id

    assert chat.say("what?").press(done).answers["goals"] == ["grow"]


def test_not_sure_answers_several_choices_too() -> None:
    assert at(SMALL, "tea", "yes").tap("grow", NOT_SURE).answers["goals"] == NOT_SURE


# --- controls


def test_every_control_does_something() -> None:
    assert set(DONE_BY) == set(CONTROLS)


def test_not_sure_is_an_answer_that_fills_nothing() -> None:
    chat = at(SMALL, "not sure")

    assert chat.answers == {"product": NOT_SURE}
    assert chat.place == "shop"
    assert profile_fields(SMALL, chat.session) == {}


def test_not_sure_is_not_offered_where_an_answer_is_needed() -> None:
    chat = at(SMALL, "tea")
    assert NOT_SURE not in chat.options()

    assert "shop" not in chat.say("not sure").answers
    assert "shop" not in chat.press(f"{chat.button('yes').id.partition(':')[0]}:shop:{NOT_SURE}").answers


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_says_what_the_question_decides_and_asks_again(language: str) -> None:
    chat = Chat(SMALL, language).tap("tea", "why")
    text = SMALL.texts[language].questions["shop"]

    assert chat.turn.lead == (text.why,)
    assert text.ask in chat.text
    assert chat.turn.message is not None
    assert chat.turn.message.edit


def test_why_on_the_first_question_keeps_the_line_above_it() -> None:
    assert Chat(SMALL).tap("why").text.startswith("A small dialog for tests.\nIt decides all.\n\n")


def test_more_shows_the_same_question_with_every_control_below() -> None:
    chat = Chat(SMALL).tap("tea", "more")

    assert chat.turn.message is not None
    assert chat.turn.message.edit
    assert chat.options() == ["yes", "no", "back", "why", "helper", "change", "restart", "language", "stop", "help"]
    assert chat.turn.message.choices[-1] == "Also: back, why, ask, change, restart, language, stop, help"


def test_help_stands_above_the_question() -> None:
    assert at(SMALL, "help").text.endswith("First line.\nSecond line.\n\nQuestion 1 of at most 5\nWhat do you sell?")


def test_back_shows_the_question_before_and_keeps_its_answer() -> None:
    chat = at(SMALL, "tea", "yes", "back")

    assert chat.text == "Until now: Yes\nDo you run a shop?"
    assert chat.answers == {"product": "tea", "shop": "yes"}
    assert chat.options() == ["yes", "no", "keep", "back", "why", "more"]
    assert chat.say("back").place == "product"
    assert chat.say("back").turn.lead == ("The first question.",)
    assert chat.tap("keep").place == "goals"


def test_a_new_answer_after_back_goes_on_to_the_first_open_question() -> None:
    chat = at(SMALL, "tea", "yes", "back", "back", "tea")

    assert chat.place == "goals"
    assert chat.answers == {"product": "tea", "shop": "yes"}


def test_back_on_the_first_question_says_so() -> None:
    chat = at(SMALL, "back")

    assert chat.turn.lead == ("The first question.",)
    assert chat.place == "product"


def test_keep_without_anything_to_keep_asks_again() -> None:
    assert at(SMALL, "tea", "keep").place == "shop"


def test_any_answer_is_changed_from_a_list_and_later_ones_are_kept() -> None:
    chat = at(SMALL, "peaches", "12", "yes", "500", "change")

    assert chat.text == "Which one?"
    assert chat.turn.message is not None
    assert chat.turn.message.choices == (
        "1. Goods: Peaches",
        "2. Harvest: 12 tonnes",
        "3. Shop: Yes",
        "4. Money: 500 yuan",
        "Also: back",
    )
    chat.tap("harvest")
    assert chat.text.startswith("Until now: 12 tonnes\nHow much?")
    assert chat.say("15").place == "goals"
    assert chat.answers == {"product": "peach", "harvest": 15, "shop": "yes", "money": 500}


def test_a_changed_answer_names_what_is_no_longer_asked_and_keeps_it() -> None:
    chat = at(SMALL, "peaches", "12", "yes", "500", "change", "1", "Tea")

    assert chat.turn.lead == ("Goods: Tea", "Not needed: Harvest, Money.")
    assert chat.place == "goals"
    assert chat.answers["money"] == 500
    assert profile_fields(SMALL, chat.session) == {"keeps": "years", "shop": "yes"}
    assert chat.say("change", "1", "peaches").place == "goals"
    assert profile_fields(SMALL, chat.session)["money"] == 500


def test_a_changed_answer_leads_to_a_question_that_is_new() -> None:
    chat = at(SMALL, "tea", "yes", "1", "change", "1", "peaches")

    assert chat.place == "harvest"
    assert chat.turn.lead == ("Goods: Peaches",)
    assert chat.say("5").turn.outcome == "advice"


@pytest.mark.parametrize("entry", ["2", "Shop", "shop."])
def test_an_entry_of_the_list_is_meant_by_its_number_or_name(entry: str) -> None:
    assert at(SMALL, "tea", "yes", "change", entry).place == "shop"


def test_the_list_says_what_it_did_not_understand_and_closes_by_back() -> None:
    chat = at(SMALL, "tea", "yes", "change", "7")

    assert chat.turn.lead == ('You wrote "7".', "Pick an entry.")
    assert chat.session.listing
    assert chat.say("why", "more", "done", "not sure").session.listing
    assert chat.tap("back").place == "goals"
    assert not chat.session.listing


def test_with_the_list_open_a_tap_on_the_open_question_answers_it() -> None:
    chat = at(SMALL, "tea")
    yes = chat.button("yes").id

    assert chat.say("change").press(yes).answers["shop"] == "yes"
    assert not chat.session.listing


def test_there_is_nothing_to_change_before_the_first_answer() -> None:
    assert at(SMALL, "change").turn.lead[-1] == "Nothing to change."


def test_changing_several_choices_starts_from_what_was_picked() -> None:
    chat = at(SMALL, *TO_ADVICE, "back")

    assert chat.session.picked == ("grow",)
    assert chat.tap("learn", "done").answers["goals"] == ["grow", "learn"]


def test_restart_forgets_the_answers_and_says_so() -> None:
    chat = at(SMALL, "tea", "yes", "restart")

    assert chat.answers == {}
    assert chat.text == "Again.\n\nQuestion 1 of at most 5\nWhat do you sell?"


@pytest.mark.parametrize("reply", ["language", "中文", "语言"])
def test_the_language_changes_and_the_place_stays(reply: str) -> None:
    chat = at(SMALL, "tea", reply)

    assert "开店吗？" in chat.text
    assert chat.answers == {"product": "tea"}


def test_a_language_named_twice_stays_and_the_button_goes_round() -> None:
    chat = at(SMALL, "中文", "中文")
    assert chat.session.language == "zh-Hans"

    assert chat.tap("more", "language").session.language == "en"


def test_a_language_the_dialog_does_not_have_is_answered_in_its_first() -> None:
    turn = show(SMALL, begin(SMALL, "fr", "cn"))

    assert turn.message is not None
    assert "What do you sell?" in turn.message.text
    assert Chat(SMALL, "fr").say("language").session.language == "en"


def test_stop_keeps_all_and_anything_goes_on() -> None:
    chat = at(SMALL, "tea", "stop")
    assert (chat.text, chat.buttons) == ("Kept.", [])

    back = chat.say("hello again").text
    assert back == "Back. One answer - Goods: Tea\n\nQuestion 2 of at most 4\nDo you run a shop?"
    assert chat.say("hello again").turn.lead == ('You wrote "hello again".', "Pick one.")


def test_after_stop_the_buttons_above_still_answer() -> None:
    chat = at(SMALL, "tea")
    yes = chat.button("yes").id

    assert chat.say("stop").press(yes).answers["shop"] == "yes"


@pytest.mark.parametrize("replies", [(), ("tea",), TO_ADVICE])
def test_delete_works_everywhere(replies: tuple[str, ...]) -> None:
    turn = step(SMALL, at(SMALL, *replies).session, Reply(text="/delete", after_days=9))

    assert (turn.session, turn.message, turn.outcome, turn.lead) == (None, None, "deleted", ("Deleted.",))


def test_delete_works_as_the_first_word_of_a_chat() -> None:
    assert step(SMALL, begin(SMALL, "en", "cn"), Reply(text="删除")).session is None


# --- outcomes


def test_at_the_outcome_any_other_reply_gives_it_again() -> None:
    chat = at(SMALL, *TO_ADVICE)

    for reply in (Reply(text="1"), Reply(text="thanks"), Reply(), Reply(button="0:advice:costs")):
        turn = step(SMALL, chat.session, reply)
        assert (turn.outcome, turn.message, turn.lead) == ("advice", None, ())
        assert turn.session is not None
        assert turn.session.answers == chat.session.answers


@pytest.mark.parametrize("control", ["why", "more", "done", "keep", "not sure"])
def test_controls_of_a_question_mean_nothing_at_the_outcome(control: str) -> None:
    turn = at(SMALL, *TO_ADVICE, control).turn

    assert (turn.outcome, turn.lead) == ("advice", ())


def test_the_dialogs_own_controls_work_at_the_outcome() -> None:
    chat = at(SMALL, *TO_ADVICE)

    assert at(SMALL, *TO_ADVICE, "back").place == "goals"
    assert at(SMALL, *TO_ADVICE, "change").text == "Which one?"
    assert at(SMALL, *TO_ADVICE, "restart").place == "product"
    assert at(SMALL, *TO_ADVICE, "help").turn.lead == ("First line.", "Second line.")
    assert chat.say("中文").turn.outcome == "advice"
    assert chat.session.language == "zh-Hans"
    assert chat.say("stop").text == "留着。"
    assert chat.say("ok").turn.lead == ("回来了，3题，目标：做大",)


def test_the_buttons_of_an_outcome_are_made_from_its_turn() -> None:
    chat = at(SMALL, *TO_ADVICE)
    button = control_button(SMALL, chat.session, "change")

    assert (button.label, button.id) == ("Change", "4:advice:change")
    assert chat.press(button.id).text == "Which one?"


def test_further_questions_lead_to_the_outcome_again() -> None:
    chat = at(SMALL, *TO_ADVICE).tap("deepen")

    assert chat.place == "staff"
    assert chat.text.startswith("Further question 1 of at most 1\nHow many?")
    assert chat.say("2").turn.outcome == "advice"
    assert chat.turn.lead == ("Staff: 2 people",)
    assert chat.session.deepen
    assert chat.tap("deepen").turn.outcome == "advice"
    assert chat.say("back").place == "staff"


def test_back_from_the_first_further_question_is_the_outcome() -> None:
    chat = at(SMALL, *TO_ADVICE, "deeper", "back")

    assert chat.turn.outcome == "advice"
    assert not chat.session.deepen
    assert chat.say("deeper", "2").answers["staff"] == 2


def test_an_outcome_without_further_questions_stays() -> None:
    assert at(SMALL, "tea", "yes", "rest").turn.outcome == "resting"
    assert at(SMALL, "tea", "yes", "rest", "deeper").turn.outcome == "resting"


def test_further_questions_cannot_be_asked_before_the_outcome() -> None:
    assert at(SMALL, "tea", "deeper").place == "shop"


# --- late, stale and foreign taps


def test_a_late_tap_on_another_option_offers_to_change_the_answer() -> None:
    chat = Chat(SMALL)
    tea, fruit = chat.button("tea").id, chat.button("fruit").id
    chat.press(tea).say("yes")

    assert chat.press(fruit).text.startswith("Until now: Tea\n")
    assert chat.answers == {"product": "tea", "shop": "yes"}


def test_a_late_tap_on_the_answer_given_shows_the_same_screen_in_the_same_words() -> None:
    chat = Chat(SMALL)
    tea, yes = chat.button("tea").id, chat.press(chat.button("tea").id).button("yes").id
    text = chat.press(yes).text

    assert chat.place == "goals"
    assert chat.press(yes).text == chat.press(tea).text == text


def test_a_late_tap_after_the_last_answer_shows_the_advice_below_the_same_line() -> None:
    chat = at(SMALL, "tea", "yes").tap("grow")
    done = chat.button("done").id
    turn = chat.press(done).turn

    again = chat.press(done).turn
    assert (again.outcome, again.lead) == (turn.outcome, turn.lead) == ("advice", ("Goals: Grow",))


def test_a_late_tap_while_nothing_is_answered_shows_the_first_line_too() -> None:
    chat = Chat(SMALL)
    fruit = chat.button("fruit").id
    text = chat.press(fruit).text

    assert chat.press(fruit).text == text


@pytest.mark.parametrize(
    ("button", "place"),
    [
        ("2:product:fruit", "goals"),
        ("2:product:peach", "goals"),
        ("2:product:apple", "product"),
        ("2:product:not_sure", "product"),
        ("3:harvest:a", "harvest"),
        ("3:harvest:b", "goals"),
        ("4:shop:not_sure", "goals"),
        ("4:shop:no", "shop"),
        ("9:cash:a", "money"),
    ],
)
def test_a_late_tap_is_judged_by_what_was_answered(button: str, place: str) -> None:
    chat = at(SMALL, "peaches", "b", "yes", "5000")

    assert chat.press(button).place == place
    assert len(chat.answers) == 4


def test_a_late_tick_of_answered_choices_offers_to_change_them() -> None:
    chat = at(SMALL, *TO_ADVICE)

    assert chat.press("3:goals:grow").turn.outcome == "advice"
    assert chat.press("3:goals:rest").place == "goals"
    assert chat.session.picked == ("grow",)


def test_a_late_tap_on_the_open_question_answers_it() -> None:
    chat = at(SMALL, "tea")
    yes = chat.button("yes").id

    assert chat.say("what?").press(yes).answers["shop"] == "yes"


def test_while_an_answer_is_changed_a_tap_on_the_open_question_answers_it() -> None:
    chat = at(SMALL, "tea")
    yes = chat.button("yes").id

    chat.say("back").press(yes)

    assert chat.answers == {"product": "tea", "shop": "yes"}
    assert chat.place == "goals"


def test_while_an_answer_is_changed_its_groups_open() -> None:
    chat = at(SMALL, "tea", "back").tap("fruit")

    assert chat.options()[:2] == ["peach", "apple"]
    assert chat.tap("peach").place == "harvest"


def test_a_late_group_opens_in_a_new_message() -> None:
    chat = Chat(SMALL)
    fruit = chat.button("fruit").id

    chat.say("what?").press(fruit)

    assert chat.turn.message is not None
    assert not chat.turn.message.edit
    assert chat.options()[0] == "peach"


@pytest.mark.parametrize("control", ["back", "restart", "language", "keep", "done", "delete"])
def test_a_late_control_that_would_change_something_does_not(control: str) -> None:
    chat = at(SMALL, "tea")
    turn = chat.say("what?").press(f"1:shop:{control}").turn

    assert turn.session is not None
    assert turn.session.answers == {"product": "tea"}
    assert turn.session.language == "en"
    assert chat.place == "shop"


@pytest.mark.parametrize("control", ["why", "more", "change", "help", "stop"])
def test_a_late_control_that_harms_nothing_still_works(control: str) -> None:
    late = at(SMALL, "tea").press(f"0:shop:{control}").turn

    assert late == at(SMALL, "tea", control).turn


FOREIGN = [
    *("", ":", "::", "2", "2:shop", "2:shop:", "2:shop:perhaps", "2:shop:yes:no", "a:b:c:d", "x" * 5_000, "中:shop:中"),
    *("2:nothing:back", "2:change:", "2:change:shop", "2:change:nothing", "zz:money:a", "2:advice:costs", "2:staff:a"),
]


@pytest.mark.parametrize("data", FOREIGN)
def test_foreign_data_shows_the_open_question(data: str) -> None:
    chat = at(SMALL, "tea").press(data)

    assert chat.answers == {"product": "tea"}
    assert chat.place == "shop"
    assert chat.text.endswith(at(SMALL, "tea").text.splitlines()[-1])


# --- not understood, and pauses


@pytest.mark.parametrize(
    ("replies", "lead"),
    [
        (("perhaps",), ('You wrote "perhaps".', "Pick one.")),
        (("peaches", "much"), ('You wrote "much".',)),
        (("tea", "maybe"), ('You wrote "maybe".', "Pick one.")),
        (("tea", "yes", "9"), ('You wrote "9".', "Pick some.")),
    ],
)
def test_a_misunderstood_reply_is_quoted_with_a_remedy_and_the_choices(
    replies: tuple[str, ...], lead: tuple[str, ...]
) -> None:
    before = at(SMALL, *replies[:-1])
    chat = at(SMALL, *replies)

    assert chat.turn.lead == lead
    assert chat.answers == before.answers
    assert chat.options() == before.options()
    assert before.turn.message is not None
    assert chat.turn.message is not None
    assert chat.turn.message.choices == before.turn.message.choices


def test_a_long_reply_is_quoted_in_part_and_on_one_line() -> None:
    quote = at(SMALL, "a very long\n reply " * 90).turn.lead[0]

    assert quote == 'You wrote "a very long reply a very long reply a v…".'


def test_after_days_away_one_line_says_what_is_known() -> None:
    session = at(SMALL, "tea", "yes").session

    turn = step(SMALL, session, Reply(text="good morning", after_days=2))
    assert turn.lead == ("Back. 2 answers - Shop: Yes",)
    assert turn.message is not None
    assert "What for?" in turn.message.text

    answered = step(SMALL, session, Reply(text="1", after_days=30))
    assert answered.lead == ("Back. 2 answers - Shop: Yes", "Goals: Grow")

    assert step(SMALL, session, Reply(text="hm", after_days=1)).lead[0] == 'You wrote "hm".'
    assert step(SMALL, at(SMALL, "what").session, Reply(text="hm", after_days=9)).lead == ("A small dialog for tests.",)


def test_a_list_left_open_for_days_is_shown_again() -> None:
    turn = step(SMALL, at(SMALL, "tea", "change").session, Reply(text="hello", after_days=5))

    assert turn.lead == ("Back. One answer - Goods: Tea",)
    assert turn.session is not None
    assert turn.session.listing


def test_progress_counts_on_and_never_runs_out() -> None:
    def where(*replies: str) -> str:
        return next(line for line in at(SMALL, *replies).text.split("\n") if line.startswith("Question"))

    assert where() == "Question 1 of at most 5"
    assert where("peaches") == "Question 2 of at most 5"
    assert where("peaches", "12") == "Question 3 of at most 5"
    assert where("peaches", "12", "yes") == "Question 4 of at most 5"
    assert where("peaches", "12", "yes", "500") == "Question 5 of at most 5"


# --- sessions


def test_a_session_of_another_version_of_the_program_is_read() -> None:
    session = at(SMALL, "tea").session
    data = json.loads(session.to_json())

    assert Session.from_json(json.dumps(data | {"mood": "fine"})) == session
    old = {name: data[name] for name in ("dialog", "version", "language", "pack", "answers", "turn")}
    turn = step(SMALL, Session.from_json(json.dumps(old)), Reply(text="yes"))
    assert turn.session is not None
    assert turn.session.answers == {"product": "tea", "shop": "yes"}


def test_with_no_path_kept_the_fields_come_from_the_answers() -> None:
    session = Session("small", "", "en", "cn", answers={"product": "tea", "shop": "no", "money": 500})

    assert profile_fields(SMALL, session) == {"keeps": "years", "shop": "no"}


def test_a_session_is_small_plain_data() -> None:
    session = at(SMALL, "peaches", "12", "yes", "500", "1").session

    assert len(session.to_json().encode()) < 400
    assert json.loads(session.to_json()).items() <= json.loads(json.dumps(session.__dict__)).items()
    assert Session.from_json(session.to_json()) == session


def test_a_compiled_copy_starts_without_reading_yaml() -> None:
    program = """
import sys
from pathlib import Path
from dialogs import Content, Dialog, Reply, begin, load_content, show, step
from knowledge.datafile import freeze, thaw
if len(sys.argv) > 1:
    print(freeze(load_content(Path("dialogs/advisor"))), end="")
else:
    content = thaw(sys.stdin.read(), Content)
    assert content is not None
    dialog = Dialog(content)
    show(dialog, begin(dialog, "en", "cn"))
    print(dialog.version, "ruamel.yaml" in sys.modules)
"""

    def run(*words: str, given: str = "") -> str:
        command = [sys.executable, "-c", program, *words]
        done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, check=True, encoding="utf-8")
        return done.stdout

    assert run(given=run("write")).split() == [ADVISOR.version, "False"]
