"""The rules as a table: an order that every rule accepts, and what has to differ to break one."""

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from risk.domain.case import Case, Means, Need, Standing
from risk.domain.limits import Limits
from risk.domain.rules import RULES, broken, refusal
from vocabulary import (
    NO_MONEY,
    NO_SHARES,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
    WindingPurpose,
)

R = RejectionReason
PARTS = {"need": Need, "means": Means, "standing": Standing, "limits": Limits}
LARGE = {"order_value_max": Decimal(1_000)}
LOST = {"daily_loss_max": Decimal(50)}
FALLEN = {"drawdown_percent_max": Decimal(10)}
SELLS = {"side": Side.SELL}
WASH = {"in_the_way": OrderId(UUID(int=7))}
ONE = Quantity(Decimal(1))
PLAIN = Case(
    symbol=Symbol("ACME"),
    side=Side.BUY,
    quantity=Quantity(Decimal(10)),
    worth=Money(Decimal(1_000)),
    need=Need(
        cash=Money(Decimal(1_000)),
        opened=Quantity(Decimal(10)),
        position_value=Money(Decimal(1_000)),
    ),
    means=Means(Money(Decimal(1_000)), NO_SHARES),
    standing=Standing(
        equity=Money(Decimal(10_000)),
        equity_min=Money(Decimal(2_000)),
        day_start=Money(Decimal(10_000)),
        peak=Money(Decimal(10_000)),
    ),
    limit_price=Price(Decimal(100)),
    market_price=Price(Decimal(100)),
)


def the_case(**differs: Any) -> Case:  # noqa: ANN401  # fields of the case and of its parts
    """The plain case but for these fields, wherever they are; numbers are figures."""
    case: Case = PLAIN
    for name, said in differs.items():
        figure = Decimal(said) if isinstance(said, str) and said[-1].isdigit() else said
        for part, kind in PARTS.items():
            if name in {one.name for one in fields(kind)} and name != "shares":
                old: Any = getattr(case, part)
                part_now: Any = replace(old, **{name: figure})
                case = replace(case, **{part: part_now})
                break
        else:
            case = replace(case, **{name: figure})
    return case


def selling(short: str, **differs: Any) -> Case:  # noqa: ANN401
    """A margin account sells shares, so many of them short."""
    shares = Quantity(Decimal(short))
    need = Need(cash=NO_MONEY, shares=Quantity(Decimal(10)), opened=shares, shorted=shares)
    return replace(the_case(**differs), side=Side.SELL, is_margin=True, need=need)


def owning(free: str, *, is_margin: bool = False) -> Case:
    """Ten shares are to be sold, and so many are free."""
    need = Need(shares=Quantity(Decimal(10)))
    means = Means(NO_MONEY, Quantity(Decimal(free)))
    return replace(PLAIN, side=Side.SELL, need=need, means=means, is_margin=is_margin)


def closing(case: Case) -> Case:
    """The same for an order that opens nothing."""
    return replace(case, need=replace(case.need, opened=NO_SHARES, shorted=NO_SHARES))


