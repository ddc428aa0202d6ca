"""What would change an advice, what separates a close call, and how a mode grows: true for every profile."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from hypothesis import given

from knowledge import advise, read_profile
from knowledge.advice import Advice, judge, missing, passes, reached
from knowledge.changes import CHANGEABLE, answers
from knowledge.conditions import high_end, low_end
from knowledge.profile import FIELDS, Profile
from knowledge.scales import Neighbours
from knowledge.standing import Standing, with_derived
from tests.knowledge.cn import PACK, TODAY
from tests.knowledge.profiles import EDGES, profiles

ROUGH = {"product_category": "tea", "perishability": "low", "packaging": "graded", "logistics": "courier"}


def random_profiles(count: int) -> list[Profile]:
    """As many profiles of every kind, the same in every run; numbers lie on the edges of the rules or beside them."""
    chance = random.Random(7)

    def value(name: str) -> Any:
        field = FIELDS[name]
        if field.kind == "choice":
            return chance.choice(field.values)
        if field.kind == "choices":
            return chance.sample(field.values, chance.randint(0, 3))
        low = min(chance.choice(EDGES) + chance.choice((0, 0, 1)), int(field.at_most))
        return chance.choice((low, low, {"low": low, "high": chance.choice((None, low))}))

    return [
        read_profile({name: value(name) for name in FIELDS if chance.random() < chance.choice((0.5, 0.95))})
        for _ in range(count)
    ]


MANY = random_profiles(1000)


@cache
def judged() -> list[tuple[Profile, Advice]]:
    return [(profile, judge(profile, PACK)) for profile in MANY]


def standings(profile: Profile) -> list[Standing]:
    """The modes as the rules weigh a profile anew, from its answers alone."""
    return PACK.scales.weigh(with_derived(read_profile(profile), PACK.head))


def leading(profile: Profile) -> str:
    return standings(profile)[0].mode


def test_every_change_that_is_named_leads_there_when_the_rules_are_asked_again() -> None:
    told = pairs = 0
    for profile, advice in judged():
        for change in advice.would_change:
            assert leading({**profile, **change.values}) == change.to != advice.recommended
            assert set(change.values) <= set(CHANGEABLE)
            told += 1
            pairs += len(change.values) == 2
    assert told > 1000
    assert pairs > 50


def test_a_change_flips_the_advice_as_outside_programs_ask_for_it() -> None:
    for profile in MANY[:60]:
        for one in advise(profile, PACK, TODAY, "en")["would_change"]:
            assert advise({**profile, **one["change"]}, PACK, TODAY, "en")["recommended"] == one["to"]
            assert len(one["change"]) in (1, 2)


def test_two_changes_are_named_together_only_where_neither_does_it_alone() -> None:
    for profile, advice in judged():
        for change in advice.would_change:
            if len(change.values) == 2:
                for field, value in change.values.items():
                    assert leading({**profile, field: value}) == advice.leading


def test_of_the_changes_at_most_two_are_for_the_better_and_one_for_the_worse() -> None:
    for _, advice in judged():
        better = [change.better for change in advice.would_change]
        assert better.count(True) <= 2
        assert better.count(False) <= 1


def test_every_number_a_change_speaks_of_leads_where_it_says() -> None:
    for profile, advice in judged()[:300]:
        for change in advice.would_change:
            for field, (low, high) in change.ends.items():
                for value in (low, change.values[field], low * 9 + 9 if high is None else high - 1):
                    assert leading({**profile, **change.values, field: value}) == change.to


def test_an_amount_to_change_to_is_said_as_at_least_less_than_or_a_range() -> None:
    said: dict[str, str] = {}
    for profile, advice in judged():
        for at, change in enumerate(advice.would_change):
            if list(change.values) == ["capital"]:
                low, high = change.ends["capital"]
                way = "at least" if high is None else "less than" if low == 0 else "to"
                if way not in said:
                    said[way] = advise(profile, PACK, TODAY, "en")["would_change"][at]["text"]

    assert "at least 50,000 yuan" in said["at least"] or "at least 20,000 yuan" in said["at least"]
    assert all(f" {way} " in text for way, text in said.items())
    assert set(said) == {"at least", "less than", "to"}


def test_what_separates_a_close_call_is_true_in_the_way_it_is_said() -> None:
    seen: dict[str, int] = {}
    for profile, advice in judged():
        found = advice.separation
        assert (found is not None) == (advice.verdict == "close_call")
        if found is None:
            continue
        seen[found.how] = seen.get(found.how, 0) + 1
        second, near = advice.standings[1].mode, Neighbours(profile, PACK.scales)
        if found.how == "turns":
            assert found.change is not None
            assert leading({**profile, **found.change.values}) == second
        if found.how == "unknown":
            assert found.field not in profile or profile[found.field] == []
            ways = [leading({**profile, found.field: value}) for value in answers(found.field, near)]
            assert second in ways
    assert set(seen) == {"turns", "unknown", "largest"}


def test_every_close_call_says_in_words_what_separates_the_two() -> None:
    close = [profile for profile, advice in judged() if advice.verdict == "close_call"][:40]

    for profile in close:
        report = advise(profile, PACK, TODAY, "en")
        assert report["separates"]
        assert (report["separates_text"] is not None) == (report["separates_how"] == "turns")


@given(profile=profiles(), other=profiles())
def test_a_neighbour_leads_where_the_whole_weighing_would(profile: Profile, other: Profile) -> None:
    known, changes = read_profile(profile), dict(list(read_profile(other).items())[:3])

    lead = Neighbours(known, PACK.scales).lead(changes)

    assert lead == PACK.scales.weigh(with_derived({**known, **changes}, PACK.head))[0].mode


def test_every_step_of_a_path_passes_all_thresholds_of_its_mode_and_is_not_ruled_out() -> None:
    forward = back = 0
    for profile, advice in judged():
        grown = profile
        for step in advice.path[1:]:
            ways = [reached(profile, step)]
            if step.way == "forward":
                grown = reached(grown, step)
                ways.append(grown)
                assert missing(profile, step.mode, PACK) == step.when
            for there in ways:
                assert all(passes(there, one) for one in PACK.modes[step.mode].requires)
                assert not next(one for one in standings(there) if one.mode == step.mode).blocks
            forward += step.way == "forward"
            back += step.way == "back"
    assert forward > 500
    assert back > 200


def test_every_mode_but_the_first_has_a_step_back_and_only_one() -> None:
    for _, advice in judged():
        back = [step for step in advice.path if step.way == "back"]
        if advice.recommended is not None:
            assert len(back) == (advice.recommended != "information_release")


def test_a_shop_whose_clerk_leaves_goes_to_a_team_only_where_one_may_be_near() -> None:
    shop = {**ROUGH, "capital": 200_000, "ecommerce_staff": 3, "brand": "known", "leader_awareness": "high"}
    shop |= {"annual_sales": 6_000_000, "current_channel": "own_store", "goals": ["higher_price_brand"]}

    def back(partners: str | None) -> str:
        profile = read_profile({**shop, "partners_nearby": partners})
        assert judge(profile, PACK).recommended == "own_store"
        return next(step.mode for step in judge(profile, PACK).path if step.way == "back")

    assert back("some") == back(None) == "principal_agent"
    assert back("none") == "information_release" or back("none") == "entrusted_sales"


def test_every_step_names_two_or_three_figures_to_watch_in_both_languages() -> None:
    for language in PACK.head.languages:
        for profile in MANY[:20]:
            for step in advise(profile, PACK, TODAY, language)["path"]:
                assert 2 <= len(step["watch"]) <= 3
                assert all(one["name"] and one["text"] for one in step["watch"])


def test_a_band_is_moved_from_its_low_end() -> None:
    profile = read_profile({**ROUGH, "capital": {"low": 10_000, "high": 19_999}, "ecommerce_staff": 1})

    for change in judge(profile, PACK).would_change:
        if "capital" in change.values:
            assert change.better == (change.values["capital"] > low_end(profile["capital"]))
            assert change.values["capital"] not in range(10_000, int(high_end(profile["capital"])))
