"""Answer codes: every interview comes back, every slip is caught, old codes stay readable."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import NOT_SURE, Dialog, Session, begin, check_dialog, load_dialog, profile_fields
from dialogs.answer_code import (
    Interview,
    WrongCode,
    decode,
    encode,
    of_profile,
    of_session,
    to_profile,
    to_session,
)
from dialogs.codes import Codes, code_faults, entry, layout
from dialogs.dialog import Content
from dialogs.path import walk
from dialogs.replies import span
from dialogs.script import NUMBER_KINDS, Script, Text
from dialogs.symbols import ALPHABET, LENGTHS, right, seems_code, with_checks, word_of
from knowledge.datafile import DataFile, load
from tests.dialogs.talking import ADVISOR, ADVISOR_FIELDS, ADVISOR_FOLDER, SMALL, Chat

QUESTIONS = {id: question for id, question in ADVISOR.questions.items() if question.coded}


def answers_to(question: str) -> list[Any]:
    """Every answer that can be tapped, "I don't know" too."""
    asked = QUESTIONS[question]
    if asked.kind in NUMBER_KINDS:
        return [*map(span, asked.bands.values()), NOT_SURE]
    if asked.kind == "choices":
        sizes = range(1, len(asked.options) + 1)
        return [*(list(some) for size in sizes for some in itertools.combinations(asked.options, size)), NOT_SURE]
    return [*asked.leaves, NOT_SURE]


def banded() -> st.SearchStrategy[dict[str, Any]]:
    """Any interview by taps: each question unanswered, not sure or answered."""
    return st.fixed_dictionaries({}, optional={id: st.sampled_from(answers_to(id)) for id in QUESTIONS})


def code_of(answers: dict[str, Any], **loose: str) -> str:
    code = encode(ADVISOR, Interview(answers, loose))
    assert code
    return code


def read(code: str) -> Interview:
    return decode(ADVISOR.codes, code)


def fault(code: str, codes: Codes = ADVISOR.codes) -> WrongCode:
    with pytest.raises(WrongCode) as raised:
        decode(codes, code)
    return raised.value


NOTHING = code_of({})
FULL = code_of({id: answers_to(id)[-2] for id in QUESTIONS})
USUAL = code_of(
    {"product": "tea", "capital": 30_000, "packaging": "packed", "goals": ["low_risk"], "logistics": NOT_SURE}
)
LOOSE = code_of({"capital": 30_000}, packaging="graded", brand="known")
SAMPLE = (NOTHING, FULL, USUAL, LOOSE)


# --- the interview comes back


@given(answers=banded())
def test_every_interview_comes_back_with_not_sure_apart_from_unanswered(answers: dict[str, Any]) -> None:
    code = code_of(answers)

    assert read(code) == Interview(answers)
    assert len(code) == len("XXXX-XXXX-XXXX")
    assert set(code) <= {*ALPHABET, "-"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_answer_comes_back_and_has_a_code_of_its_own(question: str) -> None:
    codes = [code_of({question: answer}) for answer in answers_to(question)]

    assert [read(code).answers[question] for code in codes] == answers_to(question)
    assert len({*codes, NOTHING}) == len(codes) + 1


@given(answers=banded(), deepen=st.booleans())
def test_the_code_of_a_chat_leads_to_the_same_place_with_the_same_profile(
    answers: dict[str, Any], deepen: bool
) -> None:
    path = walk(ADVISOR, answers, deepen)
    session = replace(begin(ADVISOR, "en", "cn"), answers=answers, path=path, deepen=deepen)
    passed = {id: answers[id] for id in path[:-1] if id in answers}

    opened = to_session(ADVISOR, begin(ADVISOR, "zh-Hans", "cn"), read(code_of(of_session(ADVISOR, session).answers)))

    assert opened.answers == passed
    assert opened.path == path or opened.path[-1] in ADVISOR.outcomes
    assert profile_fields(ADVISOR, opened) == profile_fields(ADVISOR, session)
    assert to_profile(ADVISOR, Interview(passed)) == profile_fields(ADVISOR, session)
    assert opened.language == "zh-Hans"


def test_what_no_code_carries_is_not_known_where_a_code_opens_questions_behind_it() -> None:
    answers = dict.fromkeys(QUESTIONS, NOT_SURE) | {"certification": "green"}

    opened = to_session(ADVISOR, begin(ADVISOR, "en", "cn"), read(code_of(answers)))

    assert opened.path[-1] == "advice"
    assert opened.answers["price_at_gate"] == NOT_SURE
    assert profile_fields(ADVISOR, opened) == {"certification": "green"}


@pytest.mark.parametrize(
    ("typed", "band"),
    [
        (0, (0, 9_999)),
        (9_999.5, (0, 9_999)),
        (10_000, (10_000, 19_999)),
        (10**11, (500_000, None)),
        ({"low": 30_000, "high": 50_000}, (20_000, 49_999)),
        ({"low": 60_000, "high": None}, (50_000, 199_999)),
    ],
)
def test_a_number_becomes_the_band_it_lies_in_and_a_range_that_of_its_low_end(typed: Any, band: Any) -> None:
    assert read(code_of({"capital": typed})).answers == {"capital": dict(zip(("low", "high"), band, strict=True))}


def test_a_chat_and_a_file_with_the_same_answers_have_the_same_code() -> None:
    chat = Chat(ADVISOR).say("tea", "2", "1 3", "2", "2", "4", "30000", "2")
    profile = profile_fields(ADVISOR, chat.session)

    from_chat = encode(ADVISOR, of_session(ADVISOR, chat.session))

    assert encode(ADVISOR, of_profile(ADVISOR, profile)) == from_chat


PARTS = {
    "product_category": st.sampled_from(ADVISOR_FIELDS["product_category"]),
    "perishability": st.sampled_from(ADVISOR_FIELDS["perishability"]),
    "packaging": st.sampled_from(ADVISOR_FIELDS["packaging"]),
    "brand": st.sampled_from(ADVISOR_FIELDS["brand"]),
    **{id: st.sampled_from(answers_to(id)[:-1]) for id, question in QUESTIONS.items() if question.fills == id},
}


@given(profile=st.fixed_dictionaries({}, optional=PARTS))
def test_every_banded_profile_comes_back_also_where_no_whole_answer_fills_it(profile: dict[str, Any]) -> None:
    code = encode(ADVISOR, of_profile(ADVISOR, profile))

    assert code
    assert len(word_of(code)) in LENGTHS
    assert to_profile(ADVISOR, read(code)) == profile


def test_a_field_the_interview_does_not_ask_for_is_left_out() -> None:
    interview = of_profile(
        ADVISOR, {"parcel_kg": 3, "capital": 5, "logistics": "by boat", "brand": "secret", "goals": []}
    )

    assert interview == Interview({"capital": 5})


# --- how it is read


@given(answers=banded(), data=st.data())
def test_reading_is_tolerant(answers: dict[str, Any], data: st.DataObject) -> None:
    code = code_of(answers)
    alike = {"0": "0Oo", "1": "1IiLl", "-": ["", "-", " ", "\u2014", "\u3000", " - "]}

    typed = "".join(
        data.draw(st.sampled_from(alike.get(one, [one, one.lower(), chr(ord(one) + 0xFEE0)]))) for one in code
    )

    assert read(typed) == Interview(answers)


@pytest.mark.parametrize(
    "text", ["", "hello", "1000-0000-002", "1000-0000-00233", "1000-0000-002U", "1" * 70, "\u4e00" * 12]
)
def test_what_is_no_code_by_its_letters_says_so(text: str) -> None:
    assert fault(text).reason == "shape"


def test_a_group_of_the_wrong_length_or_with_a_strange_letter_is_named() -> None:
    for wrong in ("1000-000-0023", "1000-00U0-0023", "1000-00000-0023"):
        assert (fault(wrong).group, fault(wrong).part) == (1, wrong.split("-")[1])
    assert fault("1000-000-023").group is None


@pytest.mark.parametrize(
    "text",
    [FULL, USUAL, LOOSE, USUAL.lower(), USUAL.replace("-", ""), USUAL.replace("-", " "), USUAL[:-1], USUAL[:-1] + "U"],
)
def test_a_code_right_or_wrong_is_told_from_other_texts(text: str) -> None:
    assert seems_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "50000",
        "100000000000",
        "138-0013-8000",
        "2000 3000 4000",
        "have 5000 tons",
        "send 50kg rice",
        "keep good fish",
        "near 5000 kilos",
        "mid-2024-early",
        "I don't know",
        "delete my answers",
        "\u5927\u7ea6\u4e09\u4e07\u5757\u94b1\u5de6\u53f3\u5427\u4f60\u597d",
        "a1" * 40,
    ],
)
def test_words_and_amounts_are_not_taken_for_codes(text: str) -> None:
    assert not seems_code(text)


# --- what is caught


def test_no_pattern_of_one_wrong_or_two_swapped_symbols_is_itself_a_right_word() -> None:
    """
    The proof that all such errors are caught in all codes: the sum of two right words is right (below), so an error
    would go unnoticed only where its pattern, alone on noughts, were right.
    """
    length = LENGTHS[-1]
    for symbol in range(1, 32):
        for at in range(length):
            pattern = [0] * length
            pattern[at] = symbol
            assert not right(pattern)
            for other in range(at + 1, length):
                pattern[other] = symbol
                assert not right(pattern)
                pattern[other] = 0


words = st.lists(st.integers(0, 31), min_size=1, max_size=18).map(with_checks)


@given(words, st.data())
def test_the_sum_of_two_right_words_is_right(one: tuple[int, ...], data: st.DataObject) -> None:
    other = with_checks(data.draw(st.lists(st.integers(0, 31), min_size=len(one) - 2, max_size=len(one) - 2)))

    assert right(one)
    assert right([a ^ b for a, b in zip(one, other, strict=True)])


@pytest.mark.parametrize("code", SAMPLE)
def test_every_single_wrong_letter_is_caught(code: str) -> None:
    caught = 0
    for at, letter in enumerate(code):
        for wrong in set(ALPHABET) - {letter, "-"} if letter != "-" else ():
            slip = fault(code[:at] + wrong + code[at + 1 :])
            assert slip.reason == "misread"
            assert slip.group in (at // 5, None)
            caught += slip.group is not None
    assert caught > 100


@pytest.mark.parametrize("code", SAMPLE)
def test_every_swap_of_neighbours_is_caught(code: str) -> None:
    letters = code.replace("-", "")
    for at, (one, other) in enumerate(itertools.pairwise(letters)):
        swapped = letters[:at] + other + one + letters[at + 2 :]
        if one != other:
            slip = fault(swapped)
            assert slip.reason == "misread"
            assert slip.group in (at // 4, None)
        else:
            assert swapped == letters


@given(answers=banded(), data=st.data())
def test_any_two_wrong_letters_are_caught(answers: dict[str, Any], data: st.DataObject) -> None:
    word = list(word_of(code_of(answers)))
    for at in data.draw(st.lists(st.sampled_from(range(len(word))), min_size=1, max_size=2, unique=True)):
        word[at] ^= data.draw(st.integers(1, 31))

    assert fault("".join(ALPHABET[symbol] for symbol in word)).reason == "misread"


@given(text=st.text(alphabet=ALPHABET, min_size=12, max_size=12) | st.text(max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        interview = read(text)
    except WrongCode:
        return
    assert word_of(code_of(interview.answers, **interview.loose)) == word_of(text)


def test_a_right_word_that_no_interview_fills_is_refused() -> None:
    beyond = "".join(ALPHABET[symbol] for symbol in with_checks([1, *[31] * 13]))
    nought = "".join(ALPHABET[symbol] for symbol in with_checks([0] * 10))

    assert fault(beyond).reason == fault(nought).reason == "misread"


# --- versions


def grown(**edits: Any) -> Dialog:
    """The adviser with edits of its questions, and its codes brought up to date."""
    script = ADVISOR.content.script
    questions = {id: one.model_copy(update=edits.get(id, {})) for id, one in script.questions.items()}
    script = script.model_copy(update={"questions": questions, "version": "2"})
    codes = Codes(versions=(*ADVISOR.codes.versions, layout(script)))
    return Dialog(Content(script=script, texts=worded(script), codes=codes))


def worded(script: Script) -> dict[str, Text]:
    """The adviser's texts, with a word for each question and option that they lack."""
    texts = {}
    for language, text in ADVISOR.texts.items():
        words = {}
        for id, question in script.questions.items():
            known = text.questions[id if id in text.questions else question.renamed_from[0]]
            words[id] = known.model_copy(update={"options": {one: one for one in question.leaves} | known.options})
        texts[language] = text.model_copy(update={"questions": words})
    return texts


