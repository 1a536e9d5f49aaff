"""What the risk service answers over HTTP. Dollars and shares are exact, as strings."""

from typing import Self

from pydantic import BaseModel, ConfigDict

from events.base import Cash, PositivePrice, PositiveShares, Shares
from risk.domain.account import TradingAccount
from vocabulary import NO_MONEY, AccountId, Money, OrderId, Quantity, Side, Symbol


class HoldResponse(BaseModel):
    """What one open order keeps: cash for a buy, shares for a sell."""

    model_config = ConfigDict(from_attributes=True)

    order_id: OrderId
    symbol: Symbol
    side: Side
    quantity: PositiveShares
    bound_price: PositivePrice
    cash: Cash
    shares: Shares


class SharesResponse(BaseModel):
    """Shares of one symbol: owned in all, held by open sell orders, and free to sell."""

    symbol: Symbol
    owned: Shares
    held: Shares
    free: Shares


class LimitsResponse(BaseModel):
    """The house's limits, in dollars."""

    model_config = ConfigDict(from_attributes=True)

    order_value_max: Cash


class RiskAccountResponse(BaseModel):
    """What an account can commit, in dollars: ``cash = held_cash + buying_power``."""

    account_id: AccountId
    cash: Cash
    held_cash: Cash
    buying_power: Cash
    shares: list[SharesResponse]
    holds: list[HoldResponse]

    @classmethod
    def of(cls, account: TradingAccount) -> Self:
        """The account as its owner sees it."""
        free, held = account.free_cash or NO_MONEY, account.held_cash
        return cls(
            account_id=account.account_id,
            cash=Money(free + held),
            held_cash=held,
            buying_power=free,
            shares=[_shares(account, symbol) for symbol in sorted(account.free_shares)],
            holds=[HoldResponse.model_validate(hold) for hold in account.holds.values()],
        )


def _shares(account: TradingAccount, symbol: Symbol) -> SharesResponse:
    free, held = account.free_shares[symbol], account.held_shares(symbol)
    return SharesResponse(symbol=symbol, owned=Quantity(free + held), held=held, free=free)
