"""Which orders an account may place. Rules are checked in order; the first broken one counts."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from risk.domain.case import Case, Refusal
from risk.domain.checks import conduct, figures, means
from vocabulary import RejectionReason

Check = Callable[[Case], str | Refusal | None]
"""What is wrong with an order: a sentence, or that with the figures; ``None`` if nothing is."""


class Rule(NamedTuple):
    """A rule: what a refusal is called, how it is checked, and whether it binds the house too.

    What the house orders, to bring an account in order, must not be kept from doing so.
    """

    reason: RejectionReason
    check: Check
    binds_house: bool = False


RULES = (
    Rule(RejectionReason.ACCOUNT_UNKNOWN, means.is_unknown, binds_house=True),
    Rule(RejectionReason.ACCOUNT_CLOSED, means.has_ended, binds_house=True),
    Rule(RejectionReason.TRADING_HALTED, means.is_wound_up, binds_house=True),
    Rule(RejectionReason.TRADING_HALTED, means.is_halted),
    Rule(RejectionReason.BUYING_POWER_EXCEEDED, means.is_unpriced),
    Rule(RejectionReason.BUYING_POWER_EXCEEDED, means.is_too_dear, binds_house=True),
    Rule(RejectionReason.POSITION_EXCEEDED, means.is_not_owned, binds_house=True),
    Rule(RejectionReason.POSITION_TOO_LARGE, figures.is_position_too_large),
    Rule(RejectionReason.ORDER_TOO_LARGE, figures.is_order_too_large),
    Rule(RejectionReason.PRICE_TOO_FAR, figures.is_price_too_far),
    Rule(RejectionReason.CONCENTRATION_EXCEEDED, figures.is_too_concentrated),
    Rule(RejectionReason.ORDER_RATE_EXCEEDED, conduct.is_too_often),
    Rule(RejectionReason.DAILY_LOSS_EXCEEDED, figures.is_day_lost),
    Rule(RejectionReason.DRAWDOWN_EXCEEDED, figures.is_drawn_down),
    Rule(RejectionReason.SHORT_SALE_FORBIDDEN, conduct.is_short_forbidden),
    Rule(RejectionReason.MARGIN_EXCEEDED, figures.is_margin_exceeded),
    Rule(RejectionReason.DAY_TRADES_EXCEEDED, conduct.is_day_trading),
    Rule(RejectionReason.WASH_TRADE, conduct.is_wash_trade),
    Rule(RejectionReason.MARKET_CLOSED, conduct.is_closed),
    Rule(RejectionReason.SYMBOL_HALTED, conduct.is_symbol_halted),
)
"""All rules, in order of precedence."""


def broken(case: Case) -> Iterator[Refusal]:
    """Every rule that an order breaks, in order of precedence."""
    for rule in RULES:
        if case.forced and not rule.binds_house:
            continue
        wrong = rule.check(case)
        if isinstance(wrong, str):
            yield Refusal(rule.reason, wrong)
        elif wrong is not None:
            yield wrong


def refusal(case: Case) -> Refusal | None:
    """The first rule that an order breaks; ``None`` if it may trade."""
    return next(broken(case), None)
