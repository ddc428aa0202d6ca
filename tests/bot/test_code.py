"""Answer codes as people and programs use them: the command, the share card, a code sent into a chat."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from bot.__main__ import main
from dialogs import Session
from dialogs.answer_code import decode, encode, of_profile, of_session, to_profile
from dialogs.codes import Codes
from knowledge import advise, read_profile
from knowledge.datafile import read
from knowledge.profile import FIELDS
from tests.bot.talk import LIBRARY, TODAY, Talk
from tests.bot.test_commands import run
from tests.knowledge.profiles import EDGES, profiles

DIALOG = LIBRARY.dialog("cn")
PACK = LIBRARY.pack("cn")
WORDS = LIBRARY.words("en")["code"]
CODED = [question for question in DIALOG.questions.values() if question.coded]
ASKED = {
    *(question.fills for question in CODED),
    *(name for question in CODED for option in question.leaves.values() for name in option.fills),
}
NOT_ASKED = tuple(FIELDS.keys() - ASKED)


def code(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["code", *words], input=typed)


def advice(profile: dict[str, Any]) -> dict[str, Any]:
    return advise(read_profile(profile), PACK, TODAY, "en")


def banded(profile: dict[str, Any]) -> dict[str, Any]:
    """What the code of a profile holds."""
    made = encode(DIALOG, of_profile(DIALOG, profile))
    assert made
    return to_profile(DIALOG, decode(DIALOG.codes, made))


def single(value: Any) -> Any:
    return value["low"] if isinstance(value, dict) else value


# --- the command


def test_a_profile_becomes_a_code_and_comes_back_with_its_numbers_as_bands(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("{capital: 15000, product_category: tea, perishability: low, goals: [learn], brand: null}", "utf-8")

    made = code(str(file))
    back = code("--decode", made.stdout.strip().lower().replace("-", " "))

    assert (made.exit_code, made.stderr) == (0, "")
    assert len(made.stdout) == len("XXXX-XXXX-XXXX\n")
    assert json.loads(back.stdout) == {
        "capital": {"low": 10_000, "high": 19_999},
        "product_category": "tea",
        "perishability": "low",
        "goals": ["learn"],
    }
    assert code("-", typed=back.stdout).stdout == made.stdout


def test_it_works_as_a_program_of_its_own() -> None:
    made = run("code", "-", replies='{"packaging": "graded", "ecommerce_staff": 2}')
    back = run("code", "--decode", made.stdout.strip())

    assert (made.returncode, back.returncode) == (0, 0)
    assert json.loads(back.stdout) == {"packaging": "graded", "ecommerce_staff": {"low": 1, "high": 2}}


def test_fields_that_no_code_holds_are_named_and_left_out() -> None:
    made = code("-", typed='{"parcel_kg": 3, "capital": 5, "price_per_kg": 8, "goals": []}')

    assert made.exit_code == 0
    assert made.stderr == "not in the code: price_per_kg, parcel_kg\n"
    assert json.loads(code("--decode", made.stdout.strip()).stdout) == {"capital": {"low": 0, "high": 9_999}}


@pytest.mark.parametrize(
    ("words", "typed", "says"),
    [
        (["--decode", "155Z-6FVZ-A0AA"], "", WORDS["misread"]),
        (["--decode", "100H-G9PA-RF14"], "", "not read right: "),
        (["--decode", "hello"], "", WORDS["shape"]),
        (["--decode", ""], "", WORDS["shape"]),
        (["--decode", "100H-G9PA-RF1U"], "", "group 3, RF1U"),
        (["-"], "capitol: 5", '"capitol" is no field of a profile'),
        (["-"], "[1, 2", "-:"),
        (["/nowhere/ours.yaml"], "", "cannot be read"),
    ],
)
def test_what_is_wrong_ends_in_one_sentence_and_status_1(words: list[str], typed: str, says: str) -> None:
    done = code(*words, typed=typed)

    assert (done.exit_code, done.stdout) == (1, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["-", "--decode", "1000-0000-0023"], ["--layout", "-"]])
def test_one_thing_is_asked_of_it(words: list[str]) -> None:
    assert code(*words).exit_code == 2


def test_the_help_says_that_numbers_become_their_bands() -> None:
    assert "Numbers become their bands" in code("--help").stdout


def test_layout_prints_the_version_that_fits_the_dialog(tmp_path: Path) -> None:
    file = tmp_path / "codes.yaml"
    file.write_text(f"versions:\n{code('--layout').stdout}", "utf-8")

    assert Codes.model_validate_json(json.dumps(read(file).data)).versions == DIALOG.codes.versions[-1:]


def test_a_dialog_without_a_fitting_version_says_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogs.dialog.Codes.fitting", lambda _self, _script: None)

    done = code("-", typed="{}")

    assert done.exit_code == 1
    assert "codes.yaml" in done.stderr


# --- the same advice


@given(profile=profiles(without=NOT_ASKED))
def test_the_advice_for_a_banded_profile_is_the_advice_of_its_code(profile: dict[str, Any]) -> None:
    once = banded({name: single(value) for name, value in profile.items()})

    assert banded(once) == once
    assert advice(banded(once)) == advice(once)


@given(profile=profiles(without=NOT_ASKED), edge=st.sampled_from(EDGES))
def test_numbers_as_their_bands_lead_to_the_same_recommendation(profile: dict[str, Any], edge: int) -> None:
    plain = {name: single(value) for name, value in profile.items()} | {"capital": edge}
    with_bands = banded(plain)

    before, after = advice(plain), advice(with_bands)

    assert (before["recommended"], before["verdict"]) == (after["recommended"], after["verdict"])
    assert with_bands.keys() == {name for name, value in plain.items() if value != []}


# --- in a chat


def finished(language: str = "en") -> Talk:
    talk = Talk(language)
    talk.to_advice()
    return talk


def own_code(talk: Talk) -> str:
    assert talk.session
    made = encode(DIALOG, of_session(DIALOG, talk.session))
    assert made
    return made


def other() -> Talk:
    """A chat in the middle of an interview that went another way."""
    talk = Talk()
    talk.start()
    for text in ("tea", "2", "1 3", "2", "2", "4", "34567"):
        talk.send(text)
    return talk


GIVER = finished()
CODE = own_code(GIVER)


def place(talk: Talk) -> str:
    assert talk.session
    return talk.session.path[-1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_share_card_shows_the_code_of_the_answers(language: str) -> None:
    talk = finished(language)

    assert own_code(talk) in talk.tap_named("share").text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "opening",
    [
        lambda talk: talk.send(CODE),
        lambda talk: talk.send(CODE.replace("-", " ").lower()),
        lambda talk: talk.start(f"c-{CODE}"),
        lambda talk: talk.start(f"c-{CODE.replace('-', '')}"),
        lambda talk: talk.start() and talk.send(CODE),
    ],
)
def test_a_code_opens_the_same_answers_and_advice_in_an_empty_chat(language: str, opening: Any) -> None:
    talk = Talk(language)

    opened = opening(talk)

    assert talk.at_advice()
    assert LIBRARY.words({"en": "en", "zh": "zh-Hans"}[language])["code"]["opened"] in opened.text
    assert talk.session
    assert GIVER.session
    assert talk.session.answers == GIVER.session.answers
    assert "/delete" in opened.text or talk.count > 1 or "\u5220\u9664" in opened.text
    if language == "en":
        assert opened.text.splitlines()[-5:] == GIVER.said[-1].text.splitlines()[-5:]


def test_a_code_of_an_unfinished_interview_goes_on_at_its_place() -> None:
    asked, talk = other(), Talk()

    talk.send(own_code(asked))

    assert place(talk) == place(asked) == "ecommerce_staff"
    assert talk.session
    assert talk.session.answers["capital"] == {"low": 20_000, "high": 49_999}


def test_the_answers_on_the_sums_stay_in_their_own_chat() -> None:
    asked, talk = finished(), Talk()
    asked.tap_named("deepen")
    while not asked.at_advice():
        asked.tap_first()
    asked.tap_named("deepen")
    asked.tap_first()
    asked.tap_first()

    talk.send(own_code(asked))

    assert talk.session
    assert asked.session
    assert talk.session.answers.items() < asked.session.answers.items()
    assert place(talk) == "advice"


@pytest.mark.parametrize(
    "keep",
    [
        lambda talk: talk.tap_named("keep"),
        lambda talk: talk.send("2"),
        lambda talk: talk.send("keep the answers here"),
        lambda talk: talk.send("something else"),
        lambda talk: talk.update("media"),
        lambda talk: talk.start(),
    ],
)
def test_a_chat_with_answers_is_asked_once_and_keeps_them_unless_told(keep: Any) -> None:
    talk = other()
    before = talk.session
    assert before

    offer = talk.send(CODE)

    assert talk.session
    assert talk.session.answers == before.answers
    assert [[button.label for button in row] for row in offer.buttons] == [[WORDS["use"]], [WORDS["keep"]]]
    assert offer.choices[:2] == (f"1. {WORDS['use']}", f"2. {WORDS['keep']}")
    keep(talk)
    assert talk.session
    assert (talk.session.answers, talk.session.path, talk.session.offered) == (before.answers, before.path, None)
    assert "ecommerce_staff" in talk.said[-1].buttons[0][0].id


@pytest.mark.parametrize(
    "use", [lambda talk: talk.tap_first(), lambda talk: talk.send("1"), lambda talk: talk.send("Use the code")]
)
@pytest.mark.parametrize("opening", [lambda talk: talk.send(CODE), lambda talk: talk.start(f"c-{CODE}")])
def test_a_code_that_is_used_replaces_the_answers_and_names_the_way_back(opening: Any, use: Any) -> None:
    talk = other()
    back = own_code(talk)
    opening(talk)

    used = use(talk)

    assert talk.session
    assert GIVER.session
    assert talk.session.answers == GIVER.session.answers
    assert talk.at_advice()
    assert back in used.text
    talk.send(back)
    talk.tap_first()
    assert own_code(talk) == back


def test_keeping_by_number_at_the_advice_opens_no_card() -> None:
    talk = finished()
    advice_text = talk.said[-1].text
    talk.send(own_code(other()))

    kept = talk.send("2")

    assert kept.text.startswith(WORDS["kept"])
    assert kept.text.endswith(advice_text.splitlines()[-1])


def test_controls_work_while_a_code_is_offered() -> None:
    talk = other()
    talk.send(CODE)

    talk.send("/delete")

    assert talk.session is None


def test_an_old_offer_changes_nothing() -> None:
    talk = other()
    use = talk.send(CODE).buttons[0][0].id
    talk.send("2")
    before = talk.session
    assert before

    talk.tap(use)
    talk.send(own_code(finished("zh")))
    talk.tap(use)

    assert talk.session
    assert talk.session.answers == before.answers


def test_the_chats_own_code_opens_at_once() -> None:
    talk = Talk()
    talk.send(CODE)

    assert WORDS["opened"] in talk.send(CODE).text
    assert talk.at_advice()


@pytest.mark.parametrize("start", [False, True])
def test_a_wrong_code_says_which_group_to_read_again_and_changes_nothing(start: bool) -> None:
    talk = other()
    before = talk.session
    assert before
    wrong = CODE[:6] + ("7" if CODE[6] != "7" else "8") + CODE[7:]

    said = talk.start(f"c-{wrong}") if start else talk.send(wrong)

    assert said.text.startswith((WORDS["group"].format(number=2, part=wrong[5:9]), WORDS["misread"]))
    assert said.text.splitlines()[1] == WORDS["unchanged"]
    assert said.text.splitlines()[-1] in talk.said[-2].text
    assert talk.session
    assert replace(talk.session, turn=0) == replace(before, turn=0)


def test_a_code_with_a_letter_missing_says_so() -> None:
    talk = Talk()

    said = talk.send(CODE[:7] + CODE[8:])

    assert WORDS["group"].format(number=2, part=CODE[5:7] + CODE[8:9]) in said.text


def test_an_offered_code_that_can_no_longer_be_read_is_refused() -> None:
    talk = other()
    before = talk.session
    assert before
    talk.send(CODE)
    assert talk.session
    talk.session = replace(talk.session, offered="V000-0000-0000")

    said = talk.send("1")

    assert WORDS["misread"] in said.text or WORDS["shape"] in said.text
    assert talk.session.answers == before.answers


def test_a_session_kept_before_there_were_codes_is_read() -> None:
    session = GIVER.session
    assert session
    old = {name: value for name, value in json.loads(session.to_json()).items() if name != "offered"}

    assert Session.from_json(json.dumps(old)) == session


@given(text=st.text(max_size=80))
@example(text="1")
@example(text="2")
@example(text="Use the code")
def test_any_text_on_an_offer_is_answered_and_loses_nothing(text: str) -> None:
    talk = Talk()
    talk.session = replace(OFFERED.session, answers=dict(OFFERED.session.answers)) if OFFERED.session else None

    message = talk.send(text)

    assert message.text
    assert OFFERED.session
    assert GIVER.session
    if not talk.session or not talk.session.answers:
        return
    if OFFERED.session.answers.items() <= talk.session.answers.items():
        return
    assert talk.session.answers == GIVER.session.answers
    assert message.text.startswith(WORDS["replaced"].format(before=own_code(OFFERED)))


OFFERED = other()
OFFERED.send(CODE)
