"""HTTP in. No decisions are made here."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request

from chassis.errors import NotFound
from chassis.security import Admin, SignedIn
from chassis.service import OwnDatabase
from market_data import queries
from market_data.schemas import (
    AdminFeedResponse,
    ClockResponse,
    FeedResponse,
    History,
    HistoryPage,
    InstrumentResponse,
    QuoteResponse,
    SteerRequest,
)
from market_data.ticker.assembly import Ticker
from market_data.ticker.market import Market
from vocabulary import Symbol

AREA = "market"

router = APIRouter(prefix=f"/api/{AREA}", tags=["market"])

Answers = dict[int | str, dict[str, Any]]
STRANGER: Answers = {401: {"description": "`not_signed_in`: sign in again"}}
UNKNOWN: Answers = {404: {"description": "`unknown_symbol`, or `no_quote_yet`"}}
NOT_STEERABLE: Answers = {
    403: {"description": "`forbidden`: only administrators steer the clock"},
    409: {"description": "`feed_ended`: there is no time left"},
}


class UnknownSymbol(NotFound):
    """The feed does not know it."""

    code = "unknown_symbol"


class NoQuoteYet(NotFound):
    """The feed knows the symbol, and has not told a quote of it."""

    code = "no_quote_yet"


async def _ticker(request: Request) -> Ticker:
    return request.state.ticker


OwnTicker = Annotated[Ticker, Depends(_ticker)]
SymbolPath = Annotated[Symbol, Path(examples=["IBM"])]


@router.get("/symbols", responses=STRANGER)
async def list_symbols(_who: SignedIn, ticker: OwnTicker) -> list[InstrumentResponse]:
    """Everything that has a price here."""
    known = ticker.market.instruments
    return [InstrumentResponse.model_validate(known[symbol]) for symbol in sorted(known)]


@router.get("/quote/{symbol}", responses=STRANGER | UNKNOWN)
async def show_quote(symbol: SymbolPath, _who: SignedIn, ticker: OwnTicker) -> QuoteResponse:
    """The newest quote of one symbol."""
    quote = _quote(ticker.market, symbol)
    if quote is None:
        raise NoQuoteYet(f"nobody has quoted {symbol} yet")
    return quote


@router.get("/quotes", responses=STRANGER | UNKNOWN)
async def list_quotes(
    _who: SignedIn,
    ticker: OwnTicker,
    symbols: Annotated[str, Query(description="All, when left out.", examples=["IBM,BAC"])] = "",
) -> list[QuoteResponse]:
    """The newest quotes of several symbols, in their order; those never quoted are left out."""
    asked = [Symbol(part) for part in symbols.split(",") if part]
    quotes = [
        _quote(ticker.market, symbol) for symbol in asked or sorted(ticker.market.instruments)
    ]
    return [quote for quote in quotes if quote is not None]


@router.get("/ohlcv/{symbol}", responses=STRANGER | UNKNOWN)
async def list_bars(
    symbol: SymbolPath, wanted: History, _who: SignedIn, ticker: OwnTicker, database: OwnDatabase
) -> HistoryPage:
    """Bars in the order of time, the one that still grows included."""
    _known(ticker.market, symbol)
    stretch = queries.stretch(symbol, wanted.interval, wanted.start, wanted.until, wanted.limit)
    page = await queries.find_page(database, stretch, ticker.fresh_bars(symbol))
    return HistoryPage.of(stretch, wanted.interval, page, ticker.market.known_until())


@router.get("/clock", responses=STRANGER)
async def show_clock(_who: SignedIn, ticker: OwnTicker) -> ClockResponse:
    """What time it is on the market."""
    return ClockResponse.of(ticker.market)


@router.post("/clock", responses=STRANGER | NOT_STEERABLE)
async def steer_clock(wish: SteerRequest, _who: Admin, ticker: OwnTicker) -> ClockResponse:
    """Stop market time, let it go on, or change its speed."""
    ticker.market.steer(wish.action, wish.speed)
    await ticker.teller.tell_clock()
    return ClockResponse.of(ticker.market)


@router.get("/feed", responses=STRANGER)
async def show_feed(_who: SignedIn, ticker: OwnTicker) -> FeedResponse:
    """How the source of the prices is doing."""
    return FeedResponse.of(ticker.market)


@router.get("/admin/feed")
async def show_feed_to_admins(_who: Admin, ticker: OwnTicker) -> AdminFeedResponse:
    """Which feed runs, since when, how far and how fast. `POST /api/market/clock` steers it."""
    return AdminFeedResponse.of(ticker.market)


def _known(market: Market, symbol: Symbol) -> None:
    if symbol not in market.instruments:
        raise UnknownSymbol(f"there is no symbol {symbol!r} here", symbol=symbol)


def _quote(market: Market, symbol: Symbol) -> QuoteResponse | None:
    _known(market, symbol)
    standing = market.board.standing(symbol)
    return QuoteResponse.of(standing) if standing else None
