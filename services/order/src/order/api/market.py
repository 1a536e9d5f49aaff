"""What an order is checked against: the market as this process has heard of it."""

from chassis.prices import Prices
from order.domain.validation import Market
from vocabulary import Symbol


def market_of(prices: Prices, symbol: Symbol) -> Market | None:
    """What is known of a symbol now; ``None`` if nobody ever quoted it."""
    quote = prices.quote(symbol)
    if quote is None:
        return None
    instrument = prices.instrument(symbol)
    clock = prices.time.clock
    phase = None if clock is None else clock.phase
    closes = None if clock is None else clock.next_close
    return Market(
        quote.bid,
        quote.ask,
        prices.last(symbol),
        is_stale=quote.stale,
        tick_size=instrument and instrument.tick_size,
        asset_class=instrument and instrument.asset_class,
        time=prices.time.now(),
        phase=phase,
        exchange_phase=None if clock is None else clock.exchange_phase,
        closes=closes,
        never_closes=phase is not None and closes is None,
        bid_size=quote.bid_size,
        ask_size=quote.ask_size,
    )