def test_the_codes_handed_out_today_stay_readable_for_ever() -> None:
    """Never mend this test: where it fails, a version that is out was changed."""
    assert read("1000-0000-0023") == Interview()
    assert read("100H-G9PA-RF13").answers == {
        "product": "tea",
        "capital": {"low": 20_000, "high": 49_999},
        "packaging": "packed",
        "logistics": NOT_SURE,
        "goals": ["low_risk"],
    }
    assert read("1003-3V0N-1K00-CRJV") == Interview(
        {"capital": {"low": 20_000, "high": 49_999}}, {"packaging": "graded", "brand": "known"}
    )
    assert read("155Z-6FVZ-ZZ7M").answers == {
        "product": "other_keeping",
        "ecommerce_staff": {"low": 6, "high": None},
        "capital": {"low": 500_000, "high": None},
        "packaging": "packed_known",
        "logistics": "cold_chain",
        "supply_stability": "high",
        "annual_output_tonnes": {"low": 1_000, "high": None},
        "annual_sales": {"low": 20_000_000, "high": None},
        "current_channel": "platform_supply",
        "partners_nearby": "many",
        "leader_awareness": "high",
        "goals": ["quick_sales", "stable_sales", "higher_price_brand", "low_risk", "build_team", "learn"],
        "certification": "gi",
        "member_households": {"low": 500, "high": None},
    }


