"""Ways through a dialog, and the machine that takes them."""

from __future__ import annotations

import gc

from transitions import Machine as StateMachine

from dialogs import graph
from dialogs.machine import Machine
from tests.dialogs.talking import ADVISOR, SMALL, at


def test_every_node_is_reached_and_every_way_ends() -> None:
    for dialog in (ADVISOR, SMALL):
        script = dialog.content.script
        assert graph.reachable(script, script.start) == {*script.questions, *script.outcomes}
        assert graph.loop(script) == ()


def test_the_shortest_and_longest_way_are_measured() -> None:
    shortest, longest = graph.ways(SMALL.content.script)["product"]

    assert shortest == ("product", "shop", "goals")
    assert longest == ("product", "harvest", "shop", "money", "goals")


def test_no_way_to_the_advice_has_more_than_ten_questions() -> None:
    shortest, longest = ADVISOR.ways[ADVISOR.start]

    assert len(longest) == 10
    assert len(shortest) == 10


def test_a_band_passes_a_numeric_test_only_as_a_whole() -> None:
    machine = Machine(SMALL.content.script)
    yes: dict[str, object] = {"shop": "yes"}

    def after_shop(harvest: object) -> str:
        return machine.after("shop", {**yes, "harvest": harvest})  # type: ignore[dict-item]

    assert after_shop(10) == "money"
    assert after_shop({"low": 10, "high": None}) == "money"
    assert after_shop(9.9) == "goals"
    assert after_shop({"low": 5, "high": 50}) == "goals"
    assert after_shop("not_sure") == "goals"


def test_below_holds_for_a_number_or_a_closed_band_under_it() -> None:
    machine = Machine(SMALL.content.script)

    assert machine.after("staff", {"staff": 0}) == "advice"
    assert machine.after("staff", {"staff": {"low": 0, "high": 0}}) == "advice"
    assert machine.after("staff", {"staff": 1}) == "goals"
    assert machine.after("staff", {"staff": {"low": 0, "high": 1}}) == "goals"
    assert machine.after("staff", {"staff": {"low": 0, "high": None}}) == "goals"
    assert machine.after("staff", {}) == "goals"


def test_one_of_several_choices_passes_a_test() -> None:
    machine = Machine(SMALL.content.script)

    assert machine.after("goals", {"goals": ["grow", "rest"]}) == "resting"
    assert machine.after("goals", {"goals": ["grow"]}) == "advice"


def test_not_sure_passes_a_test_that_names_it() -> None:
    machine = Machine(SMALL.content.script)

    assert machine.after("product", {"product": "not_sure"}) == "shop"
    assert machine.after("product", {"product": "peach"}) == "harvest"


def test_the_machine_keeps_nothing_of_a_chat() -> None:
    at(SMALL, "tea", "yes", "1 3")

    kept = [machine for machine in gc.get_objects() if isinstance(machine, StateMachine)]
    assert kept
    assert all(machine.models == [] for machine in kept)
