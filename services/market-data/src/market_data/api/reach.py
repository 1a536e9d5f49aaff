"""What every route of the market can reach, and what it may refuse."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request

from chassis.errors import NotFound
from market_data.ticker.assembly import Ticker
from market_data.ticker.finder import Finder
from market_data.ticker.market import Market
from market_data.ticker.recent import RecentBars
from vocabulary import Symbol

Answers = dict[int | str, dict[str, Any]]
STRANGER: Answers = {401: {"description": "`not_signed_in`: sign in again"}}
UNKNOWN: Answers = {404: {"description": "`unknown_symbol`, or `no_quote_yet`"}}


class UnknownSymbol(NotFound):
    """The feed does not know it."""

    code = "unknown_symbol"


async def _ticker(request: Request) -> Ticker:
    return request.state.ticker


async def _finder(request: Request) -> Finder:
    return request.state.finder


async def _recent_bars(request: Request) -> RecentBars:
    return request.state.recent_bars


OwnTicker = Annotated[Ticker, Depends(_ticker)]
OwnFinder = Annotated[Finder, Depends(_finder)]
OwnRecentBars = Annotated[RecentBars, Depends(_recent_bars)]
SymbolsQuery = Annotated[str, Query(description="All, when left out.", examples=["IBM,BAC"])]
SymbolPath = Annotated[Symbol, Path(examples=["IBM"])]


def market_router() -> APIRouter:
    """A router of one matter."""
    return APIRouter(prefix="/api/market", tags=["market"])


def asked_symbols(market: Market, symbols: str) -> list[Symbol]:
    """Those that are named, with commas between them, or else all that there are.

    Raises:
        UnknownSymbol: the feed does not tell of one of them.
    """
    asked = [Symbol(part) for part in symbols.split(",") if part]
    for symbol in asked:
        check_known(market, symbol)
    return list(dict.fromkeys(asked)) or sorted(market.instruments)


def check_known(market: Market, symbol: Symbol) -> None:
    """Make sure that the feed tells of ``symbol``.

    Raises:
        UnknownSymbol: it does not.
    """
    if symbol not in market.instruments:
        raise UnknownSymbol(f"there is no symbol {symbol!r} here", symbol=symbol)
