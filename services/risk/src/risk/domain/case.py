"""An order before the rules: what it asks for, and how its account stands."""

from dataclasses import dataclass
from decimal import Decimal

from risk.domain.limits import NO_LIMITS, Limits
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


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands, in dollars. ``lacking`` is what an open margin call asks for.

    ``day_start`` is the equity with which the market day began, ``peak`` the highest one; deposits
    and withdrawals have moved both. ``placed`` are the orders of the last minute, ``day_trades``
    those of the last five trading days.
    """

    equity: Money = NO_MONEY
    equity_min: Money = NO_MONEY
    day_start: Money = NO_MONEY
    peak: Money = NO_MONEY
    lacking: Money | None = None
    placed: int = 0
    day_trades: int = 0


NOTHING_ASKED = Standing()


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be free for an order: dollars of buying power, and shares.

    Of one that replaces another, what it commits beyond that one. ``opened`` are the shares by
    which it may enlarge a position or open one, ``shorted`` those that it sells without having
    them, and ``position_value`` is what the position may be worth afterwards.
    """

    cash: Money = NO_MONEY
    shares: Quantity = NO_SHARES
    opened: Quantity = NO_SHARES
    shorted: Quantity = NO_SHARES
    position_value: Money = NO_MONEY


@dataclass(frozen=True, slots=True)
class Means:
    """What an account has that no order holds: buying power, and shares of the order's symbol."""

    cash: Money
    shares: Quantity


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a rule may look at.

    ``means`` is missing as long as the account is not open; it ``has_ended`` once it was closed.
    ``winding`` is what it is being wound up for. ``halted`` and ``symbol_halted`` say why there is
    no trading; ``is_closed`` and ``is_paused`` are what the exchange does. An order is ``forced``
    if the house places it. It ``is_unpriced`` as long as prices are still to come that its verdict
    depends on. ``in_the_way`` is an own order that it could trade with.
    """

    symbol: Symbol
    side: Side
    quantity: Quantity
    worth: Money
    need: Need
    means: Means | None
    limits: Limits = NO_LIMITS
    standing: Standing = NOTHING_ASKED
    limit_price: Price | None = None
    market_price: Price | None = None
    is_margin: bool = False
    is_unpriced: bool = False
    forced: bool = False
    has_ended: bool = False
    winding: WindingPurpose | None = None
    halted: str | None = None
    symbol_halted: str | None = None
    is_closed: bool = False
    is_paused: bool = False
    in_the_way: OrderId | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which rule an order breaks, in plain words, and the figures that were compared.

    Cash is in dollars; ``allowed`` and ``reached`` are in what the rule counts, which its words
    say. A figure that the rule does not look at is ``None``.
    """

    reason: RejectionReason
    rule: str
    needed_cash: Money | None = None
    free_cash: Money | None = None
    needed_shares: Quantity | None = None
    free_shares: Quantity | None = None
    allowed: Decimal | None = None
    reached: Decimal | None = None
