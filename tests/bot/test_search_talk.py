"""Questions in the middle of a chat, and the command: best three with source and year, then the same screen again."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.bot.talk import LIBRARY, Talk

ASKED = {"en": "how much deposit for pinduoduo?", "zh": "拼多多押金多少"}
ANSWERED = {"en": "Pinduoduo: shop deposit, comes back", "zh": "拼多多保证金（可退）"}
UNKNOWN = {"en": "who discovered saturn", "zh": "土星是谁发现的"}
KEYWORD = {"en": "moonlight", "zh": "月球"}
ELSEWHERE = {
    "en": {"will it rain tomorrow": "forecast", "loan interest": "bank", "my cow is sick": "extension officer"},
    "zh": {"明天下雨吗": "天气预报", "贷款利息多少": "银行", "桃树打什么药": "农技站"},
}
FOLDERS = {"en": "en", "zh": "zh-Hans"}
LANGUAGES = tuple(FOLDERS)


def words(language: str) -> dict[str, str]:
    return dict(LIBRARY.words(FOLDERS[language])["search"])


def at_a_question(language: str) -> Talk:
    talk = Talk(language)
    talk.start()
    talk.tap_first()
    return talk


def at_the_list(language: str) -> Talk:
    talk = at_a_question(language)
    talk.send("/change")
    return talk


def at_the_advice(language: str) -> Talk:
    talk = Talk(language)
    talk.to_advice()
    return talk


def body(text: str) -> str:
    """The last lines of a screen: what it asks."""
    return text.rpartition("\n\n")[2]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [at_a_question, at_the_list])
def test_a_question_is_answered_and_the_same_screen_stands_below(place: object, language: str) -> None:
    talk = place(language)  # type: ignore[operator]
    before, screen = talk.session, talk.said[-1]

    answer = talk.send(ASKED[language])

    lines = answer.text.splitlines()
    assert lines[0] == words(language)["title"]
    assert lines[1] == f"• {ANSWERED[language]}"
    assert sum(line.startswith("• ") for line in lines) <= 3
    assert "2024" in answer.text
    assert body(answer.text) == body(screen.text)
    assert [[one.label for one in row] for row in answer.buttons] == [
        [one.label for one in row] for row in screen.buttons
    ]
    assert (talk.session.answers, talk.session.path, talk.session.listing) == (
        before.answers,
        before.path,
        before.listing,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interview_goes_on_as_if_nothing_had_been_asked(language: str) -> None:
    plain, asking = Talk(language), Talk(language)
    plain.start()
    asking.start()
    for _ in range(3):
        plain.tap_first()
        asking.send(ASKED[language])
        asking.tap_first()

    assert asking.session.answers == plain.session.answers
    assert asking.said[-1].text == plain.said[-1].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_at_the_advice_is_answered_above_the_advice(language: str) -> None:
    talk = at_the_advice(language)
    before, advice = talk.session.answers, talk.said[-1]

    answer = talk.send(ASKED[language])

    assert answer.text.splitlines()[:2] == [words(language)["title"], f"• {ANSWERED[language]}"]
    assert answer.text.splitlines()[-1] == advice.text.splitlines()[-1]
    assert talk.at_advice()
    assert talk.session.answers == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [at_a_question, at_the_advice])
def test_a_question_without_an_answer_is_told_whom_to_ask_above_the_same_screen(place: object, language: str) -> None:
    talk = place(language)  # type: ignore[operator]
    before, last = talk.session.answers, talk.said[-1].text.splitlines()[-1]

    answer = talk.send(UNKNOWN[language])

    assert answer.text.splitlines()[0] == words(language)["nothing"]
    assert answer.text.splitlines()[-1] == last
    assert talk.session.answers == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_be_an_answer_or_a_question_is_told_how_to_answer_and_whom_to_ask(language: str) -> None:
    lines = at_a_question(language).send(KEYWORD[language]).text.splitlines()

    assert KEYWORD[language] in lines[0]
    assert words(language)["unknown"] in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matter_the_adviser_knows_nothing_of_has_somebody_of_its_own_to_ask(language: str) -> None:
    talk = at_a_question(language)
    screen = talk.said[-1]

    for text, whom in ELSEWHERE[language].items():
        answer = talk.send(text)

        assert whom in answer.text.splitlines()[0]
        assert body(answer.text) == body(screen.text)


@pytest.mark.parametrize("text", ["?", "a", "7 7 7 7"])
def test_single_letters_and_numbers_are_not_taken_for_questions(text: str) -> None:
    talk = at_a_question("en")

    assert words("en")["unknown"] not in talk.send(text).text


@pytest.mark.parametrize(("language", "asked"), [("en", "what to ask the courier"), ("zh", "快递站问什么")])
def test_whom_to_call_is_told_with_what_to_ask(language: str, asked: str) -> None:
    assert words(language)["call"].partition("{")[0] in run("--lang", language, asked).stdout


def test_what_the_law_says_is_marked_as_no_advice() -> None:
    assert words("en")["law"] in run("--lang", "en", "quorum").stdout


@pytest.mark.parametrize(
    ("language", "typed", "answer"),
    [
        ("zh", "我们村有芒果50亩", "soft_fruit"),
        ("zh", "主要种苹果也有点梨", "keeping_fruit"),
        ("en", "we mostly grow apples and some pears", "keeping_fruit"),
    ],
)
def test_a_sentence_that_says_the_answer_among_other_words_answers(language: str, typed: str, answer: str) -> None:
    talk = Talk(language)
    talk.start()

    talk.send("?")
    read = talk.send(typed)

    assert talk.session.answers == {"product": answer}
    assert body(read.text) != body(talk.said[-2].text)


@pytest.mark.parametrize("typed", ["芒果怎么卖", "苹果能不能发快递", "how do i sell mango"])
def test_a_question_that_names_an_answer_does_not_answer(typed: str) -> None:
    talk = Talk("zh")
    talk.start()
    talk.send("?")

    talk.send(typed)

    assert talk.session.answers == {}


@pytest.mark.parametrize("typed", ["2", "Costs", "Put out a notice"])
def test_a_card_asked_for_by_name_or_number_is_no_question(typed: str) -> None:
    talk = at_the_advice("en")
    if typed == "Put out a notice":
        talk.tap_named("others")

    assert not talk.send(typed).text.startswith(words("en")["title"])


def test_somebody_who_comes_back_with_a_question_is_answered_too() -> None:
    talk = at_a_question("en")

    answer = talk.send(ASKED["en"], after_days=5)

    assert f"• {ANSWERED['en']}" in answer.text.splitlines()


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["search", *arguments], input=typed.encode())


def test_the_command_prints_what_the_contract_names() -> None:
    answer = json.loads(run("--lang", "en", "--json", "--limit", "2", ASKED["en"]).stdout)

    assert 1 <= len(answer["results"]) <= 2
    first = answer["results"][0]
    assert {"id", "kind", "title", "snippet", "url", "sources", "score"} <= first.keys()
    assert (first["id"], first["kind"]) == ("pinduoduo_deposit", "cost")
    scores = [one["score"] for one in answer["results"]]
    assert scores == sorted(scores, reverse=True)


def test_the_command_prints_titles_with_source_and_year() -> None:
    lines = run("--lang", "zh", ASKED["zh"]).stdout.splitlines()

    assert lines[0] == f"• {ANSWERED['zh']}"
    assert lines[2].endswith("（2024年）")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_says_so_when_nothing_is_found(language: str) -> None:
    result = run("--lang", language, UNKNOWN[language])

    assert (result.exit_code, result.stdout.strip()) == (0, words(language)["nothing"])
    assert json.loads(run("--lang", language, "--json", UNKNOWN[language]).stdout) == {"results": []}


def test_the_command_answers_each_line_and_names_bad_ones() -> None:
    lines = run("--lang", "en", "--jsonl", typed='"mango"\n7\nmango\n"😀"\n').stdout.splitlines()

    assert [next(iter(json.loads(line))) for line in lines] == ["results", "error", "error", "results"]


def test_the_command_asks_for_a_text() -> None:
    assert run("--lang", "en").exit_code == 2
