"""Rules about how, when and what an account trades."""

from decimal import Decimal

from risk.domain.case import Case, Refusal
from vocabulary import Money, RejectionReason, plain

DAY_TRADES_MAX = 3
DAY_TRADE_EQUITY_MIN = Money(Decimal(25_000))
"""Until 2026 a fourth day trade within five days took so many dollars (FINRA 4210(f)(8)(B))."""


def is_too_often(case: Case) -> Refusal | None:
    """So many orders have been placed within a minute already."""
    most, placed = case.limits.orders_per_minute_max, case.standing.placed
    if most is None or placed < most:
        return None
    return Refusal(
        RejectionReason.ORDER_RATE_EXCEEDED,
        f"you may place {most} orders a minute, and have placed {placed} in the last one",
        allowed=Decimal(most),
        reached=Decimal(placed),
    )


def is_short_forbidden(case: Case) -> Refusal | None:
    """It sells shares that are not there, and somebody has forbidden that."""
    if not case.is_margin or case.need.shorted <= 0 or not case.limits.no_shorting:
        return None
    return Refusal(
        RejectionReason.SHORT_SALE_FORBIDDEN,
        f"the order sells {plain(case.need.shorted)} shares of {case.symbol} that you do not have,"
        " and your account may not sell short",
        reached=case.need.shorted,
    )


def is_day_trading(case: Case) -> Refusal | None:
    """One more day trade would make the owner of a small margin account a pattern day trader."""
    standing = case.standing
    if not (case.limits.day_trade_rule and case.is_margin) or case.need.opened <= 0:
        return None
    if standing.day_trades < DAY_TRADES_MAX or standing.equity >= DAY_TRADE_EQUITY_MIN:
        return None
    return Refusal(
        RejectionReason.DAY_TRADES_EXCEEDED,
        f"you have made {standing.day_trades} day trades within five trading days; with less than"
        f" {plain(DAY_TRADE_EQUITY_MIN)} dollars of equity you can only close positions",
        allowed=Decimal(DAY_TRADES_MAX),
        reached=Decimal(standing.day_trades),
    )


def is_wash_trade(case: Case) -> str | None:
    """It could trade with another order of the same account."""
    if not case.limits.no_wash_trades or case.in_the_way is None:
        return None
    return f"it could trade with your own order {case.in_the_way}: cancel or replace that one first"


def is_closed(case: Case) -> str | None:
    """The market is not open, and orders must not wait for it."""
    closed = case.is_closed and case.limits.no_orders_when_closed
    return "the market is closed, and orders are taken only while it is open" if closed else None


def is_symbol_halted(case: Case) -> str | None:
    """Somebody has halted the symbol; or the exchange has, and orders must not wait for it."""
    if case.symbol_halted is not None:
        return f"trading in {case.symbol} is halted: {case.symbol_halted}"
    if case.is_paused and case.limits.no_orders_when_halted:
        return f"the exchange has halted {case.symbol}, and orders are taken only while it trades"
    return None
