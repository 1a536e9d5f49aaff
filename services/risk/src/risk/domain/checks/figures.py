"""Rules about what an order, a position, a price or a loss may come to.

Who only makes a position smaller is not kept from it by a position or a loss that is too large.
"""

from decimal import Decimal

from risk.domain.case import Case, Refusal
from vocabulary import NO_SHARES, RejectionReason, Side, percent, plain


def is_position_too_large(case: Case) -> Refusal | None:
    """The position might be worth more than one may be."""
    most, worth = case.limits.position_value_max, case.need.position_value
    if most is None or case.need.opened <= 0 or worth <= most:
        return None
    return Refusal(
        RejectionReason.POSITION_TOO_LARGE,
        f"a position may be worth {plain(most)} dollars at most, and yours in {case.symbol} might"
        f" come to {plain(worth)}",
        allowed=most,
        reached=worth,
    )


def is_order_too_large(case: Case) -> Refusal | None:
    """The order is for more shares, or more dollars, than one may be."""
    shares, dollars = case.limits.order_quantity_max, case.limits.order_value_max
    if shares is not None and case.quantity > shares:
        return Refusal(
            RejectionReason.ORDER_TOO_LARGE,
            f"one order may be for {plain(shares)} shares at most, this one is for"
            f" {plain(case.quantity)}",
            needed_shares=case.quantity,
            allowed=shares,
        )
    if dollars is None or case.worth <= dollars:
        return None
    return Refusal(
        RejectionReason.ORDER_TOO_LARGE,
        f"one order may be worth {plain(dollars)} dollars at most, this one may cost"
        f" {plain(case.worth)}",
        needed_cash=case.worth,
        allowed=dollars,
    )


def is_price_too_far(case: Case) -> Refusal | None:
    """A limit above the market to buy, or below it to sell, is too far away: a slip of the finger.

    On the other side an order waits for a better price, however long, and costs nobody anything.
    """
    most, limit, market = case.limits.price_away_percent_max, case.limit_price, case.market_price
    if most is None or limit is None or market is None:
        return None
    beyond = limit - market if case.side is Side.BUY else market - limit
    away = percent(beyond, market)
    if away <= most:
        return None
    return Refusal(
        RejectionReason.PRICE_TOO_FAR,
        f"your limit of {plain(limit)} is {plain(away)} % beyond the market, which is at"
        f" {plain(market)}; at most {plain(most)} % are allowed",
        allowed=most,
        reached=away,
    )


def is_too_concentrated(case: Case) -> Refusal | None:
    """Too much of what the account is worth would be in one symbol."""
    most, equity = case.limits.concentration_percent_max, case.standing.equity
    if most is None or case.need.opened <= 0:
        return None
    share = percent(case.need.position_value, equity) if equity > 0 else None
    if share is not None and share <= most:
        return None
    shown = "all that you have, and more" if share is None else f"{plain(share)} % of your equity"
    return Refusal(
        RejectionReason.CONCENTRATION_EXCEEDED,
        f"{case.symbol} might come to {shown}; at most {plain(most)} % may be in one symbol",
        allowed=most,
        reached=share,
    )


def is_day_lost(case: Case) -> Refusal | None:
    """The account has lost on this day what it may lose."""
    most, standing = case.limits.daily_loss_max, case.standing
    lost = standing.day_start - standing.equity
    if most is None or case.need.opened <= 0 or lost < most:
        return None
    return Refusal(
        RejectionReason.DAILY_LOSS_EXCEEDED,
        f"you have lost {plain(lost)} dollars today and may lose {plain(most)}; until tomorrow you"
        " can only close positions",
        allowed=most,
        reached=lost,
    )


def is_drawn_down(case: Case) -> Refusal | None:
    """The account is too far below the most that it ever was worth."""
    most, standing = case.limits.drawdown_percent_max, case.standing
    if most is None or case.need.opened <= 0 or standing.peak <= 0:
        return None
    fallen = percent(Decimal(standing.peak - standing.equity), standing.peak)
    if fallen < most:
        return None
    return Refusal(
        RejectionReason.DRAWDOWN_EXCEEDED,
        f"your account is {plain(fallen)} % below its peak of {plain(standing.peak)} dollars, and"
        f" may be {plain(most)} %; you can only close positions",
        allowed=most,
        reached=fallen,
    )


def is_margin_exceeded(case: Case) -> Refusal | None:
    """A margin call is open, or the account is too small to owe shares."""
    standing, need = case.standing, case.need
    if not case.is_margin or need.opened <= NO_SHARES:
        return None
    if standing.lacking is not None:
        return Refusal(
            RejectionReason.MARGIN_EXCEEDED,
            f"a margin call is open: {plain(standing.lacking)} dollars are lacking; you can only"
            " close positions, or deposit",
            reached=standing.lacking,
        )
    if need.shorted <= 0 or standing.equity >= standing.equity_min:
        return None
    return Refusal(
        RejectionReason.MARGIN_EXCEEDED,
        f"selling short takes {plain(standing.equity_min)} dollars of equity, and you have"
        f" {plain(standing.equity)}",
        allowed=standing.equity_min,
        reached=standing.equity,
    )
