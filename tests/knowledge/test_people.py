"""Who does what, who can learn it, whom to call and what to forward: for every profile, in every language."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from knowledge import Pack, advise, read_profile
from knowledge.advice import judge
from knowledge.checks import check_pack
from knowledge.datafile import DataFile
from knowledge.entries import passages
from knowledge.model import Resource
from knowledge.people import BLANK, MOST_PLACES, Desk, boxes_a_week, check_people, hours, places_to_learn, way_of
from knowledge.people_model import Role, Roles, Span
from knowledge.profile import Profile
from knowledge.texts import Phrasebook
from tests.knowledge.cn import PACK, ROOT, TODAY
from tests.knowledge.profiles import profiles

LANGUAGES = ("en", "zh-Hans")
SHOP = {"capital": 300_000, "ecommerce_staff": 4, "packaging": "retail_packed", "product_category": "tea"}
OPERATOR = {
    "capital": 500_000,
    "annual_sales": 2_000_000,
    "product_category": "fresh_fruit",
    "perishability": "medium",
    "packaging": "retail_packed",
    "certification": "gi",
    "brand": "registered",
    "ecommerce_staff": 0,
    "leader_awareness": "medium",
    "logistics": "courier",
    "supply_stability": "high",
    "partners_nearby": "some",
    "current_channel": "own_store",
    "goals": ["stable_sales", "higher_price_brand"],
}
BUYER = {
    "annual_output_tonnes": 3000,
    "product_category": "vegetables",
    "perishability": "high",
    "packaging": "graded",
    "certification": "green",
    "ecommerce_staff": 0,
    "leader_awareness": "low",
    "logistics": "cold_chain",
    "supply_stability": "high",
    "goals": ["stable_sales", "low_risk"],
}
NOTICE = {"capital": 3000, "ecommerce_staff": 0, "packaging": "bulk", "goals": ["quick_sales"]}
OF_EACH_MODE = {"own_store": SHOP, "principal_agent": OPERATOR, "entrusted_sales": BUYER, "information_release": NOTICE}


def report(profile: Profile, language: str = "en") -> dict[str, Any]:
    return advise(read_profile(profile), PACK, TODAY, language)


def desk(profile: Profile, language: str = "en") -> Desk:
    book = Phrasebook(PACK.languages[language], PACK.words[language], PACK.facts, TODAY)
    return Desk(judge(read_profile(profile), PACK), PACK, language, book, lambda entry: list(entry.sources))


def letter(found: dict[str, Any], kind: str) -> dict[str, Any] | None:
    return next((one for one in found["letters"] if one["kind"] == kind), None)


@pytest.mark.parametrize("mode", OF_EACH_MODE)
def test_each_mode_has_its_own_roles_with_hours_said_to_be_assumed(mode: str) -> None:
    found = report(OF_EACH_MODE[mode])

    assert found["recommended"] == mode
    assert 3 <= len(found["roles"]) <= 5
    for role in found["roles"]:
        assert 0 < role["hours"]["low"] <= role["hours"]["high"] <= 40
        assert role["hours"]["basis"] == "assumption"
        assert role["ours"]


def test_hours_grow_with_the_boxes_as_worked_out_by_hand() -> None:
    packing = PACK.roles.roles["packing"]
    boxes = {"low": 60, "high": 60, "basis": "yours"}

    assert (packing.hours_a_week, packing.minutes_a_box) == (Span(low=1, high=2), Span(low=10, high=15))
    assert hours(packing, boxes) == Span(low=11, high=17)  # 1 + 60 x 10 / 60; 2 + 60 x 15 / 60
    assert hours(packing, None) == Span(low=1, high=2)
    assert hours(PACK.roles.roles["loading"], boxes) == Span(low=4, high=8)


def test_a_role_never_takes_less_than_an_hour() -> None:
    short = Span(low=0.1, high=0.2)
    role = Role(modes=(), order=1, hours_a_week=short, minutes_a_box=short, skills=())

    assert hours(role, {"low": 1, "high": 1}) == Span(low=1, high=1)


@pytest.mark.parametrize(
    ("profile", "boxes"),
    [
        ({"boxes_per_week": 35}, {"low": 35, "high": 35, "basis": "yours"}),
        ({"boxes_per_week": {"low": 20, "high": 49}}, {"low": 20, "high": 49, "basis": "yours"}),
        ({"boxes_per_week": {"low": 200, "high": None}}, {"low": 200, "high": 200, "basis": "yours"}),
        ({"annual_output_tonnes": 5}, {"low": 20, "high": 20, "basis": "assumption"}),
        ({"annual_output_tonnes": 500}, {"low": 100, "high": 100, "basis": "assumption"}),
        ({}, {"low": 50, "high": 50, "basis": "assumption"}),
    ],
)
def test_boxes_are_the_cooperatives_own_or_said_to_be_assumed(profile: Profile, boxes: dict[str, Any]) -> None:
    assert boxes_a_week(desk(profile)) == boxes


@given(profile=profiles())
@settings(max_examples=25)
def test_every_profile_has_five_people_to_call_and_texts_without_gaps(profile: Profile) -> None:
    for language in LANGUAGES:
        found = report(profile, language)

        assert len({call["id"] for call in found["calls"]}) == 5
        assert {one["mechanism"] for one in found["actions"]} >= {"division_of_labour", "acquaintance"}
        assert letter(found, "offer")
        assert found["lessons"]
        texts = [one["text"] for key in ("letters", "lessons") for one in found[key]]
        texts += [call[part] for call in found["calls"] for part in ("who", "ask")]
        for text in texts:
            assert text
            assert "{" not in text
            assert "None" not in text


@given(profile=profiles())
@settings(max_examples=25)
def test_what_is_cited_resolves_and_places_to_learn_are_few_and_usable(profile: Profile) -> None:
    for language in LANGUAGES:
        found = report(profile, language)
        training = {one["id"]: one for one in found["training"]}
        for key in ("roles", "calls", "letters", "lessons", "actions", "talent"):
            assert all(source in found["sources"] for one in found[key] for source in one["sources"])
        for one in (*found["roles"], *found["skills"]):
            assert len(one["resources"]) <= MOST_PLACES
            for name in one["resources"]:
                assert training[name]["url"] or training[name]["whom_to_ask"] or training[name]["note"]
        for role in found["roles"]:
            assert role["ask"]
            assert role["who"]


def test_what_is_known_stands_in_the_letter_and_the_rest_is_a_blank() -> None:
    known, unknown = report({**BUYER, "brand": "registered"}), report({**BUYER, "annual_output_tonnes": None})

    text = letter(known, "offer")["text"]
    assert "vegetables" in text
    assert "3,000 tonnes" in text
    assert "green food" in text
    assert "trade mark" in text
    assert BLANK in text
    assert "tonnes" not in letter(unknown, "offer")["text"]


def test_a_letter_without_any_answer_is_all_blanks() -> None:
    text = letter(report({}), "offer")["text"]

    assert f"Goods: {BLANK}" in text
    assert "Certificate" not in text


def test_an_overflow_note_and_its_risk_need_somebody_to_write_it_with() -> None:
    alone, together = report({**NOTICE, "partners_nearby": "none"}), report({**NOTICE, "partners_nearby": "some"})

    assert letter(alone, "overflow") is None
    assert letter(together, "overflow")["risk"]
    assert "overflow_note" in {one["id"] for one in together["actions"]}
    assert all(one["risk"] is None for one in alone["actions"])


def test_of_each_kind_of_letter_the_first_that_fits_is_told() -> None:
    second = PACK.letters["overflow_note"].model_copy(update={"order": 9})
    pack = PACK.model_copy(update={"letters": PACK.letters | {"another_note": second}})
    found = advise(read_profile({**NOTICE, "partners_nearby": "some"}), pack, TODAY, "en")

    assert [one["id"] for one in found["letters"] if one["kind"] == "overflow"] == ["overflow_note"]


def test_the_job_post_names_the_work_that_can_be_hired_with_its_hours() -> None:
    post = letter(report({**SHOP, "boxes_per_week": 60}), "job")["text"]

    # photos 3 to 6 hours; answering 7 + 60 x 2 / 60 to 10 + 60 x 4 / 60
    assert "Photos and shop page, Answering customers; 12 to 20 hours a week" in post
    assert "yours alone" in post
    assert letter(report(NOTICE), "job") is None


def test_work_nobody_can_be_hired_for_leaves_a_blank() -> None:
    pack = PACK.model_copy(update={"roles": PACK.roles.model_copy(update={"roles": {}, "assumed_boxes": ()})})
    found = advise(read_profile(SHOP), pack, TODAY, "en")

    assert f"Work: {BLANK}; {BLANK}" in letter(found, "job")["text"]
    assert found["boxes_per_week"] is None


def test_actions_say_which_answers_brought_them() -> None:
    fits = {one["id"]: one["fits"] for one in report({**OPERATOR, "packaging": "bulk"})["actions"]}

    assert fits["set_the_grade_once"] == ["packaging"]
    assert fits["hire_together"] == ["ecommerce_staff", "partners_nearby"]
    assert fits["one_chat_group"] == []


@pytest.mark.parametrize("mechanism", ["division_of_labour", "resource_integration", "competition_and_cooperation"])
def test_every_action_has_claims_and_a_first_step(mechanism: str) -> None:
    of_it = {name: one for name, one in PACK.actions.items() if one.mechanism == mechanism}

    assert len(of_it) >= 5
    for name, action in of_it.items():
        assert action.claims, name
        for language in LANGUAGES:
            assert PACK.words[language]["actions"][name]["first_step"]


@pytest.mark.parametrize("mode", OF_EACH_MODE)
def test_a_chinese_reader_is_sent_nowhere_in_another_language(mode: str) -> None:
    found = report(OF_EACH_MODE[mode], "zh-Hans")

    assert all("zh" in one["languages"] for one in found["training"])


@pytest.mark.parametrize("mode", OF_EACH_MODE)
def test_an_english_reader_gets_local_places_too_and_one_to_read_where_there_is_one(mode: str) -> None:
    found = report(OF_EACH_MODE[mode], "en")
    languages = {one["id"]: one["languages"] for one in found["training"]}

    assert any("en" in spoken for spoken in languages.values())
    assert any("en" not in spoken for spoken in languages.values())


def test_each_place_is_the_best_of_its_way_near_before_far() -> None:
    places = [PACK.resources[name] for name in places_to_learn(("content_photo",), desk(SHOP, "zh-Hans"))]

    assert len({way_of(one, "CN") for one in places}) == len(places)
    assert all(one.region.startswith("CN") for one in places)
    assert places_to_learn(("no_such_skill",), desk(SHOP)) == []


@pytest.mark.parametrize(
    ("shape", "way"),
    [
        ({"format": ("self_paced", "in_person"), "region": "CN"}, "course"),
        ({"format": ("in_person",), "region": "CN"}, "class"),
        ({"format": ("in_person",), "region": "CN-ZJ"}, "visit"),
        ({"format": ("document",), "region": "CN"}, "reading"),
    ],
)
def test_how_one_learns_there_follows_from_form_and_region(shape: dict[str, Any], way: str) -> None:
    place = PACK.resources["cn_touyan"].model_copy(update=shape)

    assert isinstance(place, Resource)
    assert way_of(place, "CN") == way


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PACK.lessons)
def test_a_lesson_has_at_most_eight_short_lines_and_an_example_that_says_it_is_one(name: str, language: str) -> None:
    lines = PACK.words[language]["lessons"][name]["text"].splitlines()

    assert 4 <= len(lines) <= 8
    assert ("made-up" if language == "en" else "编的") in lines[-1]
    assert PACK.lessons[name].ours


def test_the_examples_of_the_lessons_add_up() -> None:
    parcel = {name: one.low for name, one in PACK.lessons["sum_of_a_parcel"].figures.items()}
    contract = {name: one.low for name, one in PACK.lessons["read_a_contract"].figures.items()}

    off = sum(parcel[name] for name in ("goods", "freight", "packing", "fees", "spoiled"))
    assert parcel["left"] == parcel["price"] - off
    assert contract["on_all"] == contract["orders"] * contract["share"] / 100
    assert contract["on_paid"] == (contract["orders"] - contract["returned"]) * contract["share"] / 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_lessons_and_terms_of_contracts_can_be_looked_up(language: str) -> None:
    told = {one.id: one for one in passages(PACK, language, TODAY)}

    assert told["sum_of_a_parcel"].kind == "lesson"
    assert "40" in told["sum_of_a_parcel"].text
    assert told["share_of_all_orders"].kind == "contract"


def test_a_pack_without_these_files_still_advises(tmp_path: Path) -> None:
    knowledge = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", knowledge, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for topic in ("roles", "calls", "letters", "lessons", "contract", "asked", "synonyms"):
        for file in (knowledge / "cn").rglob(f"{topic}.yaml"):
            file.unlink()

    empty: dict[str, Any] = {topic: {} for topic in ("calls", "letters", "lessons", "contract")}
    found = advise(read_profile(SHOP), PACK.model_copy(update=empty | {"roles": Roles()}), TODAY, "en")

    assert check_pack(knowledge / "cn", TODAY) == []
    assert not any(found[key] for key in ("roles", "calls", "letters", "lessons", "contract"))
    assert found["skills"]


FILES = {name: DataFile(Path(f"{name}.yaml"), {}, {}) for name in ("roles", "calls", "letters", "actions")} | {
    f"{language}/letters": DataFile(Path(f"{language}/letters.yaml"), {}, {}) for language in LANGUAGES
}


def with_(topic: str, name: str, **changes: Any) -> Pack:
    entries = getattr(PACK, topic)
    return PACK.model_copy(update={topic: entries | {name: entries[name].model_copy(update=changes)}})


def with_roles(**changes: Any) -> Pack:
    return PACK.model_copy(update={"roles": PACK.roles.model_copy(update=changes)})


def with_line(text: str) -> Pack:
    words = {language: dict(topics) for language, topics in PACK.words.items()}
    letter = words["en"]["letters"]["overflow_note"]
    changed = letter | {"lines": letter["lines"] | {"goods": text}}
    words["en"]["letters"] = words["en"]["letters"] | {"overflow_note": changed}
    return PACK.model_copy(update={"words": words})


PACKING = PACK.roles.roles["packing"]


@pytest.mark.parametrize(
    ("pack", "codes"),
    [
        (PACK, []),
        (with_roles(roles={"packing": PACKING.model_copy(update={"skills": ("pakking",)})}), ["unknown-skill"]),
        (with_roles(assumed_boxes=PACK.roles.assumed_boxes[:2]), ["no-last-assumption"]),
        (with_roles(assumed_boxes=()), ["no-last-assumption"]),
        (with_("calls", "county_office", risk="unwriten"), ["unknown-risk"]),
        (with_("letters", "overflow_note", risk="unwriten"), ["unknown-risk"]),
        (with_("actions", "one_chat_group", risk="unwriten"), ["unknown-risk"]),
        (with_("letters", "overflow_note", lines={"hello": {}}), ["missing-line"] * 14),
        (with_line("{product_kind}"), ["unknown-field"]),
        (with_line("{op.base_fee} and {blank}"), []),
    ],
)
def test_faults_of_the_peoples_files_are_named(pack: Pack, codes: list[str]) -> None:
    assert [problem.code for problem in check_people(pack, FILES)] == codes


def test_a_desk_for_another_mode_offers_other_roles() -> None:
    here = desk(SHOP)
    other = replace(here, advice=judge(read_profile(NOTICE), PACK))

    names = [{name for name, _ in one.fitting(PACK.roles.roles)} for one in (here, other)]
    assert not names[0] & names[1]
