"""What companies do to their shares, as far as it changes what an account can commit."""

from collections.abc import Iterator

from events import DividendPaid, Event, OrderAdjusted, PositionSplit
from risk.domain.account import TradingAccount
from risk.domain.splitting import adjust, expect, know_adjusted, know_price, settle_split
from risk.handlers.registry import handlers


@handlers.on(OrderAdjusted)
def hold_adjusted(account: TradingAccount, said: OrderAdjusted) -> Iterator[Event]:
    """Hold what the order may cost in new shares, and count by what will be held of them."""
    expect(
        account, said.action_id, said.symbol, said.new_shares, said.old_shares, at=said.market_time
    )
    know_adjusted(account, said.action_id, said.order_id)
    adjust(account, said.order_id, said.open_quantity, said.bound_price, said.fee_bound)
    yield from ()


@handlers.on(PositionSplit)
def take_in_shares(account: TradingAccount, split: PositionSplit) -> Iterator[Event]:
    """What the account has more now may be sold, and dollars for fractions spent."""
    know_price(account, split.action_id, split.symbol, split.new_shares, split.old_shares)
    added, at = split.added, split.market_time
    settle_split(account, split.action_id, split.symbol, added, split.cash_in_lieu, at=at)
    yield from ()


@handlers.on(DividendPaid)
def take_in_dividend(account: TradingAccount, paid: DividendPaid) -> Iterator[Event]:
    """What was paid may be spent; what was taken from who owes shares may not."""
    account.earn(paid.amount)
    yield from ()
