"""What every route of the market can reach, and what it may refuse."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from chassis.errors import NotFound
from market_data.ticker.assembly import Ticker
from market_data.ticker.market import Market
from vocabulary import Symbol

Answers = dict[int | str, dict[str, Any]]
STRANGER: Answers = {401: {"description": "`not_signed_in`: sign in again"}}
UNKNOWN: Answers = {404: {"description": "`unknown_symbol`, or `no_quote_yet`"}}


class UnknownSymbol(NotFound):
    """The feed does not know it."""

    code = "unknown_symbol"


async def _ticker(request: Request) -> Ticker:
    return request.state.ticker


OwnTicker = Annotated[Ticker, Depends(_ticker)]
SymbolPath = Annotated[Symbol, Path(examples=["IBM"])]


def market_router() -> APIRouter:
    """A router of one matter."""
    return APIRouter(prefix="/api/market", tags=["market"])


def check_known(market: Market, symbol: Symbol) -> None:
    """Make sure that the feed tells of ``symbol``.

    Raises:
        UnknownSymbol: it does not.
    """
    if symbol not in market.instruments:
        raise UnknownSymbol(f"there is no symbol {symbol!r} here", symbol=symbol)
