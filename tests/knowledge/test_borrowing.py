"""What a pack borrows is read where it stands, mended once, and leaves the other country behind."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge import load_pack
from knowledge.checks import check_pack
from knowledge.datafile import BrokenData, Problem
from tests.knowledge.cn import PACK, ROOT, TODAY

INDIA = load_pack(ROOT / "knowledge" / "in")[0]


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge", ignore=ignored))


def edit(path: Path, find: str, put: str) -> None:
    text = path.read_text("utf-8")
    assert find in text, "the edit no longer fits the file"
    path.write_text(text.replace(find, put, 1), "utf-8")


def found(knowledge: Path, code: str, on: date = TODAY) -> list[Problem]:
    return [problem for problem in check_pack(knowledge / "in", on) if problem.code == code]


def test_a_sentence_mended_in_the_pack_it_stands_in_is_mended_in_the_one_that_borrows_it(knowledge: Path) -> None:
    mended = "Some get good goods, and want the money back."
    edit(knowledge / "cn/en/risks.yaml", PACK.words["en"]["risks"]["refund_abuse"]["text"], mended)

    assert load_pack(knowledge / "in")[0].words["en"]["risks"]["refund_abuse"]["text"] == mended


def test_what_a_pack_says_itself_stands_and_the_rest_of_the_entry_is_borrowed() -> None:
    own, theirs = INDIA.words["en"]["risks"]["complaints"], PACK.words["en"]["risks"]["complaints"]

    assert own["text"] != theirs["text"]
    assert own["mitigation"] == theirs["mitigation"]


def test_a_factor_of_a_mode_is_replaced_alone() -> None:
    own, theirs = INDIA.modes["own_store"].factors, PACK.modes["own_store"].factors

    assert own["capital"].points == {"0": 0, "200000": 4, "500000": 8, "2000000": 11, "5000000": 12}
    assert own["packaging"].points == theirs["packaging"].points
    assert list(own) == list(theirs)


def test_a_borrowed_entry_leaves_the_facts_sources_and_stories_of_the_other_country_behind() -> None:
    for topic in ("risks", "actions", "skills", "talent", "tensions"):
        for entry in getattr(INDIA, topic).values():
            assert set(entry.facts) <= INDIA.facts.keys()
            assert set(entry.sources) <= INDIA.sources.keys()
    assert INDIA.risks["staff_leave"].facts == ()
    assert PACK.risks["staff_leave"].facts != ()


def test_ways_to_ask_come_along_with_what_they_ask_for() -> None:
    asked = INDIA.asked["en"]

    assert asked["few_calls"] == PACK.asked["en"]["few_calls"]
    assert asked["own_store.how_it_works"] == PACK.asked["en"]["own_store.how_it_works"]
    assert "pinduoduo_deposit" not in asked


def test_an_entry_that_is_not_named_is_not_borrowed() -> None:
    assert "deposit_tied_up" in PACK.risks
    assert "deposit_tied_up" not in INDIA.risks
    assert "t7" not in INDIA.words["en"]["tensions"]


def test_an_entry_that_the_other_pack_does_not_have_is_named_in_pack_yaml(knowledge: Path) -> None:
    edit(knowledge / "in/pack.yaml", "unsold_stock,", "unsold_stok,")

    (problem,) = found(knowledge, "unknown-borrowed")

    assert problem.file.endswith("in/pack.yaml")
    assert problem.line > 1
    assert problem.remedy == 'did you mean "unsold_stock"?'


def test_an_amount_in_the_money_of_the_other_country_is_named_where_it_stands(knowledge: Path) -> None:
    edit(
        knowledge / "in/risks.yaml",
        "idle_equipment:\n  likelier:",
        "idle_equipment:\n  ours: true\nstaff_leave:\n  likelier:",
    )

    (problem,) = found(knowledge, "borrowed-money")

    assert problem.file.endswith("cn/risks.yaml")
    assert "200000 of another money in pack in" in problem.what
    assert problem.remedy == "say it in INR there"


def test_a_borrowed_sentence_that_begins_to_speak_of_the_other_country_is_named_where_it_stands(
    knowledge: Path,
) -> None:
    edit(knowledge / "cn/en/risks.yaml", "Some get good goods", "On Taobao some get good goods")

    (problem,) = found(knowledge, "foreign-word")

    assert problem.file.endswith("cn/en/risks.yaml")
    assert problem.what.startswith('"Taobao"')
    assert "in/en/risks.yaml" in problem.remedy or "en/risks.yaml" in problem.remedy


def test_a_borrowed_sentence_that_begins_to_name_a_figure_of_the_other_country_is_named(knowledge: Path) -> None:
    edit(knowledge / "cn/en/risks.yaml", "Some get good goods", "After {log.parcel_average} some get good goods")

    (problem,) = found(knowledge, "unknown-fact")

    assert problem.file.endswith("cn/en/risks.yaml")


@pytest.mark.parametrize(
    ("find", "put", "code"),
    [
        ("  from: cn\n", "  from: atlantis\n", "unreadable"),
        ("  from: cn\n", "", "missing-key"),
        ("borrows:\n", "borrows: cn\nlent:\n", "unknown-key"),
        ("id: in\n", "- in\n", "not-yaml"),
    ],
)
def test_a_pack_that_cannot_borrow_is_refused_with_the_reason(find: str, put: str, code: str, knowledge: Path) -> None:
    edit(knowledge / "in/pack.yaml", find, put)

    with pytest.raises(BrokenData) as refused:
        load_pack(knowledge / "in")

    assert code in {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize(("text", "code"), [("[]\n", "dict-type"), ("7\n", "dict-type"), ("a: [\n", "not-yaml")])
def test_an_own_file_of_the_wrong_kind_is_refused(text: str, code: str, knowledge: Path) -> None:
    (knowledge / "in/risks.yaml").write_text(text, "utf-8")

    assert code in {problem.code for problem in check_pack(knowledge / "in", TODAY)}


def test_an_empty_own_file_says_nothing_over_what_is_borrowed(knowledge: Path) -> None:
    (knowledge / "in/actions.yaml").write_text("# nothing yet\n", "utf-8")
    (knowledge / "in/en/actions.yaml").write_text("one_chat_group: {text: A group.}\n", "utf-8")

    actions = load_pack(knowledge / "in")[0].actions

    assert "support_body_passes_on" not in actions
    assert "work_after_the_season" in actions


def test_the_other_pack_broken_is_said_once_for_each_file(knowledge: Path) -> None:
    (knowledge / "cn/risks.yaml").write_text("[]\n", "utf-8")

    problems = check_pack(knowledge / "in", TODAY)

    assert {problem.code for problem in problems} >= {"unknown-borrowed"}


def test_one_pack_carries_the_claims_and_the_other_need_not_repeat_them() -> None:
    assert PACK.head.carries_claims
    assert not INDIA.head.carries_claims
