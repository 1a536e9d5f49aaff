"""What an account is worth, at prices of the market for shares as the account counts them."""

from decimal import Decimal

from risk.domain.account import TradingAccount
from risk.domain.companies import repriced
from risk.domain.margin import Holding, Valuation
from vocabulary import NO_MONEY, NO_SHARES, Money, Price, Quantity, Symbol


def valuation_of(account: TradingAccount) -> Valuation:
    """What the account is worth now, at the market's prices, or what it paid before there are."""
    cash = Money((account.free_cash or NO_MONEY) + account.held_cash)
    held = {symbol: account.position(symbol) for symbol in account.free_shares}
    holdings = [
        Holding(symbol, shares, mark_of(account, symbol, shares) or Price(Decimal(0)))
        for symbol, shares in held.items()
        if shares
    ]
    return Valuation(cash, holdings)


def is_unpriced(account: TradingAccount, *others: Symbol) -> bool:
    """Whether a price is still to be named of what the account holds or orders, or of ``others``.

    Until then what it once paid says nothing about what it is worth.
    """
    market = account.market
    if market.is_complete:
        return False
    held = {symbol: account.position(symbol) for symbol in account.free_shares}
    ordered = {one.symbol for one in account.commitments if one.symbol is not None}
    asked = ordered.union(others, (symbol for symbol, shares in held.items() if shares))
    return any(market.mark(each, held.get(each, NO_SHARES)) is None for each in asked)


def mark_of(account: TradingAccount, symbol: Symbol, shares: Quantity) -> Price | None:
    """What a share is worth, in dollars; ``None`` if nobody ever named a price."""
    mark = account.market.mark(symbol, shares)
    if mark is None:
        return account.profile.paid.get(symbol)
    return _in_own_shares(account, symbol, mark)


def _in_own_shares(account: TradingAccount, symbol: Symbol, mark: Price) -> Price:
    """A price of the market, for shares as the account counts them: before or after a split."""
    market = account.market
    for split in account.rulebook.splits.get(symbol, ()):
        is_old = split.is_after(market.marked_at(symbol), market.now)
        is_counted = split.action_id in account.profile.splits
        if is_counted and is_old:
            mark = repriced(mark, split.old_shares, split.new_shares)
    return mark
