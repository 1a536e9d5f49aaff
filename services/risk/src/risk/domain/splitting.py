"""What splits and dividends of companies do to what an account can commit.

The portfolio service says how many shares a split has added, as a difference, so that it does not
matter when that is heard among fills. Until it is, whose orders were adjusted already is counted
by: else shares that a reverse split has taken away could be sold.
"""

from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from uuid import UUID

from risk.domain.account import TradingAccount
from vocabulary import NO_SHARES, PRICE_PLACES, Money, OrderId, Price, Quantity, Symbol, converted

_WHOLE = Decimal(1)
_PRICE_UNIT = Decimal(1).scaleb(-PRICE_PLACES)


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
        exact = (paid * old / new).quantize(_PRICE_UNIT, ROUND_HALF_EVEN)
        account.profile.paid[symbol] = Price(max(exact, _PRICE_UNIT))
