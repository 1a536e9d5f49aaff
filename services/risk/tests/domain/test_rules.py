"""The rules as a table: what an account has, what an order commits, and which rule it breaks."""

from decimal import Decimal
from uuid import UUID

import pytest

from risk.domain.hold import Hold
from risk.domain.rules import Limits, Means, refusal
from vocabulary import Money, OrderId, Price, Quantity, RejectionReason, Side, Symbol

LIMITS = Limits(Money(Decimal(1000)))
UNKNOWN, TOO_LARGE = RejectionReason.ACCOUNT_UNKNOWN, RejectionReason.ORDER_TOO_LARGE
TOO_DEAR, NOT_OWNED = (
    RejectionReason.BUYING_POWER_EXCEEDED,
    RejectionReason.POSITION_EXCEEDED,
)


def a_wish(side: Side, quantity: str, bound: str) -> Hold:
    price, shares = Price(Decimal(bound)), Quantity(Decimal(quantity))
    return Hold(OrderId(UUID(int=1)), Symbol("ACME"), side, shares, price)


@pytest.mark.parametrize(
    ("cash", "shares", "side", "quantity", "bound", "broken"),
    [
        # cash shares side      quantity bound     broken
        (None, "0", Side.BUY, "1", "1", UNKNOWN),
        (None, "0", Side.SELL, "9999", "9999", UNKNOWN),  # before any other rule
        ("100", "0", Side.BUY, "10", "10", None),  # the last cent
        ("99.9999", "0", Side.BUY, "10", "10", TOO_DEAR),
        ("0", "0", Side.BUY, "1", "0.0001", TOO_DEAR),
        ("-1", "5", Side.SELL, "5", "10", None),  # selling needs no cash
        ("0", "5", Side.SELL, "5.000000001", "10", NOT_OWNED),
        ("0", "0", Side.SELL, "1", "10", NOT_OWNED),
        ("9999", "0", Side.BUY, "100", "10", None),  # exactly the limit
        ("9999", "0", Side.BUY, "100", "10.0001", TOO_LARGE),
        ("0", "0", Side.BUY, "100", "11", TOO_LARGE),  # before the lack of cash
        ("0", "0", Side.SELL, "100", "11", TOO_LARGE),  # before the lack of shares
    ],
)
def test_the_first_rule_that_an_order_breaks_is_named(
    cash: str | None,
    shares: str,
    side: Side,
    quantity: str,
    bound: str,
    broken: RejectionReason | None,
) -> None:
    means = Means(Money(Decimal(cash)), Quantity(Decimal(shares))) if cash is not None else None

    found = refusal(a_wish(side, quantity, bound), means, LIMITS)

    assert (found.reason if found else None) is broken


def test_a_refusal_shows_the_figures_that_were_compared() -> None:
    means = Means(Money(Decimal(50)), Quantity(Decimal(3)))

    dear = refusal(a_wish(Side.BUY, "10", "9.5"), means, LIMITS)
    scarce = refusal(a_wish(Side.SELL, "4", "9.5"), means, LIMITS)

    assert dear is not None
    assert scarce is not None
    assert dear.rule == "the order may cost 95 dollars, and 50 are free"
    assert (dear.needed_cash, dear.free_cash) == (Decimal(95), Decimal(50))
    assert scarce.rule == "the order sells 4 shares of ACME, and 3 are free"
    assert (scarce.needed_shares, scarce.free_shares) == (Decimal(4), Decimal(3))
