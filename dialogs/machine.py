"""Where an answer leads: the dialog's routes, compiled once into a state machine that serves every chat.

The only module that knows `transitions`. The model is thrown away after each step: never added to the machine, so it
costs no memory and no trigger can be hidden by one of its attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from transitions import Machine as StateMachine

from dialogs.model import Answer
from dialogs.script import Route, Script, Test

ANSWER = "answer"


class Machine:
    """The compiled routes of one dialog."""

    def __init__(self, script: Script) -> None:
        machine = StateMachine(
            model=None,
            states=[*script.questions, *script.outcomes],
            initial=None,
            auto_transitions=False,
            transitions=[
                {"trigger": ANSWER, "source": id, "dest": route.to, "conditions": _condition(route)}
                for id, question in script.questions.items()
                for route in question.routes
            ],
        )
        self._answer = machine.events[ANSWER].trigger

    def after(self, question: str, answers: Mapping[str, Answer]) -> str:
        """The node that follows an answered question; the tests see these answers and no others."""
        place = _Place(question)
        self._answer(place, answers)
        return place.state


class _Place:
    """What the machine moves."""

    __slots__ = ("state",)
    state: str

    def __init__(self, state: str) -> None:
        self.state = state


def _condition(route: Route) -> Callable[[Mapping[str, Answer]], bool]:
    def holds(answers: Mapping[str, Answer]) -> bool:
        return all(_passes(test, answers.get(question)) for question, test in route.when.items())

    return holds


def _passes(test: Test, answer: Answer | None) -> bool:
    chosen = answer if isinstance(answer, list) else [answer]
    low, high = _ends(answer)
    return (
        (test.is_ is None or test.is_ in chosen)
        and (test.one_of is None or any(one in chosen for one in test.one_of))
        and (test.below is None or (high is not None and high < test.below))
        and (test.at_least is None or (low is not None and low >= test.at_least))
    )


def _ends(answer: Answer | None) -> tuple[float | None, float | None]:
    """The least and the most that a number can mean; None for what is no number, and for an open end."""
    if isinstance(answer, dict):
        return answer["low"], answer["high"]
    return (answer, answer) if isinstance(answer, (int, float)) else (None, None)
