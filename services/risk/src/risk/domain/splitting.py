"""What splits and dividends of companies do to what an account can commit.

The portfolio service says how many shares a split has added, as a difference, so that it does not
matter when that is heard among fills. Until it is, what a split makes of a position is foreseen:
else shares that a reverse split has taken away could be sold. What was foreseen is reckoned anew
when a trade of before the split is heard; in the end it gives way to what the portfolio says.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_FLOOR
from uuid import UUID

from risk.domain.account import TradingAccount
from risk.domain.companies import TOLD, Foreseen, Split, repriced
from risk.domain.market import market_day
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
                ratio = split.new_shares, split.old_shares
                expect(account, split.action_id, each, *ratio, at=split.effective_at)


def know_adjusted(account: TradingAccount, action_id: UUID, order_id: OrderId) -> None:
    """An order is of new shares from now on."""
    known = account.profile.splits[action_id]
    account.profile.splits[action_id] = replace(known, orders=known.orders - {order_id})
    account.is_changed = True


def withheld(account: TradingAccount, symbol: Symbol) -> Quantity:
    """New shares of which nobody may dispose yet: what becomes of those that orders hold still.

    Either the order is of new shares and sells them too, which was not heard yet; or it had sold
    the old ones before, and there are no new ones.
    """
    kept = NO_SHARES
    for split in account.rulebook.splits.get(symbol, ()):
        orders = account.profile.splits.get(split.action_id, TOLD).orders
        old = {id(one): one.shares for each, one in account.holders.items() if each in orders}
        sold = Quantity(sum(old.values(), NO_SHARES))
        kept = Quantity(kept + max(_added(sold, split.new_shares, split.old_shares), NO_SHARES))
    return kept


def adjust(
    account: TradingAccount, order_id: OrderId, waits: Quantity, bound: Price, fee: Money
) -> None:
    """Hold what an order of new shares may cost; one that holds nothing goes on so."""
    before = account.holders.get(order_id)
    if before is not None:
        account.hold(before, before.adjusted(order_id, waits, bound, fee))


def expect(
    account: TradingAccount,
    action_id: UUID,
    symbol: Symbol,
    new: Quantity,
    old: Quantity,
    *,
    at: datetime | None = None,
) -> None:
    """Count by what a split makes of a position until it is told, or not at all if it was.

    Of what was held when it became effective ``at`` a market time: what was traded since, and what
    later splits have added, is of new shares.
    """
    splits, held, later = account.profile.splits, account.position(symbol), list[Split]()
    if action_id in splits:
        return
    if at is not None:
        later = _effective_after(account, symbol, at)
        made_of_it = (splits.get(one.action_id, TOLD).added for one in later)
        since = account.profile.moved_since(symbol, at) + sum(made_of_it, NO_SHARES)
        held = Quantity(held - since)
    splits[action_id] = Foreseen(_added(held, new, old), held, _open_orders(account, symbol))
    account.give(symbol, splits[action_id].added)
    _reckon_anew(account, later, splits[action_id].added)
    _reprice(account, symbol, new, old)


def note_trade(
    account: TradingAccount, order_id: OrderId, symbol: Symbol, moved: Quantity, at: datetime | None
) -> None:
    """Shares were traded ``at`` a market time, negative if sold: perhaps before a split."""
    if at is None:
        return
    account.profile.note_moved(symbol, market_day(at), moved)
    known = account.rulebook.splits.get(symbol, ())
    _reckon_anew(account, [one for one in known if one.comes_after(order_id, at)], moved)


def settle_split(
    account: TradingAccount,
    action_id: UUID,
    symbol: Symbol,
    added: Quantity,
    cash: Money,
    *,
    at: datetime | None = None,
) -> None:
    """What a split ``at`` a market time has added, in place of what was foreseen, and dollars."""
    unseen = Foreseen(orders=_open_orders(account, symbol))
    foreseen = account.profile.splits.get(action_id, unseen)
    account.profile.splits[action_id] = Foreseen(orders=foreseen.orders & account.holders.keys())
    more = Quantity(added - foreseen.added)
    account.give(symbol, more)
    account.earn(cash)
    if at is not None:
        _reckon_anew(account, _effective_after(account, symbol, at), more)


def _open_orders(account: TradingAccount, symbol: Symbol) -> frozenset[OrderId]:
    return frozenset(each for each, one in account.holders.items() if one.symbol == symbol)


def _effective_after(account: TradingAccount, symbol: Symbol, at: datetime) -> list[Split]:
    known = account.rulebook.splits.get(symbol, ())
    return [one for one in known if one.effective_at > at]


def _reckon_anew(account: TradingAccount, splits: Iterable[Split], more: Quantity) -> None:
    """There were so many more old shares than what was foreseen of splits was reckoned from."""
    for split in splits:
        foreseen = account.profile.splits.get(split.action_id, TOLD)
        if foreseen.old is None:
            continue
        held = Quantity(foreseen.old + more)
        added = _added(held, split.new_shares, split.old_shares)
        anew = replace(foreseen, added=added, old=held)
        account.profile.splits[split.action_id] = anew
        account.give(split.symbol, Quantity(anew.added - foreseen.added))
        more = Quantity(more + anew.added - foreseen.added)


def _added(held: Quantity, new: Quantity, old: Quantity) -> Quantity:
    """What a split adds to shares; whole ones stay whole."""
    after = converted(held, old, new)
    if held == held.to_integral_value():
        after = Quantity(after.to_integral_value(ROUND_FLOOR))
    return Quantity(after - held)


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
