"""What is written of orders is as it was when it happened, however much has happened since."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from exchanging import Change, Trying, Wish, offer, price, size, terms

from events import OrderAdjusted
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Order
from order.domain.exchange.splitting import Split
from order.domain.units import SHARE
from order.handlers.outcomes import event_of
from order.repository.fates import Fates
from vocabulary import OrderClass, OrderType, Symbol, TimeInForce

IBM, NOW = Symbol("IBM"), datetime(2013, 10, 7, 16, tzinfo=UTC)
GTC: Wish = {"time_in_force": TimeInForce.GTC}


def bracket(trying: Trying) -> list[Order]:
    stop: Wish = {"order_type": OrderType.STOP, "stop": "90", **GTC}
    return trying.group(
        OrderClass.BRACKET,
        terms("buy", "10", "100", **GTC),
        terms("sell", "10", "120", **GTC),
        terms("sell", "10", "", **stop),
    )


def split_and_then(trying: Trying, ask: str, bid: str | None = None) -> list[Outcome]:
    """Two for one, and what the market shows right after it, on the same page."""
    said = [*trying.book.split(Split(trying.at, str(UUID(int=1)), 2 * SHARE, SHARE))]
    trying.now += 1
    said += trying.book.quote(trying.at, None, offer(ask))
    if bid is not None:
        trying.now += 1
        said += trying.book.quote(trying.at, offer(bid), None)
    return said


@pytest.mark.parametrize(
    ("before", "bid", "added"), [(None, None, "0"), ("4@100", None, "4"), ("4@100", "100@61", "4")]
)
def test_what_a_split_adds_to_exits_is_not_what_they_and_their_entry_trade_then(
    before: str | None, bid: str | None, added: str
) -> None:
    trying, fates = Trying(), Fates(NOW)
    trying.quote(None, before)
    entry, profit, _ = bracket(trying)

    fates.add(IBM, 1, split_and_then(trying, "100@49", bid))

    assert not entry.open
    assert bool(profit.filled) == (bid is not None)
    assert fates.added == {
        entry.order_id: {"order_id": entry.order_id, "added": Decimal(added)},
    }


def test_exits_that_wait_may_be_charged_for_all_that_their_entry_will_trade() -> None:
    trying = Trying()
    stop: Wish = {"order_type": OrderType.STOP, "stop": "110", **GTC}
    wishes = [terms("sell", "10", "100", **GTC), terms("buy", "10", "", **stop)]
    orders = [trying.order(replace(wish, fees="crypto/1"), account=7) for wish in wishes]
    trying.hear(trying.book.place(orders[0], exits=orders[1:], kind=OrderClass.OTO))

    said = [event_of(IBM, one) for one in split_and_then(trying, "100@60")]

    adjusted = [one for one in said if isinstance(one, OrderAdjusted)]
    assert [(one.open_quantity, one.fee_bound > 1) for one in adjusted] == [(20, True), (0, True)]


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize(("before", "more"), [("100@100", {}), (None, {"size": size("24")})])
def test_exits_are_as_large_as_their_entry_when_one_is_replaced_after_a_split(
    before: str | None, more: Change, pages: int
) -> None:
    trying, fates = Trying(), [Fates(NOW), Fates(NOW)]
    trying.quote(None, before)
    entry, profit, loss = bracket(trying)
    old, changes = (entry, more) if more else (profit, Change(bound=price("65")))

    fates[0].add(IBM, 1, trying.book.split(Split(trying.at, str(UUID(int=1)), 2 * SHARE, SHARE)))
    new = trying.order(replace(old.terms, **changes))
    new.account_id = old.account_id
    fates[pages - 1].add(IBM, pages, trying.book.replace(old.order_id, new))

    written = [row[loss.order_id] for one in fates for row in (one.sized, one.adjusted) if row]
    assert written[-1]["quantity"] == (24 if more else 20)