def test_an_old_code_is_read_by_its_own_version() -> None:
    capital = QUESTIONS["capital"].bands
    wider = {"a": capital["a"].model_copy(update={"high": 19_999}), **{k: b for k, b in capital.items() if k > "b"}}
    newer = grown(
        capital={"bands": wider},
        logistics={"options": {"boat": QUESTIONS["logistics"].options["poor"], **QUESTIONS["logistics"].options}},
    )

    assert decode(newer.codes, FULL) == read(FULL)
    assert newer.code_version == 2
    code = encode(newer, Interview({"logistics": "boat", "capital": 15_000}))
    assert code
    assert code[0] == "2"
    assert decode(newer.codes, code).answers == {"logistics": "boat", "capital": {"low": 0, "high": 19_999}}
    assert fault(code).reason == "newer"


def test_an_old_code_opens_under_a_new_name_and_without_answers_that_are_gone() -> None:
    leaves = {id: one for id, one in QUESTIONS["current_channel"].options.items() if id != "wholesale"}
    script = ADVISOR.content.script
    questions = {
        ("money" if id == "capital" else id): one.model_copy(
            update={"renamed_from": ("capital",)}
            if id == "capital"
            else {"options": leaves}
            if id == "current_channel"
            else {"routes": (one.routes[0].model_copy(update={"to": "money"}),)}
            if id == "packaging"
            else {}
        )
        for id, one in script.questions.items()
    }
    script = script.model_copy(update={"questions": questions})
    newer = Dialog(Content(script=script, texts=worded(script), codes=ADVISOR.codes))
    interview = read(code_of({"capital": 15_000, "current_channel": "wholesale", "product": "tea"}))

    opened = to_session(newer, Session("advisor", "", "en", "cn"), interview)

    assert opened.answers == {"product": "tea", "money": {"low": 10_000, "high": 19_999}}
    assert newer.code_version is None


