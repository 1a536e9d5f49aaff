"""Profit at the prices of one moment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from analytics.domain.facts import Beginning, NotOpened, Payment
from analytics.domain.fill import Fill
from analytics.domain.profit import Profit
from analytics.domain.record import TrackRecord
from vocabulary import AccountId, FillId, Money, Price, Quantity, Side, Symbol

NOON = datetime(2013, 10, 7, 16, tzinfo=UTC)


def traded(*trades: str) -> TrackRecord:
    """The record of an account with 100,000 dollars, after trades like ``buy 10 IBM 180``."""
    record = TrackRecord(AccountId(uuid4()))
    record.begin(Beginning(1, Money(Decimal(100_000)), NOON))
    for trade in trades:
        side, quantity, symbol, price = trade.split()
        shares, dollars = Quantity(Decimal(quantity)), Price(Decimal(price))
        fill_id = FillId(uuid4())
        record.trade(Fill(fill_id, Symbol(symbol), Side(side), shares, dollars, NOON, NOON))
    return record


def marked(**prices: int) -> Callable[[Symbol, Quantity], Price | None]:
    """Marks by symbol; the other symbols have no price."""

    def mark(symbol: Symbol, _quantity: Quantity) -> Price | None:
        return Price(Decimal(prices[symbol])) if symbol in prices else None

    return mark


def test_profit_is_added_up_over_symbols() -> None:
    record = traded("buy 10 IBM 180", "sell 5 IBM 190", "buy 100 BAC 14")

    profit = Profit.of(record, marked(IBM=200, BAC=13))

    by_symbol = [(one.holding.symbol, one.unrealised, one.total) for one in profit.symbols]
    assert by_symbol == [("BAC", -100, -100), ("IBM", 100, 150)]
    assert (profit.realised, profit.unrealised, profit.total) == (50, 0, 50)
    assert (profit.equity, profit.trades, profit.turnover) == (100_050, 3, 4150)


def test_fees_are_added_up_and_make_less_of_the_profit() -> None:
    record = traded("buy 10 IBM 180")
    fill = Fill(
        FillId(uuid4()),
        Symbol("BAC"),
        Side.BUY,
        Quantity(Decimal(1)),
        Price(Decimal(14)),
        NOON,
        NOON,
        fee=Money(Decimal(2)),
    )
    record.trade(fill)

    profit = Profit.of(record, marked(IBM=180, BAC=14))

    assert (profit.fees, profit.realised, profit.equity) == (2, -2, 99_998)


def test_shares_that_are_owed_earn_when_the_price_falls() -> None:
    profit = Profit.of(traded("sell 10 IBM 180"), marked(IBM=170))

    assert profit.unrealised == 100


def test_without_a_price_only_the_realised_part_is_known() -> None:
    profit = Profit.of(traded("buy 10 IBM 180", "sell 5 IBM 190"), marked())

    assert profit.symbols[0].unrealised is None
    assert (profit.unrealised, profit.total) == (0, 50)


def test_a_position_that_ended_needs_no_price() -> None:
    profit = Profit.of(traded("buy 10 IBM 180", "sell 10 IBM 190"), marked())

    assert profit.symbols[0].unrealised == 0


def test_there_is_no_profit_without_a_beginning() -> None:
    with pytest.raises(NotOpened):
        Profit.of(TrackRecord(AccountId(uuid4())), marked())


def test_what_was_paid_in_is_equity_and_no_profit() -> None:
    record = traded("buy 10 IBM 180")
    record.pay(Payment(uuid4(), Money(Decimal(500)), NOON))
    record.pay(Payment(uuid4(), Money(Decimal(-200)), NOON))

    profit = Profit.of(record, marked(IBM=190))

    assert (profit.paid_in, profit.total, profit.equity) == (300, 100, 100_400)


def test_an_epoch_that_is_over_keeps_its_profit() -> None:
    record = traded("buy 10 IBM 180", "sell 10 IBM 190")
    record.begin(Beginning(2, Money(Decimal(5_000)), NOON + timedelta(hours=1)))

    first, second = (Profit.of(record, marked(), epoch) for epoch in (1, 2))

    assert (first.realised, first.equity) == (100, 100_100)
    assert (second.realised, second.equity) == (0, 5_000)
    assert Profit.of(record, marked()) == second
