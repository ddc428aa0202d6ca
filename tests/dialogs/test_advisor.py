"""The adviser's interview: what it fills, where each answer leads, how long it is, how it reads."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from dialogs import NOT_SURE, Reply, profile_fields, show, step
from dialogs.dialog import width
from dialogs.model import CONTROLS
from dialogs.path import walk
from dialogs.replies import read, span
from dialogs.script import NUMBER_KINDS
from knowledge.profile import FIELDS, read_profile
from tests.dialogs.talking import ADVISOR, LANGUAGES, Chat, at

QUESTIONS = ADVISOR.questions
IN_ORDER = (
    *("product", "current_channel", "goals", "logistics"),
    *("supply_stability", "packaging", "capital", "ecommerce_staff"),
)
WIDEST_LABEL, LONGEST_ASK = 34, 60


def every_answer(question: str) -> list[Any]:
    """Each option or band, and NOT_SURE."""
    asked = QUESTIONS[question]
    if asked.kind in NUMBER_KINDS:
        return [*map(span, asked.bands.values()), NOT_SURE]
    return [[one] if asked.kind == "choices" else one for one in asked.leaves] + [NOT_SURE]


def path(**answers: Any) -> tuple[str, ...]:
    """The way of someone who answers like this, and not sure elsewhere."""
    return walk(ADVISOR, dict.fromkeys(QUESTIONS, NOT_SURE) | answers)


@pytest.mark.parametrize(
    ("option", "category", "perishability"),
    [
        ("soft_fruit", "fresh_fruit", "high"),
        ("keeping_fruit", "fresh_fruit", "medium"),
        ("soft_vegetables", "vegetables", "high"),
        ("keeping_vegetables", "vegetables", "medium"),
        ("grain_oil", "grain_oil", "low"),
        ("tea", "tea", "low"),
        ("dried_processed", "dried_processed", "low"),
        ("meat", "meat_eggs", "high"),
        ("eggs", "meat_eggs", "medium"),
        ("aquatic", "aquatic", "high"),
        ("handicraft", "handicraft_textile", "low"),
        ("cut_flowers", "flowers_seedlings", "high"),
        ("potted_plants", "flowers_seedlings", "medium"),
        ("other_spoiling", "other", "high"),
        ("other_keeping", "other", "low"),
    ],
)
def test_two_taps_say_what_is_sold_and_how_fast_it_spoils(option: str, category: str, perishability: str) -> None:
    chat = Chat(ADVISOR)
    group = next((id for id, one in QUESTIONS["product"].groups.items() if option in one.options), None)
    chat.tap(*([group] if group else []), option)

    fields = {"product_category": category, "perishability": perishability}
    assert profile_fields(ADVISOR, chat.session) == fields
    assert chat.place == "current_channel"


def test_every_kind_of_goods_can_be_said() -> None:
    said = {option.fills["product_category"] for option in QUESTIONS["product"].leaves.values()}

    assert said == set(FIELDS["product_category"].values)


@pytest.mark.parametrize(
    ("option", "packaging", "brand"),
    [
        ("loose", "bulk", "none"),
        ("sorted", "graded", "none"),
        ("sorted_trade_mark", "graded", "registered"),
        ("packed", "retail_packed", "none"),
        ("packed_trade_mark", "retail_packed", "registered"),
        ("packed_known", "retail_packed", "known"),
    ],
)
def test_one_question_says_how_goods_are_packed_and_named(option: str, packaging: str, brand: str) -> None:
    assert QUESTIONS["packaging"].leaves[option].fills == {"packaging": packaging, "brand": brand}


def test_each_choice_of_a_field_is_one_of_its_values() -> None:
    for question in QUESTIONS.values():
        if question.fills and question.kind not in NUMBER_KINDS:
            assert set(question.options) == set(FIELDS[question.fills].values)


def test_the_first_hint_comes_with_the_fourth_question() -> None:
    assert [id for id, question in QUESTIONS.items() if question.hint] == ["logistics"]
    assert at(ADVISOR, "tea", "1", "1 2").turn.hint


# --- where each answer leads


def test_the_first_eight_questions_are_the_same_for_everyone() -> None:
    for question, after in itertools.pairwise(IN_ORDER):
        for answer in every_answer(question):
            passed = path(**{question: answer})
            assert passed[passed.index(question) + 1] == after


@pytest.mark.parametrize("product", every_answer("product"))
@pytest.mark.parametrize("packaging", every_answer("packaging"))
def test_packed_goods_tea_and_craft_are_counted_in_money_the_rest_in_tonnes(product: str, packaging: str) -> None:
    in_money = product in ("tea", "handicraft") or packaging.startswith("packed")

    passed = path(product=product, packaging=packaging)

    assert ("annual_sales" in passed, "annual_output_tonnes" in passed) == (in_money, not in_money)
    assert passed[8] in ("annual_sales", "annual_output_tonnes")


@pytest.mark.parametrize(
    "staff", [*every_answer("ecommerce_staff"), 0, 1, 7, {"low": 0, "high": 2}, {"low": 1, "high": 3}]
)
def test_the_last_question_is_on_partners_or_on_the_leader(staff: Any) -> None:
    low = staff["low"] if isinstance(staff, dict) else 0 if staff == NOT_SURE else staff
    asked, left = ("leader_awareness", "partners_nearby") if low >= 1 else ("partners_nearby", "leader_awareness")

    answers = dict.fromkeys(QUESTIONS, NOT_SURE) | {"ecommerce_staff": staff}

    assert walk(ADVISOR, answers)[9:] == (asked, "advice")
    further = walk(ADVISOR, answers, deepen=True)[-5:]
    assert further == ("what_more", "certification", "member_households", left, "advice")


@pytest.mark.parametrize("question", ["partners_nearby", "leader_awareness"])
def test_the_last_questions_lead_to_the_advice_whatever_is_answered(question: str) -> None:
    staff = 3 if question == "leader_awareness" else 0
    for answer in every_answer(question):
        assert path(**{"ecommerce_staff": staff, question: answer})[-2:] == (question, "advice")


@pytest.mark.parametrize("question", ["certification", "member_households", "leader_awareness", "partners_nearby"])
def test_further_questions_lead_to_the_advice_whatever_is_answered(question: str) -> None:
    for staff, answer in itertools.product((0, 3), every_answer(question)):
        answers = dict.fromkeys(QUESTIONS, NOT_SURE) | {"ecommerce_staff": staff, question: answer}
        assert walk(ADVISOR, answers, deepen=True)[-1] == "advice"


def test_every_way_to_the_advice_has_ten_questions_and_three_more() -> None:
    tested = {id for question in QUESTIONS.values() for route in question.routes for id in route.when}
    assert tested == {"ecommerce_staff", "packaging", "product", "logistics", "current_channel", "what_more"}

    for answers in itertools.product(*map(every_answer, ("ecommerce_staff", "packaging", "product"))):
        given = dict.fromkeys(QUESTIONS, NOT_SURE) | dict(
            zip(("ecommerce_staff", "packaging", "product"), answers, strict=True)
        )
        passed = walk(ADVISOR, given)
        assert passed[-1] == "advice"
        assert len(set(passed) & QUESTIONS.keys()) == 10


SUMS = [id for id, question in QUESTIONS.items() if not question.coded and id != "what_more"]


@pytest.mark.parametrize("logistics", every_answer("logistics"))
@pytest.mark.parametrize("packaging", ["loose", "sorted", "packed"])
@pytest.mark.parametrize("channel", ["wholesale", "platform_supply"])
@pytest.mark.parametrize("staff", [0, 3, NOT_SURE])
def test_four_to_six_questions_on_the_sums_follow_and_then_the_advice_or_three_more(
    staff: Any, channel: str, packaging: str, logistics: str
) -> None:
    for product in ("tea", "soft_fruit"):
        given = dict.fromkeys(QUESTIONS, NOT_SURE) | {"product": product, "what_more": "show_sums"}
        given |= {"logistics": logistics, "packaging": packaging, "current_channel": channel, "ecommerce_staff": staff}
        further = walk(ADVISOR, given, deepen=True)
        after = further[further.index("advice") + 1 :]

        assert after[0] == "price_at_gate"
        assert after[-1] == "advice"
        assert 4 <= len(set(after) & {*SUMS, "annual_output_tonnes"}) <= 6
        assert "certification" not in after
        assert ("buyer_price" in after) != ("arriving_sound" in after)
        if "what_more" in after:
            more = walk(ADVISOR, given | {"what_more": "go_on"}, deepen=True)
            assert {"certification", "member_households"} <= set(more)
            assert more[-1] == "advice"


def test_prices_are_asked_by_the_jin_in_chinese_and_kept_by_the_kilo() -> None:
    chinese, english = (reach("price_at_gate", language) for language in ("zh-Hans", "en"))

    assert chinese.say("3块5").answers["price_at_gate"] == 7
    assert chinese.turn.lead == ("现在的收购价：每斤3.5元",)
    assert english.say("7").answers["price_at_gate"] == 7
    assert english.turn.lead == ("Price from your buyer now: 7 yuan a kilo",)


def test_the_weight_of_a_box_is_asked_in_jin_in_chinese_and_kept_in_kilos() -> None:
    chinese, english = (reach("parcel_weight", language) for language in ("zh-Hans", "en"))

    assert chinese.say("5").answers["parcel_weight"] == 2.5
    assert chinese.turn.lead == ("一箱装多少：5斤",)
    assert english.say("5 jin").answers["parcel_weight"] == 2.5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("deepen", [False, True])
def test_whoever_always_taps_the_first_button_reaches_the_advice(language: str, deepen: bool) -> None:
    chat = Chat(ADVISOR, language)
    for wanted in (1, 2) if deepen else (1,):
        while chat.turn.outcome is None:
            first = chat.buttons[0].id
            assert first.endswith(":done") or first.rpartition(":")[2] not in CONTROLS
            chat.press(first)
        assert chat.turn.outcome == "advice"
        assert chat.session.path.count("advice") == wanted
        if wanted == 1 and deepen:
            chat.tap("deepen")
    assert set(read_profile(profile_fields(ADVISOR, chat.session))) >= {"capital", "packaging", "goals", "logistics"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_knows_nothing_reaches_the_advice_with_an_empty_profile(language: str) -> None:
    chat = Chat(ADVISOR, language)
    for _ in range(10):
        chat.tap(NOT_SURE)

    assert chat.turn.outcome == "advice"
    assert profile_fields(ADVISOR, chat.session) == {}


def test_a_changed_answer_asks_only_what_is_new_and_names_only_what_is_left_out() -> None:
    chat = Chat(ADVISOR)
    while chat.turn.outcome is None:
        chat.press(chat.buttons[0].id)

    chat.say("change", "1", "tea")
    assert chat.place == "annual_sales"
    assert chat.turn.lead == ("Goods: Tea", "Not needed any more: Output in a year. The answer is kept.")
    assert chat.say("300000").turn.outcome == "advice"

    chat.say("change", "8", "3")
    assert chat.place == "leader_awareness"
    assert chat.turn.lead[1] == "Not needed any more: Partners nearby. The answer is kept."
    assert chat.say("1").turn.outcome == "advice"


# --- how it is said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_misunderstood_reply_is_quoted_and_the_choices_shown_again(question: str, language: str) -> None:
    chat = reach(question, language)
    before = chat.turn

    chat.say("qwerty 北京")

    text = ADVISOR.texts[language]
    assert chat.text.split("\n")[0] == text.lines.misunderstood.format(quoted="qwerty 北京")
    assert chat.turn.message is not None
    assert before.message is not None
    assert chat.turn.message.choices == before.message.choices
    assert before.session is not None
    assert chat.session.answers == before.session.answers
    assert (text.questions[question].example or text.questions[question].ask) in chat.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_each_choice_is_taken_by_tap_number_and_label_alike(question: str, language: str) -> None:
    chat = reach(question, language)
    offer = ADVISOR.offer(question, None, language)
    for id, mark, label in zip(offer.ids, offer.marks, offer.labels, strict=True):
        typed = [step(ADVISOR, chat.session, Reply(text=text)) for text in (mark, f" {mark.upper()}. ", label)]
        assert typed[0] == typed[1] == typed[2]
        tapped = step(ADVISOR, chat.session, Reply(button=chat.button(id).id))
        assert tapped.session is not None
        assert typed[0].session is not None
        assert typed[0].session.answers == tapped.session.answers or QUESTIONS[question].kind == "choices"
        assert typed[0].session.answers != chat.session.answers or id in QUESTIONS[question].groups


@pytest.mark.parametrize(
    ("question", "reply", "language", "answer", "echo"),
    [
        ("ecommerce_staff", "两个人", "zh-Hans", 2, "会开网店的人：2个人"),
        ("ecommerce_staff", "1", "en", 1, "People for a shop: 1 person"),
        ("ecommerce_staff", "none", "en", 0, "People for a shop: 0 people"),
        ("capital", "5万", "zh-Hans", 50_000, "能拿出的钱：5万元"),
        ("capital", "150来万", "zh-Hans", {"low": 1_500_000, "high": 1_600_000}, "能拿出的钱：150万到160万元"),
        ("capital", "50k", "en", 50_000, "Money to start: 50,000 yuan"),
        ("capital", "3-5万", "en", {"low": 30_000, "high": 50_000}, "Money to start: 30,000 to 50,000 yuan"),
        ("annual_output_tonnes", "五六万斤", "zh-Hans", {"low": 25, "high": 30}, "一年的产量：25到30吨"),
        ("annual_output_tonnes", "500 kg", "en", 0.5, "Output in a year: 0.5 tonnes"),
        ("annual_sales", "4.8 million", "en", 4_800_000, "Sales last year: 4.8 million yuan"),
        ("member_households", "十来户", "zh-Hans", {"low": 10, "high": 20}, "社员户数：10到20户"),
        ("annual_sales", "2000 a month", "en", 24_000, "Sales last year: 24,000 yuan"),
        ("annual_sales", "一个月三五万", "zh-Hans", {"low": 360_000, "high": 600_000}, "去年卖的钱：36万到60万元"),
        ("annual_output_tonnes", "200 bags of 50 kg", "en", 10, "Output in a year: 10 tonnes"),
    ],
)
def test_amounts_are_read_as_leaders_write_them(
    question: str, reply: str, language: str, answer: object, echo: str
) -> None:
    chat = reach(question, language).say(reply)

    assert chat.answers[question] == answer
    assert chat.turn.lead == (echo,)


@pytest.mark.parametrize(
    ("question", "reply", "language", "why"),
    [
        ("capital", "几十万", "zh-Hans", "说得太笼统"),
        ("capital", "several thousand", "en", "too vague"),
        ("capital", "500 dollars", "en", "counts in yuan"),
        ("capital", "2 lakh rupees", "en", "counts in yuan"),
        ("annual_sales", "500 a day", "en", "for a whole year"),
        ("annual_sales", "20 tonnes", "en", "asks for money"),
        ("annual_output_tonnes", "200 bags", "en", "How many kg is one bag?"),
        ("annual_output_tonnes", "三百袋", "zh-Hans", "一袋多少公斤？"),
        ("annual_output_tonnes", "亩产两千斤", "zh-Hans", "其中一份"),
        ("member_households", "2.5", "en", "whole number"),
    ],
)
def test_an_amount_that_is_not_taken_is_answered_with_the_reason(
    question: str, reply: str, language: str, why: str
) -> None:
    chat = reach(question, language).say(reply)

    assert question not in chat.answers
    assert len(chat.turn.lead) == 2
    assert reply in chat.turn.lead[0]
    assert why in chat.turn.lead[1]


@pytest.mark.parametrize("reply", ["3", "3元", "99 yuan"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_money_that_is_hardly_meant_is_taken_and_doubted_aloud(reply: str, language: str) -> None:
    chat = reach("capital", language).say(reply)

    assert chat.answers["capital"] == int("".join(filter(str.isdigit, reply)))
    assert chat.turn.lead[1] == ADVISOR.text(language).lines.doubted


@pytest.mark.parametrize("reply", ["0", "100", "a", "under 50"])
def test_money_that_may_be_meant_is_not_doubted(reply: str) -> None:
    assert ADVISOR.text("en").lines.doubted not in reach("capital", "en").say(reply).turn.lead


@pytest.mark.parametrize("reply", ["95%", "百分之九十五", "95 percent", "95"])
def test_a_question_for_a_share_takes_percent(reply: str) -> None:
    assert read(ADVISOR, "arriving_sound", None, reply) == 95


@pytest.mark.parametrize("reply", ["hello", "5 apples", "how much money do others put in"])
def test_a_text_that_is_no_amount_gets_no_reason(reply: str) -> None:
    assert len(reach("capital", "en").say(reply).turn.lead) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_short_and_labels_fit_a_small_phone(language: str) -> None:
    text = ADVISOR.texts[language]
    for id, words in text.questions.items():
        labels = [*words.options.values(), *words.bands.values()]
        assert max(map(width, labels)) <= WIDEST_LABEL, id
        if language == "zh-Hans":
            assert len(words.ask) <= LONGEST_ASK, id
        assert "please" not in f"{words.ask} {words.why}".lower()
    assert "\n" not in text.first_line
    assert "/delete" in text.first_line


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_has_more_than_six_choices_or_a_long_button(language: str) -> None:
    for question in QUESTIONS:
        chat = reach(question, language).say("more")
        for button in chat.buttons:
            assert button.id.isascii()
            assert len(button.id) <= 64
        for group in (None, *QUESTIONS[question].groups):
            assert 2 <= len(ADVISOR.offer(question, group, language).ids) <= 6


def reach(question: str, language: str) -> Chat:
    """A chat with this question open, the ones before it answered so that it is asked."""
    needed: dict[str, dict[str, Any]] = {
        "annual_sales": {"product": "tea"},
        "leader_awareness": {"ecommerce_staff": 3},
        "arriving_sound": {"ecommerce_staff": 3},
        "freight_to_buyer": {"logistics": "poor"},
        "testing_cost": {"logistics": "poor"},
        "helper_wage": {"logistics": "poor"},
    }
    given = dict.fromkeys(QUESTIONS, NOT_SURE) | needed.get(question, {})
    passed = walk(ADVISOR, given, deepen=True)
    known = {id: given[id] for id in passed[: passed.index(question)] if id in QUESTIONS}
    chat = Chat(ADVISOR, language)
    session = replace(chat.session, answers=known, path=walk(ADVISOR, known, deepen=True), deepen=True)
    chat.turn = show(ADVISOR, session)
    assert chat.place == question
    return chat
