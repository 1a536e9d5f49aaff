"""What actions of companies do to accounts that hold their shares, or owe them.

Effective by market time, in whatever order things are heard: whoever books a trade first does to
the position what actions have done before it, and turns into new shares what was traded before
actions that were done already.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from portfolio.domain.account import Account
from portfolio.domain.actions import NOTHING, Action, Effect
from portfolio.domain.claims import Entitlement
from portfolio.domain.ledger import CASH, OUTSIDE, BookingKind, transfer
from portfolio.domain.lots import Move, Resize
from portfolio.domain.position import Position
from portfolio.domain.trade import Fill
from vocabulary import NO_MONEY, NO_SHARES, FillId, Money, Quantity, plain


class Done(NamedTuple):
    """What an action did to an account: so many dollars of a dividend promised, or a split.

    ``realised`` is what the fractions that were sold have earned, in dollars. A split was done
    right after a fill, if that is not where market time has it.
    """

    action: Action
    booking_id: UUID
    shares: Quantity
    effect: Effect
    realised: Money = NO_MONEY
    fill_id: FillId | None = None


class Paid(NamedTuple):
    """Dollars of a dividend that were paid, or taken where shares were owed."""

    action: Action
    booking_id: UUID
    amount: Money


Deed = Done | Paid


def take_effect(account: Account, action: Action) -> Iterator[Deed]:
    """Do to the shares of an account what an action does; once, whoever tells it how often.

    If it was done when only announced, what is known better now is made good for. Of a split that
    changes nothing for who has traded the symbol that is said too: others may have foreseen more.
    """
    if account.is_closed:
        return
    known = account.claims.known.get(action.action_id)
    is_new = known is None
    if known is None:
        known = Entitlement(action, account.epoch, _held_at(account, action))
        before = NOTHING
    elif known.epoch != account.epoch or known.action.said_at is not None:
        return
    else:
        before, known.action = known.effect, action
    account.claims.keep(known)
    booking_id = uuid5(action.action_id, f"{account.account_id} {account.number + 1}")
    change = known.effect.since(before)
    if is_new and change == NOTHING and action.is_split and action.symbol in account.positions:
        yield Done(action, booking_id, known.shares, NOTHING)
    late = _booked_since(account, action)
    yield from _after_fill(_do(account, known, change, booking_id), late[-1] if late else None)
    for later, more in _pass_on(change.left, _done_after(account, action)):
        account.claims.keep(later)
        yield from _do(account, later, more, uuid5(booking_id, str(later.action.action_id)))


def catch_up(account: Account, fill: Fill) -> Iterator[Deed]:
    """Before a fill is booked: do what has become effective before it was traded."""
    for action in account.claims.actions.of(fill.symbol):
        if action.comes_before(fill) and action.action_id not in account.claims.known:
            yield from take_effect(account, action)


def book(account: Account, fill: Fill) -> Iterator[Deed]:
    """Book a fill; as many new shares as it became, if it was traded before a split."""
    late = _pass_on(fill.moved, _after(account, fill))
    account.book(fill, Effect(Quantity(sum((change.added for _, change in late), NO_SHARES))))
    for known, change in late:
        account.claims.keep(known)
        booking_id = uuid5(fill.fill_id, str(known.action.action_id))
        yield from _after_fill(_do(account, known, change, booking_id, is_converted=True), fill)


def pay(account: Account, action_id: UUID, at: datetime) -> Iterator[Paid]:
    """Pay what is due ``at`` a market time; nothing if it is not, or was paid before."""
    known = account.claims.known.get(action_id)
    if known is None or known.paid is not None or known.epoch != account.epoch:
        return
    if known.action.pays_at is None or known.action.pays_at > at or account.is_closed:
        return
    booking_id = uuid5(action_id, str(account.account_id))
    yield from _pay(account, known, booking_id)


def _held_at(account: Account, action: Action) -> Quantity:
    """The shares that an account held when an action became effective.

    What came since is not among them: by trades, or by splits of a later day.
    """
    position = account.positions.get(action.symbol)
    shares = NO_SHARES if position is None else position.quantity
    for fill in _booked_since(account, action):
        shares = Quantity(shares - fill.moved)
    for known in _done_after(account, action):
        shares = Quantity(shares - known.effect.left)
    return shares


def _booked_since(account: Account, action: Action) -> list[Fill]:
    """Trades of after an action that were booked before it was known, in order."""
    of_symbol = (one for one in account.claims.booked if one.symbol == action.symbol)
    return [one for one in of_symbol if action.comes_before(one)]


def _after_fill(deeds: Iterable[Deed], fill: Fill | None) -> Iterator[Deed]:
    for one in deeds:
        yield one if fill is None or isinstance(one, Paid) else one._replace(fill_id=fill.fill_id)


def _done_after(account: Account, action: Action) -> list[Entitlement]:
    """What was done already, though it is of later than the action; in order."""
    known = (one for one in account.claims.known.values() if one.epoch == account.epoch)
    later = (one for one in known if one.action.symbol == action.symbol)
    found = (one for one in later if one.action.place > action.place)
    return sorted(found, key=lambda one: one.action.place)


def _pass_on(moved: Quantity, done: Iterable[Entitlement]) -> list[tuple[Entitlement, Effect]]:
    """Let so many shares more have been held when these were done; what that changes of each."""
    changes: list[tuple[Entitlement, Effect]] = []
    for known in done:
        before = known.effect
        known.shares = Quantity(known.shares + moved)
        change = known.effect.since(before)
        moved = Quantity(moved + change.left)
        changes.append((known, change))
    return changes


def _after(account: Account, fill: Fill) -> Iterator[Entitlement]:
    """What was done to the account before it heard of the fill, though the fill came first."""
    for action in account.claims.actions.of(fill.symbol):
        known = account.claims.known.get(action.action_id)
        if known is not None and known.epoch == account.epoch and known.action.comes_after(fill):
            yield known


def _do(
    account: Account,
    known: Entitlement,
    change: Effect,
    booking_id: UUID,
    *,
    is_converted: bool = False,
) -> Iterator[Deed]:
    if change == NOTHING:
        return
    if known.action.is_split:
        yield _split(account, known, change, booking_id, is_converted=is_converted)
        return
    yield Done(known.action, booking_id, known.shares, change)
    if known.paid is not None or known.action.pays_at is None:
        yield from _pay(account, known, uuid5(booking_id, "paid"))


def _split(
    account: Account,
    known: Entitlement,
    change: Effect,
    booking_id: UUID,
    *,
    is_converted: bool,
) -> Done:
    """Change the shares; of a fill that was booked as what it became, only the fractions."""
    action = known.action
    shares = transfer(action.symbol, change.left, giver=OUTSIDE, receiver=account.account_id)
    dollars = transfer(CASH, change.cash, giver=OUTSIDE, receiver=account.account_id)
    entries = tuple(one for one in shares + dollars if one.amount)
    if entries:
        about = str(action)
        account.enter(booking_id, BookingKind.SPLIT, about, action.effective_at, entries)
    if not is_converted:
        _resize(account, action, change.added, booking_id)
    realised = NO_MONEY
    if change.sold or change.cash:
        sold, paid = Quantity(-change.sold), Money(-change.cash)
        realised = _move(account, action, sold, paid, booking_id)
    return Done(action, booking_id, known.shares, change, realised)


def _pay(account: Account, known: Entitlement, booking_id: UUID) -> Iterator[Paid]:
    amount = Money(known.effect.cash - (known.paid or NO_MONEY))
    known.paid = known.effect.cash
    account.claims.keep(known)
    if not amount:
        return
    action = known.action
    about = f"{action}, {plain(known.shares)} shares"
    entries = transfer(CASH, amount, giver=OUTSIDE, receiver=account.account_id)
    at = action.pays_at or action.effective_at
    account.enter(booking_id, BookingKind.DIVIDEND, about, at, entries)
    position = _position(account, action)
    position.dividends = Money(position.dividends + amount)
    account.dividends = Money(account.dividends + amount)
    account.cash = Money(account.cash + amount)
    account.changed.add(action.symbol)
    yield Paid(action, booking_id, amount)


def _resize(account: Account, action: Action, added: Quantity, booking_id: UUID) -> None:
    """Let a position be of more or fewer shares, which cost what they did before."""
    if not added:
        return
    position = _position(account, action)
    held, becomes = position.quantity, Quantity(position.quantity + added)
    if held * becomes <= 0:  # nothing is left, or it was sold short what had not come yet
        _move(account, action, added, NO_MONEY, booking_id)
        return
    position.quantity = becomes
    account.changed.add(action.symbol)
    account.steps.append(Resize(action.symbol, held, becomes))


def _move(
    account: Account, action: Action, moved: Quantity, paid: Money, booking_id: UUID
) -> Money:
    """Let shares come for dollars, or go; what that realised, in dollars."""
    held = _position(account, action).quantity
    _, profit = account.trade(action.symbol, moved, paid, NO_MONEY)
    how = account.epoch, action.symbol, held, moved, paid, action.effective_at
    account.steps.append(Move(booking_id, account.number, *how))
    return profit


def _position(account: Account, action: Action) -> Position:
    return account.positions.setdefault(action.symbol, Position(action.symbol))
