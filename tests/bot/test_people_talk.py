"""The people's cards and the checks of a contract, as a leader meets them in a chat, by tap and by number."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.check_talk import BACK
from bot.library import Library
from bot.people_cards import there
from bot.wording import asked, card, first_screen, whole
from dialogs import Message, Session, check_dialog, enter
from dialogs.model import CONTROLS
from knowledge import advise, read_profile
from knowledge.contract_check import CHECKS
from tests.bot.talk import LIBRARY, ROOT, TODAY, Talk
from tests.knowledge.cn import PACK
from tests.knowledge.test_people import OF_EACH_MODE, OPERATOR

LANGUAGES = ("en", "zh")
FOLDERS = {"en": "en", "zh": "zh-Hans"}
LONGEST_TELEGRAM_TEXT = 4_096
CHECK_ANSWERS = {"operator_check": 8, "buyer_check": 4}


def report(profile: dict[str, Any], language: str) -> dict[str, Any]:
    return advise(read_profile(profile), PACK, TODAY, language)


def names(message: Message) -> list[str]:
    return [button.id.rpartition(":")[2] for row in message.buttons for button in row]


def words(language: str) -> dict[str, Any]:
    return LIBRARY.words(FOLDERS[language])


def at_check(language: str = "en", check: str = "operator_check") -> Talk:
    """A chat whose advice was reached, and in which this check has just been opened."""
    talk = Talk(language)
    talk.to_advice()
    assert talk.session
    talk.tap(f"{talk.session.turn}:advice:{check}")
    return talk


def answered(talk: Talk, check: str, reply: str = "1") -> Message:
    for _ in range(CHECK_ANSWERS[check]):
        message = talk.send("a" if reply == "1" and "a." in "\n".join(talk.said[-1].choices) else reply)
    return message


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_people_card_is_short_and_the_rest_is_one_tap_away(language: str) -> None:
    talk = Talk(language)
    talk.to_advice()

    people = talk.tap_named("people")

    assert len(people.text.splitlines()) <= 12
    for name in names(people)[:-1]:
        talk.tap_named(name)
        assert talk.said[-1].edit
        assert talk.said[-1].text != people.text
        assert talk.tap_named("people").text == people.text
    assert names(people)[-1] == "advice"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", OF_EACH_MODE)
def test_every_card_behind_a_card_can_be_said_and_leads_back(mode: str, language: str) -> None:
    found = report(OF_EACH_MODE[mode], FOLDERS[language])

    for name in ("week", "people", *there(found)):
        shown = card(name, found, words(language), str, True)
        assert 0 < len(shown.text) <= LONGEST_TELEGRAM_TEXT
        assert "None" not in shown.text
        assert "{" not in shown.text
        assert names(shown)[-1] == "advice"
        assert set(names(shown)) & {"week", "people", *there(found)} or name in names(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_behind_a_card_is_found_by_its_number_and_its_words(language: str) -> None:
    found = report(OPERATOR, FOLDERS[language])

    for name, number in zip(there(found), range(21, 40), strict=False):
        assert asked(str(number), None, found, words(language)) == name


def test_an_english_reader_is_told_which_places_speak_chinese() -> None:
    text = card("learn", report(OPERATOR, "en"), words("en"), str, True).text

    assert "in Chinese" in text
    assert "英文" not in card("learn", report(OPERATOR, "zh-Hans"), words("zh"), str, True).text


def test_a_place_to_visit_and_old_places_are_named_as_such() -> None:
    found = report(OPERATOR, "en")
    visit = dict(found["training"][0], id="far", way="visit", status="historical", url=None, whom_to_ask="Ask there.")
    found["training"].append(visit)
    found["roles"][0]["resources"] = ["far"]

    lines = card("learn", found, words("en"), str, True).text.splitlines()

    at = next(at for at, line in enumerate(lines) if line.startswith("Worth a visit"))
    assert "an old one" in lines[at + 1]
    assert lines[at + 2] == "Ask: Ask there."
    assert found["roles"][0]["ask"] in lines


def test_hours_without_boxes_are_told_as_assumed_alone() -> None:
    found = report(OPERATOR, "en") | {"boxes_per_week": None}

    assert "The hours are our assumption." in card("people", found, words("en"), str, True).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pack_without_the_peoples_files_has_cards_all_the_same(language: str) -> None:
    bare = report(OPERATOR, FOLDERS[language]) | {
        key: [] for key in ("roles", "calls", "letters", "lessons", "contract")
    }

    assert there(bare) == []
    assert all(whole(bare, words(language)))
    assert names(card("calls", bare, words(language), str, True))[0] == "why"


def test_without_roles_the_people_card_tells_what_to_learn_and_where() -> None:
    bare = report(OPERATOR, "en") | {key: [] for key in ("roles", "calls", "letters", "lessons", "contract")}

    lines = card("people", bare, words("en"), str, True).text.splitlines()

    skill = next(one for one in bare["skills"] if one["resources"])
    place = next(one for one in bare["training"] if one["id"] == skill["resources"][0])
    at = lines.index(f"{skill['name']}: {skill['why']}")
    assert lines[at + 1].startswith(f"• {place['name']} (")
    assert len([line for line in lines if line.startswith("• ")]) == 5
    assert lines[:2] == ["People and training", ""]


def test_a_country_of_few_files_shows_where_to_learn_on_its_people_card(tmp_path: Path) -> None:
    for name in ("dialogs/advisor", "knowledge/language"):
        shutil.copytree(ROOT / name, tmp_path / name)
    zz = Path(shutil.copytree(ROOT / "tests/knowledge/isles", tmp_path / "knowledge/zz"))
    school = "provider: Reef School, url: null, cost: free, languages: [en], skills: [finance], modes: [any]"
    school += ", audience: [leader], region: ZZ, format: [in_person], status: active, as_of: null, confidence: high"
    for name, text in {
        "skills": "finance: {modes: [], order: 1, ours: true}",
        "en/skills": "finance: {name: Accounts, why: Count the shells.}",
        "resources": f"reef_school: {{{school}, source: reef, rank: 1}}",
        "en/resources": "reef_school: {name: Reef School, whom_to_ask: Call on the second islet., note: null}",
        "resource_sources": "reef: {title: Reef School, publisher: Reef School, url: null, as_of: null,"
        " checked_on: 2026-11-22, confidence: high}",
    }.items():
        (zz / f"{name}.yaml").write_text(text, "utf-8")
    talk = Talk("en", "zz", Library(tmp_path, None))
    talk.to_advice()

    people = talk.tap_named("people").text

    assert "Accounts: Count the shells.\n• Reef School (free)\nAsk: Call on the second islet." in people


def test_a_chat_in_india_opens_every_card_and_speaks_of_nothing_foreign() -> None:
    talk = in_india()
    for name in ("why", "costs", "risks", "week", "people", "others", "share"):
        talk.tap_named(name)
        for inner in names(talk.said[-1]):
            if inner in ("learn", "calls", "message", "job", "overflow", "judge_a_message"):
                talk.tap_named(inner)
                talk.tap_named(name if name in names(talk.said[-1]) else "people")
        talk.tap_named("advice")

    told = "\n".join(message.text for message in talk.said)
    assert "NABARD's district manager" in told
    assert not re.search(r"yuan|\bcounty\b|WeChat|Taobao|[\u4e00-\u9fff]", told)


def test_the_checks_in_india_are_asked_in_rupees_and_in_english_alone() -> None:
    talk = in_india()
    talk.tap(f"{talk.session.turn}:advice:operator_check")
    answered(talk, "operator_check", "2")
    talk.send("2")
    for reply in ("580 rupees", "180", "15", "15000", "200", "5"):
        talk.send(reply)

    assert "₹209" in talk.said[-1].text
    assert "yuan" not in "\n".join(message.text for message in talk.said)
    talk.send("中文")
    assert talk.session.language == "en"


def in_india() -> Talk:
    """A chat of the pack of India whose advice was reached."""
    talk = Talk("en", "in")
    talk.to_advice()
    return talk


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_advice_offers_to_check_the_contract_of_its_mode(language: str) -> None:
    for mode, offered in (("principal_agent", "operator_check"), ("entrusted_sales", "buyer_check")):
        found = report(OF_EACH_MODE[mode], FOLDERS[language])
        first = first_screen(found, words(language), str, deepen=True, lead=())

        assert offered in names(first)
        assert [flag["severity"] for one in found["contract"] if one["check"] == offered for flag in one["flags"]]


def test_who_already_supplies_a_platform_is_offered_the_check_of_its_terms() -> None:
    supplier = report({**OF_EACH_MODE["information_release"], "current_channel": "platform_supply"}, "en")

    assert [one["check"] for one in supplier["contract"] if one["offered"]] == ["buyer_check"]
    assert [one["flags"] for one in supplier["contract"] if not one["offered"]] == [[]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_of_a_mode_offers_its_check_whatever_the_advice(language: str) -> None:
    talk = Talk(language)
    talk.to_advice()
    talk.tap_named("others")

    talk.tap_named("principal_agent")
    assert "buyer_check" not in names(talk.said[-1])
    talk.tap_named("operator_check")

    assert talk.session.dialog == "operator_check"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("check", CHECK_ANSWERS)
def test_a_check_is_answered_by_digits_and_leaves_the_interview_untouched(check: str, language: str) -> None:
    talk = at_check(language, check)
    before = talk.session.others["advisor"]
    advice = talk.said[-2].text.splitlines()

    shown = answered(talk, check)

    assert talk.session.dialog == check
    assert len(shown.text.splitlines()) <= 12
    assert names(shown)[-1] == BACK
    assert talk.session.others["advisor"] == before
    back = talk.send("0")
    assert back.text.splitlines() == advice[-len(back.text.splitlines()) :]
    assert talk.session.answers == before["answers"]
    assert talk.session.others[check]["answers"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("check", CHECK_ANSWERS)
def test_whoever_always_taps_the_first_button_reaches_the_result(check: str, language: str) -> None:
    talk = at_check(language, check)

    for _ in range(CHECK_ANSWERS[check]):
        assert not talk.said[-1].buttons[0][0].id.endswith(BACK)
        talk.tap_first()

    assert names(talk.said[-1])[-2:] == ["change", BACK]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_names_red_flags_first_and_all_points_with_sentences_to_ask_for(language: str) -> None:
    talk = at_check(language)
    short = answered(talk, "operator_check", "2")

    assert [line for line in short.text.splitlines() if line.startswith("• ")]
    by_tap = talk.tap_named("all_points")
    assert by_tap.edit
    assert words(language)["checks"]["red"] in by_tap.text
    assert by_tap.text.count("“") >= 5
    assert len(by_tap.text) <= LONGEST_TELEGRAM_TEXT
    assert talk.send("1").text == by_tap.text


def test_a_good_contract_says_so_and_one_flag_comes_with_its_sentence() -> None:
    good = at_check()
    none = answered(good, "operator_check")
    assert "no red flag" in none.text
    assert "•" not in none.text

    good.send("3")
    good.send("2")
    one = good.send("2")
    assert one.text.count("• ") == 1
    assert "Ask for:" in one.text


def test_six_more_questions_give_what_one_box_leaves() -> None:
    talk = at_check()
    answered(talk, "operator_check")

    talk.send("2")
    for reply in ("60", "15", "10", "3000", "200", "5"):
        shown = talk.send(reply)

    assert "21.3 yuan" in shown.text
    assert "20.7 yuan" in shown.text
    assert "deepen" not in names(shown)
    assert talk.session.deepen
    talk.tap_named(BACK)
    assert not talk.session.deepen


def test_a_check_goes_on_where_it_was_left() -> None:
    talk = at_check()
    talk.send("2")
    question = talk.said[-1].text.splitlines()[-1]

    assert talk.send("advice").text.startswith("What suits you now")
    again = talk.tap(f"{talk.session.turn}:advice:operator_check")

    assert question in again.text
    assert talk.session.answers == {"shop_owner": "shared"}


@pytest.mark.parametrize("way", ["button", "start", "code", "card"])
def test_there_are_many_ways_back_to_the_advice(way: str) -> None:
    talk = Talk()
    talk.to_advice()
    advice = talk.said[-1]
    share = talk.tap_named("share").text
    code = share.partition("as a code: ")[2].split(". ")[0]
    talk.tap(f"{talk.session.turn}:advice:operator_check")
    talk.send("2")

    back = {
        "button": lambda: talk.tap_named(BACK),
        "start": talk.start,
        "code": lambda: talk.send(code),
        "card": lambda: talk.tap(next(b.id for row in advice.buttons for b in row if b.id.endswith(":costs"))),
    }[way]()

    assert talk.session.dialog == "advisor"
    assert talk.session.others["operator_check"]["answers"] == {"shop_owner": "shared"}
    assert back.text


def test_an_old_question_of_a_check_offers_to_change_its_answer() -> None:
    talk = at_check()
    old = talk.said[-1]
    talk.tap_first()
    talk.tap_named(BACK)

    again = talk.tap(old.buttons[2][0].id)

    assert "until now" in again.text
    assert talk.session.dialog == "operator_check"


def test_the_same_button_twice_stays_in_the_check() -> None:
    talk = at_check()
    again = talk.tap(f"{talk.session.turn}:advice:operator_check")

    assert talk.session.dialog == "operator_check"
    assert "contract" in again.text


def test_the_check_can_be_named_by_number_and_by_words_at_the_advice() -> None:
    label = words("en")["checks"]["open"]["buyer_check"]
    for typed in ("42", label):
        talk = Talk()
        talk.to_advice()
        talk.send(typed)
        assert talk.session.dialog == "buyer_check"


def test_a_number_for_a_check_is_no_answer_to_a_question() -> None:
    talk = Talk()
    talk.start()
    talk.send("41")

    assert talk.session.dialog == "advisor"


def test_starting_again_in_a_check_keeps_the_interview_and_starting_it_again_drops_all() -> None:
    talk = at_check()
    talk.send("2")
    kept = talk.session.others["advisor"]

    talk.send("restart")
    assert talk.session.answers == {}
    assert talk.session.others["advisor"] == kept

    talk.send("advice")
    talk.send("restart")
    assert talk.session.others == {}


def test_words_that_are_no_answer_are_looked_up_above_the_same_question() -> None:
    talk = at_check()
    question = talk.said[-1].text.splitlines()[-1]

    looked = talk.send("deposit of an operator")

    assert words("en")["search"]["title"] in looked.text
    assert looked.text.splitlines()[-1] == question
    assert BACK in names(looked)
    assert words("en")["media"] in talk.update("media").text


@pytest.mark.parametrize("text", ["/delete", "stop", "中文"])
def test_controls_work_in_a_check_as_everywhere(text: str) -> None:
    talk = at_check()
    talk.send("2")

    shown = talk.send(text)

    if text == "/delete":
        assert talk.session is None
    elif text == "stop":
        assert not shown.buttons
        assert "operator" not in talk.send("go on").text.splitlines()[0].lower() or talk.session
    else:
        assert "第2题" in shown.text


def test_the_checks_of_the_folders_have_no_problem_and_their_own_ids() -> None:
    for name, check in CHECKS.items():
        terms = {term: field.values for term, field in check.terms.items()}
        assert check_dialog(ROOT / "dialogs" / name, terms) == []
    dialogs = [LIBRARY.dialog("cn"), *(LIBRARY.check(name, "cn") for name in LIBRARY.checks)]
    ids = [id for one in dialogs for id in (*one.questions, *one.outcomes)]
    assert len(ids) == len(set(ids))
    assert not set(ids) & set(CONTROLS)
    for name, check in CHECKS.items():
        filled = {question.fills for question in LIBRARY.check(name, "cn").questions.values()}
        assert filled == set(check.terms)


def test_a_pack_that_knows_nothing_wrong_with_a_contract_opens_no_check(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk()
    talk.to_advice()
    monkeypatch.setitem(LIBRARY._packs, "cn", PACK.model_copy(update={"contract": {}}))

    talk.tap(f"{talk.session.turn}:advice:operator_check")

    assert talk.session.dialog == "advisor"


def test_a_session_of_a_check_that_is_gone_is_an_interview() -> None:
    session = Session("poem_check", "1", "en", "cn", answers={"rhyme": "yes"}, path=("rhyme",))

    assert LIBRARY.dialog_of(session) is LIBRARY.dialog("cn")
    assert enter(LIBRARY.dialog("cn"), session).others["poem_check"]["answers"] == {"rhyme": "yes"}


STARTED = at_check()
STARTED.send("2")


@given(
    texts=st.lists(
        st.text(max_size=60) | st.sampled_from(["1", "0", "3", "back", "advice", "change", "41"]), max_size=4
    )
)
@settings(max_examples=40)
def test_any_texts_in_a_check_are_answered_and_lose_nothing(texts: list[str]) -> None:
    talk = Talk()
    talk.session = replace(STARTED.session)
    before = STARTED.session.others["advisor"]["answers"]

    for text in texts:
        assert talk.send(text).text
        if talk.session is None:
            return
        kept = talk.session.answers if talk.session.dialog == "advisor" else talk.session.others["advisor"]["answers"]
        assert kept == before or "restart" in text
