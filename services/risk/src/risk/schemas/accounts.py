"""What an account can commit, as its owner sees it. Dollars and shares are exact, as strings."""

from collections.abc import Iterator
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from events.base import Cash, PositivePrice, Shares
from risk.domain.account import TradingAccount
from risk.domain.assessing import buying_power, reserved_of
from risk.domain.commitment import Commitment, Kept
from risk.domain.hold import Exits
from risk.domain.supervising import needed_of
from risk.domain.valuing import valuation_of
from vocabulary import (
    NO_MONEY,
    AccountId,
    MarginCallKind,
    MarginType,
    Money,
    OrderId,
    Quantity,
    Side,
    Symbol,
)


class HoldResponse(BaseModel):
    """What one open order keeps: cash for a buy, with ``fee`` of it for fees, shares for a sell.

    While one order is to replace another, the new one (``replaces``) keeps only what those before
    it do not. The ``exits`` of a group keep together what their entry has traded, by its id.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "order_id": "01a1fb01-0f3e-7a10-9b1c-5d1a7be0c3f2",
                "symbol": "IBM",
                "side": "buy",
                "quantity": "20",
                "bound_price": "190",
                "cash": "3800",
                "fee": "0",
                "shares": "0",
                "replaces": None,
                "exits": [],
            }
        }
    )

    order_id: OrderId
    symbol: Symbol
    side: Side
    quantity: Shares
    bound_price: PositivePrice
    cash: Cash
    fee: Cash
    shares: Shares
    replaces: OrderId | None = None
    exits: list[OrderId] = []

    @classmethod
    def of(cls, commitment: Commitment) -> Iterator[Self]:
        """A line for each order that is not an exit, and one for all exits."""
        replaces, exits = None, commitment.exits
        for kept in commitment.kept:
            yield cls._of_order(kept, replaces)
            replaces = kept.hold.order_id
        if exits is not None and (exits.quantity or exits.cash):
            yield cls._of_exits(exits)

    @classmethod
    def _of_order(cls, kept: Kept, replaces: OrderId | None) -> Self:
        hold = kept.hold
        return cls(
            order_id=hold.order_id,
            symbol=hold.symbol,
            side=hold.side,
            quantity=hold.quantity,
            bound_price=hold.bound_price,
            cash=kept.cash,
            fee=kept.fee,
            shares=kept.shares,
            replaces=replaces,
        )

    @classmethod
    def _of_exits(cls, exits: Exits) -> Self:
        return cls(
            order_id=exits.group_id,
            symbol=exits.symbol,
            side=exits.side,
            quantity=exits.quantity,
            bound_price=exits.bound_price,
            cash=exits.cash,
            fee=exits.fee,
            shares=exits.shares,
            exits=list(exits.bounds),
        )


class SharesResponse(BaseModel):
    """Shares of one symbol: owned in all, held by open sell orders, and free to sell."""

    symbol: Symbol
    owned: Shares
    held: Shares
    free: Shares


class MarginCallResponse(BaseModel):
    """What a margin account is asked for, in dollars, and until when, in market time."""

    model_config = ConfigDict(from_attributes=True)

    kind: MarginCallKind
    lacking: Cash
    due: AwareDatetime
    liquidated: bool


class RiskAccountResponse(BaseModel):
    """What an account can commit, in dollars.

    Of an account of cash, ``cash = held_cash + buying_power``. A margin account, whose cash may be
    owed, may hold several times its ``equity``: what its open orders would open is ``reserved`` of
    that, and ``maintenance`` is the equity that it takes to keep what it holds.
    """

    account_id: AccountId
    margin: MarginType
    cash: Cash
    held_cash: Cash
    buying_power: Cash
    equity: Cash
    reserved: Cash
    maintenance: Cash
    margin_call: MarginCallResponse | None
    shares: list[SharesResponse]
    holds: list[HoldResponse]

    @classmethod
    def of(cls, account: TradingAccount) -> Self:
        """The account as its owner sees it."""
        free, held = account.free_cash or NO_MONEY, account.held_cash
        valuation, profile = valuation_of(account), account.profile
        needed = needed_of(account, valuation).required if profile.is_margin else NO_MONEY
        return cls(
            account_id=account.account_id,
            margin=profile.margin,
            cash=Money(free + held),
            held_cash=held,
            buying_power=buying_power(account),
            equity=valuation.equity,
            reserved=reserved_of(account) if profile.is_margin else held,
            maintenance=needed,
            margin_call=profile.call and MarginCallResponse.model_validate(profile.call),
            shares=[_shares(account, symbol) for symbol in sorted(account.free_shares)],
            holds=[one for each in account.commitments for one in HoldResponse.of(each)],
        )


def _shares(account: TradingAccount, symbol: Symbol) -> SharesResponse:
    free, held = account.free_shares[symbol], account.held_shares(symbol)
    return SharesResponse(symbol=symbol, owned=Quantity(free + held), held=held, free=free)
