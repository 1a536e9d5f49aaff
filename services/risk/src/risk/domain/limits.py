"""How far accounts may go: for all of them, for a user, for one account. The strictest counts."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from vocabulary import Money, Quantity


@dataclass(frozen=True, slots=True)
class Limits:
    """What one layer says. A figure that is missing limits nothing, a switch that is off neither.

    Values and losses are in dollars, sizes in shares, the rest in per cent or in orders.
    """

    order_value_max: Money | None = None
    """What one order may be worth."""
    order_quantity_max: Quantity | None = None
    """How many shares one order may be for."""
    position_value_max: Money | None = None
    """What a position may be worth, with all orders that would enlarge it."""
    price_away_percent_max: Decimal | None = None
    """How far a limit may be from the market, on the side that costs its owner money."""
    concentration_percent_max: Decimal | None = None
    """How much of the account's equity one position may be worth."""
    orders_per_minute_max: int | None = None
    """How many orders may be placed in a minute of market time."""
    daily_loss_max: Money | None = None
    """What may be lost on one market day, of what there was when it began."""
    drawdown_percent_max: Decimal | None = None
    """How much of its highest equity an account may lose."""
    no_shorting: bool = False
    """Whether nothing may be sold that is not owned, by a margin account either."""
    day_trade_rule: bool = False
    """Whether small margin accounts are kept from day trading, as until 2026 (FINRA 4210(f)(8))."""
    no_wash_trades: bool = False
    """Whether an order is refused that could trade with another of the same account."""
    no_orders_when_closed: bool = False
    """Whether orders are refused outside the market's hours, instead of waiting."""
    no_orders_when_halted: bool = False
    """Whether orders are refused while the exchange halts a symbol, instead of waiting."""


NO_LIMITS = Limits()


def strictest(layers: Iterable[Limits]) -> Limits:
    """What all ``layers`` together allow: the smallest figure, and every switch that is on."""
    said, names = [NO_LIMITS, *layers], [one.name for one in fields(Limits)]
    return Limits(**{name: _strict([getattr(layer, name) for layer in said]) for name in names})


def _strict(figures: list[Any]) -> Any:  # noqa: ANN401  # a figure, or a switch
    if any(isinstance(one, bool) for one in figures):
        return any(figures)
    return min((one for one in figures if one is not None), default=None)
