"""Profit at the prices of one moment."""

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

import pytest

from analytics.domain.profit import Profit
from analytics.domain.record import Fill, NotOpened, TrackRecord
from vocabulary import AccountId, FillId, Money, Price, Quantity, Side, Symbol


def traded(*trades: str) -> TrackRecord:
    """The record of an account with 100,000 dollars, after trades like ``buy 10 IBM 180``."""
    record = TrackRecord(AccountId(uuid4()))
    record.open(Money(Decimal(100_000)))
    for trade in trades:
        side, quantity, symbol, price = trade.split()
        shares, dollars = Quantity(Decimal(quantity)), Price(Decimal(price))
        record.trade(Fill(FillId(uuid4()), Symbol(symbol), Side(side), shares, dollars))
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
