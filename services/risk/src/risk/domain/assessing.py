"""Puts an order of an account before the rules, with all the figures that they ask for."""

from datetime import datetime
from decimal import Decimal

from risk.domain.account import TradingAccount
from risk.domain.case import Case, Means, Need, Refusal, Standing
from risk.domain.checks.means import UNPRICED
from risk.domain.commitment import NOTHING, Commitment, Wish
from risk.domain.limits import Limits
from risk.domain.margin import Claim, claim_of, reservations
from risk.domain.market import market_day
from risk.domain.rules import refusal
from risk.domain.splitting import withheld
from risk.domain.terms import NO_TERMS, Terms
from risk.domain.valuing import is_unpriced, mark_of, valuation_of
from vocabulary import (
    NO_MONEY,
    NO_SHARES,
    Money,
    OrderId,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
    value,
)

_UNLIMITED = (None, None, None)


def decide(account: TradingAccount, wish: Wish, terms: Terms = NO_TERMS) -> Refusal | None:
    """Hold what an order commits, or say which rule it breaks."""
    before, after = account.foreseen(wish)
    case = case_of(account, wish, terms, before, after)
    if not case.is_unpriced:
        note_peak(account, case.limits, case.standing.peak)
    broken = refusal(case)
    if broken is None:
        account.hold(before, after)
        _note_leverage(account, case)
    if broken is None or (
        broken is not UNPRICED and broken.reason is not RejectionReason.ORDER_RATE_EXCEEDED
    ):
        _note_order(account, case.limits, terms.at)
    return broken


def case_of(
    account: TradingAccount, wish: Wish, terms: Terms, before: Commitment, after: Commitment
) -> Case:
    """What the rules see of an order that would turn what is held from ``before`` to ``after``."""
    hold, profile = wish.hold, account.profile
    limits = account.rulebook.limits(account.account_id, profile.user_id)
    standing = standing_of(account, limits, terms)
    need = _need(account, wish, before, after, limits)
    return Case(
        symbol=hold.symbol,
        side=hold.side,
        quantity=hold.quantity,
        worth=hold.worth,
        need=need,
        means=_means(account, hold.symbol, terms),
        limits=limits,
        standing=standing,
        limit_price=terms.limit_price,
        market_price=terms.market_price,
        is_margin=profile.is_margin,
        is_unpriced=_goes_by_prices(account, limits) and is_unpriced(account, hold.symbol),
        forced=terms.forced,
        has_ended=profile.life.is_closed,
        winding=None if profile.life.winding is None else profile.life.winding.purpose,
        halted=halted(account),
        symbol_halted=account.rulebook.symbol_halted(hold.symbol),
        is_closed=account.market.is_closed,
        is_paused=account.market.is_paused(hold.symbol),
        in_the_way=_in_the_way(account, wish) if limits.no_wash_trades else None,
    )


def _goes_by_prices(account: TradingAccount, limits: Limits) -> bool:
    """Whether a verdict depends on what the account, or a position of it, is worth."""
    asked = *_of_equity(limits), limits.position_value_max
    return account.profile.is_margin or any(one is not None for one in asked)


def _of_equity(limits: Limits) -> tuple[Decimal | None, ...]:
    return limits.concentration_percent_max, limits.daily_loss_max, limits.drawdown_percent_max


def reserved_of(account: TradingAccount) -> Money:
    """The buying power that all open orders of a margin account reserve, in dollars."""
    symbols = {one.symbol for one in account.commitments if one.symbol is not None}
    reserved = (_reserved(account, symbol, _claims(account, symbol)) for symbol in symbols)
    return Money(sum(reserved, NO_MONEY))


def standing_of(account: TradingAccount, limits: Limits, terms: Terms) -> Standing:
    """How the account stands, as far as a rule asks for it."""
    profile, diary = account.profile, account.profile.diary
    is_margin = profile.is_margin
    equity = NO_MONEY
    if account.free_cash is not None and (is_margin or _of_equity(limits) != _UNLIMITED):
        equity = valuation_of(account).equity
    counts, day = limits.day_trade_rule and is_margin, diary.day
    if terms.at is not None and (limits.daily_loss_max is not None or counts):
        day = market_day(terms.at)
    return Standing(
        equity=equity,
        equity_min=account.rulebook.margin.equity_min,
        day_start=diary.day_start if day == diary.day else equity,
        peak=max(diary.peak, equity),
        lacking=None if profile.call is None else profile.call.lacking,
        placed=diary.placed_until(terms.at) if diary.placed and terms.at is not None else 0,
        day_trades=diary.day_trades_until(day) if counts and day else 0,
    )


