"""The questions on the sums: asked after the advice, and the card of costs at their end."""

from __future__ import annotations

import pytest

from bot.wording import MOST_LINES
from tests.bot.talk import Talk

SHOP = ("2", "1", "3", "30万", "5", "2", "3", "80万", "4", "3", "3")
"""Firm fruit, people and money for a shop, packed goods with a name, an online shop already."""


def at_the_sums(language: str = "en") -> Talk:
    """A talk at the first question on the sums."""
    talk = Talk(language)
    talk.to_full_advice()
    talk.tap_named("deepen")
    return talk


@pytest.mark.parametrize(("language", "said"), [("en", "present buyer"), ("zh-Hans", "现在的买家")])
def test_the_first_question_on_the_sums_is_what_the_present_buyer_pays(language: str, said: str) -> None:
    assert said in at_the_sums(language).said[-1].text


def test_after_the_last_question_on_the_sums_the_costs_stand_there_or_another_way_is_named() -> None:
    talk = at_the_sums()
    before = talk.said[-2].text.splitlines()[0]
    while not talk.at_advice():
        talk.tap_first()

    screen = talk.said[-1].text
    assert not talk.said[-1].edit
    assert "With your figures" in screen or before not in screen


def test_the_card_of_costs_is_short_and_opens_every_line() -> None:
    talk = Talk()
    talk.to_advice()
    short = talk.tap_named("costs").text
    largest = short[short.index("The largest costs:") :] if "The largest costs:" in short else ""
    whole = talk.tap_named("cost_lines").text

    assert largest.count("• ") <= MOST_LINES
    assert whole.count("• ") > short.count("• ") or not largest
    assert talk.tap_named("advice").text