ACCEPTED = [
    PLAIN,
    the_case(cash="0"),
    owning("10"),
    owning("0", is_margin=True),
    the_case(position_value_max=Decimal(1_000)),
    closing(the_case(position_value_max=Decimal(999))),
    the_case(**LARGE),
    the_case(order_quantity_max=Decimal(10)),
    the_case(price_away_percent_max=Decimal(5), limit_price=Decimal(105)),
    the_case(price_away_percent_max=Decimal(5), limit_price=Decimal(1)),
    the_case(price_away_percent_max=Decimal(5), limit_price=Decimal(95), **SELLS),
    the_case(price_away_percent_max=Decimal(5), limit_price=Decimal(900), **SELLS),
    the_case(price_away_percent_max=Decimal(5), limit_price=None),
    the_case(price_away_percent_max=Decimal(5), limit_price=Decimal(900), market_price=None),
    the_case(concentration_percent_max=Decimal(10)),
    closing(the_case(concentration_percent_max=Decimal(9), equity="0")),
    the_case(orders_per_minute_max=3, placed=2),
    the_case(day_start="10049.9999", **LOST),
    closing(the_case(day_start="20000", **LOST)),
    the_case(peak="11110", **FALLEN),
    the_case(peak="0", equity="0", **FALLEN),
    closing(the_case(peak="20000", **FALLEN)),
    selling("10"),
    selling("0", no_shorting=True),
    selling("10", equity="2000"),
    closing(selling("10", lacking=Decimal(1))),
    closing(selling("10", equity="1999")),
    the_case(is_margin=True, equity="1999"),
    the_case(day_trade_rule=True, is_margin=True, day_trades=2),
    the_case(day_trade_rule=True, is_margin=True, day_trades=3, equity="25000", peak="25000"),
    the_case(day_trade_rule=True, day_trades=9),
    closing(the_case(day_trade_rule=True, is_margin=True, day_trades=9)),
    the_case(**WASH),
    the_case(no_wash_trades=True),
    the_case(no_orders_when_closed=True),
    the_case(is_closed=True, is_paused=True),
    the_case(no_orders_when_halted=True),
]
REFUSED = [
    (the_case(means=None), R.ACCOUNT_UNKNOWN),
    (the_case(has_ended=True), R.ACCOUNT_CLOSED),
    (the_case(winding=WindingPurpose.RESET), R.TRADING_HALTED),
    (the_case(halted="somebody looks"), R.TRADING_HALTED),
    (replace(PLAIN, means=Means(Money(Decimal("999.9999")), NO_SHARES)), R.BUYING_POWER_EXCEEDED),
    (replace(PLAIN, means=Means(NO_MONEY, NO_SHARES), is_margin=True), R.BUYING_POWER_EXCEEDED),
    (owning("9.999999999"), R.POSITION_EXCEEDED),
    (owning("-1"), R.POSITION_EXCEEDED),
    (the_case(position_value_max=Decimal("999.9999")), R.POSITION_TOO_LARGE),
    (the_case(order_value_max=Decimal("999.9999")), R.ORDER_TOO_LARGE),
    (the_case(order_quantity_max=Decimal("9.999999999")), R.ORDER_TOO_LARGE),
    (closing(the_case(order_quantity_max=Decimal(9))), R.ORDER_TOO_LARGE),
    (the_case(price_away_percent_max=Decimal(5), limit_price=Decimal("105.01")), R.PRICE_TOO_FAR),
    (
        the_case(price_away_percent_max=Decimal(5), limit_price=Decimal("94.99"), **SELLS),
        R.PRICE_TOO_FAR,
    ),
    (the_case(concentration_percent_max=Decimal("9.9999")), R.CONCENTRATION_EXCEEDED),
    (the_case(concentration_percent_max=Decimal(100), equity="0"), R.CONCENTRATION_EXCEEDED),
    (the_case(concentration_percent_max=Decimal(100), equity="-5"), R.CONCENTRATION_EXCEEDED),
    (the_case(orders_per_minute_max=3, placed=3), R.ORDER_RATE_EXCEEDED),
    (closing(the_case(orders_per_minute_max=0)), R.ORDER_RATE_EXCEEDED),
    (the_case(day_start="10050", **LOST), R.DAILY_LOSS_EXCEEDED),
    (the_case(peak="11111.12", **FALLEN), R.DRAWDOWN_EXCEEDED),
    (selling("0.000000001", no_shorting=True), R.SHORT_SALE_FORBIDDEN),
    (selling("1", equity="1999.9999"), R.MARGIN_EXCEEDED),
    (the_case(is_margin=True, lacking=Decimal(1)), R.MARGIN_EXCEEDED),
    (the_case(day_trade_rule=True, is_margin=True, day_trades=3), R.DAY_TRADES_EXCEEDED),
    (the_case(no_wash_trades=True, **WASH), R.WASH_TRADE),
    (the_case(no_orders_when_closed=True, is_closed=True), R.MARKET_CLOSED),
    (the_case(symbol_halted="a rumour"), R.SYMBOL_HALTED),
    (the_case(no_orders_when_halted=True, is_paused=True), R.SYMBOL_HALTED),
]