def _means(account: TradingAccount, symbol: Symbol, terms: Terms) -> Means | None:
    if account.free_cash is None:
        return None
    return Means(
        buying_power(account, outlives=terms.outlives),
        Quantity(account.free_shares.get(symbol, NO_SHARES) - withheld(account, symbol)),
    )


def buying_power(account: TradingAccount, *, outlives: bool = False) -> Money:
    """Dollars that orders may still take: of an account of cash, the cash that is free."""
    if not account.profile.is_margin:
        return account.free_cash or NO_MONEY
    valuation = valuation_of(account)
    is_session = account.market.is_session and not outlives
    times = account.rulebook.margin.times(valuation.equity, is_session=is_session)
    return valuation.buying_power(times, reserved_of(account))


def _need(
    account: TradingAccount, wish: Wish, before: Commitment, after: Commitment, limits: Limits
) -> Need:
    hold, is_margin = wish.hold, account.profile.is_margin
    shares = Quantity(after.shares - before.shares)
    cash = Money(after.cash - before.cash)
    asked = limits.position_value_max, limits.concentration_percent_max
    if not is_margin and not any(one is not None for one in asked):  # nearly always
        return Need(cash, shares, hold.quantity if hold.side is Side.BUY else NO_SHARES)
    symbol, position = hold.symbol, account.position(hold.symbol)
    was, will = _claims(account, symbol), _claims(account, symbol, before, after)
    if is_margin:
        reserved = _reserved(account, symbol, will) - _reserved(account, symbol, was)
        cash = Money(reserved)
    reach, reached = _reach(position, hold.side, will), _reach(position, hold.side, was)
    opened = Quantity(max(reach - max(reached, NO_SHARES), NO_SHARES))
    price = max(hold.bound_price, mark_of(account, symbol, position) or hold.bound_price)
    return Need(
        cash,
        shares,
        opened,
        opened if hold.side is Side.SELL else NO_SHARES,
        value(Quantity(max(reach, NO_SHARES)), price),
    )


def _reach(position: Quantity, side: Side, claims: list[Claim]) -> Quantity:
    """How far a position would go one way if all that is open on that side traded; in shares."""
    if side is Side.BUY:
        return Quantity(position + sum((one.buys for one in claims), NO_SHARES))
    return Quantity(sum((one.sells for one in claims), NO_SHARES) - position)


def _claims(
    account: TradingAccount,
    symbol: Symbol,
    before: Commitment = NOTHING,
    after: Commitment = NOTHING,
) -> list[Claim]:
    """What is claimed of a symbol, with ``after`` in the place of ``before``."""
    mark = mark_of(account, symbol, Quantity(Decimal(-1)))
    own = [one for one in account.commitments if one.symbol == symbol and one is not before]
    if after is not NOTHING:
        own.append(after)
    return [claim_of(one, mark) for one in own]


def _reserved(account: TradingAccount, symbol: Symbol, claims: list[Claim]) -> Money:
    return Money(sum(reservations(account.position(symbol), claims), NO_MONEY))


def halted(account: TradingAccount) -> str | None:
    """Why the owner may not trade; ``None`` if nobody keeps them from it."""
    call = account.profile.call
    if call is not None and call.liquidated:
        return "a margin call was not met, and your positions are being liquidated"
    return account.rulebook.halted(account.account_id)


def _in_the_way(account: TradingAccount, wish: Wish) -> OrderId | None:
    """An order of the account on the other side, at a price at which the two could trade."""
    new = wish.hold
    for commitment in account.commitments:
        for old in commitment.orders:
            if old.symbol != new.symbol or old.side is new.side:
                continue
            buy, sell = (new, old) if new.side is Side.BUY else (old, new)
            if buy.bound_price >= sell.bound_price:
                return old.order_id
    return None


def note_peak(account: TradingAccount, limits: Limits, peak: Money) -> None:
    """Remember the most that the account ever was worth, where somebody asks how far it fell."""
    diary = account.profile.diary
    if limits.drawdown_percent_max is not None and peak > diary.peak:
        diary.peak, account.is_changed = peak, True


def _note_order(account: TradingAccount, limits: Limits, at: datetime | None) -> None:
    """Remember that an order was placed, where somebody counts them; a refused one as well."""
    if limits.orders_per_minute_max is not None and at is not None:
        account.profile.diary.note_order(at)
        account.is_changed = True


def _note_leverage(account: TradingAccount, case: Case) -> None:
    """Note whether only the session allows what is open now."""
    profile = account.profile
    if profile.is_margin and account.market.is_session and case.need.opened:
        profile.leveraged = profile.leveraged or buying_power(account, outlives=True) < 0
