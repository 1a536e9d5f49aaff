"""The newest quotes."""

from chassis.errors import NotFound
from chassis.security import SignedIn
from market_data.api.reach import (
    STRANGER,
    UNKNOWN,
    OwnTicker,
    SymbolPath,
    SymbolsQuery,
    asked_symbols,
    check_known,
    market_router,
)
from market_data.schemas.quotes import QuoteResponse
from market_data.ticker.market import Market
from vocabulary import Symbol

router = market_router()


class NoQuoteYet(NotFound):
    """The feed knows the symbol, and has not told a quote of it."""

    code = "no_quote_yet"


@router.get("/quote/{symbol}", responses=STRANGER | UNKNOWN)
async def show_quote(symbol: SymbolPath, _who: SignedIn, ticker: OwnTicker) -> QuoteResponse:
    """The newest quote of one symbol."""
    quote = _quote(ticker.market, symbol)
    if quote is None:
        raise NoQuoteYet(f"nobody has quoted {symbol} yet")
    return quote


@router.get("/quotes", responses=STRANGER | UNKNOWN)
async def list_quotes(
    _who: SignedIn, ticker: OwnTicker, symbols: SymbolsQuery = ""
) -> list[QuoteResponse]:
    """The newest quotes of several symbols, in their order; those never quoted are left out."""
    market = ticker.market
    quotes = [_quote(market, symbol) for symbol in asked_symbols(market, symbols)]
    return [quote for quote in quotes if quote is not None]


def _quote(market: Market, symbol: Symbol) -> QuoteResponse | None:
    check_known(market, symbol)
    standing = market.board.standing(symbol)
    return QuoteResponse.of(standing) if standing else None
