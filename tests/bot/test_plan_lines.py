"""Lines of a paper: never wider than they may be, never against the rules of punctuation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.lines import wrapped


def one(letter: str) -> float:  # noqa: ARG001 - as wide as every other
    return 1.0


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("to be or not", 6, ["to be", "or not"]),
        ("to be or not", 5, ["to be", "or", "not"]),
        ("a verylongword", 5, ["a", "veryl", "ongwo", "rd"]),
        ("先定价，再卖货。", 4, ["先定价，", "再卖货。"]),
        ("说好了（口头）", 4, ["说好了", "（口头）"]),
        ("一共30000元钱", 4, ["一共", "3000", "0元钱"]),
        ("花了300元", 4, ["花了", "300元"]),
        ("卖货[1,2]", 4, ["卖", "货[1,", "2]"]),
        ("第一\n第二", 9, ["第一", "第二"]),
        ("  spaced   out ", 20, ["spaced out"]),
        ("", 5, [""]),
    ],
)
def test_a_text_is_broken_where_a_reader_expects_it(text: str, room: float, lines: list[str]) -> None:
    assert wrapped(text, room, one) == lines


TEXTS = st.text(st.sampled_from("ab c1,.（）货钱，。[]"), max_size=60)


@given(text=TEXTS, room=st.integers(3, 20))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, room: int) -> None:
    lines = wrapped(text, room, one)

    assert all(len(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