def test_a_dialog_that_no_version_fits_gives_out_no_codes_but_reads_them() -> None:
    options = {**QUESTIONS["logistics"].options, "boat": QUESTIONS["logistics"].options["poor"]}
    newer = grown(logistics={"options": options})
    stale = Dialog(newer.content.model_copy(update={"codes": ADVISOR.codes}))

    assert encode(stale, Interview()) is None
    assert decode(stale.codes, FULL) == read(FULL)


def test_an_order_changed_or_an_option_removed_needs_no_new_version() -> None:
    options = QUESTIONS["goals"].options
    fewer = {id: options[id] for id in sorted(options)[1:]}
    newer = Dialog(grown(goals={"options": fewer}).content.model_copy(update={"codes": ADVISOR.codes}))

    assert newer.code_version == 1
    assert encode(newer, Interview({"goals": ["low_risk"]})) == code_of({"goals": ["low_risk"]})


def test_a_dialog_without_codes_of_its_own_has_one_version() -> None:
    answers = {"product": "peach", "shop": "yes", "goals": ["grow", "rest"], "money": NOT_SURE}

    code = encode(SMALL, Interview(answers))

    assert code
    assert decode(SMALL.codes, code) == Interview(answers)


# --- codes.yaml

MANY = [letter * count for letter in "abcdefghijklmnopq" for count in (1, 2)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(ADVISOR_FOLDER, "advisor"))


