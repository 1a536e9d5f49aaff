"""What splits and dividends of companies do to what an account can commit.

The portfolio service says how many shares a split has added, as a difference, so that it does not
matter when that is heard among fills. Until it is, what a split makes of a position is foreseen:
else shares that a reverse split has taken away could be sold.
"""

from datetime import datetime
from decimal import ROUND_FLOOR
from uuid import UUID

from risk.domain.account import TradingAccount
from risk.domain.companies import repriced
from vocabulary import NO_SHARES, Money, OrderId, Price, Quantity, Symbol, converted


def catch_up(
    account: TradingAccount, at: datetime | None = None, symbol: Symbol | None = None
) -> None:
    """Count by every split that is effective ``at`` a market time; before anything is decided.

    Of a ``symbol`` that is about to be traded, even if there is none of it: what is bought is new.
    """
    known, market = account.rulebook.splits, account.market
    if not known:  # nearly always
        return
    owned = {each for each, free in account.free_shares.items() if free or account.holders}
    for each in known.keys() & (owned if symbol is None else owned | {symbol}):
        for split in known[each]:
            if split.is_due(at, market.now, market.marked_at(each)):
                expect(account, split.action_id, each, split.new_shares, split.old_shares)


def adjust(
    account: TradingAccount, order_id: OrderId, waits: Quantity, bound: Price, fee: Money
) -> None:
    """Hold what an order of new shares may cost; one that holds nothing goes on so."""
    before = account.holders.get(order_id)
    if before is not None:
        account.hold(before, before.adjusted(order_id, waits, bound, fee))


def expect(
    account: TradingAccount, action_id: UUID, symbol: Symbol, new: Quantity, old: Quantity
) -> None:
    """Count by what a split makes of a position until it is told, or not at all if it was."""
    foreseen = account.profile.splits
    if action_id in foreseen:
        return
    held = account.position(symbol)
    after = converted(held, old, new)
    if held == held.to_integral_value():
        after = Quantity(after.to_integral_value(ROUND_FLOOR))
    foreseen[action_id] = Quantity(after - held)
    account.give(symbol, foreseen[action_id])
    _reprice(account, symbol, new, old)


def settle_split(
    account: TradingAccount, action_id: UUID, symbol: Symbol, added: Quantity, cash: Money
) -> None:
    """What a split has added, and the dollars for fractions, in place of what was foreseen."""
    foreseen = account.profile.splits.get(action_id, NO_SHARES)
    account.profile.splits[action_id] = NO_SHARES
    account.give(symbol, Quantity(added - foreseen))
    account.earn(cash)


def know_price(
    account: TradingAccount, action_id: UUID, symbol: Symbol, new: Quantity, old: Quantity
) -> None:
    """Count what was last paid in new shares, if that was not done before."""
    if action_id not in account.profile.splits:
        _reprice(account, symbol, new, old)


def _reprice(account: TradingAccount, symbol: Symbol, new: Quantity, old: Quantity) -> None:
    paid = account.profile.paid.get(symbol)
    if paid is not None:
        account.profile.paid[symbol] = repriced(paid, old, new)
