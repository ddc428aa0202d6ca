"""Whether the questions left can change an advice: never denied wrongly, and seen where it is so."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.advice import judge
from knowledge.profile import FIELDS, Profile
from knowledge.settled import Outlook, is_settled
from tests.knowledge.cn import PACK
from tests.knowledge.profiles import profiles, values

OUTLOOK = Outlook(PACK)
"""One for all examples, so that what it remembers of one is put to the test by the others."""

ASKED = (
    *("product_category", "perishability", "current_channel", "goals", "logistics", "supply_stability", "packaging"),
    *("brand", "annual_output_tonnes", "annual_sales", "capital", "ecommerce_staff", "partners_nearby"),
    *("leader_awareness", "certification", "member_households"),
)
SURE: Profile = {
    "product_category": "tea",
    "perishability": "low",
    "capital": 300_000,
    "ecommerce_staff": 4,
    "packaging": "retail_packed",
    "brand": "known",
    "leader_awareness": "high",
    "goals": ["higher_price_brand", "build_team"],
    "logistics": "courier",
    "current_channel": "own_store",
}


def advised(profile: Profile) -> tuple[str | None, bool]:
    """What must not change: the mode, and whether it is time for it."""
    advice = judge(profile, PACK)
    return advice.recommended, advice.verdict == "not_yet"


ANSWERS = st.fixed_dictionaries({name: st.none() | values(FIELDS[name]) for name in ASKED})


@given(profile=profiles(), left=st.lists(st.sampled_from(ASKED), unique=True, max_size=4), answers=st.data())
def test_no_answer_changes_an_advice_that_is_settled(profile: Profile, left: list[str], answers: Any) -> None:
    known = {name: value for name, value in profile.items() if name not in left}
    if OUTLOOK.settled(known, left):
        for _ in range(3):
            drawn = answers.draw(ANSWERS)
            assert advised({**known, **{name: drawn[name] for name in left if drawn[name]}}) == advised(known)


def test_random_answers_never_change_an_advice_that_is_settled_along_an_interview() -> None:
    draw = random.Random(1)
    found = 0
    for _ in range(60):
        whole = _drawn(draw)
        for asked in range(7, len(ASKED), 2):
            known = {name: whole[name] for name in ASKED[:asked] if whole[name] is not None}
            if OUTLOOK.settled(known, ASKED[asked:]):
                found += 1
                for _ in range(3):
                    rest = _drawn(draw)
                    left = {name: rest[name] for name in ASKED[asked:] if rest[name] is not None}
                    assert advised({**known, **left}) == advised(known)
                break
    assert found > 20


def test_one_open_choice_is_settled_exactly_where_no_option_changes_the_advice() -> None:
    draw = random.Random(2)
    seen = set()
    for _ in range(120):
        whole = _drawn(draw)
        field = draw.choice([name for name in ASKED if FIELDS[name].kind == "choice"])
        known = {name: value for name, value in whole.items() if value is not None and name != field}
        same = all(advised({**known, field: value}) == advised(known) for value in FIELDS[field].values)
        assert OUTLOOK.settled(known, [field]) is same
        seen.add(same)
    assert seen == {True, False}


def _drawn(draw: random.Random) -> dict[str, Any]:
    """Answers as an interview takes them: options, edges of bands, any set of goals; now and then unknown."""
    numbers = (0, 1, 3, 6, 10, 30, 100, 10_000, 20_000, 50_000, 200_000, 500_000, 5_000_000)
    drawn: dict[str, Any] = {}
    for name in ASKED:
        field = FIELDS[name]
        if field.kind == "choices":
            drawn[name] = draw.sample(field.values, draw.randint(1, 3))
        else:
            low, high = draw.choice(numbers), draw.choice((0, 5, 100_000))
            drawn[name] = draw.choice(
                field.values or (low, {"low": low, "high": low + high}, {"low": low, "high": None})
            )
        if draw.random() < 0.1:
            drawn[name] = None
    return drawn


# --- what counts


def test_nothing_is_settled_while_no_mode_is_named() -> None:
    assert not is_settled({}, [], PACK)
    assert not is_settled({"capital": 5}, [], PACK)


def test_with_nothing_left_to_ask_a_named_mode_is_settled() -> None:
    assert is_settled({"capital": 5, "packaging": "bulk"}, [], PACK)


def test_a_strong_lead_is_settled_before_all_is_asked() -> None:
    assert is_settled(SURE, ["annual_sales", "certification", "partners_nearby"], PACK)
    assert not is_settled(SURE, ["ecommerce_staff", "annual_sales"], PACK)


def test_what_could_rule_the_mode_out_keeps_it_open() -> None:
    known = {name: value for name, value in SURE.items() if name != "capital"}

    assert judge(known, PACK).recommended == judge({**known, "capital": 20_000}, PACK).recommended == "own_store"
    assert judge({**known, "capital": 0}, PACK).recommended != "own_store"
    assert not is_settled(known, ["capital"], PACK)


def test_not_yet_is_settled_only_where_no_answer_lifts_it() -> None:
    poor: Profile = {"product_category": "vegetables", "perishability": "high", "packaging": "bulk", "brand": "none"}
    poor |= {"logistics": "poor", "ecommerce_staff": 0, "capital": 0, "supply_stability": "low"}
    poor |= {"current_channel": "platform_supply", "annual_output_tonnes": 2}
    advice = judge(poor, PACK)

    assert (advice.verdict, advice.recommended) == ("not_yet", "information_release")
    assert is_settled(poor, ["certification"], PACK)
    assert not is_settled(poor, ["goals", "partners_nearby"], PACK)


@pytest.mark.parametrize("field", ["price_per_kg", "parcel_kg", "freight_per_parcel"])
def test_any_figure_of_the_freight_opens_its_share_of_the_price(field: str) -> None:
    known = {**SURE, "price_per_kg": 10, "parcel_kg": 5, "freight_per_parcel": 5}

    assert is_settled(known, [field], PACK)
    assert OUTLOOK.pull(known, [field]) >= OUTLOOK.pull(known, [])


def test_an_answer_pulls_the_more_the_nearer_it_brings_another_mode() -> None:
    assert OUTLOOK.pull(SURE, []) <= OUTLOOK.pull(SURE, ["certification"]) < OUTLOOK.pull(SURE, ["capital", "goals"])
    assert OUTLOOK.leading(SURE) == judge(SURE, PACK).recommended == "own_store"