EVERYTHING = replace(
    PLAIN,
    means=Means(NO_MONEY, NO_SHARES),
    side=Side.SELL,
    need=Need(Money(Decimal(1)), ONE, ONE, ONE, Money(Decimal(9_999))),
    limits=Limits(
        order_value_max=NO_MONEY,
        position_value_max=NO_MONEY,
        price_away_percent_max=Decimal(0),
        concentration_percent_max=Decimal(0),
        orders_per_minute_max=0,
        daily_loss_max=NO_MONEY,
        drawdown_percent_max=Decimal(0),
        no_shorting=True,
        day_trade_rule=True,
        no_wash_trades=True,
        no_orders_when_closed=True,
    ),
    standing=replace(PLAIN.standing, lacking=Money(Decimal(1)), day_trades=4),
    limit_price=Price(Decimal(1)),
    halted="everything",
    symbol_halted="everything",
    is_closed=True,
    **WASH,
)


@pytest.mark.parametrize("case", ACCEPTED)
def test_an_order_within_the_rules_may_trade(case: Case) -> None:
    assert refusal(case) is None


@pytest.mark.parametrize(("case", "reason"), REFUSED)
def test_an_order_that_breaks_a_rule_is_refused_with_a_sentence(
    case: Case, reason: RejectionReason
) -> None:
    found = refusal(case)

    assert found is not None
    assert found.reason is reason
    assert found.rule[0].islower() or found.rule.startswith("ACME")
    assert not found.rule.endswith(".")


def test_every_rule_is_in_the_table_of_refusals() -> None:
    assert {reason for _, reason in REFUSED} == {rule.reason for rule in RULES}


@pytest.mark.parametrize("is_margin", [False, True])
def test_the_first_broken_rule_counts_in_the_order_in_which_reasons_are_listed(
    *, is_margin: bool
) -> None:
    reasons = [one.reason for one in broken(replace(EVERYTHING, is_margin=is_margin))]

    assert reasons == sorted(reasons, key=list(RejectionReason).index)
    only_margin = {R.SHORT_SALE_FORBIDDEN, R.MARGIN_EXCEEDED, R.DAY_TRADES_EXCEEDED}
    missing = {R.POSITION_EXCEEDED} if is_margin else only_margin
    assert {*reasons, R.ACCOUNT_UNKNOWN, R.ACCOUNT_CLOSED} == {r.reason for r in RULES} - missing


def test_what_the_house_orders_is_kept_from_nothing_but_impossible() -> None:
    forced = replace(EVERYTHING, forced=True)

    assert [one.reason for one in broken(forced)] == [R.BUYING_POWER_EXCEEDED, R.POSITION_EXCEEDED]
    assert refusal(replace(the_case(halted="all of it"), forced=True)) is None


def test_a_refusal_shows_the_figures_that_were_compared() -> None:
    dear, scarce = (
        refusal(replace(PLAIN, means=Means(Money(Decimal(50)), NO_SHARES))),
        refusal(owning("3")),
    )
    slow = refusal(the_case(orders_per_minute_max=3, placed=3))
    far = refusal(the_case(price_away_percent_max=Decimal(5), limit_price=Decimal("105.01")))

    assert dear is not None
    assert scarce is not None
    assert slow is not None
    assert far is not None
    assert dear.rule == "the order may cost 1000 dollars, and 50 are free"
    assert (dear.needed_cash, dear.free_cash) == (1_000, 50)
    assert scarce.rule == "the order sells 10 shares of ACME, and 3 are free"
    assert (scarce.needed_shares, scarce.free_shares) == (10, 3)
    assert (slow.allowed, slow.reached) == (3, 3)
    assert (far.allowed, far.reached) == (5, Decimal("5.01"))
