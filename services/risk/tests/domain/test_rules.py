"""The rules as a table: what an account has, what an order commits, and which rule it breaks."""

from decimal import Decimal

import pytest

from risk.domain.rules import Limits, Means, Need, refusal
from vocabulary import Money, Quantity, RejectionReason, Side, Symbol

LIMITS = Limits(Money(Decimal(1000)))
UNKNOWN, TOO_LARGE = RejectionReason.ACCOUNT_UNKNOWN, RejectionReason.ORDER_TOO_LARGE
TOO_DEAR, NOT_OWNED = (
    RejectionReason.BUYING_POWER_EXCEEDED,
    RejectionReason.POSITION_EXCEEDED,
)


def a_need(side: Side, quantity: str, worth: str) -> Need:
    """What an order of its own has to have: a buy its worth, a sell its shares."""
    dollars, shares = Money(Decimal(worth)), Quantity(Decimal(quantity))
    if side is Side.BUY:
        return Need(Symbol("ACME"), dollars, dollars, Quantity(Decimal(0)))
    return Need(Symbol("ACME"), dollars, Money(Decimal(0)), shares)


@pytest.mark.parametrize(
    ("cash", "shares", "side", "quantity", "worth", "broken"),
    [
        # cash shares side      quantity worth     broken
        (None, "0", Side.BUY, "1", "1", UNKNOWN),
        (None, "0", Side.SELL, "9999", "9999", UNKNOWN),  # before any other rule
        ("100", "0", Side.BUY, "10", "100", None),  # the last cent
        ("99.9999", "0", Side.BUY, "10", "100", TOO_DEAR),
        ("0", "0", Side.BUY, "1", "0.0001", TOO_DEAR),
        ("-1", "5", Side.SELL, "5", "50", None),  # selling needs no cash
        ("0", "5", Side.SELL, "5.000000001", "50", NOT_OWNED),
        ("0", "0", Side.SELL, "1", "10", NOT_OWNED),
        ("9999", "0", Side.BUY, "100", "1000", None),  # exactly the limit
        ("9999", "0", Side.BUY, "100", "1000.0001", TOO_LARGE),
        ("0", "0", Side.BUY, "100", "1100", TOO_LARGE),  # before the lack of cash
        ("0", "0", Side.SELL, "100", "1100", TOO_LARGE),  # before the lack of shares
    ],
)
def test_the_first_rule_that_an_order_breaks_is_named(
    cash: str | None,
    shares: str,
    side: Side,
    quantity: str,
    worth: str,
    broken: RejectionReason | None,
) -> None:
    means = Means(Money(Decimal(cash)), Quantity(Decimal(shares))) if cash is not None else None

    found = refusal(a_need(side, quantity, worth), means, LIMITS)

    assert (found.reason if found else None) is broken


@pytest.mark.parametrize(("cash", "shares"), [("0", "0"), ("-5", "0"), ("0", "-5")])
def test_who_needs_no_more_than_before_is_not_refused(cash: str, shares: str) -> None:
    need = Need(Symbol("ACME"), Money(Decimal(10)), Money(Decimal(cash)), Quantity(Decimal(shares)))

    assert refusal(need, Means(Money(Decimal(-9)), Quantity(Decimal(-9))), LIMITS) is None


def test_a_refusal_shows_the_figures_that_were_compared() -> None:
    means = Means(Money(Decimal(50)), Quantity(Decimal(3)))

    dear = refusal(a_need(Side.BUY, "10", "95"), means, LIMITS)
    scarce = refusal(a_need(Side.SELL, "4", "38"), means, LIMITS)
    large = refusal(a_need(Side.BUY, "10", "1100"), means, LIMITS)

    assert large is not None
    assert (large.needed_cash, large.free_cash) == (Decimal(1100), None)
    assert dear is not None
    assert scarce is not None
    assert dear.rule == "the order may cost 95 dollars, and 50 are free"
    assert (dear.needed_cash, dear.free_cash) == (Decimal(95), Decimal(50))
    assert scarce.rule == "the order sells 4 shares of ACME, and 3 are free"
    assert (scarce.needed_shares, scarce.free_shares) == (Decimal(4), Decimal(3))
