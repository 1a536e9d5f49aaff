"""One golden instance of every event: the documentation shows it, tests send it.

Together they tell of one trader, who buys 10 shares of IBM, thinks better of a second order, and
sees one more run out of time and another refused. What was published once must be readable for
ever, so a test reads the examples of older versions again.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import events
from events import account_examples, market_examples
from events.account_examples import ACCOUNT, USER, dollars
from events.market_examples import IBM, NOON, price, shares
from vocabulary import (
    AuditAction,
    AuditOutcome,
    CorporateActionKind,
    FillId,
    MarginCallKind,
    OrderId,
    OrderStatus,
    OrderType,
    RejectionReason,
    RevocationReason,
    SessionId,
    Side,
)

SESSION = SessionId(UUID("0191e0a4-7d00-7000-8000-0000000000f1"))

_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH = (
    OrderId(UUID(f"0191e0a4-7d00-7000-8000-0000000000d{number}")) for number in range(1, 6)
)
_FILLS = [FillId(UUID(f"0191e0a4-7d00-7000-8000-0000000000e{number}")) for number in range(1, 3)]


_PLACED = events.OrderCreated(
    order_id=_FIRST,
    account_id=ACCOUNT,
    symbol=IBM,
    side=Side.BUY,
    order_type=OrderType.LIMIT,
    quantity=shares("10"),
    limit_price=price("182.05"),
    bound_price=price("182.05"),
    reference_price=price("182.03"),
    market_time=NOON,
)
_FILL = events.OrderFilled(
    fill_id=_FILLS[1],
    order_id=_FIRST,
    account_id=ACCOUNT,
    symbol=IBM,
    side=Side.BUY,
    quantity=shares("7.5"),
    price=price("182.03"),
    filled_quantity=shares("10"),
    counterparty="market",
    bid=market_examples.QUOTE.bid,
    ask=market_examples.QUOTE.ask,
    market_time=NOON,
)
_PART = dict(_FILL) | {
    "fill_id": _FILLS[0],
    "quantity": shares("2.5"),
    "filled_quantity": shares("2.5"),
    "counterparty": "trader",
    "open_quantity": shares("7.5"),
}

_SPLIT = {
    "action_id": UUID("019a1f0c-5c00-7a00-8000-000000000099"),
    "symbol": IBM,
    "kind": CorporateActionKind.SPLIT,
    "ex_date": date(2013, 10, 8),
    "new_shares": shares("2"),
    "old_shares": shares("1"),
}

_OF_SPLIT = {
    "account_id": ACCOUNT,
    "action_id": _SPLIT["action_id"],
    "symbol": IBM,
    "market_time": NOON,
    "new_shares": shares("2"),
    "old_shares": shares("1"),
}
_OF_DIVIDEND = {
    "account_id": ACCOUNT,
    "action_id": UUID("019a1f0c-5c00-7a00-8000-00000000009a"),
    "booking_id": UUID("019a1f0c-5c00-7a00-8000-00000000009b"),
    "symbol": IBM,
    "market_time": NOON,
    "amount": dollars("16.4"),
}
_AFTER_ALL: tuple[events.Event, ...] = (
    events.OrderAdjusted.model_validate(
        _OF_SPLIT
        | {
            "order_id": _THIRD,
            "open_quantity": shares("20"),
            "filled_quantity": shares("0"),
            "limit_price": price("90"),
            "bound_price": price("90"),
            "reason": "a split of 2 for 1: 20 shares at 90 instead of 10 at 180",
        }
    ),
    events.CorporateActionDue.model_validate(
        _OF_SPLIT | {"kind": CorporateActionKind.SPLIT, "said_at": NOON}
    ),
    events.PositionSplit.model_validate(
        _OF_SPLIT
        | {
            "booking_id": UUID("019a1f0c-5c00-7a00-8000-00000000009c"),
            "added": shares("10"),
            "cash_in_lieu": dollars("0"),
            "realised": dollars("0"),
            "quantity": shares("20"),
            "cost": dollars("1820.3"),
            "cash": dollars("98179.7"),
        }
    ),
    events.DividendAccrued.model_validate(
        _OF_DIVIDEND
        | {"shares": shares("20"), "cash": dollars("98179.7"), "pays_at": NOON + timedelta(days=9)}
    ),
    events.DividendDue.model_validate(_OF_DIVIDEND),
    events.DividendPaid.model_validate(_OF_DIVIDEND | {"cash": dollars("98196.1")}),
)
"""What a company may do to who holds its shares."""

_STORY: tuple[events.Event, ...] = (
    events.UserRegistered(user_id=USER, account_id=ACCOUNT, display_name="Ada"),
    events.AuditRecorded(
        action=AuditAction.SIGN_IN,
        outcome=AuditOutcome.SUCCEEDED,
        user_id=USER,
        account_id=ACCOUNT,
        session_id=SESSION,
        address="192.0.2.7",
        user_agent="curl/8.5.0",
    ),
    *account_examples.OPENED,
    *market_examples.SAID,
    events.CorporateActionAnnounced.model_validate(_SPLIT | {"effective_at": NOON}),
    events.CorporateActionEffective.model_validate(
        _SPLIT | {"market_time": NOON, "last_price": price("182.03")}
    ),
    events.ClockSteered(user_id=USER, action="play", speed=60, market_time=NOON),
    _PLACED,
    events.OrderApproved.model_validate(_PLACED),
    events.OrderAccepted(order_id=_FIRST, account_id=ACCOUNT, symbol=IBM, market_time=NOON),
    events.OrderPartiallyFilled.model_validate(_PART),
    _FILL,
    events.PositionChanged(
        account_id=ACCOUNT,
        symbol=IBM,
        quantity=shares("10"),
        cost=dollars("1820.3"),
        average_price=price("182.03"),
        fill_id=_FILL.fill_id,
    ),
    events.PortfolioUpdated(account_id=ACCOUNT, cash=dollars("98179.7"), fill_id=_FILL.fill_id),
    events.OrderUpdated(
        order_id=_SECOND,
        account_id=ACCOUNT,
        symbol=IBM,
        status=OrderStatus.ACCEPTED,
        reason="waits for the opening auction",
    ),
    events.OrderReplaced(
        order_id=_SECOND,
        replacement_id=_THIRD,
        account_id=ACCOUNT,
        symbol=IBM,
        open_quantity=shares("10"),
    ),
    events.OrderReplacementRefused(
        order_id=_THIRD,
        account_id=ACCOUNT,
        symbol=IBM,
        replacement_id=_FOURTH,
        reason="the order costs more than the cash that is free",
    ),
    events.OrderCancelRequested(order_id=_THIRD, account_id=ACCOUNT, symbol=IBM),
    events.OrderCanceled(
        order_id=_THIRD, account_id=ACCOUNT, symbol=IBM, open_quantity=shares("20")
    ),
    events.OrderExpired(
        order_id=_FOURTH, account_id=ACCOUNT, symbol=IBM, open_quantity=shares("1")
    ),
    events.OrderRejected(
        order_id=_FIFTH,
        account_id=ACCOUNT,
        symbol=IBM,
        reason=RejectionReason.BUYING_POWER_EXCEEDED,
        rule="an order may not cost more than the free cash",
        needed_cash=dollars("200000"),
        free_cash=dollars("98179.7"),
    ),
    events.RiskLimitBreached(
        account_id=ACCOUNT,
        limit="daily_loss",
        allowed=dollars("5000"),
        reached=dollars("5012.25"),
    ),
    account_examples.RUNG,
    events.TradingHalted(account_id=ACCOUNT, reason="the daily loss limit was breached"),
    events.TradingResumed(account_id=ACCOUNT),
    events.AccountReviewRequested(account_id=ACCOUNT, market_time=NOON),
    events.MarginCallIssued(
        account_id=ACCOUNT,
        kind=MarginCallKind.MAINTENANCE,
        equity=dollars("24000"),
        required=dollars("25500"),
        lacking=dollars("1500"),
        due=NOON + timedelta(minutes=15),
        market_time=NOON,
    ),
    events.LiquidationOrdered(
        order_id=OrderId(UUID("01a1fb01-0f3e-7a10-9b1c-5d1a7be0c3f9")),
        account_id=ACCOUNT,
        symbol=IBM,
        side=Side.SELL,
        quantity=shares("42"),
        reason="a margin call was not met: 1500 dollars are lacking",
        market_time=NOON + timedelta(minutes=15),
    ),
    events.MarginCallMet(account_id=ACCOUNT, liquidated=True),
    *account_examples.ENDED,
    events.SessionRevoked(
        user_id=USER,
        account_id=ACCOUNT,
        session_id=SESSION,
        reason=RevocationReason.SIGNED_OUT,
    ),
    events.UserDeleted(user_id=USER, account_id=ACCOUNT),
    *_AFTER_ALL,
)

EXAMPLES: Mapping[str, events.Event] = {event.name: event for event in _STORY}
"""The examples, by name."""
