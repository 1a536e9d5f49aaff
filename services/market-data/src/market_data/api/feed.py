"""How the source of the prices is doing."""

from chassis.security import Admin, SignedIn
from market_data.api.reach import STRANGER, OwnTicker, market_router
from market_data.feeds.providers import providers
from market_data.schemas.feed import AdminFeedResponse, FeedResponse
from market_data.schemas.providers import ProviderResponse

router = market_router()


@router.get("/feed", responses=STRANGER)
async def show_feed(_who: SignedIn, ticker: OwnTicker) -> FeedResponse:
    """How the source of the prices is doing."""
    return FeedResponse.of(ticker.market)


@router.get("/providers", responses=STRANGER)
async def list_providers(_who: SignedIn, ticker: OwnTicker) -> list[ProviderResponse]:
    """Who could tell prices, who does, and how that is going."""
    return [ProviderResponse.of(one, ticker) for one in providers()]


@router.get("/admin/feed")
async def show_feed_to_admins(_who: Admin, ticker: OwnTicker) -> AdminFeedResponse:
    """Which feed runs, since when, how far and how fast. `POST /api/market/clock` steers it."""
    return AdminFeedResponse.of(ticker.market)
