"""What can be traded, and the newest quotes."""

from typing import Annotated

from fastapi import Query

from chassis.errors import NotFound
from chassis.security import SignedIn
from market_data.api.reach import (
    STRANGER,
    UNKNOWN,
    OwnTicker,
    SymbolPath,
    check_known,
    market_router,
)
from market_data.schemas.quotes import InstrumentResponse, QuoteResponse
from market_data.ticker.market import Market
from vocabulary import Symbol

router = market_router()


class NoQuoteYet(NotFound):
    """The feed knows the symbol, and has not told a quote of it."""

    code = "no_quote_yet"


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


def _quote(market: Market, symbol: Symbol) -> QuoteResponse | None:
    check_known(market, symbol)
    standing = market.board.standing(symbol)
    return QuoteResponse.of(standing) if standing else None
