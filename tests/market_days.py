"""Market days for tests of figures: trades at their time, bars, and what they leave behind."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from traders import Trader, filled

from analytics.ticker.bars import Bars
from events import AccountOpened, Bar, CashDeposited, OrderFilled
from vocabulary import (
    AccountId,
    BarInterval,
    Money,
    OrderId,
    Price,
    Quantity,
    Side,
    Symbol,
    UserId,
    uuid7,
)

IBM, SPY = Symbol("IBM"), Symbol("SPY")
OPEN = datetime(2013, 10, 7, 13, 30, tzinfo=UTC)
"""Half past nine in New York, on a Monday."""
EARLY = 1_700_000_000_000
"""When orders were made, by the clock on the wall: before anybody said anything of companies."""


async def opened(trader: Trader) -> None:
    """Have the account opened, with ten thousand dollars."""
    user_id = UserId(uuid4())
    await trader.simulation.publish(
        AccountOpened(account_id=trader.account_id, user_id=user_id, cash=dollars(10_000))
    )


def dollars(amount: object) -> Money:
    """So many."""
    return Money(Decimal(str(amount)))


def at(minutes: float, days: int = 0) -> datetime:
    """So long after the market opened."""
    return OPEN + timedelta(days=days, minutes=minutes)


def a_fill(account_id: AccountId, trade: str, when: datetime) -> OrderFilled:
    """A fill written like ``buy 10 IBM 100`` or with ``fee 0.12``."""
    side, shares, symbol, price, *fee = trade.split()
    made = filled(
        account_id,
        Symbol(symbol),
        Side(side),
        Quantity(Decimal(shares)),
        Price(Decimal(price)),
        dollars(fee[1] if fee else 0),
    )
    order_id = OrderId(uuid7(EARLY, uuid4().bytes[:10]))
    return made.model_copy(update={"market_time": when, "order_id": order_id})


async def trade(trader: Trader, *trades: tuple[datetime, str]) -> None:
    """Have orders filled, each at its time."""
    made = [a_fill(trader.account_id, what, when) for when, what in trades]
    await trader.simulation.publish(*made)


def bar(symbol: Symbol, start: datetime, prices: str, interval: BarInterval) -> Bar:
    """A bar with an open, a high, a low and a close."""
    opened, high, low, close = (Price(Decimal(one)) for one in prices.split())
    return Bar(
        symbol=symbol,
        interval=interval,
        start=start,
        open=opened,
        high=high,
        low=low,
        close=close,
        volume=Quantity(Decimal(1)),
        trades=1,
        closed=interval is BarInterval.MINUTE_1,
    )


async def passed(trader: Trader, *bars: Bar) -> None:
    """Have the market say what was, and the service store it."""
    kept = Bars()
    kept.arrived(Bar.name, bars)
    await kept.store(trader.simulation.database("analytics").engine)


def day_of(symbol: Symbol, days: int, prices: str) -> Bar:
    """The bar of a day, so many days after the first."""
    midnight = datetime(2013, 10, 7, 4, tzinfo=UTC) + timedelta(days=days)
    return bar(symbol, midnight, prices, BarInterval.DAY_1)


async def two_days(trader: Trader) -> None:
    """Ten shares of IBM, which rises; then money comes in, and half of them are sold."""
    await trade(
        trader,
        (at(1), "buy 10 IBM 100 fee 2"),
        (at(1, days=1), "sell 5 IBM 120 fee 1"),
    )
    await trader.simulation.publish(
        CashDeposited(
            account_id=trader.account_id,
            booking_id=uuid4(),
            amount=dollars(990),
            cash=dollars(0),
            market_time=at(0, days=1),
        )
    )
    await passed(
        trader,
        day_of(IBM, 0, "100 110 90 105"),
        day_of(IBM, 1, "105 130 100 125"),
        day_of(SPY, 0, "50 60 40 51"),
        day_of(SPY, 1, "51 60 40 52.02"),
        day_of(Symbol("BAC"), 5, "1 1 1 1"),
    )
