"""All that is new of a symbol at once, and what moved most."""

from typing import Annotated, Self

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from events.base import PositivePrice, PositiveShares, Shares
from market_data.domain.bars import Bar
from market_data.domain.board import Standing
from market_data.domain.instruments import Instrument
from market_data.domain.movers import Move, Movers, Since
from market_data.schemas.history import BarResponse
from market_data.schemas.numbers import Dollars, Percent, SignedPrice
from market_data.schemas.quotes import QuoteResponse
from vocabulary import AssetClass, Auction, InstrumentStatus, Money, Symbol, cents

MOVERS_MAX = 50
Shown = tuple[Bar, bool]
"""A bar, and whether it is closed."""


class TradeResponse(BaseModel):
    """Something that was traded, for so many dollars a share."""

    model_config = ConfigDict(from_attributes=True)

    time: AwareDatetime
    price: PositivePrice
    size: PositiveShares
    auction: Auction | None


class MoveResponse(BaseModel):
    """How far the price went up, in dollars, and in per cent of the ``reference``."""

    model_config = ConfigDict(from_attributes=True)

    change: SignedPrice
    change_percent: Percent
    reference: PositivePrice
    since: Since


class SnapshotResponse(BaseModel):
    """Where a symbol stands; what is not known is null.

    ``minute`` and ``day`` are its newest bars, as market time has it, ``previous_day`` is the daily
    bar before that, as traded. ``move`` is what it did on that day, in shares of that day.
    """

    symbol: Symbol
    status: InstrumentStatus | None
    quote: QuoteResponse | None
    trade: TradeResponse | None
    minute: BarResponse | None
    day: BarResponse | None
    previous_day: BarResponse | None
    move: MoveResponse | None

    @classmethod
    def of(
        cls,
        symbol: Symbol,
        standing: Standing,
        minutes: list[Shown],
        days: list[Shown],
        move: Move | None,
    ) -> Self:
        """A symbol with its newest bars, the newest first."""
        shown = [bar_response(*one) for one in days]
        day, previous, *_ = [*shown, None, None]
        status = standing.status
        return cls(
            symbol=symbol,
            status=status and status.status,
            quote=QuoteResponse.of(standing),
            trade=standing.trade and TradeResponse.model_validate(standing.trade),
            minute=bar_response(*minutes[0]) if minutes else None,
            day=day,
            previous_day=previous,
            move=move and MoveResponse.model_validate(move),
        )


def bar_response(bar: Bar, closed: bool) -> BarResponse:  # noqa: FBT001  # it is half of a pair
    """A bar as it is shown."""
    return BarResponse(
        start=bar.start,
        open=bar.open,
        high=bar.high,
        low=bar.low,
        close=bar.close,
        volume=bar.volume,
        trades=bar.trades,
        vwap=bar.vwap,
        closed=closed,
    )


class MoversRequest(BaseModel):
    """How many of each, and of which class if not of all."""

    limit: Annotated[int, Field(ge=1, le=MOVERS_MAX)] = 10
    asset_class: AssetClass | None = None

    def wants(self, instrument: Instrument) -> bool:
        """Whether it is one of those to choose from."""
        return self.asset_class in (None, instrument.asset_class)


AskedMovers = Annotated[MoversRequest, Query()]


class MoverResponse(MoveResponse):
    """What a symbol did on its newest day: the last ``price``, and all that was traded.

    ``turnover`` is in dollars.
    """

    symbol: Symbol
    price: PositivePrice
    volume: Shares
    trades: int
    turnover: Dollars

    @classmethod
    def of_move(cls, move: Move) -> Self:
        """A move as it is shown."""
        return cls(
            symbol=move.day.symbol,
            price=move.day.close,
            volume=move.day.volume,
            trades=move.day.trades,
            turnover=cents(Money(move.turnover)),
            **MoveResponse.model_validate(move).model_dump(),
        )


class MoversResponse(BaseModel):
    """What went up most, down most, and for which most dollars changed hands, at market time."""

    time: AwareDatetime
    gainers: list[MoverResponse]
    losers: list[MoverResponse]
    most_active: list[MoverResponse]

    @classmethod
    def of(cls, time: AwareDatetime, found: Movers) -> Self:
        """The movers as they are shown."""
        return cls(
            time=time,
            gainers=[MoverResponse.of_move(move) for move in found.gainers],
            losers=[MoverResponse.of_move(move) for move in found.losers],
            most_active=[MoverResponse.of_move(move) for move in found.most_active],
        )
