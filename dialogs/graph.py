"""The dialog as a graph, of nodes that all exist: what can be reached, whether it ends, how long the ways are."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.script import Script

Ways = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""For each node the questions of the shortest and of the longest way from it, itself included, to an outcome."""


def onward(script: Script, node: str, further: bool = True) -> Iterator[str]:
    """The nodes a node leads to; `further`: an outcome's further questions too."""
    if node in script.questions:
        yield from dict.fromkeys(route.to for route in script.questions[node].routes)
    elif further and (more := script.outcomes[node].more):
        yield more


def reachable(script: Script, start: str, further: bool = True) -> set[str]:
    """Every node that some way from this one meets, itself included; `further`: behind outcomes too."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(onward(script, node, further))
    return seen


def loop(script: Script) -> tuple[str, ...]:
    """The first way round that never ends, first node repeated at its end; empty when every way ends."""
    done: set[str] = set()

    def seek(node: str, trail: tuple[str, ...]) -> tuple[str, ...]:
        if node in trail:
            return (*trail[trail.index(node) :], node)
        if node in done:
            return ()
        found = next(filter(None, (seek(end, (*trail, node)) for end in onward(script, node, False))), ())
        done.add(node)
        return found

    return next(filter(None, (seek(node, ()) for node in script.questions)), ())


def ways(script: Script) -> Ways:
    """The shortest and longest way from every node of a dialog without a loop."""
    known: Ways = dict.fromkeys(script.outcomes, ((), ()))

    def measure(node: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if node not in known:
            rest = [measure(end) for end in onward(script, node)]
            shortest, longest = min((one[0] for one in rest), key=len), max((one[1] for one in rest), key=len)
            known[node] = (node, *shortest), (node, *longest)
        return known[node]

    for question in script.questions:
        measure(question)
    return known
