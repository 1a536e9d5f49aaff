"""Winding up: an account comes to rest, and then starts over or ends.

Risk has it trade no more, and says after how many fills it came to rest. Those that are still on
their way here are booked first.
"""

from dataclasses import replace
from uuid import UUID, uuid5

from portfolio.domain.account import Account
from portfolio.domain.ledger import BookingKind
from portfolio.domain.life import Ended, Winding, WindingState
from vocabulary import WindingPurpose


def wind_up(account: Account, winding: Winding) -> bool:
    """Begin to bring the account to rest; whether risk has to be told.

    What came first goes on, and a second wish is dropped.
    """
    if not account.is_open or account.is_closed:
        _note(account, replace(winding, state=WindingState.DROPPED))
        return False
    if account.winding is None:
        account.winding = winding
        _note(account, winding)
        return True
    _note(account, replace(winding, state=WindingState.DROPPED))
    return False


def leave(account: Account, winding: Winding) -> bool:
    """Bring the account of somebody who leaves to its end; whether risk has to be told.

    A reset that is under way becomes a closing, under the id that risk knows. What its owner called
    the account is forgotten.
    """
    under_way, account.news.is_forgotten = account.winding, account.is_open
    if under_way is None or not account.is_open:
        return account.is_open and not account.is_closed and wind_up(account, winding)
    account.winding = replace(under_way, purpose=WindingPurpose.CLOSE, cash=None)
    _note(account, account.winding)
    return False


def come_to_rest(account: Account, winding_id: UUID, fills: int) -> None:
    """Note that nothing is open any more, and how many fills that took; others say nothing."""
    under_way = account.winding
    if under_way is not None and under_way.winding_id == winding_id:
        account.winding = replace(under_way, rests_after=fills)
        _note(account, account.winding)


def finish(account: Account) -> Winding | None:
    """Reset or close the account if it has come to rest and all of its fills are booked."""
    done = account.winding
    if done is None or done.rests_after is None or account.fills < done.rests_after:
        return None
    asked = done.market_time
    if asked is not None:
        account.booked_until = max(account.booked_until or asked, asked)
    _end_epoch(account, done)
    account.winding = None
    _note(account, replace(done, state=WindingState.DONE))
    if done.cash is None:
        account.is_closed = True
    else:
        account.epoch += 1
        opening = uuid5(done.winding_id, "opening")
        about, at = "opening deposit", account.booked_until
        account.pay_in(opening, done.cash, BookingKind.OPENING, about, at)
    return done


def _end_epoch(account: Account, done: Winding) -> None:
    paid_in, cash, invested = account.paid_in, account.cash, account.invested
    earned = account.realised, account.fees, account.dividends, account.interest
    kind = BookingKind.CLOSING if done.cash is None else BookingKind.RESET
    about = f"end of epoch {account.epoch}"
    left = account.give_back(done.winding_id, kind, about)
    account.claims.booked = ()
    at = account.booked_until
    ended = Ended(account.epoch, paid_in, cash, invested, *earned, at, left)
    account.news.ended.append(ended)


def _note(account: Account, winding: Winding) -> None:
    account.news.windings[winding.winding_id] = winding
