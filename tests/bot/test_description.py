"""A leader who says it in their own words: what was read is shown, one tap mends each, only the rest is asked."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from dialogs import profile_fields
from dialogs.answer_code import encode, of_session
from dialogs.path import still_open
from knowledge import read_profile
from tests.bot.talk import LIBRARY, Talk

LANGUAGES = ("en", "zh")
SAID = {
    "en": "We are 46 families growing kiwifruit, about 300 tonnes a year, graded, and we have a cold store. "
    "Budget is 20,000 yuan. Nobody here can run an online shop. We want a better price.",
    "zh": "俺们社里四十六户，种猕猴桃，一年大概三百吨，分级分好了，有冷库，账上能拿出来两万块，"
    "没人会弄网店，想卖个好价",
}
SETTLED = {"product", "ecommerce_staff", "capital", "logistics", "annual_output_tonnes", "goals", "member_households"}
OTHERWISE = {
    "en": "The budget is 80,000 yuan by now and we still grow kiwifruit",
    "zh": "账上其实能拿出来八万块，种的还是猕猴桃",
}
QUESTION = {"en": "how much deposit for pinduoduo?", "zh": "拼多多开网店的押金一共要交多少钱？"}
ENOUGH = {
    "en": "We grow strawberries. So far everything goes to the wholesale market. We want to sell fast. "
    "No courier comes to our village, the road is bad.",
    "zh": "我们种草莓，现在都卖给批发市场，想尽快出货，村里没有快递",
}
ASK = {"en": "in my own words", "zh": "我自己说"}


def lines(language: str) -> dict[str, str]:
    reading = LIBRARY.dialog("cn").content.reading
    assert reading is not None
    return reading.languages["en" if language == "en" else "zh-Hans"].lines.model_dump()


def told(language: str) -> Talk:
    talk = Talk(language)
    talk.start()
    talk.send(SAID[language])
    return talk


def answers(talk: Talk) -> dict[str, object]:
    assert talk.session is not None
    return talk.session.answers


def tapped_on(talk: Talk) -> list[str]:
    """The questions passed by the first button of each, up to the advice."""
    asked = []
    while not talk.at_advice():
        asked.append(talk.place)
        talk.tap_first()
        assert len(asked) < 20
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_read_is_shown_with_its_words_above_the_first_question_left(language: str) -> None:
    talk = told(language)

    text = talk.said[-1].text
    assert text.startswith(lines(language)["title"])
    assert {"en": "“Budget is 20,000 yuan”", "zh": "“账上能拿出来两万块”"}[language] in text
    assert answers(talk).keys() >= SETTLED
    assert talk.place == "current_channel"
    assert LIBRARY.dialog("cn").text(talk.session.language).questions["current_channel"].ask in text  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_is_missing_is_asked_until_the_advice(language: str) -> None:
    talk = told(language)

    asked = tapped_on(talk)
    talk.tap_named("deepen")
    left_out = tapped_on(talk)

    assert asked == ["current_channel", "supply_stability", "packaging"]
    assert left_out == ["partners_nearby"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_description_that_settles_the_advice_leads_to_it_at_once(language: str) -> None:
    talk = Talk(language)
    talk.start()

    text = talk.send(ENOUGH[language]).text

    assert talk.at_advice()
    assert talk.session is not None
    assert talk.session.enough
    assert talk.place == "advice"
    assert text.startswith(lines(language)["title"])
    assert LIBRARY.words(talk.session.language)["advice"]["settled"] in text
    assert lines(language)["mend_typed"] in text
    assert answers(talk).keys() == {"product", "current_channel", "goals", "logistics"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_description_at_the_early_advice_brings_back_the_questions_that_matter_now(language: str) -> None:
    talk = Talk(language)
    talk.send(ENOUGH[language])

    talk.send(SAID[language])

    assert not talk.at_advice()
    assert talk.session is not None
    assert not talk.session.enough
    assert talk.place == "supply_stability"


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_asked_for_the_questions_left_out_is_asked_them_after_a_description_too(language: str) -> None:
    talk = Talk(language)
    talk.send(ENOUGH[language])
    talk.tap_named("deepen")

    talk.send(
        {"en": "Budget is 20,000 yuan, and we are 46 families", "zh": "账上能拿出来两万块，社里四十六户"}[language]
    )

    assert answers(talk)["capital"] == 20000
    assert talk.place == "supply_stability"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_told_of_a_question_still_to_come_is_not_left_open(language: str) -> None:
    talk = told(language)
    assert talk.session is not None

    left = still_open(LIBRARY.dialog("cn"), talk.session)

    assert "packaging" in left
    assert not SETTLED & {*left}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_carries_what_was_told_of_questions_still_to_come(language: str) -> None:
    talk, other = told(language), Talk(language)
    dialog = LIBRARY.dialog("cn")
    assert talk.session is not None
    code = encode(dialog, of_session(dialog, talk.session))

    other.send(str(code))

    assert other.session is not None
    assert answers(other).keys() == answers(talk).keys()
    assert other.place == talk.place == "current_channel"
    before, after = (profile_fields(dialog, one.session) for one in (talk, other) if one.session)
    assert before.keys() - after.keys() == {"packaging"}
    assert (after["goals"], after["logistics"]) == (before["goals"], before["logistics"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_word_of_a_chat_may_be_a_description(language: str) -> None:
    talk = Talk(language)

    talk.send(SAID[language])

    assert answers(talk).keys() >= SETTLED


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_tap_mends_what_was_read(language: str) -> None:
    talk = told(language)

    talk.tap_named("capital")
    assert talk.place == "capital"
    talk.send("5万")

    assert answers(talk)["capital"] == 50000
    assert talk.place == "current_channel"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_lies_off_the_way_counts_and_can_be_mended_too(language: str) -> None:
    talk = told(language)
    assert talk.session is not None
    assert profile_fields(LIBRARY.dialog("cn"), talk.session)["member_households"] == 46

    talk.tap_named("member_households")
    talk.send("60")

    assert profile_fields(LIBRARY.dialog("cn"), talk.session)["member_households"] == 60
    assert talk.place == "current_channel"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_typed_list_of_answers_holds_all_that_was_read(language: str) -> None:
    talk = told(language)

    text = "\n".join(talk.send({"en": "change", "zh": "修改"}[language]).choices)

    names = LIBRARY.dialog("cn").text(talk.session.language).questions  # type: ignore[union-attr]
    assert all(names[id].name in text for id in SETTLED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_tap_said_otherwise_is_shown_as_changed(language: str) -> None:
    talk = told(language)

    text = talk.send(OTHERWISE[language]).text

    assert answers(talk)["capital"] == 80000
    frame = lines(language)["changed"]
    assert frame.partition("{before}")[0].rpartition("{words}")[2] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leaves_an_answer_open_is_kept_until_it_is_answered(language: str) -> None:
    talk = told(language)
    assert talk.session is not None
    for question in ("current_channel", "supply_stability"):
        assert talk.place == question
        talk.tap_first()
    assert profile_fields(LIBRARY.dialog("cn"), talk.session)["packaging"] == "graded"

    talk.tap_named("packed")

    assert profile_fields(LIBRARY.dialog("cn"), talk.session)["packaging"] == "retail_packed"


def test_goods_of_which_only_the_kind_was_said_open_their_group() -> None:
    talk = Talk("en")
    talk.start()

    talk.send("We grow vegetables in our village, 11 families, and 20,000 yuan in the budget")

    assert talk.place == "product"
    assert talk.session is not None
    assert talk.session.group == "vegetables"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_description_at_the_advice_is_read_above_the_advice(language: str) -> None:
    talk = Talk(language)
    talk.to_advice()

    text = talk.send(SAID[language]).text

    assert text.startswith(lines(language)["title"])
    assert answers(talk)["capital"] == 20000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_looked_up_and_no_description(language: str) -> None:
    talk = Talk(language)
    talk.start()

    text = talk.send(QUESTION[language]).text

    assert lines(language)["title"] not in text
    assert answers(talk) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_comes_before_a_description(language: str) -> None:
    talk = told(language)
    before = dict(answers(talk))

    talk.send("1")

    assert answers(talk) == before | {"current_channel": "none"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asks_to_say_it_freely_is_told_how(language: str) -> None:
    talk = Talk(language)
    talk.start()

    text = talk.send(ASK[language]).text

    assert text.startswith(lines(language)["prompt"])
    assert answers(talk) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_of_a_description_are_kept(language: str) -> None:
    kept = told(language).session
    assert kept is not None

    assert not any(word in kept.to_json() for word in ("kiwi", "猕猴桃", "Budget", "账上"))


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["understand", *arguments], input=typed.encode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_prints_fields_and_the_words_they_were_read_from(language: str) -> None:
    answer = json.loads(run("--lang", language, "--json", SAID[language]).stdout)

    assert answer.keys() == {"fields", "evidence"}
    assert answer["fields"] == read_profile(answer["fields"])
    assert answer["fields"]["capital"] == 20000
    assert answer["evidence"].keys() == answer["fields"].keys()
    assert all(words in SAID[language] for words in answer["evidence"].values())


def test_the_command_reads_standard_input_and_tells_it_in_words() -> None:
    result = run("--lang", "zh", typed=SAID["zh"])

    assert "能拿出的钱：2万元" in result.stdout
    assert "社员户数：46户" in result.stdout


def test_the_command_says_so_when_it_read_nothing() -> None:
    assert run("--lang", "en", "hello").stdout.strip() == lines("en")["nothing"]
    assert json.loads(run("--json", "hello").stdout) == {"fields": {}, "evidence": {}}


def test_a_line_of_json_gives_a_line_of_json() -> None:
    result = run("--jsonl", typed='"11 families"\n5\nno json\n""\n')

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert answers[0] == {"fields": {"member_households": 11}, "evidence": {"member_households": "11 families"}}
    assert [list(one) for one in answers[1:3]] == [["error"], ["error"]]
    assert answers[3] == {"fields": {}, "evidence": {}}
