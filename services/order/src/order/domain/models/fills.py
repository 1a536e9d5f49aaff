"""The fill models: the same rules with other figures. Whole numbers only."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isqrt

from order.domain.units import DOLLAR

MILLION = 1_000_000
FINEST = DOLLAR // 10_000
"""Improved and worsened prices are rounded to a hundredth of a cent, where that is little."""
_LITTLE = 10_000


@dataclass(frozen=True, slots=True)
class FillModel:
    """What happens to an order between its owner and the market.

    ``is_endless``: the market trades any size at its best price, and orders do not meet each other.
    ``in_line``: a resting order waits for what the market shows at its price to trade first.
    Latencies are in microseconds of market time: of an order, of a cancel or a replacement, and up
    to how much of it is drawn. The other figures are millionths: of the spread that a small order
    gains, of the price that any taker loses, and of the spread that a taker loses whose size is
    all that is shown.
    """

    name: str
    is_endless: bool = False
    in_line: bool = False
    latency: int = 0
    cancel_latency: int = 0
    jitter: int = 0
    improvement: int = 0
    slippage: int = 0
    impact: int = 0


class NoSuchModel(Exception):
    """No fill model has that name."""


DEFAULT = "realistic/1"
_MODELS: Mapping[str, FillModel] = {
    model.name: model
    for model in (
        FillModel("instant/1", is_endless=True),
        FillModel("touch/1"),
        FillModel(
            "realistic/1",
            in_line=True,
            latency=20_000,
            cancel_latency=20_000,
            jitter=10_000,
            improvement=100_000,
        ),
        FillModel(
            "adverse/1",
            in_line=True,
            latency=100_000,
            cancel_latency=100_000,
            jitter=50_000,
            slippage=100,
            impact=500_000,
        ),
    )
}
NAMES = tuple(_MODELS)


def fill_model(name: str) -> FillModel:
    """The model of that name and version.

    Raises:
        NoSuchModel: there is none.
    """
    if name not in _MODELS:
        raise NoSuchModel(f"{name}: the fill models are {', '.join(_MODELS)}")
    return _MODELS[name]


@dataclass(frozen=True, slots=True)
class Touch:
    """What the market showed when an order took: its best bid and ask, and the size that it faced.

    A side that was missing is zero.
    """

    bid: int
    ask: int
    size: int

    @property
    def spread(self) -> int:
        """Between bid and ask; zero if one is missing."""
        return max(self.ask - self.bid, 0) if self.bid and self.ask else 0

    def facing(self, is_buy: bool) -> int:  # noqa: FBT001
        """The best price that a taker can get."""
        return self.ask if is_buy else self.bid


def order_delay(model: FillModel, draw: int) -> int:
    """Microseconds until an order takes effect; ``draw`` is any whole number from 0."""
    return model.latency + _drawn(model, draw)


def cancel_delay(model: FillModel, draw: int) -> int:
    """Microseconds until a cancel or a replacement takes effect."""
    return model.cancel_latency + _drawn(model, draw)


def taken_price(model: FillModel, is_buy: bool, price: int, size: int, touch: Touch) -> int:  # noqa: FBT001
    """What a taker pays or gets for what is shown at ``price``, when it wants ``size`` in all.

    A gain never reaches beyond the middle of the spread.
    """
    sign = 1 if is_buy else -1
    worse = _ceiling(price * model.slippage, MILLION) + _impact(model, size, touch)
    better = 0
    if size <= touch.size:
        better = touch.spread * min(model.improvement, MILLION // 2) // MILLION
    step = _step(price)
    change = _ceiling(worse, step) * step - better // step * step
    return max(price + sign * change, 1)


def _step(price: int) -> int:
    """In what a price is changed: below a dollar in tenths of that, and so on."""
    step = FINEST
    while step > 1 and step * _LITTLE > price:
        step //= 10
    return step


def _impact(model: FillModel, size: int, touch: Touch) -> int:
    """Millionths of the spread, times the root of the size in touch sizes."""
    if not model.impact or not touch.size:
        return 0
    root = isqrt(size * MILLION * MILLION // touch.size)
    return _ceiling(touch.spread * model.impact * root, MILLION * MILLION)


def _drawn(model: FillModel, draw: int) -> int:
    return draw % (model.jitter + 1)


def _ceiling(number: int, by: int) -> int:
    return -(-number // by)