def edit(path: Path, find: str, put: str) -> None:
    text = path.read_text("utf-8")
    assert find in text
    path.write_text(text.replace(find, put), "utf-8")


def test_codes_yaml_fits_the_dialog_and_is_what_layout_prints() -> None:
    text = (ADVISOR_FOLDER / "codes.yaml").read_text("utf-8")

    assert ADVISOR.code_version == len(ADVISOR.codes.versions)
    assert text.endswith(entry(ADVISOR.codes.versions[-1]) + "\n")


def test_check_says_when_an_edit_needs_a_new_version_and_is_content_once_it_is_added(folder: Path) -> None:
    edit(folder / "dialog.yaml", "f: {low: 500000, high: null}", "f: {low: 500000, high: 100000000}")
    codes = folder / "codes.yaml"

    problems = [str(one) for one in check_dialog(folder, ADVISOR_FIELDS)]

    line = next(at for at, one in enumerate(codes.read_text("utf-8").splitlines(), 1) if one.startswith("  - "))
    assert problems == [
        f'advisor/codes.yaml:{line}: version 1 cannot carry what dialog.yaml has under "capital", '
        'add what "python -m bot code --layout" prints at the end [new-code-version]'
    ]
    assert load_dialog(folder).code_version is None
    codes.write_text(codes.read_text("utf-8") + entry(layout(load_dialog(folder).content.script)) + "\n", "utf-8")
    assert check_dialog(folder, ADVISOR_FIELDS) == []
    assert load_dialog(folder).code_version == 2


def test_an_option_that_fills_a_new_word_needs_a_new_version(folder: Path) -> None:
    edit(folder / "codes.yaml", "brand: [none, registered, known]", "brand: [none, known]")

    assert [one.what for one in check_dialog(folder, ADVISOR_FIELDS)] == [
        'version 1 cannot carry what dialog.yaml has under "brand"'
    ]


@pytest.mark.parametrize(
    ("find", "put", "code"),
    [
        ("logistics: {one_of:", "logistics: {bands: [{low: 0, high: null}], one_of:", "code-slot"),
        ("logistics: {one_of: [poor, courier, cold_chain]}", "logistics: {}", "code-slot"),
        ("      logistics:", f"      spare: {{some_of: [{', '.join(MANY)}]}}\n      logistics:", "code-too-long"),
        ("versions:", "surprise: 1\nversions:", "unknown-key"),
    ],
)
def test_a_fault_in_codes_yaml_is_told(find: str, put: str, code: str, folder: Path) -> None:
    edit(folder / "codes.yaml", find, put)

    assert code in {one.code for one in check_dialog(folder, ADVISOR_FIELDS)}


@pytest.mark.parametrize("count", [0, 32])
def test_there_are_one_to_thirty_one_versions(count: int) -> None:
    file = DataFile(Path("codes.yaml"), {}, {})
    codes = Codes(versions=ADVISOR.codes.versions * count)

    assert [one.code for one in code_faults(file, codes, ADVISOR.content.script)] == ["code-versions"]


def test_the_file_is_one_record() -> None:
    assert load(ADVISOR_FOLDER / "codes.yaml", Codes)[0] == ADVISOR.content.codes
