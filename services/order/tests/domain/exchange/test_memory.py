"""A book as plain data: quickly, whole, and only of the form that is known."""

import json
from time import process_time
from uuid import UUID

import pytest
from exchanging import Trying, price, size, terms

from order.domain.exchange.book import Book
from order.domain.exchange.inputs import (
    NoSuchInput,
    act,
    cancel_item,
    digest,
    fill_line,
    place_item,
)
from order.domain.exchange.memory import UnknownForm, freeze, thaw
from order.domain.exchange.plain import order_from_plain, order_to_plain
from order.domain.exchange.view import View
from vocabulary import AccountId, OrderId, TimeInForce


def test_a_thousand_orders_are_written_down_in_milliseconds() -> None:
    trying = Trying()
    trying.quote("100@10", "100@10.02")
    for cents in range(500):
        low, high = f"{9 - cents / 100:.2f}", f"{11 + cents / 100:.2f}"
        trying.buy("100", low, time_in_force=TimeInForce.GTC, model="realistic/1")
        trying.sell("100", high, display="10")
    trying.later(1)

    frozen, taken = freeze(trying.book), list[float]()
    for _ in range(5):
        started = process_time()
        freeze(trying.book)
        taken.append(process_time() - started)

    assert min(taken) < 0.05  # 0.01 on a machine with nothing else to do
    assert len(frozen["floor"]) == 1000
    assert freeze(thaw(json.loads(json.dumps(frozen)))) == frozen


def test_an_order_that_is_not_placed_yet_comes_back_as_it_was() -> None:
    wish = terms("buy", "0", money=10**20, expires=5, display="3", is_post_only=True)
    order = Trying().order(wish)

    found = order_from_plain(json.loads(json.dumps(order_to_plain(order))))

    assert (found.order_id, found.account_id, found.terms) == (
        order.order_id,
        order.account_id,
        wish,
    )


def test_what_is_not_a_book_is_refused() -> None:
    with pytest.raises(UnknownForm, match="version None"):
        thaw({})
    with pytest.raises(NoSuchInput, match="cannot be told z"):
        act(Book(), ["z"])


def test_delays_are_drawn_from_the_order_and_from_nothing_else() -> None:
    trying = Trying()
    order = trying.order(terms("buy", "1"))
    draws = {
        place_item(order)[3],
        cancel_item(order.order_id, 5)[3],
        cancel_item(OrderId(UUID(int=2**70 + 1)), 5)[3],
    }

    assert place_item(order) == place_item(order)
    assert len(draws) == 3


def test_fills_have_one_line_each_and_one_hash_together() -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")
    trying.place(terms("buy", "100"), account=5)

    lines = [fill_line(one) for one in trying.fills]

    assert lines == [
        f"{UUID(int=1)} 1 0 {size('100')} {price('10.02')} {size('100')} 0 0 0 0 "
        f"{price('10')} {price('10.02')}"
    ]
    assert digest(lines) == digest(iter(lines)) != digest([])


def test_a_view_tells_what_still_holds() -> None:
    view = View()
    for item in (
        ["s", "X", 1, "trading"],
        ["d", "X", 2, [[9, 1], [8, 2]], [[11, 1], [12, 2]]],
        ["q", "X", 3, 8, 5, 11, 5],
        ["e", "X", 3],
        ["t", "X", 4, 10, 1, "opening"],
        ["t", "X", 5, 0, 0, "closing"],
        ["c", "X", 9],
    ):
        view.see(item)

    assert view.items() == [
        ["s", "X", 1, "trading"],
        ["d", "X", 2, [], [[12, 2]]],
        ["q", "X", 3, 8, 5, 11, 5],
        ["t", "X", 4, 10, 1, ""],
        ["c", "", 9],
    ]


def test_a_frozen_book_knows_who_is_who() -> None:
    trying = Trying()
    first = trying.sell("100", "10", account=5)
    book = thaw(freeze(trying.book))

    again = trying.order(terms("buy", "100", "10"), account=5)
    said = book.place(again)

    assert [outcome.order.order_id for outcome in said][-1] == again.order_id
    assert "own account" in said[-1].step.reason
    assert again.account_id == AccountId(UUID(int=5)) == first.account_id


def test_a_book_is_needed_until_what_was_taken_has_faded() -> None:
    trying = Trying()
    assert trying.book.is_idle
    trying.quote("100@10", "100@10.02")
    trying.buy("50")
    assert not trying.book.is_idle

    trying.quote("100@10", "50@10.02")
    assert not trying.book.is_idle
    trying.later(61)
    trying.quote("100@10", "50@10.02")
    assert trying.book.is_idle
