"""What happened to an account: trades, bookings, and what they add up to."""

from collections.abc import Mapping, Sequence
from typing import Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from events.base import Cash, PositivePrice, PositiveShares, Shares
from portfolio.domain.ledger import CLEARING, FEES, OUTSIDE, BookingKind, Entry
from portfolio.queries.history import Balance, Found, Page
from portfolio.schemas.paging import cursor_of
from vocabulary import AccountId, FillId, OrderId, Quantity, Side, Symbol

Owner = Literal["own", "clearing", "outside", "fees"]
OWNERS: dict[AccountId, Owner] = {CLEARING: "clearing", OUTSIDE: "outside", FEES: "fees"}


class TradeResponse(BaseModel):
    """A fill as it was booked; ``realised`` is what the shares that left had earned, in dollars.

    It is less the ``fee``: so of a fill that opened a position it is what the fee has cost.
    """

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "example": {
                "fill_id": "01a1fb01-11bc-7cf6-b6be-cc6176cc1ca5",
                "order_id": "01a1fb01-0f3e-7a10-9b1c-5d1a7be0c3f2",
                "symbol": "IBM",
                "side": "sell",
                "quantity": "20",
                "price": "190",
                "value": "3800",
                "realised": "169.88",
                "fee": "0.12",
                "counterparty": "market",
                "epoch": 1,
                "market_time": "2013-10-07T14:30:00Z",
                "booked_at": "2026-01-05T09:00:00Z",
            }
        },
    )

    fill_id: FillId
    order_id: OrderId
    symbol: Symbol
    side: Side
    quantity: PositiveShares
    price: PositivePrice
    value: Cash
    realised: Cash
    fee: Cash
    counterparty: str
    epoch: int
    market_time: AwareDatetime | None
    booked_at: AwareDatetime


class TradePage(BaseModel):
    """Trades, newest first. ``next_cursor`` leads to older ones, if there are any."""

    items: list[TradeResponse]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page) -> Self:
        """A part of the list."""
        items = [TradeResponse.model_validate(row) for row in page.rows]
        return cls(items=items, next_cursor=cursor_of(page.next_spot))


class EntryResponse(BaseModel):
    """A change to what somebody owns: dollars if the asset is ``USD``, otherwise shares.

    ``clearing`` stands between two traders; ``outside`` is the market, and where deposits come
    from; ``fees`` is what trading costs.
    """

    model_config = ConfigDict(
        json_schema_extra={"example": {"owner": "own", "asset": "USD", "amount": "-3630"}}
    )

    owner: Owner
    asset: str
    amount: Shares

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The entry as the account's owner sees it."""
        owner = OWNERS.get(entry.account_id, "own")
        return cls(owner=owner, asset=entry.asset, amount=Quantity(entry.amount))


class BookingResponse(BaseModel):
    """Something that happened to the account. Its entries cancel out in every asset."""

    booking_id: UUID
    number: int
    epoch: int
    kind: BookingKind
    description: str
    market_time: AwareDatetime | None
    created_at: AwareDatetime
    entries: list[EntryResponse]

    @classmethod
    def of(cls, booking: Found, entries: Sequence[Entry]) -> Self:
        """The booking as the account's owner sees it."""
        return cls(
            booking_id=booking.booking_id,
            number=booking.number,
            epoch=booking.epoch,
            kind=booking.kind,
            description=booking.description,
            market_time=booking.market_time,
            created_at=booking.created_at,
            entries=[EntryResponse.of(entry) for entry in entries],
        )


class LedgerPage(BaseModel):
    """Bookings, newest first. ``next_cursor`` leads to older ones, if there are any."""

    items: list[BookingResponse]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page, entries: Mapping[UUID, Sequence[Entry]]) -> Self:
        """A part of the list, with the entries of each booking."""
        items = [BookingResponse.of(row, entries[row.booking_id]) for row in page.rows]
        return cls(items=items, next_cursor=cursor_of(page.next_spot))


class AssetBalance(BaseModel):
    """One asset, added up from the entries of all bookings of the account.

    ``total`` is over everybody's entries, and always zero; ``own`` is what the account owns.
    """

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"example": {"asset": "USD", "total": "0", "own": "96370"}},
    )

    asset: str
    total: Shares
    own: Shares


class BalanceResponse(BaseModel):
    """Whether the ledger balances, and what the account owns according to the entries alone."""

    balanced: bool
    assets: list[AssetBalance]

    @classmethod
    def of(cls, balances: Sequence[Balance]) -> Self:
        """The balance of an account."""
        assets = [AssetBalance.model_validate(one) for one in balances]
        return cls(balanced=not any(one.total for one in balances), assets=assets)
