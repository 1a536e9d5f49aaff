"""What has prices here, what is known by name, and how to find it."""

from hashlib import sha256
from typing import Annotated

from fastapi import Header, Response

from chassis.security import SignedIn
from market_data.api.reach import (
    STRANGER,
    Answers,
    OwnFinder,
    OwnTicker,
    SymbolPath,
    UnknownSymbol,
    market_router,
)
from market_data.schemas.instruments import (
    Asked,
    AskedInstruments,
    DetailsResponse,
    HitResponse,
    InstrumentResponse,
)

router = market_router()
A_DAY = "private, max-age=86400"
ETAG_LENGTH = 32
SHOWN: Answers = {
    200: {"headers": {"ETag": {"schema": {"type": "string"}, "description": "Changes with it."}}},
    304: {"description": "It is what `If-None-Match` names"},
    404: {"description": "`unknown_symbol`: neither the feed nor the catalogue has it"},
}


@router.get("/symbols", responses=STRANGER)
async def list_symbols(
    wanted: AskedInstruments, _who: SignedIn, ticker: OwnTicker
) -> list[InstrumentResponse]:
    """Everything that has a price here."""
    known = ticker.market.instruments
    return [
        InstrumentResponse.model_validate(known[symbol])
        for symbol in sorted(known)
        if wanted.wants(known[symbol])
    ]


@router.get("/search", responses=STRANGER)
async def search(wanted: Asked, _who: SignedIn, finder: OwnFinder) -> list[HitResponse]:
    """Instruments by symbol or name, the best hit first; slips of the finger are forgiven.

    A symbol comes first, then a name, then symbols and names that begin with what was typed, then
    words in names. Of hits that are equally good those come first that have prices here, and then
    larger companies.
    """
    found = finder.find(wanted.q, wanted.limit, wanted.asset_class)
    return [HitResponse.of(one) for one in found]


@router.get("/instruments/{symbol}", responses=STRANGER | SHOWN, response_model=DetailsResponse)
async def show_instrument(
    symbol: SymbolPath,
    _who: SignedIn,
    finder: OwnFinder,
    if_none_match: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Response:
    """All that is known of an instrument, whether it has prices here or not.

    It may be kept for a day.
    """
    listing = finder.listing(symbol)
    if listing is None:
        raise UnknownSymbol(f"nothing is known of {symbol!r}", symbol=symbol)
    body = DetailsResponse.of(listing).model_dump_json()
    etag = f'"{sha256(body.encode()).hexdigest()[:ETAG_LENGTH]}"'
    headers = {"etag": etag, "cache-control": A_DAY}
    if if_none_match is not None and (if_none_match.strip() == "*" or etag in if_none_match):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
