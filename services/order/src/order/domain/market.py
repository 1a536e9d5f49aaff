"""The market as one more counterparty on each side: it trades what it shows, and no more."""

from dataclasses import dataclass
from datetime import datetime

from vocabulary import NO_SHARES, Price, Quantity, Side


@dataclass(frozen=True, slots=True)
class Quote:
    """What the market showed at ``time``: dollars per share, and shares. A side may be missing."""

    sequence: int
    time: datetime | None = None
    bid: Price | None = None
    bid_size: Quantity = NO_SHARES
    ask: Price | None = None
    ask_size: Quantity = NO_SHARES

    @property
    def is_crossed(self) -> bool:
        """Whether somebody bids more than another asks: nobody could trade on that."""
        return self.bid is not None and self.ask is not None and self.bid > self.ask


NOTHING_SEEN = Quote(sequence=-1)


@dataclass(slots=True)
class Shown:
    """One side of the newest quote. Without a ``price`` (dollars per share) nothing is for sale."""

    taken: Quantity = NO_SHARES
    price: Price | None = None
    size: Quantity = NO_SHARES

    @property
    def left(self) -> Quantity:
        """Shares that nobody took yet."""
        return NO_SHARES if self.price is None else Quantity(self.size - self.taken)

    def take(self, quantity: Quantity) -> None:
        """Consume shares.

        Raises:
            ValueError: that many are not left.
        """
        if not 0 < quantity <= self.left:
            raise ValueError(f"the market shows {self.left} more shares, not {quantity}")
        self.taken = Quantity(self.taken + quantity)


class Market:
    """The newest quote, less what orders took from it. A newer quote shows fresh shares.

    A restart forgets the quote, but not its ``sequence`` and what was taken: when the same quote
    comes again, it shows only what is left.
    """

    def __init__(
        self,
        sequence: int = NOTHING_SEEN.sequence,
        taken_bid: Quantity = NO_SHARES,
        taken_ask: Quantity = NO_SHARES,
    ) -> None:
        self.sequence = sequence
        self.quote: Quote = NOTHING_SEEN
        self.bid = Shown(taken_bid)
        self.ask = Shown(taken_ask)

    def show(self, quote: Quote) -> bool:
        """Replace the quote by a newer one; false if it is not newer, and nothing changes."""
        if quote.sequence < self.sequence or quote.sequence == self.quote.sequence:
            return False
        if quote.sequence > self.sequence:
            self.bid.taken = self.ask.taken = NO_SHARES
        self.sequence, self.quote = quote.sequence, quote
        self.bid.price, self.bid.size = quote.bid, quote.bid_size
        self.ask.price, self.ask.size = quote.ask, quote.ask_size
        if quote.is_crossed:
            self.bid.price = self.ask.price = None
        return True

    def facing(self, side: Side) -> Shown:
        """What an order of ``side`` can trade with."""
        return self.ask if side is Side.BUY else self.bid
