"""Every rule of risk, what has to happen for an order to break it, and what it then says."""

from collections.abc import Awaitable, Callable
from typing import Any

from trading_desk import MARKET_TIME
from trading_house import House, Json

from chassis.testing import some_account
from events import AccountClosed, AccountReviewRequested, AccountWindingUp
from vocabulary import AccountId, MarginType, SessionPhase, WindingPurpose

Arrange = Callable[[House, AccountId], Awaitable[object]]
MARGIN = MarginType.MARGIN


def limited(**limits: Any) -> Arrange:  # noqa: ANN401
    """The account may go so far."""
    return lambda house, trader: house.lay_down(f"account/{trader}", **limits)


def halted(place: str) -> Arrange:
    """Somebody has pulled a switch."""
    return lambda house, trader: house.halt(place.format(trader=trader), "somebody looks")


async def nothing(_house: House, _trader: AccountId) -> None:
    """All is as it was."""


async def wound_up(house: House, trader: AccountId) -> None:
    winding = AccountWindingUp(
        account_id=trader, winding_id=some_account(), purpose=WindingPurpose.RESET
    )
    await house.desk.simulation.publish(winding)


async def closed(house: House, trader: AccountId) -> None:
    await house.desk.simulation.publish(AccountClosed(account_id=trader, epoch=1))


async def losing(house: House, trader: AccountId, **limits: Any) -> None:  # noqa: ANN401
    """Fifty shares, bought at 100, are worth 90."""
    await house.trade(trader, quantity="50", limit_price="100")
    await house.show("90", "91")
    await house.lay_down(f"account/{trader}", **limits)


async def day_trader(house: House, trader: AccountId) -> None:
    """They bought and sold three times today."""
    for _ in range(3):
        await house.trade(trader, quantity="1", limit_price="100")
        await house.trade(trader, side="sell", quantity="1", limit_price="99")
    await house.lay_down(f"account/{trader}", day_trade_rule=True)


async def called(house: House, trader: AccountId) -> None:
    """Twice the equity was bought at 100, and was worth 66 when somebody looked."""
    await house.tell_time(phase=SessionPhase.AFTER)
    await house.trade(trader, quantity="200", limit_price="100")
    await house.show("66", "67")
    await house.desk.simulation.publish(
        AccountReviewRequested(account_id=trader, market_time=MARKET_TIME)
    )
    await house.show("120", "121")


async def after_hours(house: House, trader: AccountId) -> None:
    await house.lay_down(f"account/{trader}", no_orders_when_closed=True)
    await house.tell_time(phase=SessionPhase.CLOSED)


RULES: list[tuple[MarginType | None, Arrange, Json, str, str]] = [
    # the account, what was before, an order to buy 10 at 100 unless it says otherwise, the answer
    (None, closed, {}, "account_closed", "the account is closed"),
    (
        None,
        wound_up,
        {},
        "trading_halted",
        "the account is being reset, and takes no orders before it has started over",
    ),
    (None, halted("account/{trader}"), {}, "trading_halted", "trading is halted: somebody looks"),
    (None, halted("house/everybody"), {}, "trading_halted", "trading is halted: somebody looks"),
    (
        None,
        nothing,
        {"quantity": "101"},
        "buying_power_exceeded",
        "the order may cost 10100 dollars, and 10000 are free",
    ),
    (
        MARGIN,
        nothing,
        {"quantity": "401"},
        "buying_power_exceeded",
        "the order may take 40100 dollars of buying power, and 40000 are left",
    ),
    (
        None,
        nothing,
        {"side": "sell"},
        "position_exceeded",
        "the order sells 10 shares of IBM, and 0 are free",
    ),
    (
        None,
        limited(position_value_max="999"),
        {},
        "position_too_large",
        "a position may be worth 999 dollars at most, and yours in IBM might come to 1000",
    ),
    (
        None,
        limited(order_quantity_max="9"),
        {},
        "order_too_large",
        "one order may be for 9 shares at most, this one is for 10",
    ),
    (
        None,
        limited(order_value_max="999.99"),
        {},
        "order_too_large",
        "one order may be worth 999.99 dollars at most, this one may cost 1000",
    ),
    (
        None,
        limited(price_away_percent_max="5"),
        {"limit_price": "106"},
        "price_too_far",
        "your limit of 106 is 6 % beyond the market, which is at 100; at most 5 % are allowed",
    ),
    (
        None,
        limited(concentration_percent_max="9"),
        {},
        "concentration_exceeded",
        "IBM might come to 10 % of your equity; at most 9 % may be in one symbol",
    ),
    (
        None,
        limited(orders_per_minute_max=0),
        {},
        "order_rate_exceeded",
        "you may place 0 orders a minute, and have placed 0 in the last one",
    ),
    (
        None,
        lambda house, trader: losing(house, trader, daily_loss_max="500"),
        {"quantity": "1"},
        "daily_loss_exceeded",
        "you have lost 500 dollars today and may lose 500; until tomorrow you can only close"
        " positions",
    ),
    (
        None,
        lambda house, trader: losing(house, trader, drawdown_percent_max="5"),
        {"quantity": "1"},
        "drawdown_exceeded",
        "your account is 5 % below its peak of 10000 dollars, and may be 5 %; you can only close"
        " positions",
    ),
    (
        MARGIN,
        limited(no_shorting=True),
        {"side": "sell"},
        "short_sale_forbidden",
        "the order sells 10 shares of IBM that you do not have, and your account may not sell"
        " short",
    ),
    (
        MARGIN,
        called,
        {"quantity": "1", "limit_price": "1"},
        "margin_exceeded",
        "a margin call is open: 100 dollars are lacking; you can only close positions, or deposit",
    ),
    (
        MARGIN,
        day_trader,
        {"quantity": "1"},
        "day_trades_exceeded",
        "you have made 3 day trades within five trading days; with less than 25000 dollars of"
        " equity you can only close positions",
    ),
    (
        None,
        after_hours,
        {},
        "market_closed",
        "the market is closed, and orders are taken only while it is open",
    ),
    (None, halted("symbol/IBM"), {}, "symbol_halted", "trading in IBM is halted: somebody looks"),
]
