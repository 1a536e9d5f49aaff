"""What happens to the orders of an account: they are decided on, trade, and end."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from events import (
    AccountAtRest,
    Event,
    OrderApproved,
    OrderCanceled,
    OrderCreated,
    OrderExpired,
    OrderFilled,
    OrderPartiallyFilled,
    OrderRejected,
    OrderReplaced,
)
from risk.domain.account import TradingAccount
from risk.domain.assessing import decide
from risk.domain.case import Refusal
from risk.domain.checks.means import UNPRICED
from risk.domain.reducing import NOTHING_TO_REDUCE, reduced
from risk.domain.splitting import catch_up, note_trade
from risk.domain.supervising import begin_day, breaches, heard
from risk.handlers.registry import handlers
from risk.handlers.telling import breached
from risk.schemas.wishes import terms_of, wish_of
from vocabulary import Quantity, RejectedBy, RejectionReason, Side, made_at

NOT_OPEN = Refusal(RejectionReason.ACCOUNT_UNKNOWN, "the account is not open")
_SECOND = 1000
LOST = {RejectionReason.DAILY_LOSS_EXCEEDED, RejectionReason.DRAWDOWN_EXCEEDED}


@handlers.on(OrderCreated)
def check_order(account: TradingAccount, order: OrderCreated) -> Iterator[Event]:
    """Decide on an order, or let it wait for its account, which may open at any moment."""
    if account.free_cash is None:
        account.wait(order.order_id, order.model_dump_json())
        return
    if account.market.is_complete:
        yield from admitted(account)
    yield from decided(account, order)


def admitted(account: TradingAccount, until: datetime | None = None) -> Iterator[Event]:
    """Decide on the orders that waited; those may not wait on that were made ``until`` then."""
    latest = None if until is None else until.timestamp() * _SECOND
    for written in account.admit():
        order = OrderCreated.model_validate_json(written)
        if account.free_cash is None:
            yield rejected(order, NOT_OPEN)
            continue
        is_late = latest is not None and made_at(order.order_id) <= latest
        yield from decided(account, order, is_late=is_late)


def decided(
    account: TradingAccount, order: OrderCreated, *, is_late: bool = False
) -> Iterator[Event]:
    """Approve the order and hold what it commits, or reject it with the rule that it breaks.

    As long as prices are still to come that it depends on, it waits, unless it ``is_late``. One
    that may only reduce a position is approved for as much as there is to reduce. What the house
    orders is believed only if we asked for it.
    """
    at = order.market_time or account.market.now
    catch_up(account, at, order.symbol)
    begin_day(account, at)
    forced = order.forced and heard(account, order.order_id)
    wish = wish_of(order)
    if order.reduce_only:
        wish = reduced(account, wish)
    quantity = wish.hold.quantity
    broken = decide(account, wish, terms_of(order, at, forced=forced)) if quantity else None
    if quantity and broken is None:
        terms: dict[str, Any] = {**order.__dict__, "quantity": quantity}  # valid already
        yield OrderApproved.model_construct(**terms)
        return
    if broken is UNPRICED and not is_late:
        account.wait(order.order_id, order.model_dump_json())
        return
    broken = broken or NOTHING_TO_REDUCE
    yield rejected(order, broken)
    if broken.reason in LOST and at is not None:
        yield from (breached(account, one) for one in breaches(account, at))


@handlers.on(OrderPartiallyFilled, OrderFilled)
def settle_hold(
    account: TradingAccount, fill: OrderPartiallyFilled | OrderFilled
) -> Iterator[Event]:
    """Turn what the order held into what the trade really moved."""
    is_last = isinstance(fill, OrderFilled)
    catch_up(account, fill.market_time, fill.symbol)
    is_today = begin_day(account, fill.market_time, is_late=True)
    moved = Quantity(fill.quantity if fill.side is Side.BUY else -fill.quantity)
    if is_today and account.profile.is_margin:  # of whom day trades are asked
        held = account.position(fill.symbol)
        diary = account.profile.diary
        diary.note_fill(fill.order_id, fill.symbol, held, moved, is_last=is_last)
    account.settle(fill.order_id, fill.quantity, fill.price, fill.fee, is_last=is_last)
    note_trade(account, fill.order_id, fill.symbol, moved, fill.market_time)
    yield from rest_of(account)


@handlers.on(OrderCanceled, OrderExpired, OrderReplaced, OrderRejected)
def release_rest(
    account: TradingAccount, ended: OrderCanceled | OrderExpired | OrderReplaced | OrderRejected
) -> Iterator[Event]:
    """Give back what the rest of the order was holding, but for what its replacement needs.

    What we rejected ourselves never held anything; what the book rejects, did.
    """
    account.release(ended.order_id)
    account.profile.diary.forget(ended.order_id)
    heard(account, ended.order_id)
    yield from rest_of(account)


def rest_of(account: TradingAccount) -> Iterator[Event]:
    """Say once of an account that is wound up that it has nothing open any more."""
    if account.holders or account.profile.life.winding is None:
        return
    winding_id = account.profile.life.tell_rest()
    if winding_id is not None:
        account.is_changed = True
        fills = account.profile.life.fills
        yield AccountAtRest(account_id=account.account_id, winding_id=winding_id, fills=fills)


def rejected(order: OrderCreated, broken: Refusal) -> OrderRejected:
    """Tell the order service which rule an order breaks."""
    return OrderRejected(
        order_id=order.order_id,
        account_id=order.account_id,
        symbol=order.symbol,
        market_time=order.market_time,
        rejected_by=RejectedBy.RISK,
        reason=broken.reason,
        rule=broken.rule,
        needed_cash=broken.needed_cash,
        free_cash=broken.free_cash,
        needed_shares=broken.needed_shares,
        free_shares=broken.free_shares,
        allowed=broken.allowed,
        reached=broken.reached,
    )
