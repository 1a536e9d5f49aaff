"""What the market shows can be taken once, and the next quote shows it anew."""

from decimal import Decimal

import pytest

from order.domain.market import Market, Quote
from vocabulary import Price, Quantity, Side


def a_quote(
    sequence: int, bid: str | None = "9", ask: str | None = "10", size: str = "100"
) -> Quote:
    def price(text: str | None) -> Price | None:
        return None if text is None else Price(Decimal(text))

    shares = Quantity(Decimal(size))
    return Quote(sequence, None, price(bid), shares, price(ask), shares)


def shares(number: int) -> Quantity:
    return Quantity(Decimal(number))


def test_a_buyer_faces_the_ask_and_a_seller_the_bid() -> None:
    market = Market()
    assert market.show(a_quote(1))

    assert (market.facing(Side.BUY).price, market.facing(Side.SELL).price) == (10, 9)


def test_what_was_taken_is_gone_until_the_next_quote() -> None:
    market = Market()
    market.show(a_quote(1))
    market.ask.take(shares(30))

    assert (market.ask.left, market.bid.left) == (70, 100)
    assert not market.show(a_quote(1, size="500"))
    assert not market.show(a_quote(0, size="500"))
    assert market.ask.left == 70
    assert market.show(a_quote(2))
    assert market.ask.left == 100


@pytest.mark.parametrize("quantity", [0, -1, 101])
def test_no_more_is_taken_than_is_shown(quantity: int) -> None:
    market = Market()
    market.show(a_quote(1))

    with pytest.raises(ValueError, match="100"):
        market.ask.take(shares(quantity))


@pytest.mark.parametrize(
    ("quote", "left"),
    [
        # bid, ask                            shares left at each
        (a_quote(1, "9", "10"), (100, 100)),
        (a_quote(1, "10", "10"), (100, 100)),  # locked is not crossed
        (a_quote(1, "11", "10"), (0, 0)),
        (a_quote(1, None, "10"), (0, 100)),
        (a_quote(1, "9", None), (100, 0)),
        (a_quote(1, size="0"), (0, 0)),
    ],
)
def test_nobody_trades_on_a_crossed_a_missing_or_an_empty_side(
    quote: Quote, left: tuple[int, int]
) -> None:
    market = Market()
    market.show(quote)

    assert (market.bid.left, market.ask.left) == left


def test_a_restart_does_not_give_the_same_shares_twice() -> None:
    market = Market(7, taken_bid=shares(100), taken_ask=shares(40))
    assert (market.bid.left, market.ask.left) == (0, 0)

    assert not market.show(a_quote(6))
    assert market.show(a_quote(7))
    assert (market.bid.left, market.ask.left) == (0, 60)

    assert market.show(a_quote(8))
    assert (market.bid.left, market.ask.left) == (100, 100)
