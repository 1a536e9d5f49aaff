"""Words shared by every service. Standard library only, so that any domain may use them.

Prices, quantities and money are ``Decimal``: never a float. Everything that is rounded is rounded
in :mod:`vocabulary.numbers`.
"""

from vocabulary.enumerations import (
    AssetClass,
    BarInterval,
    ClockState,
    OrderStatus,
    OrderType,
    RejectedBy,
    RejectionReason,
    Role,
    Side,
)
from vocabulary.identities import (
    AccountId,
    ClientOrderId,
    FillId,
    OrderId,
    SessionId,
    Symbol,
    UserId,
    uuid7,
)
from vocabulary.numbers import (
    CASH_PLACES,
    DIGITS_MAX,
    MONEY_PLACES,
    NO_MONEY,
    NO_SHARES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    Money,
    Price,
    Quantity,
    average_price,
    cents,
    plain,
    portion,
    value,
)

__all__ = [
    "CASH_PLACES",
    "DIGITS_MAX",
    "MONEY_PLACES",
    "NO_MONEY",
    "NO_SHARES",
    "PRICE_PLACES",
    "QUANTITY_PLACES",
    "AccountId",
    "AssetClass",
    "BarInterval",
    "ClientOrderId",
    "ClockState",
    "FillId",
    "Money",
    "OrderId",
    "OrderStatus",
    "OrderType",
    "Price",
    "Quantity",
    "RejectedBy",
    "RejectionReason",
    "Role",
    "SessionId",
    "Side",
    "Symbol",
    "UserId",
    "average_price",
    "cents",
    "plain",
    "portion",
    "uuid7",
    "value",
]
