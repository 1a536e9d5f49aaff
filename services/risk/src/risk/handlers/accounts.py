"""What the risk service does when something happens elsewhere."""

from collections.abc import Iterator
from typing import Any

from bus.handlers import Handlers, Occurrence
from events import (
    AccountOpened,
    AccountReset,
    AccountReviewRequested,
    CashDeposited,
    CashWithdrawn,
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
from risk.domain.market import market_day
from risk.domain.supervising import begin_day, breaches, heard, supervise
from risk.handlers.telling import breached, event_of
from risk.handlers.wishes import terms_of, wish_of
from vocabulary import NO_SHARES, Quantity, RejectedBy, RejectionReason, Side

handlers = Handlers[TradingAccount](key="account_id")
NOTHING_TO_REDUCE = Refusal(
    RejectionReason.POSITION_EXCEEDED,
    "there is nothing that it could reduce: no shares are free",
    free_shares=NO_SHARES,
)
LOST = {RejectionReason.DAILY_LOSS_EXCEEDED, RejectionReason.DRAWDOWN_EXCEEDED}


@handlers.on(AccountOpened)
def open_account(account: TradingAccount, opened: AccountOpened) -> Iterator[Event]:
    """A new account may commit what it was given."""
    account.profile.user_id, account.profile.margin = opened.user_id, opened.margin
    account.open(opened.cash)
    yield from ()


@handlers.on(CashDeposited, CashWithdrawn)
def move_cash(account: TradingAccount, moved: CashDeposited | CashWithdrawn) -> Iterator[Event]:
    """What came in may be spent; what went out may not."""
    sign = 1 if isinstance(moved, CashDeposited) else -1
    account.transfer(sign * moved.amount)
    yield from ()


@handlers.on(AccountReset)
def start_over(account: TradingAccount, reset: AccountReset) -> Iterator[Event]:
    """The account begins again, with cash and without shares."""
    account.start_over(reset.cash)
    yield from ()


@handlers.on(OrderCreated)
def check_order(account: TradingAccount, order: OrderCreated) -> Iterator[Event]:
    """Approve the order and hold what it commits, or reject it with the rule that it breaks.

    One that may only reduce a position is approved for as much as there is to reduce. What the
    house orders is believed only if we asked for it.
    """
    begin_day(account, order.market_time)
    forced = order.forced and heard(account, order.order_id)
    quantity, wish = order.quantity, wish_of(order)
    if order.reduce_only:
        quantity = min(quantity, account.reducible(wish))
        wish = wish.of(quantity)
    broken = decide(account, wish, terms_of(order, forced=forced)) if quantity else None
    if quantity and broken is None:
        terms: dict[str, Any] = {**order.__dict__, "quantity": quantity}  # valid already
        yield OrderApproved.model_construct(**terms)
        return
    broken = broken or NOTHING_TO_REDUCE
    yield _rejected(order, broken)
    if broken.reason in LOST and order.market_time is not None:
        yield from (breached(account, one) for one in breaches(account, order.market_time))


@handlers.on(OrderPartiallyFilled, OrderFilled)
def settle_hold(
    account: TradingAccount, fill: OrderPartiallyFilled | OrderFilled
) -> Iterator[Event]:
    """Turn what the order held into what the trade really moved."""
    if fill.market_time is not None:
        begin_day(account, fill.market_time)
        sign = 1 if fill.side is Side.BUY else -1
        held, moved = account.position(fill.symbol), Quantity(sign * fill.quantity)
        diary = account.profile.diary
        diary.note_fill(fill.order_id, fill.symbol, held, moved, market_day(fill.market_time))
    is_last = isinstance(fill, OrderFilled)
    account.settle(fill.order_id, fill.quantity, fill.price, fill.fee, is_last=is_last)
    yield from ()


@handlers.on(OrderCanceled, OrderExpired, OrderReplaced, OrderRejected)
def release_rest(
    account: TradingAccount, ended: OrderCanceled | OrderExpired | OrderReplaced | OrderRejected
) -> Iterator[Event]:
    """Give back what the rest of the order was holding, but for what its replacement needs.

    What we rejected ourselves never held anything; what the book rejects, did.
    """
    account.release(ended.order_id)
    heard(account, ended.order_id)
    yield from ()


@handlers.on_occurrences(AccountReviewRequested)
def review_account(account: TradingAccount, occurrence: Occurrence) -> Iterator[Event]:
    """Look after an account whose margin or limits may not hold any more."""
    review: AccountReviewRequested = occurrence.data
    for deed in supervise(account, review.market_time, occurrence.id):
        yield from event_of(account, deed, review.market_time)


def _rejected(order: OrderCreated, broken: Refusal) -> OrderRejected:
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
