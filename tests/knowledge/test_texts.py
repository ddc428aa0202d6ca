"""Figures in words: kept while they are few, and the same whether kept or not."""

from __future__ import annotations

from knowledge import conditions
from knowledge.texts import MOST_AMOUNTS_KEPT
from tests.knowledge.cn import PACK, TODAY


def test_an_amount_is_said_alike_after_thousands_of_others() -> None:
    book = PACK.book("en", TODAY)
    first = book.amount(1, 1, "CNY")

    for other in range(MOST_AMOUNTS_KEPT + 10):
        book.amount(other, other, "CNY")

    assert book.amount(1, 1, "CNY") == first == "1 yuan"


def test_a_text_is_said_alike_twice_and_the_book_of_a_year_is_made_once() -> None:
    book = PACK.book("zh-Hans", TODAY)

    assert book is PACK.book("zh-Hans", TODAY)
    assert book.say("modes", "own_store", "name") == book.say("modes", "own_store", "name")


def test_a_condition_with_two_bounds_holds_between_them_alone() -> None:
    between = {"capital": conditions.Test(at_least=10, below=20)}

    found = [conditions.holds(between, {"capital": value}) for value in (9, 10, 19, 20, None, {"low": 10, "high": 25})]

    assert found == [False, True, True, False, False, False]
