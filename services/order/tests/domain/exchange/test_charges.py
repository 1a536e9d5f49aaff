"""What orders are charged, fill by fill."""

from dataclasses import replace

import pytest
from exchanging import Trying, price, size, terms

CENT = 100


@pytest.mark.parametrize(
    ("fees", "sold", "charges"),
    [
        ("us-equities/1", "1@0.01", [1 * CENT]),  # two cents are due
        ("us-equities/1", "1@0.015 1@10", [150, 50]),
        ("per-share/1", "1@0.4 1@0.4 1@0.4", [40 * CENT, 40 * CENT, 22 * CENT]),
        ("per-share/1", "0.000000001@0.4 100@10", [0, 105 * CENT]),
        ("per-share/1", "100@10 1@0.0001", [105 * CENT, 0]),
    ],
)
def test_a_sale_is_charged_no_more_than_it_brings(fees: str, sold: str, charges: list[int]) -> None:
    sale = Trying().order(replace(terms("sell", "1000"), fees=fees))

    pairs = [one.split("@") for one in sold.split()]

    assert [sale.add(size(shares), price(at)) for shares, at in pairs] == charges
    assert sale.fee == sum(charges)


def test_a_purchase_is_charged_all_at_once() -> None:
    purchase = Trying().order(replace(terms("buy", "10"), fees="per-share/1"))

    assert [purchase.add(size("1"), price("0.01")) for _ in range(2)] == [100 * CENT, 0]


@pytest.mark.parametrize(
    ("fees", "bought", "charge"),
    [
        ("per-share/1", "222.208888888@9", 112 * CENT),  # of 200 shares it would be a dollar
        ("crypto/1", "222.222222222@9", 500 * CENT),
        ("none/1", "222.222222222@9", 0),
    ],
)
def test_money_that_buys_more_than_at_its_bound_pays_the_fees_of_that(
    fees: str, bought: str, charge: int
) -> None:
    trying, money = Trying(), price("2000") * size("1")
    trying.quote(None, "100000@9")

    order = trying.place(replace(terms("buy", "0", "10", money=money), fees=fees))

    assert trying.traded(order) == [bought]
    assert order.fee == charge
