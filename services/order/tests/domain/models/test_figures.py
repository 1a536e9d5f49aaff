"""What fills and fees come to, model by model."""

import pytest
from exchanging import price, size

from order.domain.models import fees, fills
from order.domain.models.fills import FillModel, Touch, fill_model, taken_price

TOUCH = Touch(price("10"), price("10.02"), size("300"))


@pytest.mark.parametrize(
    ("model", "is_buy", "at", "wanted", "expected"),
    [
        ("instant/1", True, "10.02", "1000", "10.02"),
        ("touch/1", False, "10", "100", "10"),
        ("realistic/1", True, "10.02", "300", "10.018"),  # a tenth of the spread
        ("realistic/1", False, "10", "300", "10.002"),
        ("realistic/1", True, "10.02", "301", "10.02"),  # too large to be improved
        # a ten-thousandth of the price, and half the spread times the root of a third
        ("adverse/1", True, "10.02", "100", "10.0268"),
        ("adverse/1", False, "10", "100", "9.9932"),
        # four times the size shown: twice the half spread
        ("adverse/1", True, "10.02", "1200", "10.0411"),
    ],
)
def test_what_a_taker_pays(model: str, is_buy: bool, at: str, wanted: str, expected: str) -> None:  # noqa: FBT001
    got = taken_price(fill_model(model), is_buy, price(at), size(wanted), TOUCH)

    assert got == price(expected)


def test_a_gain_never_passes_the_middle_and_a_price_never_zero() -> None:
    generous = FillModel("generous", improvement=10**7)
    ruinous = FillModel("ruinous", slippage=10**7)

    assert taken_price(generous, True, price("10.02"), 1, TOUCH) == price("10.01")  # noqa: FBT003
    assert taken_price(ruinous, False, price("10"), 1, TOUCH) == 1  # noqa: FBT003


def test_one_side_alone_has_no_spread() -> None:
    assert Touch(0, price("10"), 1).spread == 0
    assert taken_price(fill_model("adverse/1"), True, price("10"), 1, Touch(0, 0, 0)) == price(  # noqa: FBT003
        "10.001"
    )


def test_delays_are_drawn_within_their_bounds() -> None:
    model = fill_model("realistic/1")

    assert fills.order_delay(model, 0) == fills.cancel_delay(model, 10_001) == 20_000
    assert {20_000 <= fills.order_delay(model, draw) <= 30_000 for draw in range(50_000)} == {True}


def test_names_never_change_what_they_mean() -> None:
    assert fills.NAMES == ("instant/1", "touch/1", "realistic/1", "adverse/1")
    assert fill_model(fills.DEFAULT).in_line
    with pytest.raises(fills.NoSuchModel, match="instant/1, touch/1"):
        fill_model("instant/2")
    assert fees.NAMES == ("none/1", "us-equities/1", "per-share/1", "crypto/1")
    with pytest.raises(fees.NoSuchSchedule, match="none/1"):
        fees.fee_schedule("free")


@pytest.mark.parametrize(
    ("schedule", "side", "shares", "at", "dollars"),
    [
        ("none/1", "sell", "100", "100", "0"),
        ("us-equities/1", "buy", "100", "100", "0"),
        # 27.80 per million of 10,000 dollars: 0.278, and 100 x 0.000166 = 0.0166; up to a cent each
        ("us-equities/1", "sell", "100", "100", "0.30"),
        ("us-equities/1", "sell", "1000000", "1", "36.10"),  # 27.80, and 8.30 at most
        ("us-equities/1", "sell", "0.000000001", "1", "0.02"),
        ("per-share/1", "buy", "100", "100", "1"),  # at least
        ("per-share/1", "buy", "1000", "100", "5"),
        ("per-share/1", "sell", "1000", "10", "5.45"),
        ("crypto/1", "buy", "1", "1000", "2.5"),
        ("crypto/1", "sell", "0", "1000", "0"),
    ],
)
def test_what_an_order_costs(schedule: str, side: str, shares: str, at: str, dollars: str) -> None:
    value = size(shares) * price(at)
    fee = fees.total_fee(fees.fee_schedule(schedule), side == "buy", size(shares), value)

    assert fee * 10_000 == price(dollars)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("1", "0.9999"),
        ("0.5", "0.49995"),
        ("0.00001234", "0.00001233"),
        ("0.00000001", "0.00000001"),
    ],
)
def test_slippage_is_little_beside_a_small_price(at: str, expected: str) -> None:
    adverse, alone = fill_model("adverse/1"), Touch(0, 0, 0)

    assert taken_price(adverse, False, price(at), 1, alone) == price(expected)  # noqa: FBT003
