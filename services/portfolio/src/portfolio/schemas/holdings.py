"""What an account owns, and what that is worth."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from events.base import Cash, PositivePrice, Shares
from portfolio.domain.valuation import Valuation, ValuedPosition
from vocabulary import AccountId, Money, Symbol


class PositionResponse(BaseModel):
    """Shares of one symbol; negative when they are owed.

    ``cost`` is without ``fees``; what is ``realised`` is less all that were paid for the symbol.
    ``mark_price`` is the last trade of the market, or before there was one, what closing the
    position would pay: the bid, or for shares that are owed the ask. Without any price there is no
    ``market_value`` and no ``unrealised`` profit.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "symbol": "IBM",
                "quantity": "20",
                "average_price": "181.5",
                "cost": "3630",
                "realised": "169.88",
                "fees": "0.12",
                "mark_price": "200",
                "market_value": "4000",
                "unrealised": "370",
            }
        },
    )

    symbol: Symbol
    quantity: Shares
    average_price: PositivePrice | None
    cost: Cash
    realised: Cash
    fees: Cash
    mark_price: PositivePrice | None
    market_value: Cash | None
    unrealised: Cash | None

    @classmethod
    def of(cls, valued: ValuedPosition) -> Self:
        """The position as its owner sees it."""
        position = valued.position
        return cls(
            symbol=position.symbol,
            quantity=position.quantity,
            average_price=position.average_price,
            cost=position.cost,
            realised=position.realised,
            fees=position.fees,
            mark_price=valued.mark,
            market_value=valued.market_value,
            unrealised=valued.unrealised,
        )


class PortfolioResponse(BaseModel):
    """What an account is worth, in dollars, and where that comes from.

    ``equity = cash + market_value = paid_in + realised + dividends - interest + unrealised``, where
    ``interest`` is what owing dollars has cost. What is
    ``realised`` is less all ``fees``. Positions that are ``unpriced`` count at cost. Cash that is
    ``unsettled`` comes from sales; it can be traded with, but not taken out before the market day
    ``settles_on``.
    """

    account_id: AccountId
    currency: Literal["USD"] = "USD"
    paid_in: Cash
    cash: Cash
    settled_cash: Cash
    unsettled_cash: Cash
    settles_on: date | None
    cost: Cash
    market_value: Cash
    realised: Cash
    fees: Cash
    dividends: Cash
    interest: Cash
    unrealised: Cash
    equity: Cash
    unpriced: list[Symbol]
    positions: list[PositionResponse]

    @classmethod
    def of(cls, valuation: Valuation, now: datetime | None) -> Self:
        """The account as its owner sees it at a market time."""
        account = valuation.account
        unsettled = account.unsettled.of(now)
        return cls(
            account_id=account.account_id,
            paid_in=account.paid_in,
            cash=account.cash,
            settled_cash=Money(account.cash - unsettled),
            unsettled_cash=unsettled,
            settles_on=account.unsettled.settles_on if unsettled else None,
            cost=account.invested,
            market_value=valuation.market_value,
            realised=account.realised,
            fees=account.fees,
            dividends=account.dividends,
            interest=account.interest,
            unrealised=valuation.unrealised,
            equity=valuation.equity,
            unpriced=[one.position.symbol for one in valuation.positions if one.mark is None],
            positions=[PositionResponse.of(one) for one in valuation.positions],
        )
