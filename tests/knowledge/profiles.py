"""Profiles of every kind, for properties that must hold whatever a cooperative answers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from knowledge.profile import FIELDS, Field, Profile

EDGES = (0, 1, 2, 3, 5, 9, 10, 29, 30, 99, 100, 9_999, 10_000, 20_000, 49_999, 50_000, 200_000, 500_000, 5_000_000)


def numbers(field: Field) -> st.SearchStrategy[Any]:
    whole = st.integers(0, 10_000_000) | st.sampled_from(EDGES)
    return whole.filter(lambda number: number <= field.at_most)


def values(field: Field) -> st.SearchStrategy[Any]:
    if field.kind == "choice":
        return st.sampled_from(field.values)
    if field.kind == "choices":
        return st.lists(st.sampled_from(field.values), unique=True)
    bands = st.tuples(numbers(field), numbers(field) | st.none()).map(
        lambda ends: (
            {"low": ends[0], "high": ends[1] if ends[1] is None else max(ends)}
            | {"low": ends[0] if ends[1] is None else min(ends)}
        )
    )
    return numbers(field) | bands


def profiles(*, without: tuple[str, ...] = ()) -> st.SearchStrategy[Profile]:
    """Any profile: every field known or not, bands and numbers, choices and goals."""
    return st.fixed_dictionaries(
        {}, optional={name: values(field) for name, field in FIELDS.items() if name not in without}
    )
