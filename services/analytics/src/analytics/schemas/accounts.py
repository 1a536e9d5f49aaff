"""What the analytics service answers over HTTP. Dollars and shares are exact, as strings."""

from typing import Self

from pydantic import BaseModel, ConfigDict

from analytics.domain.facts import Outcome
from analytics.domain.profit import Profit, SymbolProfit
from analytics.domain.record import TrackRecord
from events.base import Cash, PositivePrice, Shares
from vocabulary import AccountId, RejectionReason, Symbol


class SymbolProfitResponse(BaseModel):
    """What trading one symbol has earned, in dollars, at average cost.

    ``mark_price`` is the last trade of the market, or before there was one the bid (the ask for
    shares that are owed). Without any price nothing is known of ``unrealised`` profit, and
    ``total`` is the realised part. ``turnover`` is dollars traded, both ways together. Neither cost
    nor turnover know of ``fees``; what is ``realised`` is less them.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "symbol": "IBM",
                "quantity": "20",
                "cost": "3630",
                "mark_price": "200",
                "realised": "169.88",
                "fees": "0.12",
                "unrealised": "370",
                "total": "539.88",
                "trades": 3,
                "shares_traded": "60",
                "turnover": "11060",
            }
        },
    )

    symbol: Symbol
    quantity: Shares
    cost: Cash
    mark_price: PositivePrice | None
    realised: Cash
    fees: Cash
    unrealised: Cash | None
    total: Cash
    trades: int
    shares_traded: Shares
    turnover: Cash

    @classmethod
    def of(cls, profit: SymbolProfit) -> Self:
        """The symbol as the account's owner sees it."""
        holding = profit.holding
        return cls(
            symbol=holding.symbol,
            quantity=holding.quantity,
            cost=holding.cost,
            mark_price=profit.mark,
            realised=holding.realised,
            fees=holding.fees,
            unrealised=profit.unrealised,
            total=profit.total,
            trades=holding.trades,
            shares_traded=holding.shares_traded,
            turnover=holding.turnover,
        )


class ProfitResponse(BaseModel):
    """What an account has earned in one epoch, in dollars.

    ``equity = opening_cash + paid_in + realised + unrealised + dividends - interest``, where
    ``paid_in`` is less what was withdrawn, ``dividends`` less what was paid for owing shares, and
    ``interest`` what owing dollars has cost. It is computed from the fills, and what companies did
    to the shares; what is ``realised`` is less all ``fees``.
    Positions that are ``unpriced`` count at cost, and so do those in which an epoch ended.
    """

    account_id: AccountId
    epoch: int
    opening_cash: Cash
    paid_in: Cash
    realised: Cash
    fees: Cash
    unrealised: Cash
    total: Cash
    dividends: Cash
    interest: Cash
    equity: Cash
    trades: int
    turnover: Cash
    unpriced: list[Symbol]
    symbols: list[SymbolProfitResponse]

    @classmethod
    def of(cls, account_id: AccountId, epoch: int, profit: Profit) -> Self:
        """The profit as the account's owner sees it."""
        return cls(
            account_id=account_id,
            epoch=epoch,
            opening_cash=profit.opening_cash,
            paid_in=profit.paid_in,
            realised=profit.realised,
            fees=profit.fees,
            unrealised=profit.unrealised,
            total=profit.total,
            dividends=profit.dividends,
            interest=profit.interest,
            equity=profit.equity,
            trades=profit.trades,
            turnover=profit.turnover,
            unpriced=[one.holding.symbol for one in profit.symbols if one.unrealised is None],
            symbols=[SymbolProfitResponse.of(one) for one in profit.symbols],
        )


class OrdersResponse(BaseModel):
    """How many of an account's orders had each outcome; an order that lived on has several.

    ``rejections`` counts the rejected ones by reason. The exits of a group are orders too; those of
    an order that was refused went nowhere with it, and are ``created`` and nothing else.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "account_id": "01a1fb01-11bc-7cf6-b6be-cc6176cc1ca5",
                "created": 12,
                "rejected": 2,
                "accepted": 10,
                "filled": 7,
                "canceled": 1,
                "expired": 0,
                "replaced": 0,
                "rejections": {"buying_power_exceeded": 2},
            }
        },
    )

    account_id: AccountId
    created: int
    rejected: int
    accepted: int
    filled: int
    canceled: int
    expired: int
    replaced: int
    rejections: dict[RejectionReason, int]

    @classmethod
    def of(cls, record: TrackRecord) -> Self:
        """The counts as the account's owner sees them."""
        counts = {outcome.value: record.orders[outcome] for outcome in Outcome}
        return cls(account_id=record.account_id, rejections=dict(record.rejections), **counts)
