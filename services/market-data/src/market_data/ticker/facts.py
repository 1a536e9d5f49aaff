"""What the market tells, as events."""

from collections.abc import Iterable
from math import inf

from events import Bar as BarEvent
from events import (
    BookLevel,
    ClockSteered,
    Depth,
    InstrumentStatusShown,
    MarketClock,
    MarketSnapshot,
    Quote,
    SymbolSnapshot,
    Trade,
)
from market_data.domain.bars import Bar
from market_data.domain.board import Numbered, Standing
from market_data.domain.depth import Ours, SharedLevel, shared
from market_data.domain.instruments import Instrument
from market_data.domain.ticks import DepthTick, QuoteTick, StatusTick, TradeTick
from market_data.ticker.market import Market
from market_data.ticker.steering import Plan
from vocabulary import UserId


def quote_event(numbered: Numbered[QuoteTick]) -> Quote:
    """A quote."""
    sequence, tick = numbered
    return Quote(
        symbol=tick.symbol,
        sequence=sequence,
        time=tick.time,
        bid=tick.bid,
        bid_size=tick.bid_size,
        ask=tick.ask,
        ask_size=tick.ask_size,
        stale=tick.stale,
    )


def quote_tick(event: Quote) -> Numbered[QuoteTick]:
    """The inverse of :func:`quote_event`."""
    sides = event.bid, event.bid_size, event.ask, event.ask_size
    tick = QuoteTick(event.time, event.symbol, *sides, stale=event.stale)
    return Numbered(event.sequence, tick)


def trade_event(numbered: Numbered[TradeTick]) -> Trade:
    """A trade."""
    sequence, tick = numbered
    return Trade(
        symbol=tick.symbol,
        sequence=sequence,
        time=tick.time,
        price=tick.price,
        size=tick.size,
        auction=tick.auction,
    )


def depth_event(numbered: Numbered[DepthTick], ours: Ours | None) -> Depth:
    """What stands behind a quote, and what our traders want and offer."""
    sequence, tick = numbered
    depth = shared(tick, ours)
    return Depth(
        symbol=tick.symbol,
        sequence=sequence,
        time=tick.time,
        bids=_levels(depth.bids),
        asks=_levels(depth.asks),
    )


def status_event(tick: StatusTick) -> InstrumentStatusShown:
    """Whether a symbol trades."""
    return InstrumentStatusShown(
        symbol=tick.symbol, time=tick.time, status=tick.status, reason=tick.reason
    )


def bar_event(bar: Bar, *, closed: bool) -> BarEvent:
    """A bar of any interval."""
    return BarEvent(
        symbol=bar.symbol,
        interval=bar.interval,
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


def symbol_snapshot(standing: Standing) -> SymbolSnapshot | None:
    """A quote and the last price; nothing of a symbol that never had a quote."""
    if standing.quote is None:
        return None
    return SymbolSnapshot(
        quote=quote_event(standing.quote),
        last=standing.last,
        last_time=standing.last_time,
    )


def market_snapshot(
    market: Market, standings: Iterable[Standing], *, complete: bool
) -> MarketSnapshot:
    """Where these symbols stand; ``complete`` when they are all there are."""
    shown = [one for one in map(symbol_snapshot, standings) if one is not None]
    if complete:
        shown = [_with_instrument(one, market.instruments[one.quote.symbol]) for one in shown]
    return MarketSnapshot(time=market.time(), complete=complete, symbols=shown)


def market_clock(market: Market) -> MarketClock:
    """What time it is on the market, and how fast it goes at this moment."""
    clock, outlook = market.clock, market.outlook()
    return MarketClock(
        time=outlook.time,
        state=clock.state,
        speed=clock.pace,
        feed=market.feed.name,
        session_open=outlook.is_open,
        phase=outlook.phase,
        exchange_phase=outlook.exchange_phase,
        next_open=outlook.next_open,
        next_close=outlook.next_close,
    )


def clock_steered(planned: Plan, user_id: UserId) -> ClockSteered:
    """An administrator had market time go otherwise, or elsewhere."""
    wish = planned.wish
    return ClockSteered(
        user_id=user_id,
        action=wish.action or "speed",
        speed=None if wish.speed == inf else wish.speed,
        market_time=planned.market_time,
    )


def _with_instrument(shown: SymbolSnapshot, instrument: Instrument) -> SymbolSnapshot:
    what = {
        "tick_size": instrument.tick_size,
        "lot_size": instrument.lot,
        "asset_class": instrument.asset_class,
    }
    return shown.model_copy(update=what)


def _levels(levels: Iterable[SharedLevel]) -> list[BookLevel]:
    return [BookLevel(price=price, size=size, ours=ours or None) for price, size, ours in levels]
