"""Looks at an account: whether its day has begun, its margin suffices, and its limits hold."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from uuid import UUID

from risk.domain.account import TradingAccount
from risk.domain.assessing import note_peak, standing_of
from risk.domain.calls import MarginCall, Requirement, requirement, to_close
from risk.domain.limits import Limits
from risk.domain.margin import Valuation
from risk.domain.market import market_day
from risk.domain.splitting import catch_up
from risk.domain.terms import Terms
from risk.domain.valuing import is_unpriced, valuation_of
from vocabulary import Money, OrderId, Quantity, Symbol, made_at, portion, uuid7

_WHOLE = Quantity(Decimal(100))
RANDOM_BYTES = 10


@dataclass(frozen=True, slots=True)
class CallIssued:
    """The account was asked for equity."""

    call: MarginCall
    needed: Requirement


@dataclass(frozen=True, slots=True)
class CallMet:
    """There is enough again; ``liquidated`` says whether the house saw to it."""

    liquidated: bool


@dataclass(frozen=True, slots=True)
class Liquidated:
    """The call was not met in time: the owner's orders go, and then positions."""


@dataclass(frozen=True, slots=True)
class Close:
    """Shares that the house closes, negative where they are owed, under the id of its order."""

    order_id: OrderId
    symbol: Symbol
    shares: Quantity


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that was reached, in dollars, for the first time on this day."""

    limit: str
    allowed: Money
    reached: Money


Deed = CallIssued | CallMet | Liquidated | Close | Breach


def begin_day(account: TradingAccount, at: datetime | None, *, is_late: bool = False) -> bool:
    """Turn to the market day of ``at``; the equity of now is what it begins with.

    As long as that is not known, none begins. What comes late begins no day again: trades never do,
    nor does anything else before the market itself was taken back. Whether it is the day of ``at``.
    """
    diary = account.profile.diary
    if at is None or account.free_cash is None:
        return False
    day = market_day(at)
    if day == diary.day:
        return True
    now = account.market.now
    was_taken_back = not is_late and now is not None and market_day(now) <= day
    if diary.day is not None and day < diary.day and not was_taken_back:
        return False
    if is_unpriced(account):
        return False
    diary.begin(day, valuation_of(account).equity)
    account.is_changed = True
    return True


def supervise(account: TradingAccount, now: datetime, seed: UUID) -> Iterator[Deed]:
    """What there is to say and to do at ``now``, in market time; ``seed`` makes ids of orders."""
    if account.free_cash is None or account.profile.life.is_over or is_unpriced(account):
        return
    catch_up(account, now)
    begin_day(account, now)
    yield from breaches(account, now)
    if account.profile.is_margin:
        yield from _margin(account, now, seed)


def needed_of(account: TradingAccount, valuation: Valuation) -> Requirement:
    """The equity that a margin account has to have now."""
    to_overnight = account.profile.leveraged and not account.market.is_session
    return requirement(valuation, account.rulebook.margin, to_overnight=to_overnight)


def heard(account: TradingAccount, order_id: OrderId) -> bool:
    """Whether an order is one of the house's; it has been placed, or refused."""
    call = account.profile.call
    if call is None or order_id not in call.orders:
        return False
    account.profile.call = replace(call, unheard=call.unheard - {order_id})
    account.is_changed = True
    return True


def breaches(account: TradingAccount, now: datetime) -> Iterator[Breach]:
    """Limits that were reached, each once a day."""
    limits = account.rulebook.limits(account.account_id, account.profile.user_id)
    standing = standing_of(account, limits, Terms(at=now))
    lost = Money(standing.day_start - standing.equity)
    fallen = Money(standing.peak - standing.equity)
    note_peak(account, limits, standing.peak)
    allowed = {
        "daily_loss": (limits.daily_loss_max, lost),
        "drawdown": (_drawdown(limits, standing.peak), fallen),
    }
    found = [
        Breach(name, most, reached)
        for name, (most, reached) in allowed.items()
        if most is not None and reached >= most
    ]
    new = account.profile.diary.warn(one.limit for one in found)
    account.is_changed = account.is_changed or bool(new)
    yield from (one for one in found if one.limit in new)


def _drawdown(limits: Limits, peak: Money) -> Money | None:
    most = limits.drawdown_percent_max
    return None if most is None or peak <= 0 else portion(peak, Quantity(most), _WHOLE)


def _margin(account: TradingAccount, now: datetime, seed: UUID) -> Iterator[Deed]:
    valuation, profile = valuation_of(account), account.profile
    needed = needed_of(account, valuation)
    if needed.lacking:
        yield from _lacking(account, valuation, needed, now, seed)
        return
    if profile.leveraged and not account.market.is_session:
        profile.leveraged, account.is_changed = False, True
    call = profile.call
    if call is not None and not call.unheard and call.orders.isdisjoint(account.holders):
        profile.call, account.is_changed = None, True
        yield CallMet(call.liquidated)


def _lacking(
    account: TradingAccount,
    valuation: Valuation,
    needed: Requirement,
    now: datetime,
    seed: UUID,
) -> Iterator[Deed]:
    """Ask for what is lacking; if that was in vain, close positions as soon as no order is open."""
    profile, terms = account.profile, account.rulebook.margin
    account.is_changed = True
    if profile.call is None:
        profile.call = needed.call(terms, now)
        yield CallIssued(profile.call, needed)
        return
    call = profile.call = replace(profile.call, lacking=needed.lacking)
    if now < call.due and not needed.is_urgent(terms):
        return
    if not call.liquidated:
        call = profile.call = replace(call, liquidated=True)
        yield Liquidated()
    if call.unheard or account.holders or account.rulebook.halted(account.account_id):
        return
    closes = [
        Close(_order_id(seed, symbol), symbol, shares)
        for symbol, shares in to_close(valuation, needed, terms)
        if _can_be_closed(account, symbol, shares)
    ]
    ids = frozenset(one.order_id for one in closes)
    profile.call = replace(call, orders=ids, unheard=ids)  # of those before none is open
    yield from closes


def _order_id(seed: UUID, symbol: Symbol) -> OrderId:
    """The same again for the same review; and made when that was asked for, as portfolio reads."""
    digest = blake2b(seed.bytes + symbol.encode(), digest_size=RANDOM_BYTES).digest()
    return OrderId(uuid7(made_at(seed), digest))


def _can_be_closed(account: TradingAccount, symbol: Symbol, shares: Quantity) -> bool:
    """Whether the house may trade the symbol, and somebody names a price."""
    is_halted = account.rulebook.symbol_halted(symbol) is not None
    return not is_halted and account.market.mark(symbol, shares) is not None
