"""Every rule of orders, by a line of its own."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from order.domain.ticket import Exit, Ticket
from order.domain.validation import RULES, Market, breach_of
from vocabulary import (
    AssetClass,
    Money,
    OrderClass,
    OrderType,
    Price,
    Quantity,
    SessionPhase,
    Side,
    Symbol,
    TimeInForce,
)

NOW = datetime(2013, 10, 7, 15, 0, tzinfo=UTC)
"""A Monday, at 11:00 in New York."""
CLOSES = datetime(2013, 10, 7, 20, 0, tzinfo=UTC)
Terms = Mapping[str, Any]


def price(text: str) -> Price:
    return Price(Decimal(text))


MARKET = Market(
    bid=price("99.90"), ask=price("100.10"), last=price("100"), time=NOW, phase=SessionPhase.REGULAR
)
OPEN = MARKET._replace(closes=CLOSES)
CRYPTO = OPEN._replace(asset_class=AssetClass.CRYPTO, tick_size=price("0.0001"), never_closes=True)

BUY: Terms = {"symbol": Symbol("IBM"), "side": Side.BUY, "quantity": Quantity(Decimal(10))}
SELL = {**BUY, "side": Side.SELL}
AT_MARKET = {**BUY, "order_type": OrderType.MARKET}
LIMIT = {**BUY, "order_type": OrderType.LIMIT, "limit_price": price("100")}
STOP = {**BUY, "order_type": OrderType.STOP, "stop_price": price("105")}
STOP_LIMIT = STOP | {"order_type": OrderType.STOP_LIMIT, "limit_price": price("106")}
TRAILING = {**BUY, "order_type": OrderType.TRAILING_STOP, "trail_price": price("2")}
MONEY = {**AT_MARKET, "quantity": None, "notional": Money(Decimal(500))}
PART = {"quantity": Quantity(Decimal("0.5"))}
PROFIT, LOSS = Exit(price("110")), Exit(stop_price=price("90"))
BRACKET = LIMIT | {"order_class": OrderClass.BRACKET, "take_profit": PROFIT, "stop_loss": LOSS}
OTO = LIMIT | {"order_class": OrderClass.OTO, "stop_loss": LOSS}
OCO = {
    **SELL,
    "order_type": OrderType.LIMIT,
    "order_class": OrderClass.OCO,
    "limit_price": price("110"),
    "stop_loss": LOSS,
}
GTC, GTD, IOC = TimeInForce.GTC, TimeInForce.GTD, TimeInForce.IOC
OPG, CLS, FOK = TimeInForce.OPG, TimeInForce.CLS, TimeInForce.FOK


def ticket(terms: Terms) -> Ticket:
    return Ticket(**terms)


def code_of(terms: Terms, market: Market = OPEN) -> str | None:
    breach = breach_of(ticket(terms), market)
    return None if breach is None else breach.code


GOOD: list[Terms] = [
    AT_MARKET,
    LIMIT,
    STOP,
    STOP_LIMIT,
    TRAILING,
    MONEY,
    BRACKET,
    OTO,
    OCO,
    LIMIT | PART,
    STOP_LIMIT | PART,
    LIMIT | {"time_in_force": GTC, "extended_hours": True},
    LIMIT | {"time_in_force": GTD, "expires_at": NOW + timedelta(days=1)},
    LIMIT | {"time_in_force": FOK},
    LIMIT | {"post_only": True, "time_in_force": GTC},
    LIMIT | {"display_quantity": Quantity(Decimal(2))},
    SELL | {"order_type": OrderType.MARKET, "reduce_only": True},
    TRAILING | {"trail_price": None, "trail_percent": Decimal("99.9")},
    BRACKET | {"stop_loss": Exit(trail_percent=Decimal(5))},
    BRACKET | {"stop_loss": Exit(price("89"), price("90"))},
    OTO | {"take_profit": PROFIT, "stop_loss": None},
    AT_MARKET | {"order_class": OrderClass.OTO, "take_profit": PROFIT},
    STOP | SELL | {"stop_price": price("95")},
    LIMIT | {"limit_price": price("0.9999")},
]


@pytest.mark.parametrize("terms", GOOD)
def test_what_makes_sense_breaks_no_rule(terms: Terms) -> None:
    assert breach_of(ticket(terms), OPEN) is None
    assert breach_of(ticket(terms), Market()) is None


BAD: list[tuple[str, Terms]] = [
    ("size_ambiguous", LIMIT | {"quantity": None}),
    ("size_ambiguous", LIMIT | {"notional": Money(Decimal(500))}),
    ("price_missing", LIMIT | {"limit_price": None}),
    ("price_missing", STOP | {"stop_price": None}),
    ("price_missing", STOP_LIMIT | {"limit_price": None}),
    ("price_missing", STOP_LIMIT | {"stop_price": None}),
    ("price_not_used", AT_MARKET | {"limit_price": price("100")}),
    ("price_not_used", LIMIT | {"stop_price": price("100")}),
    ("price_not_used", STOP | {"limit_price": price("106")}),
    ("price_not_used", LIMIT | {"trail_price": price("1")}),
    ("price_not_used", STOP | {"trail_percent": Decimal(1)}),
    ("price_not_used", TRAILING | {"stop_price": price("100")}),
    ("trail_ambiguous", TRAILING | {"trail_price": None}),
    ("trail_ambiguous", TRAILING | {"trail_percent": Decimal(1)}),
    ("trail_too_far", TRAILING | {"trail_price": None, "trail_percent": Decimal(100)}),
    ("trail_too_far", TRAILING | SELL | {"trail_price": price("99.90")}),
    ("trail_too_far", BRACKET | {"stop_loss": Exit(trail_percent=Decimal(100))}),
    ("trail_too_far", BRACKET | {"stop_loss": Exit(trail_price=price("100"))}),
    ("trail_too_far", OCO | {"stop_loss": Exit(trail_price=price("99.90"))}),
    ("sub_penny", LIMIT | {"limit_price": price("100.001")}),
    ("sub_penny", LIMIT | {"limit_price": price("0.99999")}),
    ("sub_penny", STOP | {"stop_price": price("105.001")}),
    ("sub_penny", BRACKET | {"take_profit": Exit(price("110.001"))}),
    ("sub_penny", BRACKET | {"stop_loss": Exit(stop_price=price("90.001"))}),
    ("sub_penny", BRACKET | {"stop_loss": Exit(price("89.001"), price("90"))}),
    ("fractions_not_allowed", TRAILING | PART),
    ("fractions_not_allowed", LIMIT | PART | {"time_in_force": GTC}),
    ("fractions_not_allowed", BRACKET | PART),
    ("notional_not_allowed", MONEY | {"time_in_force": GTC}),
    ("notional_not_allowed", MONEY | TRAILING | {"quantity": None}),
    ("notional_not_allowed", MONEY | {"reduce_only": True}),
    ("notional_not_allowed", STOP | SELL | {"quantity": None, "notional": Money(Decimal(50))}),
    (
        "notional_not_allowed",
        MONEY | {"order_class": OrderClass.OTO, "take_profit": PROFIT},
    ),
    ("display_not_allowed", AT_MARKET | {"display_quantity": Quantity(Decimal(1))}),
    (
        "display_not_allowed",
        LIMIT | MONEY | {"order_type": OrderType.LIMIT, "display_quantity": Quantity(Decimal(1))},
    ),
    ("display_too_large", LIMIT | {"display_quantity": Quantity(Decimal(10))}),
    ("time_in_force_not_allowed", STOP | {"time_in_force": IOC}),
    ("time_in_force_not_allowed", STOP_LIMIT | {"time_in_force": OPG}),
    ("time_in_force_not_allowed", TRAILING | {"time_in_force": FOK}),
    ("expiry_missing", LIMIT | {"time_in_force": GTD}),
    ("expiry_not_used", LIMIT | {"expires_at": NOW + timedelta(days=1)}),
    ("expiry_past", LIMIT | {"time_in_force": GTD, "expires_at": NOW}),
    ("extended_hours_not_allowed", AT_MARKET | {"extended_hours": True}),
    ("extended_hours_not_allowed", LIMIT | {"extended_hours": True, "time_in_force": IOC}),
    ("extended_hours_not_allowed", BRACKET | {"extended_hours": True}),
    ("auction_closed", LIMIT | {"time_in_force": OPG}),
    ("post_only_not_allowed", AT_MARKET | {"post_only": True}),
    ("post_only_not_allowed", LIMIT | {"post_only": True, "time_in_force": IOC}),
    ("post_only_not_allowed", LIMIT | {"post_only": True, "time_in_force": FOK}),
    ("post_only_not_allowed", LIMIT | {"post_only": True, "time_in_force": CLS}),
    ("exits_not_used", LIMIT | {"take_profit": PROFIT}),
    ("exits_not_used", LIMIT | {"stop_loss": LOSS}),
    ("exits_missing", BRACKET | {"stop_loss": None}),
    ("exits_missing", BRACKET | {"take_profit": None}),
    ("exits_missing", OTO | {"take_profit": PROFIT}),
    ("exits_missing", OTO | {"stop_loss": None}),
    ("exits_missing", OCO | {"stop_loss": None}),
    ("stop_loss_ambiguous", BRACKET | {"stop_loss": Exit()}),
    ("stop_loss_ambiguous", BRACKET | {"stop_loss": LOSS._replace(trail_price=price("1"))}),
    (
        "stop_loss_ambiguous",
        BRACKET | {"stop_loss": Exit(price("90"), trail_percent=Decimal(1))},
    ),
    ("oco_not_limit", OCO | {"order_type": OrderType.STOP_LIMIT, "stop_price": price("95")}),
    ("oco_prices_differ", OCO | {"take_profit": Exit(price("111"))}),
    ("group_time_in_force", BRACKET | {"time_in_force": IOC}),
    ("group_time_in_force", OCO | {"time_in_force": GTD, "expires_at": NOW + timedelta(1)}),
    ("group_reduces_only", BRACKET | {"reduce_only": True}),
    ("exits_crossed", BRACKET | {"take_profit": Exit(price("90"))}),
    ("exits_crossed", BRACKET | SELL),
    ("exits_crossed", OCO | {"limit_price": price("89")}),
    ("exits_crossed", OCO | {"side": Side.BUY}),
    ("exit_too_near", BRACKET | {"take_profit": Exit(price("100"))}),
    ("exit_too_near", BRACKET | {"stop_loss": Exit(stop_price=price("100"))}),
    ("exit_too_near", OTO | {"stop_loss": Exit(stop_price=price("100.01"))}),
    ("stop_already_reached", STOP | {"stop_price": price("99.90")}),
    ("stop_already_reached", STOP | SELL | {"stop_price": price("100.10")}),
    ("stop_already_reached", OCO | {"stop_loss": Exit(stop_price=price("100.10"))}),
]


@pytest.mark.parametrize(("code", "terms"), BAD)
def test_what_makes_no_sense_breaks_its_rule(code: str, terms: Terms) -> None:
    breach = breach_of(ticket(terms), OPEN)

    assert breach is not None
    assert breach.code == code
    assert breach.text
    assert breach.text[-1] not in ".!"


def test_every_rule_has_its_line() -> None:
    by_time = {"no_auction"}

    assert set(RULES) == {code for code, _ in BAD} | by_time


def test_an_instrument_has_ticks_and_parts_of_its_own() -> None:
    fine = LIMIT | {"limit_price": price("100.0001")}
    part = LIMIT | PART | {"time_in_force": GTC}

    assert (code_of(fine), code_of(fine, CRYPTO)) == ("sub_penny", None)
    assert (code_of(part), code_of(part, CRYPTO)) == ("fractions_not_allowed", None)


def test_a_price_that_nobody_vouches_for_triggers_nothing() -> None:
    reached = STOP | {"stop_price": price("99")}

    assert code_of(reached) == "stop_already_reached"
    assert code_of(reached, OPEN._replace(is_stale=True)) is None


def test_a_refusal_says_the_figures() -> None:
    breach = breach_of(ticket(LIMIT | {"limit_price": price("100.001")}), OPEN)

    assert breach is not None
    assert breach.text == "prices near 100.001 are multiples of 0.01"
    assert breach.figures["tick"] == Decimal("0.01")
