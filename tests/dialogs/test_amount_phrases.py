"""How well amounts are read as people say them: the phrases of amounts/*.yaml, counted and printed by language."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from dialogs.amounts import Amount
from knowledge.datafile import read
from tests.dialogs.talking import ADVISOR, HERE, LANGUAGES

AMOUNTS = ADVISOR.amounts
MOST_WRONG = 0.01
MOST_REFUSED = 0.15
FEWEST = 150
BROUGHT_ALONG = {"other_unit": ("not_money", "not_weight", "not_count")}
"""Reasons of the phrase files that the reader tells apart by what was asked."""
ANY_REASON = ("refused", "unclear")


class Phrase(NamedTuple):
    kind: str
    currency: str | None
    text: str
    low: float | str
    high: float | str | None

    @property
    def readable(self) -> bool:
        return not isinstance(self.low, str)


def phrases(name: str) -> list[Phrase]:
    data = read(HERE / "amounts" / f"{name}.yaml").data
    asked = {name: name.partition(" in ") for name in data}
    return [
        Phrase(kind, currency or None, text, ends[0], ends[-1])
        for name, (kind, _, currency) in asked.items()
        for text, *ends in data[name]
    ]


def verdict(phrase: Phrase) -> str:
    """Whether the phrase is read right, refused although it can be read, or read wrong."""
    kind = AMOUNTS.kind(phrase.text) if phrase.kind == "any" else phrase.kind
    found = AMOUNTS.reading(phrase.text, kind, currency=phrase.currency)  # type: ignore[arg-type]
    if isinstance(found, Amount):
        return "right" if phrase.readable and (found.low, found.high) == (phrase.low, phrase.high) else "wrong"
    return "refused" if phrase.readable else "right"


@pytest.mark.parametrize("name", [*LANGUAGES, *(f"unseen.{language}" for language in LANGUAGES)])
def test_hardly_an_amount_is_read_wrong_and_few_are_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = phrases(name)
    found = {phrase: verdict(phrase) for phrase in said}
    wrong = [phrase for phrase in said if found[phrase] == "wrong"]
    refused = [phrase for phrase in said if found[phrase] == "refused"]
    readable = sum(phrase.readable for phrase in said)

    with capsys.disabled():
        print(
            f"\namounts {name}: of {len(said)} phrases {len(said) - len(wrong) - len(refused)} right, "
            f"{len(wrong)} wrong; of {readable} that can be read {len(refused)} refused"
        )
    assert len(said) >= FEWEST
    assert len(wrong) <= MOST_WRONG * len(said), wrong
    assert len(refused) <= MOST_REFUSED * readable, refused


@pytest.mark.parametrize(
    "phrase", [one for name in LANGUAGES for one in phrases(name) if not one.readable and one.low not in ANY_REASON]
)
def test_what_is_refused_is_refused_for_the_right_reason(phrase: Phrase) -> None:
    found = AMOUNTS.reading(phrase.text, phrase.kind)  # type: ignore[arg-type]

    assert not isinstance(found, Amount)
    assert found.reason in BROUGHT_ALONG.get(str(phrase.low), (phrase.low,))
