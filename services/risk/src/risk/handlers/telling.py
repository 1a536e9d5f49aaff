"""What is said of an account that was looked at."""

from collections.abc import Iterator
from datetime import datetime

from events import (
    Event,
    LiquidationOrdered,
    MarginCallIssued,
    MarginCallMet,
    RiskLimitBreached,
    TradingHalted,
    TradingResumed,
)
from risk.domain.account import TradingAccount
from risk.domain.assessing import halted
from risk.domain.supervising import Breach, CallIssued, CallMet, Close, Deed
from vocabulary import NO_MONEY, Quantity, Side, cents, plain

NOT_MET = "a margin call was not met, and positions are being liquidated"


def event_of(account: TradingAccount, deed: Deed, at: datetime) -> Iterator[Event]:
    """What the bus is told of something that was decided ``at`` a moment of market time."""
    match deed:
        case CallIssued():
            yield _issued(account, deed, at)
        case CallMet():
            yield MarginCallMet(account_id=account.account_id, liquidated=deed.liquidated)
            if deed.liquidated and halted(account) is None:
                yield TradingResumed(account_id=account.account_id)
        case Close():
            yield _ordered(account, deed, at)
        case Breach():
            yield breached(account, deed)
        case _:
            yield TradingHalted(account_id=account.account_id, reason=NOT_MET)


def breached(account: TradingAccount, breach: Breach) -> RiskLimitBreached:
    """A limit of the account was reached."""
    return RiskLimitBreached(
        account_id=account.account_id,
        limit=breach.limit,
        allowed=breach.allowed,
        reached=breach.reached,
    )


def _issued(account: TradingAccount, deed: CallIssued, at: datetime) -> MarginCallIssued:
    return MarginCallIssued(
        account_id=account.account_id,
        kind=deed.call.kind,
        equity=deed.needed.equity,
        required=deed.needed.required,
        lacking=deed.call.lacking,
        due=deed.call.due,
        market_time=at,
    )


def _ordered(account: TradingAccount, deed: Close, at: datetime) -> LiquidationOrdered:
    call = account.profile.call
    lacking = plain(cents(NO_MONEY if call is None else call.lacking))
    return LiquidationOrdered(
        order_id=deed.order_id,
        account_id=account.account_id,
        symbol=deed.symbol,
        side=Side.SELL if deed.shares > 0 else Side.BUY,
        quantity=Quantity(abs(deed.shares)),
        reason=f"a margin call was not met: {lacking} dollars are lacking",
        market_time=at,
    )
