"""A past that is made up, for a test."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random

from market_data.domain.past.beginning import Beginning
from market_data.domain.past.draws import Draws
from market_data.domain.past.past import Past
from market_data.feeds.calendars import trading_days
from market_data.feeds.characters import character_of
from vocabulary import Price, Symbol

FRIDAY = datetime(2025, 1, 3, 18, 37, 20, tzinfo=UTC)
"""Within a session."""


def past(
    symbol: str,
    begins: datetime = FRIDAY,
    *,
    seed: int = 1,
    ticks: int | None = None,
    taken: Sequence[date] = (),
) -> Past:
    """A past that joins the usual price, or another."""
    character = character_of(Symbol(symbol))
    price = character.opening
    if ticks is not None:
        price = Price(character.instrument.tick_size * ticks)
    beginning = Beginning(Symbol(symbol), begins, price, str(seed), taken)
    draws = Draws(lambda name: Random(f"{seed} {name}"))  # noqa: S311  # it has to be the same again
    return Past(character, beginning, trading_days(), draws)
